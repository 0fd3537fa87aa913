"""Feeds in: read, checked, kept with their history in DuckDB, and written into the graph."""

import re
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, LiteralString, NamedTuple

import duckdb

from graph.hub.clock import wall_clock
from graph.hub.consents import Said, fill_in_force, said, sweep
from graph.hub.errors import HubBusy
from graph.hub.feeds import feeds
from graph.hub.files import batches_of, files_of
from graph.hub.loading import Loaded, Occasion, load_feed, transaction
from graph.hub.lock import Lock
from graph.hub.mapping import Mapping
from graph.hub.publishing import publish_learned
from graph.hub.reader import Reader, Row
from graph.hub.rejects import first_rejects, write_rejects
from graph.hub.report import LoadReport
from graph.hub.standing import Refresh, Status, note_arrivals, standings, status
from graph.hub.tables import create_tables, look_back
from graph.hub.translating import translate
from graph.model import Purpose
from graph.store.connection import Graph

PATIENCE: Final = 10.0
"""Seconds to wait for another process that holds the store."""

MEMORY: Final = "4GB"
"""What a load may hold; the rest goes to disk beside the store."""


class Origin(NamedTuple):
    """Where a load comes from: a folder, and the mapping it was read by."""

    folder: Path
    mapping: str | None
    passing: bool = False


class Listener(NamedTuple):
    """Where a load goes and when, and who hears of its progress."""

    graph: Graph | None
    now: datetime
    progress: Callable[[str], None]


class Hub:
    """The feeds of one bank under `home`; the store is held only while it is used."""

    def __init__(
        self,
        home: Path,
        patience: float = PATIENCE,
        memory: str = MEMORY,
        spill: str | None = None,
    ) -> None:
        """`spill` is how much a load may put on the disk beside the store; None: all of it."""
        self.home = home
        self._patience = patience
        self._memory = memory
        self._spill = spill
        self._made = False
        self._lock = Lock(home)

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.home / "feeds.duckdb"

    def alone(self) -> AbstractContextManager[None]:
        """Hold off other loads and refreshes for several steps.

        Raises:
            HubBusy: Another process is at one.
        """
        return self._lock.alone()

    def load(
        self,
        feeds: Path,
        graph: Graph | None,
        now: datetime,
        progress: Callable[[str], None] | None = None,
        mapping: Mapping | None = None,
    ) -> LoadReport:
        """Load a folder of feeds, of another bank by its mapping; again, it changes nothing.

        Each batch of files is one transaction. After a load that was cut off, the next one goes on
        where it ended, and what was not yet written to the graph is written then; without a graph
        only the tables are. Refused rows are in `<home>/rejected/<feed>.csv`.

        Raises:
            NotAFeedFolder: The folder holds no feed.
            UnreadableFeed: A file is neither CSV nor Parquet; found midway, what came before stays.
            HubBusy: Another process holds the store.
            HubFull: There is no room; what was loaded before stays.
            GraphUnavailable: The graph does not answer.
            BadMapping: The files do not have what the mapping names.
        """
        origin = Origin(feeds, None if mapping is None else mapping.place)
        heard = Listener(graph, now, progress or _silent)
        with self.alone():
            if mapping is None:
                return self._load(feeds, origin, heard)
            return self._translated(feeds, origin, heard, mapping)

    def take(self, feeds: Path, graph: Graph | None, now: datetime) -> LoadReport:
        """Load a few rows from a passing folder, which is not among the loads told of.

        Raises as `load` does.
        """
        with self.alone():
            return self._load(
                feeds, Origin(feeds, None, passing=True), Listener(graph, now, _silent)
            )

    def _translated(
        self, feeds: Path, origin: Origin, heard: Listener, mapping: Mapping
    ) -> LoadReport:
        self.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.home, prefix="mapped-") as held:
            target = Path(held) / feeds.name
            target.mkdir()
            translate(mapping, feeds, target, self._memory)
            report = self._load(target, origin, heard)
        declared = () if mapping.consents is None else (mapping.consents.sentences(),)
        return report.model_copy(update={"declared": declared})

    def _load(self, feeds: Path, origin: Origin, listener: Listener) -> LoadReport:
        graph, now, progress = listener
        began = time.perf_counter()
        found = {name: batches_of(name, paths) for name, paths in files_of(feeds, _names()).items()}
        with self._open(read_only=False) as store:
            occasion = Occasion(store, self.home, now, wall_clock(now), _heard(graph), progress)
            noted = _note_beginning(occasion, origin)
            loaded = [load_feed(occasion, name, batches) for name, batches in found.items()]
            fill_in_force(store, now, occasion.heard)
            with transaction(store, self.home):
                withdrawn = sweep(store, now)
            loaded = [_with_rejects(store, self.home, one) for one in loaded]
            note_arrivals(store, found, now)
            if graph is not None:
                publish_learned(store, graph)
            report = LoadReport(
                feeds=tuple(one.report for one in loaded),
                missing=tuple(name for name in _names() if name not in found),
                withdrawn=withdrawn,
                skipped=sum(one.skipped for one in loaded),
                standings=standings(store, found, complete=True),
                seconds=time.perf_counter() - began,
            )
            _note_end(occasion, noted, loaded, report)
            if origin.passing:
                store.execute("DELETE FROM loads WHERE number = ?", [noted])
        return report

    def sweep(self, graph: Graph | None, now: datetime) -> int:
        """Remove outside rows whose authorisation is no longer in force; how many those were.

        Raises:
            HubBusy: Another process holds the store.
        """
        with self._open(read_only=False) as store:
            fill_in_force(store, now, _heard(graph))
            with transaction(store, self.home):
                return sweep(store, now)

    def select(self, sql: LiteralString, **parameters: Any) -> list[Row]:
        """Rows of a query over the feeds' tables, in its order; `$name` takes a parameter.

        Raises:
            HubBusy: Another process is loading.
        """
        with self.reading() as reader:
            return reader.select(sql, **parameters)

    def note_refresh(self, refresh: Refresh) -> None:
        """Note that portraits and needs follow what was learned up to the moment of the refresh.

        Raises:
            HubBusy: Another process holds the store.
        """
        with self._open(read_only=False) as store:
            store.execute(
                "INSERT INTO refreshes VALUES (?, ?, ?, ?)",
                [wall_clock(refresh.at), refresh.customers, refresh.needs, refresh.seconds],
            )

    def status(self, loads: int = 5) -> Status:
        """How every feed stands, and the last so many loads.

        Raises:
            HubBusy: Another process is loading.
        """
        with self.reading() as reader:
            return status(reader.connection, loads)

    @contextmanager
    def reading(self, known_at: datetime | None = None) -> Generator[Reader]:
        """The feeds' tables for several queries on one opening.

        With `known_at` every feed shows its rows as they were known at that moment. Rows that were
        removed because their consent ended are in no past either.

        Raises:
            HubBusy: Another process is loading.
        """
        if not self._made:
            with self._open(read_only=False):
                self._made = True
        with self._open(read_only=True) as store:
            if known_at is not None:
                look_back(store, known_at)
            yield Reader(store, known_at)

    @contextmanager
    def _open(self, *, read_only: bool) -> Generator[duckdb.DuckDBPyConnection]:
        self.home.mkdir(parents=True, exist_ok=True)
        store = self._connected(read_only=read_only)
        try:
            store.execute("SET TimeZone = 'Asia/Shanghai'; SET enable_progress_bar = false")
            if not read_only:
                store.execute(f"SET memory_limit = '{self._memory}'")
                if self._spill is not None:
                    store.execute(f"SET max_temp_directory_size = '{self._spill}'")
                create_tables(store)
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
                    holder = re.search(r"PID (\d+)", str(error))
                    raise HubBusy(self.path, holder and holder[1]) from error
            time.sleep(0.05)


def _with_rejects(store: duckdb.DuckDBPyConnection, home: Path, loaded: Loaded) -> Loaded:
    name = loaded.report.feed
    path = home / "rejected" / f"{name}.csv"
    write_rejects(store, name, loaded.batches, path)
    named = {"first_rejects": first_rejects(path)}
    return loaded._replace(report=loaded.report.model_copy(update=named))


def _heard(graph: Graph | None) -> tuple[Said, ...]:
    """What the graph knows of the consents under which outside rows are kept."""
    outside: list[Purpose] = [one.purpose for one in feeds().values() if one.purpose is not None]
    return said(graph, outside)


def _note_beginning(occasion: Occasion, origin: Origin) -> int:
    row = occasion.store.execute(
        "INSERT INTO loads VALUES "
        "(nextval('load_order'), ?, ?, false, 0, 0, 0, 0, 0, ?) RETURNING number",
        [occasion.at, str(origin.folder.resolve()), origin.mapping],
    ).fetchone()
    return int(row[0]) if row else 0


def _note_end(occasion: Occasion, noted: int, loaded: list[Loaded], report: LoadReport) -> None:
    counts = [
        sum(getattr(one.report, name) for one in loaded)
        for name in ("rows", "new", "changed", "rejected")
    ]
    occasion.store.execute(
        "UPDATE loads SET ended = true, rows = ?, new = ?, changed = ?, rejected = ?, seconds = ? "
        "WHERE number = ?",
        [*counts, report.seconds, noted],
    )


def _names() -> list[str]:
    return list(feeds())


def _silent(_: str) -> None:
    """Nobody wants to hear."""
