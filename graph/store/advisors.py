"""Members of staff, from the graph."""

from typing import Final, LiteralString

from graph.model import Advisor
from graph.store.connection import Graph
from graph.store.nodes import from_node

ADVISOR: Final[LiteralString] = """
MATCH (a:Advisor {id: $id})
RETURN a {.*} AS advisor
"""
ALL: Final[LiteralString] = """
MATCH (a:Advisor)
RETURN a {.*} AS advisor
ORDER BY a.id
"""


class StoredAdvisors:
    """Members of staff."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def advisor(self, advisor_id: str) -> Advisor | None:
        """The member of staff with this id; None where there is none."""
        rows = self._graph.read(ADVISOR, id=advisor_id)
        return from_node(Advisor, rows[0]["advisor"]) if rows else None

    def all(self) -> list[Advisor]:
        """Every member of staff, by id."""
        return [from_node(Advisor, row["advisor"]) for row in self._graph.read(ALL)]
