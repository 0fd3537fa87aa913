"""The rows that were refused, streamed to one file a feed."""

import csv
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb

from graph.hub.files import Batch
from graph.hub.report import RefusedRow

SHOWN: Final = 3
"""Refused rows of a feed that the report names."""

REFUSED: Final = """
WITH named AS (
    SELECT unnest($names::VARCHAR[]) AS batch,
        generate_subscripts($names::VARCHAR[], 1) AS place
), placed AS (
    SELECT batch, coalesce(sum(rows) OVER (
        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM named JOIN loaded USING (batch) WHERE feed = $feed
)
SELECT (row_no + before)::BIGINT AS "row", "column", reason
FROM rejects JOIN placed USING (batch) WHERE feed = $feed
ORDER BY 1, rejects.rowid
"""


def first_rejects(path: Path) -> tuple[RefusedRow, ...]:
    """The first refused rows of a file of rejects; () where there is none."""
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(islice(csv.reader(file), 1, 1 + SHOWN))
    return tuple(RefusedRow(row=int(row), column=column, reason=why) for row, column, why in rows)


def forget_stale(store: duckdb.DuckDBPyConnection, feed: str, kept: Sequence[str]) -> None:
    """Forget the refusals of batches the folder no longer has, and that those were loaded."""
    named = {"feed": feed, "kept": list(kept)}
    gone = "feed = $feed AND NOT list_contains($kept::VARCHAR[], batch)"
    store.execute(f"DELETE FROM loaded WHERE rejected > 0 AND {gone}", named)
    store.execute(f"DELETE FROM rejects WHERE {gone}", named)


def write_rejects(
    store: duckdb.DuckDBPyConnection, feed: str, batches: Sequence[Batch], path: Path
) -> None:
    """Write the refused rows in the order of the feed, or take away the file where there are none.

    The engine writes them: a million never stand in memory.
    """
    names = [one.name for one in batches]
    named = {"feed": feed, "names": names}
    if store.execute("SELECT 1 FROM rejects WHERE feed = ? LIMIT 1", [feed]).fetchone() is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    target = str(part).replace("'", "''")
    store.execute(
        f"COPY ({REFUSED}) TO '{target}' (HEADER, DELIMITER ',')",
        named,
    )
    part.replace(path)
