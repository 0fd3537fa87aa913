"""The products on sale, from the graph."""

from datetime import date
from typing import Final, LiteralString

from graph.offers import Product
from graph.store.connection import Graph
from graph.store.nodes import from_node

PRODUCT: Final[LiteralString] = """
MATCH (p:Product {id: $code})
RETURN p {.*} AS product
"""
ON_SALE: Final[LiteralString] = """
MATCH (p:Product {family: $family})
WHERE p.status = 'on_sale'
  AND (p.effectiveFrom IS NULL OR p.effectiveFrom <= $day)
  AND (p.effectiveTo IS NULL OR p.effectiveTo >= $day)
RETURN p {.*} AS product
ORDER BY p.code
"""


class StoredProducts:
    """The products on sale."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def product(self, code: str) -> Product | None:
        """The product with this code; None where the bank has none."""
        rows = self._graph.read(PRODUCT, code=code)
        return from_node(Product, rows[0]["product"]) if rows else None

    def on_sale(self, family: str, day: date) -> list[Product]:
        """Products of a family on sale on `day`, by code; [] for none."""
        rows = self._graph.read(ON_SALE, family=family, day=day.isoformat())
        return [from_node(Product, row["product"]) for row in rows]
