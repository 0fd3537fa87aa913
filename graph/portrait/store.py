"""The portrait's own store: what is said now, what was said, and by which definition."""

from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from graph.hub.clock import wall_clock
from graph.portrait.families import Family

COLUMNS: Final = (
    "customer_id, family, part, value, origin, confidence, source_rows, legal_basis, version"
)
SAME: Final = (
    "a.customer_id = b.customer_id AND a.family = b.family AND a.origin = b.origin "
    "AND coalesce(a.part, '') = coalesce(b.part, '') AND a.value = b.value "
    "AND a.confidence = b.confidence AND a.legal_basis IS NOT DISTINCT FROM b.legal_basis "
    "AND a.version = b.version"
)
TABLES: Final = Path(__file__).with_name("store.sql")


def attach(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Attach the store for writing, made where it is missing."""
    path = str(home / "portrait.duckdb").replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS portrait (READ_WRITE)")
    connection.execute(TABLES.read_text(encoding="utf-8"))


def swap(
    connection: duckdb.DuckDBPyConnection, known: tuple[Family, ...], now: datetime, engine: str
) -> int:
    """Put `fresh` in the place of what is said of `asked`, differences only; how many.

    One transaction: until it is whole, the portrait stays as it was. What rests on a consent no
    longer in force is left nowhere.
    """
    at = wall_clock(now)
    connection.begin()
    try:
        _define(connection, known)
        written = _replace(connection, at)
        connection.execute(
            "INSERT INTO portrait.refreshes "
            "SELECT $at, (SELECT count(*) FROM asked), $written, $engine",
            {"at": at, "written": written, "engine": engine},
        )
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return written


def _replace(connection: duckdb.DuckDBPyConnection, at: datetime) -> int:
    gone = (
        "a.customer_id IN (SELECT customer_id FROM asked) "
        f"AND NOT EXISTS (SELECT 1 FROM fresh b WHERE {SAME})"
    )
    connection.execute(
        f"INSERT INTO portrait.past SELECT a.*, $at FROM portrait.standing a WHERE {gone}",
        {"at": at},
    )
    connection.execute(f"DELETE FROM portrait.standing a WHERE {gone}")
    row = connection.execute(
        f"INSERT INTO portrait.standing SELECT {COLUMNS}, $at FROM fresh a "
        f"WHERE NOT EXISTS (SELECT 1 FROM portrait.standing b WHERE {SAME})",
        {"at": at},
    ).fetchone()
    connection.execute(
        "DELETE FROM portrait.past a WHERE a.customer_id IN (SELECT customer_id FROM asked) "
        "AND NOT EXISTS (SELECT 1 FROM in_force f WHERE f.customer_id = a.customer_id "
        "AND 'consent:' || f.consent_id = a.legal_basis)"
    )
    return int(row[0]) if row else 0


def _define(connection: duckdb.DuckDBPyConnection, known: tuple[Family, ...]) -> None:
    rows = [
        [one.version, family.key, one.origin, one.source, one.sensitivity, family.days,
         ";".join(one.permitted), one.explain.zh, one.explain.en, one.sql or one.rows]
        for family in known
        for one in family.sayings
    ]  # fmt: skip
    connection.executemany(
        "INSERT OR IGNORE INTO portrait.definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
    )
