"""Files into the clause table: each file whole or not at all."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from knowledge.documents import Policy, policy
from knowledge.errors import BadPolicyDocument
from knowledge.model import AddReport
from knowledge.reading import SUFFIXES
from knowledge.table import ClauseTable

Progress = Callable[[str], None]


class Intake:
    """What one call of adding has done so far."""

    def __init__(self, table: ClauseTable) -> None:
        self._table = table
        self._kept: dict[str, Policy] = {}
        self._unchanged: list[str] = []
        self._refused: list[tuple[str, str]] = []

    def read(self, paths: Sequence[Path], progress: Progress | None) -> None:
        """Read the files, and the files below the folders."""
        for path in _files(paths):
            if progress:
                progress(f"读取 {path.name} Reading")
            self._take(path)

    def keep(self) -> bool:
        """Put what was read into the table, all or none; whether anything changed."""
        if self._kept:
            self._table.keep(self._kept)
        return bool(self._kept)

    def report(self, seconds: float) -> AddReport:
        """What was done, after so many seconds."""
        return AddReport(
            added=tuple(one.document.short_title for one in self._kept.values()),
            unchanged=tuple(self._unchanged),
            refused=tuple(self._refused),
            clauses=sum(len(one.clauses) for one in self._kept.values()),
            seconds=seconds,
        )

    def _take(self, path: Path) -> None:
        try:
            found = policy(path)
        except BadPolicyDocument as error:
            self._refused.append((path.name, error.reason))
            return
        fingerprint = _fingerprint(found)
        if self._table.fingerprint(found.document.id) == fingerprint:
            self._unchanged.append(found.document.short_title)
        else:
            self._kept[fingerprint] = found


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and of folders those of a kind that can be read, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES
            )
        else:
            yield path


def _fingerprint(found: Policy) -> str:
    body = found.model_dump_json(
        exclude={"document": {"source"}, "clauses": {"__all__": {"source"}}}
    )
    return hashlib.sha256(body.encode()).hexdigest()
