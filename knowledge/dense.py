"""Vectors of clauses in a folder of Chroma: filled once, then only read."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexMissing
from knowledge.pieces import Piece

COLLECTION: Final = "clauses"
ADD_BATCH: Final = 2000
ASK_DISCOUNT: Final = 0.08
"""Taken from a cosine with one of a clause's asks: two short questions are alike sooner."""

Vector = NDArray[np.float32]


class DenseIndex:
    """The index of one version, open for reading."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._collection = _collection(folder)
        self._count = int(self._collection.count())

    def nearest(
        self, vector: Vector, limit: int, titles: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Ids of the nearest clauses with their cosine, best first, within `titles` if given.

        Raises:
            IndexMissing: The folder can no longer be read.
        """
        if not self._count:
            return []
        with _readable(self._folder):
            found = self._collection.query(
                query_embeddings=[vector],
                n_results=min(limit, self._count),
                where={"document": {"$in": list(titles)}} if titles else None,
                include=["metadatas", "distances"],
            )
        best: dict[str, float] = {}
        for about, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):
            cosine = 1.0 - float(distance) - ASK_DISCOUNT * bool(about["ask"])
            clause_id = str(about["clause"])
            best[clause_id] = max(cosine, best.get(clause_id, cosine))
        return sorted(best.items(), key=lambda pair: -pair[1])


def held(folder: Path) -> set[str]:
    """The ids of the pieces a folder holds.

    Raises:
        IndexMissing: The folder cannot be read.
    """
    with _readable(folder):
        return set(_stored(folder).get(include=[])["ids"])


def count(folder: Path) -> int:
    """How many pieces a folder holds.

    Raises:
        IndexMissing: The folder cannot be read.
    """
    with _readable(folder):
        return int(_stored(folder).count())


def fill(folder: Path, cut: Sequence[Piece], vectors: Sequence[Vector]) -> None:
    """Put pieces into a folder, which is made if it is not there."""
    client = _client(folder)
    collection = client.get_or_create_collection(
        COLLECTION,
        configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        embedding_function=None,
    )
    for start in range(0, len(cut), ADD_BATCH):
        batch = cut[start : start + ADD_BATCH]
        collection.add(
            ids=[one.id for one in batch],
            embeddings=list(vectors[start : start + ADD_BATCH]),
            metadatas=[
                {"clause": one.clause_id, "document": one.document, "ask": one.is_ask}
                for one in batch
            ],
        )
    client.close()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _collection(folder: Path) -> Any:
    with _readable(folder):
        collection = _stored(folder)
        _probe(collection)
    return collection


def _stored(folder: Path) -> Any:
    """The collection as it stands, not asked for anything yet."""
    if not (folder / "chroma.sqlite3").is_file():
        raise IndexMissing(folder, "the folder is not there")
    return _client(folder).get_collection(COLLECTION, embedding_function=None)


def _probe(collection: Any) -> None:
    """Ask the index for one vector it holds, so that a damaged one shows itself here."""
    first = collection.peek(1)["embeddings"]
    if len(first):
        collection.query(query_embeddings=[first[0]], n_results=1)


@contextmanager
def _readable(folder: Path) -> Generator[None]:
    """Whatever Chroma says of a damaged folder, said in one way."""
    from chromadb.errors import ChromaError

    try:
        yield
    # AttributeError is how Chroma fails on a path it has failed to open before in this process.
    except (ChromaError, ValueError, OSError, RuntimeError, AttributeError) as error:
        raise IndexMissing(folder, str(error)) from error
