"""Who consented to what, as the graph knows it: from the feeds and from the chat."""

from datetime import datetime
from typing import Final, LiteralString

import duckdb

from graph.hub.clock import wall_clock
from graph.hub.feeds import feeds
from graph.model import Consent, Purpose
from graph.store.connection import Graph
from graph.store.nodes import from_node

CONSENTS: Final[LiteralString] = """
MATCH (c:Customer)-[:GAVE]->(n:Consent {purpose: $purpose})
RETURN c.id AS customer_id, properties(n) AS consent
ORDER BY customer_id, n.id
"""

SECOND: Final = """
SELECT DISTINCT customer_id FROM consents
WHERE purpose = $purpose AND authorisation = 'second' AND granted_at <= $now
  AND (expires_at IS NULL OR expires_at > $now)
  AND (withdrawn_at IS NULL OR withdrawn_at > $now)
  AND NOT list_contains($withdrawn, consent_id)
"""


def consenting(graph: Graph, purpose: Purpose, now: datetime) -> dict[str, str]:
    """Customers whose consent to the purpose is in force, each with the consent's id."""
    rows = graph.read(CONSENTS, purpose=purpose)
    given = [(row["customer_id"], from_node(Consent, row["consent"])) for row in rows]
    return {customer_id: one.id for customer_id, one in given if one.in_force(now)}


def authorised(
    store: duckdb.DuckDBPyConnection, graph: Graph | None, purpose: Purpose, now: datetime
) -> set[str]:
    """Customers whose second authorisation for the purpose is in force.

    A consent counts that stands in the feeds or was given in the chat; a withdrawal in either ends
    it. Without a graph there is no chat.
    """
    rows = [] if graph is None else graph.read(CONSENTS, purpose=purpose)
    said = [(row["customer_id"], from_node(Consent, row["consent"])) for row in rows]
    withdrawn = [one.id for _, one in said if not one.in_force(now)]
    fed = store.execute(
        SECOND, {"purpose": purpose, "now": wall_clock(now), "withdrawn": withdrawn}
    ).fetchall()
    given = {who for who, one in said if one.authorisation == "second" and one.in_force(now)}
    return given | {customer_id for (customer_id,) in fed}


def sweep(store: duckdb.DuckDBPyConnection, graph: Graph | None, now: datetime) -> int:
    """Remove outside rows whose authorisation is no longer in force; how many those were.

    Each customer's removal leaves a receipt; what those rows replaced goes as well.
    """
    removed = 0
    for feed in feeds().values():
        if feed.purpose is None:
            continue
        held = store.execute(f"SELECT customer_id, count(*) FROM {feed.name} GROUP BY 1").fetchall()
        kept = authorised(store, graph, feed.purpose, now) if held else set[str]()
        for customer_id, rows in held:
            if customer_id not in kept:
                _remove(store, feed.name, customer_id)
                receipt = [feed.name, customer_id, rows, wall_clock(now)]
                store.execute("INSERT INTO receipts VALUES (?, ?, ?, ?)", receipt)
                removed += rows
    return removed


def _remove(store: duckdb.DuckDBPyConnection, feed: str, customer_id: str) -> None:
    store.execute(f"DELETE FROM {feed} WHERE customer_id = ?", [customer_id])
    store.execute(
        "DELETE FROM replaced WHERE feed = ? AND json_extract_string(was, '$.customer_id') = ?",
        [feed, customer_id],
    )
