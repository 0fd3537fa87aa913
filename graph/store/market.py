"""Market figures, from the graph."""

from datetime import date
from typing import Final, LiteralString

from graph.offers import Quote
from graph.store.connection import Graph
from graph.store.nodes import from_node

QUOTE: Final[LiteralString] = """
MATCH (q:Quote {instrument: $instrument})
WHERE q.day <= $day
RETURN q {.*} AS quote
ORDER BY q.day DESC, q.id
LIMIT 1
"""


class StoredMarket:
    """Market figures."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def quote(self, instrument: str, day: date) -> Quote | None:
        """The newest figure of `instrument` on or before `day`; None where there is none."""
        rows = self._graph.read(QUOTE, instrument=instrument, day=day.isoformat())
        return from_node(Quote, rows[0]["quote"]) if rows else None
