"""Customers and their files, from the graph."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, LiteralString, TypeVar

from graph.bank import CustomerSummary
from graph.errors import CustomerNotFound
from graph.model import (
    Account,
    Advisor,
    Card,
    Consent,
    Customer,
    CustomerFile,
    FxTrade,
    Holding,
    Insurance,
    Loan,
    Need,
    RiskAssessment,
    Tag,
    TagStatus,
)
from graph.store.connection import Graph
from graph.store.nodes import from_node, plain
from graph.values import Value, from_minor

V = TypeVar("V", bound=Value)
Node = Mapping[str, Any]

FILE: Final[LiteralString] = """
MATCH (c:Customer {id: $id})
RETURN c {.*} AS customer,
       [(c)-[:OWNS]->(n:Account) | n {.*}] AS accounts,
       [(c)-[:OWNS]->(n:Card) | n {.*}] AS cards,
       [(c)-[:OWNS]->(n:Loan) | n {.*}] AS loans,
       [(c)-[:OWNS]->(n:Holding) | n {.*}] AS holdings,
       [(c)-[:OWNS]->(:Holding)-[:OF]->(p:Product)
          | p {.code, .name, .family, .riskLevel}] AS products,
       [(c)-[:OWNS]->(n:Insurance) | n {.*}] AS insurance,
       [(c)-[:ASSESSED_AS]->(n:RiskAssessment) | n {.*}] AS assessments,
       [(c)-[:GAVE]->(n:Consent) | n {.*}] AS consents,
       [(c)-[:EXCHANGED]->(n:FxTrade) | n {.*}] AS fx,
       [(c)-[:HAS_TAG]->(n:Tag) | n {.*}] AS tags,
       [(c)-[:HAS_NEED]->(n:Need) WHERE n.status = 'open' | n {.*}] AS needs,
       [(c)-[:SERVED_BY]->(a:Advisor) | a {.*}] AS advisors
"""
OF_ADVISOR: Final[LiteralString] = """
MATCH (c:Customer {advisorId: $advisor_id})
RETURN c.id AS id, c.name AS name, coalesce(c.tier, 'mass') AS tier, c.advisorId AS advisor_id
ORDER BY id
"""
NAMED: Final[LiteralString] = """
MATCH (c:Customer {name: $name})
RETURN c.id AS id, c.name AS name, coalesce(c.tier, 'mass') AS tier, c.advisorId AS advisor_id
UNION
MATCH (c:Customer {id: $name})
RETURN c.id AS id, c.name AS name, coalesce(c.tier, 'mass') AS tier, c.advisorId AS advisor_id
"""
MARK: Final[LiteralString] = """
MATCH (c:Customer {id: $id})-[:HAS_TAG]->(t:Tag {key: $key})
SET t.status = $status, t.decidedAt = $now
RETURN t.key AS key
"""


class StoredCustomers:
    """Customers and their files."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def file(self, customer_id: str, now: datetime) -> CustomerFile:
        """Everything known of the customer at `now`, in one round trip; lists are by id.

        Raises:
            CustomerNotFound: No customer has this id.
        """
        rows = self._graph.read(FILE, id=customer_id)
        if not rows:
            raise CustomerNotFound(customer_id)
        return _file(rows[0], now)

    def of_advisor(self, advisor_id: str) -> list[CustomerSummary]:
        """The customers an advisor serves, by id; [] for none."""
        rows = self._graph.read(OF_ADVISOR, advisor_id=advisor_id)
        return [CustomerSummary.model_validate(row) for row in rows]

    def named(self, name: str) -> list[CustomerSummary]:
        """Customers whose name or id is exactly `name`, by id; [] for none."""
        rows = self._graph.read(NAMED, name=name)
        found = [CustomerSummary.model_validate(row) for row in rows]
        return sorted(found, key=lambda one: one.id)

    def mark_tag(self, customer_id: str, key: str, status: TagStatus, now: datetime) -> bool:
        """Mark a tag contested, corrected or current again; False where there is none."""
        given = {"id": customer_id, "key": key, "status": status, "now": plain(now)}
        return bool(self._graph.write([(MARK, given)])[0])


def _file(row: Node, now: datetime) -> CustomerFile:
    node = row["customer"]
    living = node.get("livingMonthMinor")
    advisors = _listed(Advisor, row["advisors"])
    return CustomerFile(
        customer=from_node(Customer, node),
        tier=node.get("tier", "mass"),
        accounts=_listed(Account, row["accounts"]),
        cards=_listed(Card, row["cards"]),
        loans=_listed(Loan, row["loans"]),
        holdings=_holdings(row["holdings"], row["products"]),
        insurance=_listed(Insurance, row["insurance"]),
        assessments=_listed(RiskAssessment, row["assessments"]),
        consents=_listed(Consent, row["consents"]),
        fx=_listed(FxTrade, row["fx"]),
        tags=_listed(Tag, row["tags"]),
        needs=_likeliest_first(row["needs"]),
        advisor=advisors[0] if advisors else None,
        living_month=None if living is None else from_minor(living),
        as_of=now.date(),
    )


def _likeliest_first(nodes: list[Node]) -> tuple[Need, ...]:
    """The needs of these nodes, most probable within 90 days first, then by id."""
    needs = (from_node(Need, node) for node in nodes)
    return tuple(sorted(needs, key=lambda one: (-one.probability_90, one.id)))


def _listed(kind: type[V], nodes: list[Node]) -> tuple[V, ...]:
    return tuple(from_node(kind, node) for node in sorted(nodes, key=lambda node: node["id"]))


def _holdings(nodes: list[Node], products: list[Node]) -> tuple[Holding, ...]:
    """Holdings with what their product says of itself, where the bank still knows it."""
    known = {product["code"]: product for product in products}
    described: list[Node] = []
    for node in nodes:
        product = known.get(node["productCode"], {})
        said = {
            "productName": product.get("name"),
            "family": product.get("family"),
            "riskLevel": product.get("riskLevel"),
        }
        described.append({**node, **{key: one for key, one in said.items() if one is not None}})
    return _listed(Holding, described)
