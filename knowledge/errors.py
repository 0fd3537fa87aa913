"""What can go wrong with documents and their index.

KnowledgeError
├─ BadPolicyDocument(name, reason)   the file holds no law and no numbered policy
├─ Unreadable(zh, en)                the bytes of a file cannot be read; its reader knows no name
├─ NoSuchPolicy(name)                nothing is kept under this name
├─ BadVocabulary(path, reason)       a table of names or terms does not fit its form
├─ IndexMissing                      the search index cannot be opened; it is rebuilt
└─ BadModelFolder(folder, reason)    the folder holds no embedding model we can trust
"""

from pathlib import Path


class KnowledgeError(Exception):
    """Root of the errors of this room."""


class BadPolicyDocument(KnowledgeError):
    """The file cannot be taken into the library; nothing of it was kept."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Unreadable(KnowledgeError):
    """The bytes of a file cannot be read, and what to do about it, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.reason = f"{zh} {en}"


class NoSuchPolicy(KnowledgeError):
    """Nothing is kept under the name that was given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"库里没有“{name}”，请用 advisor policies list 查看。"
            f" The library holds no {name}; see advisor policies list."
        )
        self.name = name


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
