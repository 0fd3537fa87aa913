"""How the feeds stand: rows, freshness and completeness, and the loads behind them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import duckdb

from graph.hub.clock import wall_clock, zoned
from graph.hub.feeds import Feed, feeds
from graph.hub.report import FeedStanding
from graph.values import Value


class Load(Value):
    """A load as noted: where from, and what it did. One that was cut off has not `ended`."""

    began_at: datetime
    folder: str
    ended: bool
    rows: int
    new: int
    changed: int
    rejected: int
    seconds: float
    mapping: str | None = None


class Refresh(Value):
    """A refresh as noted: of how many customers portraits and needs were drawn again."""

    at: datetime
    customers: int
    needs: int
    seconds: float


class Status(Value):
    """The feeds as they stand, the last loads with the newest first, and rows refused by feed."""

    refreshed: Refresh | None
    """The last refresh."""

    feeds: tuple[FeedStanding, ...]
    loads: tuple[Load, ...]
    rejected: dict[str, int]


def note_arrivals(store: duckdb.DuckDBPyConnection, names: Iterable[str], now: datetime) -> None:
    """Note that a load found these feeds."""
    for name in names:
        store.execute("INSERT OR REPLACE INTO arrivals VALUES (?, ?)", [name, wall_clock(now)])


def standings(
    store: duckdb.DuckDBPyConnection, names: Iterable[str], *, complete: bool
) -> tuple[FeedStanding, ...]:
    """How each feed named stands; without `complete` no column is counted."""
    known = feeds()
    return tuple(_standing(store, known[name], complete=complete) for name in names)


def status(store: duckdb.DuckDBPyConnection, loads: int) -> Status:
    """Every feed and the last so many loads."""
    rows = store.execute(
        "SELECT began_at, folder, ended, rows, new, changed, rejected, seconds, mapping FROM loads "
        "ORDER BY number DESC LIMIT ?",
        [loads],
    ).fetchall()
    names = list(Load.model_fields)
    refused = store.execute(
        "SELECT feed, count(DISTINCT (batch, row_no)) FROM rejects GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return Status(
        refreshed=_refreshed(store),
        feeds=standings(store, feeds(), complete=True),
        loads=tuple(
            Load.model_validate(dict(zip(names, (zoned(at), *rest), strict=True)))
            for at, *rest in rows
        ),
        rejected=dict(refused),
    )


def _refreshed(store: duckdb.DuckDBPyConnection) -> Refresh | None:
    row = store.execute(
        'SELECT "at", customers, needs, seconds FROM refreshes ORDER BY "at" DESC LIMIT 1'
    ).fetchone()
    if row is None:
        return None
    at, customers, needs, seconds = row
    return Refresh(at=zoned(at), customers=customers, needs=needs, seconds=seconds)


def _standing(store: duckdb.DuckDBPyConnection, feed: Feed, *, complete: bool) -> FeedStanding:
    newest = "max(learned_at)" if feed.fresh is None else f'max("{feed.fresh}"::TIMESTAMP)'
    counted = [one.sql for one in feed.columns] if complete else []
    counts = "".join(f", count({one})" for one in counted)
    arrived = store.execute('SELECT "at" FROM arrivals WHERE feed = ?', [feed.name]).fetchone()
    row = store.execute(
        f"SELECT count(*), {newest}, max(learned_at){counts} FROM {feed.name}"
    ).fetchone()
    rows, last, learned, *filled = row or (0, None, None)
    return FeedStanding(
        feed=feed.name,
        rows=rows,
        newest=None if last is None else zoned(last),
        learned_at=None if learned is None else zoned(learned),
        arrived_at=None if arrived is None else zoned(arrived[0]),
        rhythm=timedelta(hours=feed.rhythm),
        completeness={
            one.name: held / rows for one, held in zip(feed.columns, filled, strict=False)
        }
        if rows
        else {},
    )  # fmt: skip
