"""A folder's files loaded batch by batch, each batch whole or not at all."""

import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from graph.hub.consents import Said, fill_in_force
from graph.hub.errors import HubFull
from graph.hub.feeds import Feed, feeds
from graph.hub.files import Batch
from graph.hub.merging import Merged, Merger
from graph.hub.rejects import forget_stale
from graph.hub.report import FeedReport
from graph.hub.staging import FULL, stage


class Occasion(NamedTuple):
    """A load: the store, its home, the moment on the bank's clock, and who hears of progress."""

    store: duckdb.DuckDBPyConnection
    home: Path
    now: datetime
    at: datetime
    """The same moment on the bank's wall clock."""
    heard: tuple[Said, ...]
    progress: Callable[[str], None]


class Known(NamedTuple):
    """A batch as it was loaded before."""

    rows: int
    rejected: int
    repeated: int
    mendable: bool
    sequence: int
    notes: list[int] | None

    def merged(self) -> Merged:
        """What became of its rows, of which none is new."""
        return Merged(
            rows=self.rows, rejected=self.rejected, repeated=self.repeated,
            notes=tuple(self.notes or ()),
        )  # fmt: skip


class Loaded(NamedTuple):
    """A feed after its load."""

    report: FeedReport
    batches: tuple[Batch, ...]
    skipped: int


def load_feed(occasion: Occasion, name: str, batches: Sequence[Batch]) -> Loaded:
    """Load a feed's batches: one whose content was loaded whole is not read again.

    Raises:
        UnreadableFeed: A file is neither CSV nor Parquet; the batches before it are kept.
        HubFull: There is no room; the batches before are kept.
    """
    store, feed = occasion.store, feeds()[name]
    resumed = _resumes(store, name)
    filling = resumed or _is_empty(store, name)
    if feed.purpose is not None:
        fill_in_force(store, occasion.now, occasion.heard)
    forget_stale(store, name, [one.name for one in batches])
    merger = Merger(store, feed, occasion.at)
    done: list[Merged] = []
    unknown: dict[str, None] = {}
    skipped = 0
    for at, batch in enumerate(batches):
        later = [one.name for one in batches[at + 1 :]]
        known = _known(store, name, batch, later, mended=resumed)
        if known is None:
            merged, columns = _load(occasion, merger, batch, filling=filling)
            unknown |= dict.fromkeys(columns)
        else:
            skipped += 1
            merged = known.merged()
        done.append(merged)
        _tell(occasion, name, (at + 1, len(batches)), done)
    settled = _settle(store, merger, name) if filling and len(batches) > 1 else _filled(store, name)
    report = _report(feed, done, tuple(unknown), settled)
    occasion.progress(report.sentence("zh"))
    return Loaded(report, tuple(batches), skipped)


@contextmanager
def transaction(store: duckdb.DuckDBPyConnection, home: Path) -> Generator[None]:
    """Everything within, or nothing.

    Raises:
        HubFull: There is no room for it.
    """
    store.begin()
    try:
        yield
        store.commit()
    except duckdb.Error as error:
        _give_up(store)
        reason = str(error).splitlines()[0]
        if any(one in reason for one in FULL):
            raise HubFull(home, reason) from error
        raise
    except BaseException:
        _give_up(store)
        raise


def _give_up(store: duckdb.DuckDBPyConnection) -> None:
    # A store that could not be written to the disk takes no more statements, not even this one.
    with suppress(duckdb.Error):
        store.rollback()


def _load(
    occasion: Occasion, merger: Merger, batch: Batch, *, filling: bool
) -> tuple[Merged, tuple[str, ...]]:
    store, feed = occasion.store, merger.feed
    with (
        tempfile.TemporaryDirectory(dir=occasion.home, prefix="reading-") as scratch,
        transaction(store, occasion.home),
    ):
        staged = stage(store, feed, batch, Path(scratch))
        merged = merger.merge(staged, batch.name, filling=filling)
        if filling:
            store.execute("DELETE FROM filling WHERE feed = ?", [feed.name])
            store.execute("INSERT INTO filling VALUES (?)", [feed.name])
        if merged.new or merged.changed:
            store.execute("INSERT INTO unpublished VALUES (?, ?)", [feed.name, occasion.at])
        store.execute("DELETE FROM loaded WHERE feed = ? AND batch = ?", [feed.name, batch.name])
        store.execute(
            "INSERT INTO loaded VALUES (?, ?, ?, ?, ?, ?, ?, nextval('load_order'), ?, ?)",
            [feed.name, batch.name, merged.rows, merged.rejected, merged.repeated, merged.changed,
             merged.mendable, occasion.at, list(merged.notes)],
        )  # fmt: skip
    return merged, staged.unknown_columns


def _resumes(store: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a load that filled the table for the first time was cut off."""
    return store.execute("SELECT 1 FROM filling WHERE feed = ?", [name]).fetchone() is not None


def _is_empty(store: duckdb.DuckDBPyConnection, name: str) -> bool:
    return store.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is None


def _known(
    store: duckdb.DuckDBPyConnection, feed: str, batch: Batch, later: list[str], *, mended: bool
) -> Known | None:
    """The batch as it was loaded before, where reading it again could change nothing.

    It could where a row was refused for what may mend, or another file changed rows since.
    """
    row = store.execute(
        "SELECT rows, rejected, repeated, mendable, sequence, notes FROM loaded "
        "WHERE feed = ? AND batch = ?",
        [feed, batch.name],
    ).fetchone()
    if row is None:
        return None
    known = Known(*row)
    if known.mendable and not mended:
        return None
    since = store.execute(
        "SELECT 1 FROM loaded WHERE feed = ? AND sequence > ? AND changed > 0 "
        "AND NOT list_contains(?::VARCHAR[], batch) LIMIT 1",
        [feed, known.sequence, later],
    ).fetchone()
    return known if since is None else None


def _settle(store: duckdb.DuckDBPyConnection, merger: Merger, name: str) -> int:
    store.begin()
    try:
        settled = merger.settle()
        store.execute("DELETE FROM filling WHERE feed = ?", [name])
    except BaseException:
        _give_up(store)
        raise
    store.commit()
    return settled


def _filled(store: duckdb.DuckDBPyConnection, name: str) -> int:
    store.execute("DELETE FROM filling WHERE feed = ?", [name])
    return 0


def _tell(occasion: Occasion, name: str, place: tuple[int, int], done: list[Merged]) -> None:
    at, of = place
    if of > 1:
        rows = sum(one.rows for one in done)
        occasion.progress(
            f"{name}：第 {at}/{of} 部分，累计 {rows:,} 行 (part {at} of {of}, {rows:,} rows)"
        )


def _report(feed: Feed, done: list[Merged], unknown: tuple[str, ...], settled: int) -> FeedReport:
    counts = [
        sum(numbers) for numbers in zip(*(one.notes for one in done if one.notes), strict=True)
    ]
    notes = [
        (f"{count} {rule.zh}", f"{count} {rule.en}")
        for count, rule in zip(counts, feed.remarks, strict=False)
        if count
    ]
    return FeedReport(
        feed=feed.name, rows=sum(one.rows for one in done),
        new=sum(one.new for one in done) - settled, changed=sum(one.changed for one in done),
        rejected=sum(one.rejected for one in done),
        repeated=sum(one.repeated for one in done) + settled,
        unknown_columns=unknown, notes=tuple(notes),
    )  # fmt: skip
