"""Dense vectors of clauses in Chroma: a folder a build, rebuilt whenever it does not open."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from knowledge.embedding import Embedder
from knowledge.errors import IndexMissing
from knowledge.model import Clause, Value
from knowledge.table import ClauseTable

COLLECTION: Final = "clauses"
LOCK_FILE: Final = "library.lock"
LOCK_SECONDS: Final = 600.0
ADD_BATCH: Final = 2000
EMBED_BATCH: Final = 128
PIECE: Final = 280
"""Characters of a clause under one vector; a longer clause has several."""
ASK_DISCOUNT: Final = 0.08
"""Taken from a cosine with one of a clause's asks: two short questions are alike sooner."""
KEPT_BUILDS: Final = 2

Progress = Callable[[str], None]


class Piece(Value):
    """A stretch of a clause, with the words above it, as it is turned into a vector."""

    clause_id: str
    document: str
    text: str
    is_ask: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same words, wherever they stand."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def pieces(clause: Clause) -> list[Piece]:
    """The clause in stretches of about `PIECE` characters that end at sentences, and its asks."""
    above = " ".join((clause.document, *clause.heading[-1:]))
    stretches = [""]
    for sentence in re.split(r"(?<=[。；\n])", clause.text):
        if stretches[-1] and len(stretches[-1]) + len(sentence) > PIECE:
            stretches.append("")
        stretches[-1] += sentence
    own = [(f"{above} {one.strip()}", False) for one in stretches]
    asked = [(one, True) for one in clause.asks]
    return [
        Piece(clause_id=clause.id, document=clause.document, text=text, is_ask=is_ask)
        for text, is_ask in own + asked
    ]


def writing_lock(home: Path) -> FileLock:
    """The lock of whoever changes the library or its index; a thread may take it again."""
    return FileLock(home / LOCK_FILE, timeout=LOCK_SECONDS, is_singleton=True)


class DenseIndex:
    """The index of one version, open for reading."""

    def __init__(self, folder: Path) -> None:
        self._collection = _collection(folder)
        self._count = int(self._collection.count())

    def nearest(
        self, vector: NDArray[np.float32], limit: int, titles: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Ids of the nearest clauses with their cosine, best first, within `titles` if given."""
        if not self._count:
            return []
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


class Indexer:
    """Builds and opens indexes: one writer at a time, readers keep the version they hold."""

    def __init__(self, home: Path, table: ClauseTable, embedder: Embedder) -> None:
        self._folder = home / "index"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._writing = writing_lock(home)
        self._table = table
        self._embedder = embedder

    def is_finished(self, version: int) -> bool:
        """Whether the index of `version` is there to be opened."""
        finished = self._table.finished(self._embedder.name)
        return finished is not None and finished[0] == version

    def open(
        self, version: int, clauses: Sequence[Clause], progress: Progress | None = None
    ) -> DenseIndex:
        """The index of `version`, built first if it is not there or does not open."""
        with suppress(IndexMissing):
            return self._opened(version)
        with self._writing:
            with suppress(IndexMissing):
                return self._opened(version)
            folder = self._built(version, clauses, progress)
            finished = self._table.finished(self._embedder.name)
            if finished is None or version >= finished[0]:
                self._table.finish(self._embedder.name, version, folder.name)
            self._prune(folder)
        return DenseIndex(folder)

    def _opened(self, version: int) -> DenseIndex:
        finished = self._table.finished(self._embedder.name)
        if finished is None or finished[0] != version:
            raise IndexMissing(self._folder, f"version {version} is not built")
        return DenseIndex(self._folder / finished[1])

    def _built(self, version: int, clauses: Sequence[Clause], progress: Progress | None) -> Path:
        """A folder of its own for each build: Chroma remembers a path it once failed to open."""
        cut = [piece for clause in clauses for piece in pieces(clause)]
        vectors = self._vectors(cut, progress)
        build = secrets.token_hex(4)
        folder = self._folder / f"{self._embedder.name}-{version:06d}-{build}"
        _fill(folder, cut, vectors)
        return folder

    def _vectors(
        self, cut: Sequence[Piece], progress: Progress | None
    ) -> list[NDArray[np.float32]]:
        """The vector of each piece; only words never seen before are computed."""
        model = self._embedder.name
        fingerprints = [piece.fingerprint for piece in cut]
        known = self._table.vectors(model, fingerprints)
        unknown = {
            key: piece.text
            for key, piece in zip(fingerprints, cut, strict=True)
            if key not in known
        }
        for batch in _batches(sorted(unknown.items(), key=lambda pair: len(pair[1])), EMBED_BATCH):
            computed = self._embedder.documents([text for _, text in batch])
            fresh = {key: one for (key, _), one in zip(batch, computed, strict=True)}
            self._table.keep_vectors(model, fresh)
            known |= fresh
            if progress:
                progress(f"建立检索索引 {len(known)}/{len(set(fingerprints))} Building the index")
        return [known[key] for key in fingerprints]

    def _prune(self, built: Path) -> None:
        """Remove old builds but the one a running service may still hold."""
        mine = self._folder.glob(f"{self._embedder.name}-*")
        others = sorted((one for one in mine if one != built), key=lambda one: one.stat().st_mtime)
        for folder in others[: 1 - KEPT_BUILDS]:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, cut: Sequence[Piece], vectors: Sequence[NDArray[np.float32]]) -> None:
    client = _client(folder)
    collection = client.create_collection(
        COLLECTION,
        configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        embedding_function=None,
    )
    for batch in _batches(list(enumerate(zip(cut, vectors, strict=True))), ADD_BATCH):
        collection.add(
            ids=[str(place) for place, _ in batch],
            embeddings=[vector for _, (_, vector) in batch],
            metadatas=[
                {"clause": piece.clause_id, "document": piece.document, "ask": piece.is_ask}
                for _, (piece, _) in batch
            ],
        )
    client.close()


def _batches(whole: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _collection(folder: Path) -> Any:
    from chromadb.errors import ChromaError

    if not (folder / "chroma.sqlite3").is_file():
        raise IndexMissing(folder, "the folder is not there")
    try:
        collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
        _probe(collection)
    # AttributeError is how Chroma fails on a path it has failed to open before in this process.
    except (ChromaError, ValueError, OSError, RuntimeError, AttributeError) as error:
        raise IndexMissing(folder, str(error)) from error
    return collection


def _probe(collection: Any) -> None:
    """Ask the index for one vector it holds, so that a damaged one shows itself here."""
    first = collection.peek(1)["embeddings"]
    if len(first):
        collection.query(query_embeddings=[first[0]], n_results=1)
