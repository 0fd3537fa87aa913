"""Foreseen needs, from the graph."""

from datetime import datetime
from typing import Final, LiteralString

from graph.model import Need
from graph.store.connection import Graph
from graph.store.nodes import from_node, plain

OPEN: Final[LiteralString] = """
MATCH (:Customer {id: $customer_id})-[:HAS_NEED]->(n:Need {status: 'open'})
RETURN n {.*} AS need
ORDER BY n.probability90 DESC, n.id
"""
DISMISS: Final[LiteralString] = """
MATCH (n:Need {id: $need_id})
SET n.status = 'dismissed', n.dismissedAt = coalesce(n.dismissedAt, $now)
"""


class StoredNeeds:
    """Foreseen needs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def of(self, customer_id: str) -> list[Need]:
        """Open needs, most probable within 90 days first; [] for none."""
        rows = self._graph.read(OPEN, customer_id=customer_id)
        return [from_node(Need, row["need"]) for row in rows]

    def dismiss(self, need_id: str, now: datetime) -> None:
        """Never raise this need again until new signals appear; an unknown id changes nothing."""
        self._graph.write([(DISMISS, {"need_id": need_id, "now": plain(now)})])
