"""What customers forbid to be used for foreseeing their needs, in the graph."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, LiteralString

from graph.model import Suppression
from graph.store.connection import Graph
from graph.store.nodes import from_node, plain, to_node

SUPPRESS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: $customer_id})
MERGE (s:Suppression {id: row.id})
SET s += row
MERGE (c)-[:FORBIDS]->(s)
"""
LIFT: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (s:Suppression {id: id})
SET s.liftedAt = $now
"""
OF: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:FORBIDS]->(s:Suppression)
RETURN s {.*} AS suppression
ORDER BY s.since, s.id
"""
EVERY: Final[LiteralString] = """
MATCH (c:Customer)-[:FORBIDS]->(s:Suppression)
RETURN c.id AS customer_id, s {.*} AS suppression
ORDER BY customer_id, s.since, s.id
"""
DROP_NEEDS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (n:Need {id: id, status: 'open'})
DETACH DELETE n
"""
DROP_SIGNALS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (s:Signal {id: id})
DETACH DELETE s
"""
RESTING: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open'})
RETURN n.id AS id, n.evidenceSignal AS signals, n.evidenceKind AS kinds,
       n.evidenceSource AS sources
"""
SHOWN: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:SHOWS]->(s:Signal)
RETURN s.id AS id, s.signal AS signal, s.kind AS kind, s.source AS source
"""


def suppressed(graph: Graph, customer_id: str, now: datetime) -> list[Suppression]:
    """What may not be used of the customer at `now`, the oldest first."""
    rows = graph.read(OF, customer_id=customer_id)
    held = [from_node(Suppression, row["suppression"]) for row in rows]
    return [one for one in held if one.in_force(now)]


def every_suppression(graph: Graph, now: datetime) -> dict[str, frozenset[str]]:
    """What may not be used at `now`, by customer."""
    found: dict[str, frozenset[str]] = {}
    for row in graph.read(EVERY):
        one = from_node(Suppression, row["suppression"])
        if one.in_force(now):
            who = row["customer_id"]
            found[who] = found.get(who, frozenset()) | {one.signal}
    return found


def suppress(
    graph: Graph, customer_id: str, signals: Collection[str], now: datetime
) -> list[Suppression]:
    """Forbid the signals, and drop the open needs and the signals they stand for."""
    held = suppressed(graph, customer_id, now)
    known = {one.signal for one in held}
    stamp = plain(now)
    fresh = [
        Suppression(id=f"{customer_id}/{signal}/{stamp}", signal=signal, since=now)
        for signal in sorted(set(signals) - known)
    ]
    wanted = known | set(signals)
    needs = [
        row["id"]
        for row in graph.read(RESTING, customer_id=customer_id)
        if any(
            {signal, kind, source} & wanted
            for signal, kind, source in zip(
                row["signals"] or (), row["kinds"] or (), row["sources"] or (), strict=False
            )
        )
    ]
    shown = [
        row["id"]
        for row in graph.read(SHOWN, customer_id=customer_id)
        if {row["signal"], row["kind"], row["source"]} & wanted
    ]
    rows = [to_node(one) for one in fresh]
    graph.write(
        [
            (SUPPRESS, {"rows": rows, "customer_id": customer_id}),
            (DROP_NEEDS, {"ids": needs}),
            (DROP_SIGNALS, {"ids": shown}),
        ]
    )
    return [*held, *fresh]


def lift(graph: Graph, customer_id: str, now: datetime) -> list[Suppression]:
    """Let everything be used again; the suppressions that were in force."""
    held = suppressed(graph, customer_id, now)
    graph.write([(LIFT, {"ids": [one.id for one in held], "now": plain(now)})])
    return held
