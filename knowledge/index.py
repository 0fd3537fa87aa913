"""Builds of the dense index: a folder a build, made again whenever one does not open."""

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from knowledge.dense import DenseIndex, count, fill, held
from knowledge.embedding import Embedder
from knowledge.errors import IndexMissing
from knowledge.model import Clause
from knowledge.pieces import CUT, Piece, pieces
from knowledge.table import ClauseTable

LOCK_FILE: Final = "library.lock"
LOCK_SECONDS: Final = 600.0
EMBED_BATCH: Final = 128
KEPT_BUILDS: Final = 2

Progress = Callable[[str], None]
Vector = NDArray[np.float32]


def writing_lock(home: Path) -> FileLock:
    """The lock of whoever changes the library or its index; a thread may take it again."""
    return FileLock(home / LOCK_FILE, timeout=LOCK_SECONDS, is_singleton=True)


class Indexer:
    """Builds and opens indexes: one writer at a time, readers keep the version they hold."""

    def __init__(self, home: Path, table: ClauseTable, embedder: Embedder) -> None:
        self._folder = home / "index"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._writing = writing_lock(home)
        self._table = table
        self._embedder = embedder
        self._label = f"{embedder.name}-cut{CUT}"

    def is_finished(self, version: int) -> bool:
        """Whether the index of `version` is there to be opened."""
        finished = self._table.finished(self._label)
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
            return self._made(version, clauses, progress, self._base())

    def rebuild(
        self, version: int, clauses: Sequence[Clause], progress: Progress | None = None
    ) -> DenseIndex:
        """The index of `version` built from the clauses alone, whatever was there."""
        with self._writing:
            return self._made(version, clauses, progress, None)

    def _made(
        self, version: int, clauses: Sequence[Clause], progress: Progress | None, base: Path | None
    ) -> DenseIndex:
        cut = [piece for clause in clauses for piece in pieces(clause)]
        folder = self._folder / f"{self._label}-{version:06d}-{secrets.token_hex(4)}"
        if base is None or not self._extended(base, folder, cut, progress):
            shutil.rmtree(folder, ignore_errors=True)
            # A folder of its own for each build: Chroma remembers a path it once failed to open.
            folder = folder.with_name(f"{folder.name}w")
            fill(folder, cut, self._vectors(cut, progress))
        opened = DenseIndex(folder)
        finished = self._table.finished(self._label)
        if finished is None or version >= finished[0]:
            self._table.finish(self._label, version, folder.name)
        self._prune(folder)
        return opened

    def _base(self) -> Path | None:
        """The latest finished build, which a library that only grew can be copied from."""
        finished = self._table.finished(self._label)
        return self._folder / finished[1] if finished else None

    def _extended(
        self, base: Path, folder: Path, cut: Sequence[Piece], progress: Progress | None
    ) -> bool:
        """Copy `base` and put in what it lacks; False where it must be built from nothing.

        A build that holds something the library gave up is not copied: Chroma only marks vectors
        as deleted, and what was removed is to be gone.
        """
        try:
            known = held(base)
            if not known or known - {one.id for one in cut}:
                return False
            shutil.copytree(base, folder)
        except (IndexMissing, OSError):
            return False
        fresh = [one for one in cut if one.id not in known]
        fill(folder, fresh, self._vectors(fresh, progress))
        with suppress(IndexMissing):
            return count(folder) == len(cut)
        return False

    def _opened(self, version: int) -> DenseIndex:
        finished = self._table.finished(self._label)
        if finished is None or finished[0] != version:
            raise IndexMissing(self._folder, f"version {version} is not built")
        return DenseIndex(self._folder / finished[1])

    def _vectors(self, cut: Sequence[Piece], progress: Progress | None) -> list[Vector]:
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


def _batches(whole: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
