"""What can go wrong with documents and their index.

KnowledgeError
├─ BadPolicyDocument(path, reason)   the file holds no law and no numbered policy
├─ BadVocabulary(path, reason)       a table of names or terms does not fit its form
├─ IndexMissing                      the search index cannot be opened; it is rebuilt
└─ BadModelFolder(folder, reason)    the folder holds no embedding model we can trust
"""

from pathlib import Path


class KnowledgeError(Exception):
    """Root of the errors of this room."""


class BadPolicyDocument(KnowledgeError):
    """The file cannot be taken into the library; nothing of it was kept."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


class BadVocabulary(KnowledgeError):
    """A table of names or terms does not fit its form."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path


class IndexMissing(KnowledgeError):
    """The search index of this version of the library cannot be opened."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"The search index {folder.name} cannot be opened: {reason}")
        self.folder = folder


class BadModelFolder(KnowledgeError):
    """The folder holds no embedding model, or not the one whose fingerprint is known."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
