"""The portrait's own store: what is said now, what was said, and by which definition."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from graph.hub.clock import wall_clock
from graph.portrait.families import Family
from graph.portrait.sayings import COLUMNS

SAME: Final = (
    "a.customer_id = b.customer_id AND a.family = b.family AND a.origin = b.origin "
    "AND a.part IS NOT DISTINCT FROM b.part AND a.value = b.value "
    "AND a.confidence = b.confidence AND a.legal_basis IS NOT DISTINCT FROM b.legal_basis "
    "AND a.version = b.version AND a.expires_on IS NOT DISTINCT FROM b.expires_on"
)
TABLES: Final = Path(__file__).with_name("store.sql")


def attach(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Attach the store for writing, made where it is missing."""
    path = str(home / "portrait.duckdb").replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS portrait (READ_WRITE)")
    connection.execute(TABLES.read_text(encoding="utf-8"))


@contextmanager
def replacing(connection: duckdb.DuckDBPyConnection, known: Sequence[Family]) -> Generator[None]:
    """One transaction for all that is replaced: until it is whole, the portrait stays as it was."""
    connection.begin()
    try:
        _define(connection, known)
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def replace(connection: duckdb.DuckDBPyConnection, now: datetime) -> int:
    """Put `fresh` in the place of what is said of `chosen`, differences only; how many tags.

    They stand in the order of the customers, so that one customer's are found without reading all.
    """
    at = wall_clock(now)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE before AS SELECT rowid AS place, * FROM portrait.standing "
        "WHERE customer_id IN (SELECT customer_id FROM chosen)"
    )
    arriving = "fresh a"
    if _count(connection, "SELECT count(*) FROM before"):
        _retire(connection, at)
        arriving = f"fresh a ANTI JOIN before b ON {SAME}"
    # After an insert of no rows, more than a row group inserted in the same transaction reads
    # wrong in DuckDB 2.0.0.
    if not _count(connection, f"SELECT count(*) FROM (SELECT 1 FROM {arriving} LIMIT 1)"):
        return 0
    return _count(
        connection,
        f"INSERT INTO portrait.standing ({COLUMNS}, valid_from) "
        f"SELECT {COLUMNS}, $at FROM {arriving} ORDER BY customer_id",
        at=at,
    )


def _retire(connection: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """What is no longer said goes to what was said."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE gone AS SELECT a.* FROM before a ANTI JOIN fresh b ON {SAME}"
    )
    if not _count(connection, "SELECT count(*) FROM gone"):
        return
    connection.execute(
        f"INSERT INTO portrait.past ({COLUMNS}, valid_from, valid_to) "
        f"SELECT {COLUMNS}, valid_from, $at FROM gone",
        {"at": at},
    )
    connection.execute("DELETE FROM portrait.standing WHERE rowid IN (SELECT place FROM gone)")


def end(connection: duckdb.DuckDBPyConnection, now: datetime, engine: str, written: int) -> None:
    """Leave nothing that rests on a consent no longer in force, and note the refresh."""
    connection.execute(
        "DELETE FROM portrait.past a WHERE a.customer_id IN (SELECT customer_id FROM asked) "
        "AND NOT EXISTS (SELECT 1 FROM in_force f WHERE f.customer_id = a.customer_id "
        "AND 'consent:' || f.consent_id = a.legal_basis)"
    )
    connection.execute(
        "INSERT INTO portrait.refreshes "
        "SELECT $at, (SELECT count(*) FROM asked), $written, $engine",
        {"at": wall_clock(now), "written": written, "engine": engine},
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> int:
    row = connection.execute(sql, parameters).fetchone()
    return int(row[0]) if row else 0


def _define(connection: duckdb.DuckDBPyConnection, known: Sequence[Family]) -> None:
    """Note each definition whose version is not known."""
    noted = {one for (one,) in connection.execute(
        "SELECT version FROM portrait.definitions").fetchall()}  # fmt: skip
    rows = [
        [one.version, family.key, one.origin, one.source, one.sensitivity, family.days,
         ";".join(one.permitted), one.explain.zh, one.explain.en, one.sql or one.rows]
        for family in known
        for one in family.sayings
        if one.version not in noted
    ]  # fmt: skip
    if rows:
        connection.executemany(
            "INSERT OR IGNORE INTO portrait.definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
