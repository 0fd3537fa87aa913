"""The write side of what follows from the data: portraits and tags."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, LiteralString

from graph.model import Tag, Tier
from graph.store.connection import Graph
from graph.store.loading import batches
from graph.store.nodes import to_node
from graph.values import Value, to_minor


class Portrait(Value):
    """What the portrait says of a customer: the tier, and the living costs of a month in CNY."""

    tier: Tier
    living_month: Decimal | None = None


CUSTOMERS_A_BATCH: Final = 50
"""Customers of one transaction, each with a few dozen tags."""

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
