"""The write side of what follows from the data: portraits, tags and foreseen needs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, LiteralString

from graph.model import Need, SignalEvidence, Tag, Tier
from graph.store.connection import Graph
from graph.store.loading import batches
from graph.store.nodes import to_node
from graph.values import Value, to_minor


class Portrait(Value):
    """What the portrait says of a customer: the tier, and the living costs of a month in CNY."""

    tier: Tier
    living_month: Decimal | None = None


CUSTOMERS_A_BATCH: Final = 50
"""Customers of one transaction, each with a few dozen tags or needs."""

PORTRAITS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
SET c.tier = row.tier, c.livingMonthMinor = row.livingMonthMinor
RETURN count(c) AS written
"""
LEFT_TAGS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (:Customer {id: row.id})-[:HAS_TAG]->(t:Tag)
WHERE NOT t.id IN row.keep
DETACH DELETE t
"""
TAGS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
UNWIND row.tags AS tag
MERGE (t:Tag {id: tag.id})
SET t += tag
MERGE (c)-[:HAS_TAG]->(t)
RETURN count(t) AS written
"""
LEFT_NEEDS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (:Customer {id: row.id})-[:HAS_NEED]->(n:Need {status: 'open'})
WHERE NOT n.id IN row.keep
DETACH DELETE n
"""
LEFT_SIGNALS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (:Customer {id: row.id})-[:SHOWED]->(s:Signal)
DETACH DELETE s
"""
NEEDS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
UNWIND row.needs AS need
MERGE (n:Need {id: need.id})
ON CREATE SET n.status = need.status
MERGE (c)-[:HAS_NEED]->(n)
MERGE (e:LifeEvent {id: need.event})
MERGE (n)-[:FORESEES]->(e)
WITH n, need
WHERE n.status = 'open'
SET n += need
"""
SIGNALS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
UNWIND row.signals AS signal
MERGE (s:Signal {id: signal.id})
SET s += signal.properties
MERGE (c)-[:SHOWED]->(s)
MERGE (e:LifeEvent {id: signal.event})
MERGE (s)-[:HINTS_AT]->(e)
"""


def store_portraits(graph: Graph, portraits: Mapping[str, Portrait]) -> int:
    """Write each customer's portrait, by customer id; the number written."""
    rows = [
        {
            "id": customer_id,
            "tier": one.tier,
            "livingMonthMinor": None if one.living_month is None else to_minor(one.living_month),
        }
        for customer_id, one in sorted(portraits.items())
    ]
    return sum(
        graph.write([(PORTRAITS, {"rows": batch})])[0][0]["written"] for batch in batches(rows)
    )


def store_tags(graph: Graph, tags: Mapping[str, Sequence[Tag]]) -> None:
    """Replace the tags of each customer named, by customer id; [] leaves none."""
    rows: list[dict[str, object]] = []
    for customer_id, theirs in sorted(tags.items()):
        nodes = [to_node(one) | {"id": f"{customer_id}/{one.key}"} for one in theirs]
        rows.append({"id": customer_id, "keep": [one["id"] for one in nodes], "tags": nodes})
    for batch in batches(rows, CUSTOMERS_A_BATCH):
        graph.write([(LEFT_TAGS, {"rows": batch}), (TAGS, {"rows": batch})])


def store_needs(graph: Graph, needs: Mapping[str, Sequence[Need]]) -> None:
    """Replace the open needs of each customer named, by customer id, and the signals behind them.

    A need that was dismissed or served stays as it was, even where it is foreseen again.
    """
    rows = [_needs_row(customer_id, theirs) for customer_id, theirs in sorted(needs.items())]
    for batch in batches(rows, CUSTOMERS_A_BATCH):
        steps = (LEFT_NEEDS, LEFT_SIGNALS, NEEDS, SIGNALS)
        graph.write([(step, {"rows": batch}) for step in steps])


def _needs_row(customer_id: str, needs: Sequence[Need]) -> dict[str, object]:
    signals = [_signal(customer_id, need.event, seen) for need in needs for seen in need.evidence]
    return {
        "id": customer_id,
        "keep": [need.id for need in needs],
        "needs": [to_node(need) for need in needs],
        "signals": signals,
    }


def _signal(customer_id: str, event: str, seen: SignalEvidence) -> dict[str, object]:
    """One thing seen; the same thing may hint at more than one event."""
    node_id = f"{customer_id}/{seen.signal}/{seen.at.isoformat()}"
    return {"id": node_id, "event": event, "properties": to_node(seen) | {"id": node_id}}
