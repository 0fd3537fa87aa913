"""The write side of what follows from the data: portraits and tags."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, LiteralString

from graph.model import Tag, Tier
from graph.store.connection import Graph, Row, Statement
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
STANDING: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (c:Customer {id: id})
RETURN c.id AS id, c.tier AS tier, c.livingMonthMinor AS living,
       [(c)-[:HAS_TAG]->(t:Tag) | t {.*}] AS tags
ORDER BY id
"""
LEFT_TAGS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (t:Tag {id: id})
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
    """Write each customer's portrait that differs, by customer id; the number written."""
    rows: list[Row] = [
        {
            "id": customer_id,
            "tier": one.tier,
            "livingMonthMinor": None if one.living_month is None else to_minor(one.living_month),
        }
        for customer_id, one in sorted(portraits.items())
    ]
    written = 0
    for batch in batches(rows):
        known = {one["id"]: (one["tier"], one["living"]) for one in _standing(graph, batch)}
        changed = [
            row
            for row in batch
            if known.get(row["id"], ()) != (row["tier"], row["livingMonthMinor"])
        ]
        if changed:
            written += graph.write([(PORTRAITS, {"rows": changed})])[0][0]["written"]
    return written


def store_tags(graph: Graph, tags: Mapping[str, Sequence[Tag]]) -> int:
    """Replace the tags of each customer named, by customer id; [] leaves none.

    Only differences are written; how many tags were.
    """
    rows: list[Row] = [
        {
            "id": customer_id,
            "tags": [to_node(one) | {"id": f"{customer_id}/{one.key}"} for one in theirs],
        }
        for customer_id, theirs in sorted(tags.items())
    ]
    return sum(_replace(graph, batch) for batch in batches(rows, CUSTOMERS_A_BATCH))


def _replace(graph: Graph, batch: Sequence[Row]) -> int:
    standing = {
        one["id"]: {tag["id"]: tag for tag in one["tags"]} for one in _standing(graph, batch)
    }
    changed: list[Row] = []
    gone: list[str] = []
    for row in batch:
        before = standing.get(row["id"], {})
        differing = [one for one in row["tags"] if not _same(one, before.get(one["id"]))]
        gone += sorted(before.keys() - {one["id"] for one in row["tags"]})
        if differing:
            changed.append({"id": row["id"], "tags": differing})
    statements: list[Statement] = []
    if gone:
        statements.append((LEFT_TAGS, {"ids": gone}))
    if changed:
        statements.append((TAGS, {"rows": changed}))
    if statements:
        graph.write(statements)
    return sum(len(row["tags"]) for row in changed)


def _standing(graph: Graph, batch: Sequence[Row]) -> list[Row]:
    return graph.read(STANDING, ids=[row["id"] for row in batch])


def _same(node: Row, before: Row | None) -> bool:
    """Whether the graph holds just that already; a property that is missing is None."""
    return before is not None and all(before.get(key) == held for key, held in node.items())
