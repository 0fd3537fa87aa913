"""The tables of the store: every feed with its history, and what is noted of loads."""

import hashlib
from datetime import datetime
from typing import Final

import duckdb

from graph.hub.clock import wall_clock
from graph.hub.feeds import CONTRACT, SQL_TYPES, Feed, feeds, quoted

NOTES: Final = """
CREATE TABLE IF NOT EXISTS receipts
    (feed VARCHAR, customer_id VARCHAR, removed_rows BIGINT, removed_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS loaded
    (feed VARCHAR, batch VARCHAR, rows BIGINT, rejected BIGINT, repeated BIGINT, changed BIGINT,
    mendable BOOLEAN, sequence BIGINT, loaded_at TIMESTAMP);
ALTER TABLE loaded ADD COLUMN IF NOT EXISTS notes BIGINT[];
CREATE TABLE IF NOT EXISTS rejects
    (feed VARCHAR, batch VARCHAR, row_no BIGINT, "column" VARCHAR, reason VARCHAR);
CREATE TABLE IF NOT EXISTS filling (feed VARCHAR);
CREATE TABLE IF NOT EXISTS unpublished (feed VARCHAR, learned_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS loads
    (number BIGINT, began_at TIMESTAMP, folder VARCHAR, ended BOOLEAN, rows BIGINT,
    new BIGINT, changed BIGINT, rejected BIGINT, seconds DOUBLE, mapping VARCHAR);
CREATE TABLE IF NOT EXISTS arrivals (feed VARCHAR PRIMARY KEY, "at" TIMESTAMP);
CREATE TABLE IF NOT EXISTS refreshes
    ("at" TIMESTAMP, customers BIGINT, needs BIGINT, seconds DOUBLE);
CREATE SEQUENCE IF NOT EXISTS load_order;
"""


def create_tables(store: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that are missing; history kept by an earlier version is taken over."""
    made = hashlib.sha256((NOTES + CONTRACT.read_text(encoding="utf-8")).encode()).hexdigest()
    if _made(store) == made:
        return
    parts = [NOTES, "CREATE SCHEMA IF NOT EXISTS history"]
    for feed in feeds().values():
        columns = f"{_columns(feed)}, learned_at TIMESTAMP"
        parts.append(f"CREATE TABLE IF NOT EXISTS main.{feed.name} ({columns})")
        parts.append(f"CREATE TABLE IF NOT EXISTS history.{feed.name} ({columns}, until TIMESTAMP)")
    store.begin()
    try:
        store.execute(";\n".join(parts))
        _take_over(store)
        store.execute("CREATE OR REPLACE TABLE contract AS SELECT ? AS digest", [made])
    except BaseException:
        store.rollback()
        raise
    store.commit()


def _made(store: duckdb.DuckDBPyConnection) -> str | None:
    """By which contract the tables were made; None where there are none."""
    if not _has(store, "contract"):
        return None
    row = store.execute("SELECT digest FROM contract").fetchone()
    return None if row is None else str(row[0])


def _has(store: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = store.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = ?", [table]
    ).fetchone()
    return found is not None


def look_back(store: duckdb.DuckDBPyConnection, known_at: datetime) -> None:
    """Let every feed's name show its rows as they were known at the moment."""
    for feed in feeds().values():
        store.execute(f"CREATE TEMP VIEW {feed.name} AS {as_known(store, feed, known_at)}")


def current(store: duckdb.DuckDBPyConnection, feed: Feed) -> str:
    """The query of a feed's rows as they stand, whatever its name shows."""
    return f"SELECT * FROM {_home(store)}.main.{feed.name}"


def as_known(store: duckdb.DuckDBPyConnection, feed: Feed, known_at: datetime) -> str:
    """The query of a feed's rows as they were known at the moment."""
    home, moment = _home(store), f"TIMESTAMP '{wall_clock(known_at).isoformat(sep=' ')}'"
    columns = ", ".join((*(one.sql for one in feed.columns), "learned_at"))
    return (
        f"SELECT {columns} FROM {home}.main.{feed.name} WHERE learned_at <= {moment} "
        f"UNION ALL SELECT {columns} FROM {home}.history.{feed.name} "
        f"WHERE learned_at <= {moment} AND until > {moment}"
    )


def _home(store: duckdb.DuckDBPyConnection) -> str:
    row = store.execute("SELECT current_database()").fetchone()
    return quoted(str(row[0])) if row else "main"


def _columns(feed: Feed) -> str:
    return ", ".join(f"{one.sql} {SQL_TYPES[one.kind]}" for one in feed.columns)


def _take_over(store: duckdb.DuckDBPyConnection) -> None:
    """Replaced rows that an earlier version kept as JSON become typed ones."""
    if not _has(store, "replaced"):
        return
    for feed in feeds().values():
        structure = ", ".join(f'"{one.name}": "{SQL_TYPES[one.kind]}"' for one in feed.columns)
        store.execute(
            f"INSERT INTO history.{feed.name} BY NAME "
            f"SELECT unnest(json_transform(was, '{{{structure}}}')), learned_at, until "
            "FROM replaced WHERE feed = ?",
            [feed.name],
        )
    store.execute("DROP TABLE replaced")
