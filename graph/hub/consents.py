"""Who consented to what, as the graph knows it: from the feeds and from the chat."""

from datetime import datetime
from typing import Final, LiteralString

import duckdb

from graph.hub.feeds import feeds
from graph.model import Consent, Purpose
from graph.store.connection import Graph
from graph.store.nodes import from_node

CONSENTS: Final[LiteralString] = """
MATCH (c:Customer)-[:GAVE]->(n:Consent {purpose: $purpose})
RETURN c.id AS customer_id, properties(n) AS consent
ORDER BY customer_id, n.id
"""


def consenting(
    graph: Graph, purpose: Purpose, now: datetime, authorisation: str | None = None
) -> set[str]:
    """Customers whose consent to the purpose is in force; of one authorisation where named."""
    rows = graph.read(CONSENTS, purpose=purpose)
    given = [(row["customer_id"], from_node(Consent, row["consent"])) for row in rows]
    return {
        customer_id
        for customer_id, one in given
        if one.in_force(now) and authorisation in {None, one.authorisation}
    }


def sweep(store: duckdb.DuckDBPyConnection, graph: Graph, now: datetime, at: datetime) -> int:
    """Remove outside rows whose authorisation is no longer in force; how many those were.

    Each customer's removal leaves a receipt; replaced rows go as well. `at` is the wall clock.
    """
    removed = 0
    for feed in feeds().values():
        if feed.purpose is None:
            continue
        held = store.execute(f"SELECT customer_id, count(*) FROM {feed.name} GROUP BY 1").fetchall()
        if not held:
            continue
        allowed = consenting(graph, feed.purpose, now, "second")
        for customer_id, rows in held:
            if customer_id not in allowed:
                _remove(store, feed.name, customer_id)
                store.execute(
                    "INSERT INTO receipts VALUES (?, ?, ?, ?)", [feed.name, customer_id, rows, at]
                )
                removed += rows
    return removed


def _remove(store: duckdb.DuckDBPyConnection, feed: str, customer_id: str) -> None:
    store.execute(f"DELETE FROM {feed} WHERE customer_id = ?", [customer_id])
    store.execute(
        "DELETE FROM replaced WHERE feed = ? AND json_extract_string(was, '$.customer_id') = ?",
        [feed, customer_id],
    )
