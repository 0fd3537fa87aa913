"""Staged rows checked and merged into the feed's table; what was replaced is kept."""

import csv
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import duckdb

from graph.hub.checks import faults, typed
from graph.hub.feeds import SQL_TYPES, Feed, feeds, quoted
from graph.hub.report import FeedReport
from graph.hub.staging import Rejection, Staged


def create_tables(store: duckdb.DuckDBPyConnection) -> None:
    """Make the table of every feed, and the ones for replaced rows and removals."""
    statements = [_table(feed) for feed in feeds().values()]
    statements.append(
        "CREATE TABLE IF NOT EXISTS replaced "
        "(feed VARCHAR, key VARCHAR, learned_at TIMESTAMP, until TIMESTAMP, was JSON)"
    )
    statements.append(
        "CREATE TABLE IF NOT EXISTS receipts "
        "(feed VARCHAR, customer_id VARCHAR, removed_rows BIGINT, removed_at TIMESTAMP)"
    )
    store.execute(";\n".join(statements))


def merge(
    store: duckdb.DuckDBPyConnection,
    feed: Feed,
    staged: Staged,
    now: datetime,
    authorised: Collection[str],
) -> tuple[FeedReport, list[Rejection]]:
    """Merge the table `staged` into the feed's own; of rows with one key the last counts.

    Columns the files do not have keep what was known. `now` is the wall clock of the bank. Outside
    rows are kept of those customers only who are `authorised`.
    """
    rejections = _rejections(store, feed, authorised)
    columns = [one for one in feed.columns if one.name in staged.present]
    selected = ", ".join(f"{typed(one)} AS {one.sql}" for one in columns)
    key = ", ".join(map(quoted, feed.key))
    store.execute(f"""
        CREATE OR REPLACE TEMP TABLE incoming AS
        SELECT {selected} FROM staged
        WHERE row_no NOT IN (SELECT row_no FROM refused)
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY row_no DESC) = 1
    """)
    changed = _replace(store, feed, [one.name for one in columns], now)
    new = _insert(store, feed, [one.name for one in columns], now)
    accepted = _count(store, "SELECT count(*) FROM incoming")
    rejected = _count(store, "SELECT count(*) FROM refused") + len(staged.unreadable)
    report = FeedReport(
        feed=feed.name, rows=staged.rows, new=new, changed=changed, rejected=rejected,
        repeated=staged.rows - rejected - accepted, unknown_columns=staged.unknown_columns,
    )  # fmt: skip
    return report, sorted([*staged.unreadable, *rejections], key=_row)


def _row(rejection: Rejection) -> int:
    return rejection.row


def write_rejections(path: Path, rejections: list[Rejection]) -> None:
    """Write the refused rows, or take the file of an earlier load away where there are none."""
    if not rejections:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "column", "reason"])
        writer.writerows([one.row, one.column, one.reason] for one in rejections)


def _table(feed: Feed) -> str:
    columns = ", ".join(f"{one.sql} {SQL_TYPES[one.kind]}" for one in feed.columns)
    return f"CREATE TABLE IF NOT EXISTS {feed.name} ({columns}, learned_at TIMESTAMP)"


def _rejections(
    store: duckdb.DuckDBPyConnection, feed: Feed, authorised: Collection[str]
) -> list[Rejection]:
    """Every fault of every staged row; the rows' numbers stay in the table `refused`."""
    found = faults(feed)
    cases = ",\n".join(
        f"CASE WHEN {one.condition} THEN {number} END" for number, one in enumerate(found)
    )
    parameters = {"authorised": sorted(authorised)} if feed.purpose is not None else {}
    rows = store.execute(
        f"SELECT row_no, fault FROM (SELECT row_no, unnest([{cases}]) AS fault FROM staged) "
        "WHERE fault IS NOT NULL ORDER BY row_no, fault",
        parameters,
    ).fetchall()
    numbers = sorted({row_no for row_no, _ in rows})
    store.execute(
        "CREATE OR REPLACE TEMP TABLE refused AS SELECT unnest($rows::BIGINT[]) AS row_no",
        {"rows": numbers},
    )
    return [
        Rejection(row=row_no, column=found[fault].column, reason=found[fault].reason)
        for row_no, fault in rows
    ]


def _replace(
    store: duckdb.DuckDBPyConnection, feed: Feed, columns: list[str], now: datetime
) -> int:
    """Rows known otherwise take the incoming values; how they were goes to `replaced`."""
    others = [name for name in columns if name not in feed.key]
    same = " AND ".join(f"old.{quoted(name)} = incoming.{quoted(name)}" for name in feed.key)
    differs = " OR ".join(
        f"old.{quoted(name)} IS DISTINCT FROM incoming.{quoted(name)}" for name in others
    )
    key = " || '/' || ".join(f"old.{quoted(name)}::VARCHAR" for name in feed.key)
    parameters = {"now": now}
    store.execute(
        f"INSERT INTO replaced SELECT '{feed.name}', {key}, old.learned_at, $now, to_json(old) "
        f"FROM {feed.name} AS old JOIN incoming ON {same} WHERE {differs or 'false'}",
        parameters,
    )
    if not others:
        return 0
    assigned = ", ".join(f"{quoted(name)} = incoming.{quoted(name)}" for name in others)
    return _count(
        store,
        f"UPDATE {feed.name} AS old SET {assigned}, learned_at = $now "
        f"FROM incoming WHERE {same} AND ({differs})",
        parameters,
    )


def _insert(store: duckdb.DuckDBPyConnection, feed: Feed, columns: list[str], now: datetime) -> int:
    named = ", ".join(map(quoted, columns))
    same = " AND ".join(f"old.{quoted(name)} = incoming.{quoted(name)}" for name in feed.key)
    return _count(
        store,
        f"INSERT INTO {feed.name} ({named}, learned_at) SELECT {named}, $now FROM incoming "
        f"WHERE NOT EXISTS (SELECT 1 FROM {feed.name} AS old WHERE {same})",
        {"now": now},
    )


def _count(
    store: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, datetime] | None = None
) -> int:
    row = store.execute(sql, parameters or {}).fetchone()
    return int(row[0]) if row else 0
