"""What can go wrong in the graph.

GraphError
├─ GraphUnavailable            the server does not answer
├─ ServerNotStarted            the embedded server could not be started
├─ CustomerNotFound
├─ AmbiguousName(candidates)
├─ NotAFeedFolder              the folder holds no feed
├─ BadCatalogue(path, line)
└─ UnsafeCypher
"""

from collections.abc import Sequence
from pathlib import Path


class GraphError(Exception):
    """Root of the errors of this room."""


class GraphUnavailable(GraphError):
    """The graph server does not answer."""

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"The graph server at {uri} does not answer: {reason}")
        self.uri = uri


class ServerNotStarted(GraphError):
    """The embedded graph server could not be started."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The graph server could not be started: {reason}")


class CustomerNotFound(GraphError):
    """No customer has this id."""

    def __init__(self, customer_id: str) -> None:
        super().__init__(f"No customer has the id {customer_id}.")
        self.customer_id = customer_id


class AmbiguousName(GraphError):
    """More than one customer answers to the name."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{name} may be any of: {', '.join(candidates)}")
        self.candidates = tuple(candidates)


class NotAFeedFolder(GraphError):
    """The folder holds no file named for a feed."""

    def __init__(self, folder: Path, expected: Sequence[str]) -> None:
        super().__init__(
            f"{folder} holds no feed. Expected files named <feed>.csv or <feed>.parquet, "
            f"where <feed> is one of: {', '.join(expected)}."
        )
        self.folder = folder


class BadCatalogue(GraphError):
    """A catalogue file does not fit its schema."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


class UnsafeCypher(GraphError):
    """A generated query would do more than read."""

    def __init__(self, query_type: str) -> None:
        super().__init__(
            f"Only reading queries may be generated; this one is of type {query_type}."
        )
