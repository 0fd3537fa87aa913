"""The files of a folder: which feed they are of, what they are, and in which batches they load."""

import csv
import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb

from graph.errors import NotAFeedFolder
from graph.hub.encodings import encoding_of
from graph.hub.errors import UnreadableFeed
from graph.values import Value

SUFFIXES: Final = ("csv", "parquet")
BATCH_ROWS: Final = 3_000_000
"""Rows of Parquet that are loaded in one transaction."""

BATCH_BYTES: Final = 256 * 1024 * 1024
"""Bytes of CSV that are loaded in one transaction; a larger file is one by itself."""

DELIMITERS: Final = ",;\t|"


class Part(Value):
    """A file of a feed, or a run of rows of a large Parquet file."""

    path: Path
    digest: str
    weight: float
    """The share of a batch it is, 1 for all of it."""
    rows: int | None = None
    """Known of Parquet alone."""
    encoding: str = "utf-8"
    first: int = 0
    """The row it begins at, from 0; of a CSV always the first."""

    @property
    def name(self) -> str:
        """What tells the same content again."""
        return f"{self.digest}:{self.first}" if self.first else self.digest


class Batch(Value):
    """Parts that are loaded in one transaction."""

    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """What tells the same content again, in the same order."""
        return "+".join(one.name for one in self.parts)


def files_of(folder: Path, names: Collection[str]) -> dict[str, tuple[Path, ...]]:
    """The files of each name found in the folder, parts in the order of their names.

    Raises:
        NotAFeedFolder: There is none.
    """
    found = {name: tuple(_files(folder, name)) for name in names}
    found = {name: paths for name, paths in found.items() if paths}
    if not found:
        raise NotAFeedFolder(folder, tuple(names))
    return found


def batches_of(feed: str, paths: Sequence[Path]) -> list[Batch]:
    """What is loaded in one transaction each, in order.

    Raises:
        UnreadableFeed: A Parquet file is damaged.
    """
    batches: list[Batch] = []
    held: list[Part] = []
    for part in (one for path in paths for one in _parts(feed, path)):
        if held and sum(one.weight for one in held) + part.weight > 1:
            batches.append(Batch(parts=tuple(held)))
            held = []
        held.append(part)
    return [*batches, Batch(parts=tuple(held))]


def header_of(part: Part) -> tuple[str, list[str]]:
    """The delimiter of a CSV file and the names of its columns; none where it is empty."""
    with part.path.open(encoding=part.encoding, errors="replace", newline="") as file:
        line = file.readline()
    delimiter = max(DELIMITERS, key=line.count) if line else ","
    names = [
        name.strip().lstrip("\ufeff") for name in next(csv.reader([line], delimiter=delimiter), [])
    ]
    return delimiter, names


def _files(folder: Path, name: str) -> Iterator[Path]:
    for suffix in SUFFIXES:
        single = folder / f"{name}.{suffix}"
        if single.is_file():
            yield single
    parts = folder / name
    if parts.is_dir():
        yield from sorted(one for one in parts.iterdir() if one.suffix[1:] in SUFFIXES)


def _parts(feed: str, path: Path) -> Iterator[Part]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    if path.suffix == ".csv" or size == 0:
        encoding = encoding_of(path)
        yield Part(path=path, digest=digest, weight=size / BATCH_BYTES, encoding=encoding)
        return
    rows = _rows(feed, path)
    for first in range(0, max(rows, 1), BATCH_ROWS):
        held = min(BATCH_ROWS, rows - first)
        yield Part(path=path, digest=digest, weight=held / BATCH_ROWS, rows=held, first=first)


def _rows(feed: str, path: Path) -> int:
    try:
        with duckdb.connect() as connection:
            found = connection.execute(
                "SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]
            ).fetchone()
    except duckdb.Error as error:
        raise UnreadableFeed(feed, path, str(error).splitlines()[0]) from error
    return int(found[0]) if found else 0
