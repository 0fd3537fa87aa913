"""Foreseen needs, from the graph."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, LiteralString

from graph.model import Need, NeedAnswer, Suppression
from graph.store.connection import Graph
from graph.store.nodes import from_node, plain
from graph.store.suppressions import lift, suppress, suppressed

OPEN: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open'})
RETURN n {.*} AS need
ORDER BY n.probability90 DESC, n.id
"""
DISMISS: Final[LiteralString] = """
MATCH (n:Need {id: $need_id})
SET n.status = 'dismissed', n.dismissedAt = coalesce(n.dismissedAt, $now), n.answer = $answer
"""


class StoredNeeds:
    """Foreseen needs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def of(self, customer_id: str) -> list[Need]:
        """Open needs, most probable within 90 days first; [] for none."""
        rows = self._graph.read(OPEN, customer_id=customer_id)
        return [from_node(Need, row["need"]) for row in rows]

    def dismiss(self, need_id: str, now: datetime, answer: NeedAnswer = "not_interested") -> None:
        """Never raise this need again until new signals appear; an unknown id changes nothing."""
        given = {"need_id": need_id, "now": plain(now), "answer": answer}
        self._graph.write([(DISMISS, given)])

    def suppress(
        self, customer_id: str, signals: Collection[str], now: datetime
    ) -> list[Suppression]:
        """Use these no more for the customer; the suppressions in force afterwards."""
        return suppress(self._graph, customer_id, signals, now)

    def lift(self, customer_id: str, now: datetime) -> list[Suppression]:
        """Let everything be used again; the suppressions that were in force."""
        return lift(self._graph, customer_id, now)

    def suppressed(self, customer_id: str, now: datetime) -> list[Suppression]:
        """What may not be used at `now`, the oldest first; [] for nothing."""
        return suppressed(self._graph, customer_id, now)
