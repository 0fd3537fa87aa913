"""Feeds in: read, checked, kept with their history in DuckDB, and written into the graph."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, LiteralString, NamedTuple

import duckdb

from graph.hub.clock import wall_clock, zoned
from graph.hub.consents import authorised, sweep
from graph.hub.errors import HubBusy
from graph.hub.feeds import feeds
from graph.hub.merging import create_tables, merge, write_rejections
from graph.hub.publishing import Learned, publish
from graph.hub.report import FeedReport, LoadReport
from graph.hub.staging import Rejection, files_of, stage
from graph.store.connection import Graph

PATIENCE: Final = 10.0
"""Seconds to wait for another process that holds the store."""

KNOWN: Final[LiteralString] = "MATCH (c:Customer) RETURN count(c) AS customers"

Row = dict[str, Any]


class Loaded(NamedTuple):
    """One feed after its load, with the rows that were refused."""

    report: FeedReport
    rejections: list[Rejection]


class Reader:
    """The feeds' tables, open for reading; instants stand there on the bank's wall clock."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def select(self, sql: str, **parameters: Any) -> list[Row]:
        """Rows of a query in its order; instants carry the bank's zone, in as out."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        cursor = self.connection.execute(sql, bound)
        names = [one[0] for one in cursor.description or ()]
        return [dict(zip(names, map(_seen, row), strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The same rows as they stand, in the order of the columns."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        return self.connection.execute(sql, bound).fetchall()

    def columns(self, sql: str, **parameters: Any) -> dict[str, Any]:
        """The same by column, as arrays of numpy; a column with unknown values is masked."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        return self.connection.execute(sql, bound).fetchnumpy()


class Hub:
    """The feeds of one bank under `home`; the store is held only while it is used."""

    def __init__(self, home: Path, patience: float = PATIENCE) -> None:
        self.home = home
        self._patience = patience

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.home / "feeds.duckdb"

    def load(
        self,
        feeds: Path,
        graph: Graph | None,
        now: datetime,
        progress: Callable[[str], None] | None = None,
    ) -> LoadReport:
        """Load a folder of feeds; the same folder again changes nothing.

        The feeds' tables change in one transaction, which is committed after the graph was
        written: where the graph fails the tables stay as they were, and loading again writes the
        graph over; where there is no graph, only the tables are written. Refused rows
        are in `<home>/rejected/<feed>.csv`.

        Raises:
            NotAFeedFolder: The folder holds no feed.
            UnreadableFeed: A file is neither CSV nor Parquet.
            HubBusy: Another process holds the store.
            GraphUnavailable: The graph does not answer.
        """
        began = time.perf_counter()
        found = files_of(feeds)
        with self._open(read_only=False) as store:
            create_tables(store)
            with _transaction(store):
                loaded = _load(store, graph, found, now, progress or _silent)
                if graph is not None:
                    _publish(store, graph, loaded, now)
                withdrawn = sweep(store, graph, now)
        for one in loaded:
            write_rejections(self.home / "rejected" / f"{one.report.feed}.csv", one.rejections)
        return LoadReport(
            feeds=tuple(one.report for one in loaded),
            missing=tuple(name for name in _names() if name not in found),
            withdrawn=withdrawn,
            seconds=time.perf_counter() - began,
        )

    def select(self, sql: LiteralString, **parameters: Any) -> list[Row]:
        """Rows of a query over the feeds' tables, in its order; `$name` takes a parameter.

        Raises:
            HubBusy: Another process is loading.
        """
        with self.reading() as reader:
            return reader.select(sql, **parameters)

    @contextmanager
    def reading(self) -> Generator[Reader]:
        """The feeds' tables for several queries on one opening.

        Raises:
            HubBusy: Another process is loading.
        """
        if not self.path.exists():
            with self._open(read_only=False) as store:
                create_tables(store)
        with self._open(read_only=True) as store:
            yield Reader(store)

    @contextmanager
    def _open(self, *, read_only: bool) -> Generator[duckdb.DuckDBPyConnection]:
        self.home.mkdir(parents=True, exist_ok=True)
        store = self._connected(read_only=read_only)
        try:
            store.execute("SET TimeZone = 'Asia/Shanghai'")
            yield store
        finally:
            store.close()

    def _connected(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return duckdb.connect(self.path, read_only=read_only)
            except (duckdb.IOException, duckdb.ConnectionException) as error:
                if time.monotonic() >= deadline:
                    raise HubBusy(self.path) from error
            time.sleep(0.05)


def _load(
    store: duckdb.DuckDBPyConnection,
    graph: Graph | None,
    found: dict[str, tuple[Path, ...]],
    now: datetime,
    progress: Callable[[str], None],
) -> list[Loaded]:
    loaded: list[Loaded] = []
    for name, paths in found.items():
        feed = feeds()[name]
        allowed = authorised(store, graph, feed.purpose, now) if feed.purpose else ()
        staged = stage(store, feed, paths)
        report, rejections = merge(store, feed, staged, wall_clock(now), allowed)
        progress(report.sentence("zh"))
        loaded.append(Loaded(report, rejections))
    return loaded


def _publish(
    store: duckdb.DuckDBPyConnection, graph: Graph, loaded: list[Loaded], now: datetime
) -> None:
    """Write what this load learned; everything where the graph knows fewer customers."""
    row = store.execute("SELECT count(*) FROM customers").fetchone()
    behind = graph.read(KNOWN)[0]["customers"] < (row[0] if row else 0)
    named = frozenset(one.report.feed for one in loaded if one.report.new or one.report.changed)
    if named or behind:
        publish(store, graph, Learned() if behind else Learned(named, wall_clock(now)))


@contextmanager
def _transaction(store: duckdb.DuckDBPyConnection) -> Generator[None]:
    store.begin()
    try:
        yield
    except BaseException:
        store.rollback()
        raise
    store.commit()


def _names() -> list[str]:
    return list(feeds())


def _silent(_: str) -> None:
    """Nobody wants to hear."""


def _bound(parameter: object) -> object:
    return (
        wall_clock(parameter) if isinstance(parameter, datetime) and parameter.tzinfo else parameter
    )


def _seen(held: object) -> object:
    return zoned(held) if isinstance(held, datetime) else held
