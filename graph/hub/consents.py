"""Who consented to what, from the feeds and from the chat; what no longer is allowed leaves."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, LiteralString, NamedTuple, get_args

import duckdb

from graph.hub.clock import wall_clock
from graph.hub.feeds import feeds
from graph.hub.tables import current
from graph.model import Consent, Purpose
from graph.store.connection import Graph
from graph.store.nodes import from_node

CONSENTS: Final[LiteralString] = """
MATCH (c:Customer)-[:GAVE]->(n:Consent {purpose: $purpose})
RETURN c.id AS customer_id, properties(n) AS consent
ORDER BY customer_id, n.id
"""

CONSENTS_OF: Final[LiteralString] = """
MATCH (c:Customer {id: $customer})-[:GAVE]->(n:Consent {purpose: $purpose})
RETURN c.id AS customer_id, properties(n) AS consent
ORDER BY customer_id, n.id
"""

IN_FORCE: Final = """
CREATE OR REPLACE TEMP TABLE in_force AS
WITH said AS (
    SELECT unnest($who::VARCHAR[]) AS customer_id, unnest($purposes::VARCHAR[]) AS purpose,
        unnest($ids::VARCHAR[]) AS consent_id, unnest($seconds::BOOLEAN[]) AS second,
        unnest($holds::BOOLEAN[]) AS holds, unnest($ended::BOOLEAN[]) AS ended
)
SELECT customer_id, purpose, consent_id, coalesce(authorisation, 'first') = 'second' AS second
FROM ({consents})
WHERE ($only IS NULL OR customer_id = $only)
  AND granted_at <= $now AND (expires_at IS NULL OR expires_at > $now)
  AND (withdrawn_at IS NULL OR withdrawn_at > $now)
  AND consent_id NOT IN (SELECT consent_id FROM said WHERE ended)
UNION
SELECT customer_id, purpose, consent_id, second FROM said
WHERE holds AND consent_id NOT IN
    (SELECT consent_id FROM ({consents}) WHERE consent_id IN (SELECT consent_id FROM said))
"""

LEAVING: Final = """
CREATE OR REPLACE TEMP TABLE leaving AS
SELECT customer_id, count(*) AS held FROM {feed}
WHERE customer_id NOT IN (SELECT customer_id FROM in_force WHERE purpose = $purpose AND second)
GROUP BY 1
"""


class Said(NamedTuple):
    """A consent the graph knows, and whose it is."""

    customer_id: str
    consent: Consent


def consenting(graph: Graph, purpose: Purpose, now: datetime) -> dict[str, str]:
    """Customers whose consent to the purpose is in force, each with the consent's id."""
    return {one.customer_id: one.consent.id for one in _said(graph, purpose, None)
            if one.consent.in_force(now)}  # fmt: skip


def said(
    graph: Graph | None,
    purposes: Iterable[Purpose] | None = None,
    customer_id: str | None = None,
) -> tuple[Said, ...]:
    """Every consent the graph knows to the purposes, or to any; () without a graph.

    Of everybody, or of one customer.
    """
    if graph is None:
        return ()
    asked: Iterable[Purpose] = get_args(Purpose) if purposes is None else purposes
    return tuple(one for purpose in asked for one in _said(graph, purpose, customer_id))


def fill_in_force(
    store: duckdb.DuckDBPyConnection,
    now: datetime,
    heard: Collection[Said] = (),
    customer_id: str | None = None,
) -> None:
    """Make the temporary table `in_force` (customer_id, purpose, consent_id, second).

    A consent counts that stands in the feeds or was given in the chat; a withdrawal in either
    ends it. Of everybody, or of one customer.
    """
    consents = [one.consent for one in heard]
    parameters: dict[str, object] = {
        "now": wall_clock(now),
        "only": customer_id,
        "who": [one.customer_id for one in heard],
        "purposes": [one.purpose for one in consents],
        "ids": [one.id for one in consents],
        "seconds": [one.authorisation == "second" for one in consents],
        "holds": [one.in_force(now) for one in consents],
        "ended": [one.withdrawn_at is not None and one.withdrawn_at <= now for one in consents],
    }
    consents_feed = current(store, feeds()["consents"])
    store.execute(IN_FORCE.format(consents=consents_feed), parameters)


def sweep(store: duckdb.DuckDBPyConnection, now: datetime) -> int:
    """Remove outside rows whose authorisation is not in `in_force`; how many those were.

    Each customer's removal leaves a receipt; what those rows replaced goes as well, and their
    files may be read again once they are authorised again.
    """
    removed = 0
    for feed in feeds().values():
        if feed.purpose is not None:
            removed += _sweep(store, feed.name, feed.purpose, wall_clock(now))
    return removed


def _sweep(store: duckdb.DuckDBPyConnection, feed: str, purpose: Purpose, at: datetime) -> int:
    store.execute(LEAVING.format(feed=feed), {"purpose": purpose})
    row = store.execute("SELECT coalesce(sum(held), 0) FROM leaving").fetchone()
    held = int(row[0]) if row else 0
    if held:
        theirs = "customer_id IN (SELECT customer_id FROM leaving)"
        store.execute(f"DELETE FROM {feed} WHERE {theirs}")
        store.execute(f"DELETE FROM history.{feed} WHERE {theirs}")
        store.execute("DELETE FROM loaded WHERE feed = ?", [feed])
        store.execute(
            "INSERT INTO receipts SELECT ?, customer_id, held, ? FROM leaving", [feed, at]
        )
    return held


def _said(graph: Graph, purpose: Purpose, customer_id: str | None) -> list[Said]:
    rows = (
        graph.read(CONSENTS, purpose=purpose)
        if customer_id is None
        else graph.read(CONSENTS_OF, purpose=purpose, customer=customer_id)
    )
    return [Said(row["customer_id"], from_node(Consent, row["consent"])) for row in rows]
