"""The write side: values in, nodes and relationships out, in batches that happen wholly or not.

Every write is an idempotent MERGE by id. Customers go first: a row whose customer is not in the
graph is not written, and the number returned tells. Advisors and products may come before or after
whoever names them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, LiteralString, TypeVar

from graph.model import (
    Account,
    Advisor,
    Card,
    Consent,
    Customer,
    FxTrade,
    Holding,
    Insurance,
    Loan,
    RiskAssessment,
)
from graph.offers import Partner, Product, Quote
from graph.store.connection import Graph
from graph.store.nodes import to_node
from graph.values import Value

T = TypeVar("T")

Owned = Account | Card | Loan | Holding | Insurance | RiskAssessment | Consent | FxTrade
"""What hangs on a customer."""

Row = Mapping[str, object]

BATCH: Final = 2000
"""Rows of one transaction."""

CUSTOMERS: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (c:Customer {id: row.id})
SET c += row.properties
RETURN count(c) AS written
"""
LEFT_ADVISORS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})-[served:SERVED_BY]->(a:Advisor)
WHERE row.advisor IS NULL OR a.id <> row.advisor
DELETE served
"""
ADVISORS_OF_CUSTOMERS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
MATCH (a:Advisor {id: row.advisor})
MERGE (c)-[:SERVED_BY]->(a)
"""
CUSTOMERS_OF_ADVISORS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (a:Advisor {id: row.id})
MATCH (c:Customer {advisorId: row.id})
MERGE (c)-[:SERVED_BY]->(a)
"""
PRODUCTS_OF_HOLDINGS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (h:Holding {id: row.id})
MATCH (p:Product {id: row.properties.productCode})
MERGE (h)-[:OF]->(p)
"""
HOLDINGS_OF_PRODUCTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (p:Product {id: row.id})
MATCH (h:Holding {productCode: row.id})
MERGE (h)-[:OF]->(p)
"""
LEFT_PRODUCTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (h:Holding {id: row.id})-[held:OF]->(p:Product)
WHERE p.id <> row.properties.productCode
DELETE held
"""
# A withdrawal made in the conversation outlives a feed that does not know of it yet.
CONSENTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.customer})
MERGE (n:Consent {id: row.id})
MERGE (c)-[:GAVE]->(n)
WITH n, row, coalesce(row.properties.withdrawnAt, n.withdrawnAt) AS withdrawn
SET n += row.properties
SET n.withdrawnAt = withdrawn
RETURN count(n) AS written
"""
WIPE: Final[LiteralString] = """
MATCH (n)
WITH n LIMIT $limit
DETACH DELETE n
RETURN count(*) AS deleted
"""


def _merge(label: LiteralString) -> LiteralString:
    return f"""
UNWIND $rows AS row
MERGE (n:{label} {{id: row.id}})
SET n += row.properties
RETURN count(n) AS written
"""


def _attach(label: LiteralString, relationship: LiteralString) -> LiteralString:
    return f"""
UNWIND $rows AS row
MATCH (c:Customer {{id: row.customer}})
MERGE (n:{label} {{id: row.id}})
SET n += row.properties
MERGE (c)-[:{relationship}]->(n)
RETURN count(n) AS written
"""


def _detach(label: LiteralString, relationship: LiteralString) -> LiteralString:
    # Two matches, so that no server begins at the customers.
    return f"""
UNWIND $rows AS row
MATCH (n:{label} {{id: row.id}})
MATCH (n)<-[left:{relationship}]-(c:Customer)
WHERE c.id <> row.customer
DELETE left
"""


def _ids(label: LiteralString) -> LiteralString:
    return f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id"


def _delete(label: LiteralString) -> LiteralString:
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n"


ADVISORS: Final = _merge("Advisor")
PRODUCTS: Final = _merge("Product")
PARTNERS: Final = _merge("Partner")
QUOTES: Final = _merge("Quote")

HUNG: Final[Mapping[type[Value], tuple[LiteralString, LiteralString]]] = {
    Account: ("Account", "OWNS"),
    Card: ("Card", "OWNS"),
    Loan: ("Loan", "OWNS"),
    Holding: ("Holding", "OWNS"),
    Insurance: ("Insurance", "OWNS"),
    RiskAssessment: ("RiskAssessment", "ASSESSED_AS"),
    Consent: ("Consent", "GAVE"),
    FxTrade: ("FxTrade", "EXCHANGED"),
}
"""The label of what hangs on a customer, and the relationship it hangs on."""

ATTACH: Final[Mapping[type[Value], LiteralString]] = {
    **{kind: _attach(label, relation) for kind, (label, relation) in HUNG.items()},
    Consent: CONSENTS,
}
DETACH: Final[Mapping[type[Value], LiteralString]] = {
    kind: _detach(label, relation) for kind, (label, relation) in HUNG.items()
}

TIES: Final[tuple[LiteralString, ...]] = (LEFT_PRODUCTS, PRODUCTS_OF_HOLDINGS)
"""What ties holdings to their products, after the holdings."""

ERASABLE: Final[Mapping[type[Value], LiteralString]] = {
    **{kind: label for kind, (label, _) in HUNG.items()},
    Customer: "Customer", Advisor: "Advisor", Product: "Product", Partner: "Partner",
    Quote: "Quote",
}  # fmt: skip
IDS: Final[Mapping[type[Value], LiteralString]] = {
    kind: _ids(label) for kind, label in ERASABLE.items()
}
DELETE: Final[Mapping[type[Value], LiteralString]] = {
    kind: _delete(label) for kind, label in ERASABLE.items()
}


def store_customers(graph: Graph, customers: Sequence[Customer]) -> int:
    """Write customers and who serves them; the number written."""
    rows = [
        {"id": one.id, "advisor": one.advisor_id, "properties": to_node(one)} for one in customers
    ]
    return _write(graph, [CUSTOMERS, LEFT_ADVISORS, ADVISORS_OF_CUSTOMERS], rows)


def store_owned(graph: Graph, owned: Sequence[tuple[str, Owned]]) -> int:
    """Write what hangs on customers, each beside its customer's id; the number written.

    A thing that changes hands leaves its former customer.
    """
    written = 0
    for kind in ATTACH:
        rows = [
            {"id": one.id, "customer": customer_id, "properties": to_node(one)}
            for customer_id, one in owned
            if type(one) is kind
        ]
        ties = TIES if kind is Holding else ()
        written += _write(graph, [ATTACH[kind], DETACH[kind], *ties], rows)
    return written


def store_advisors(graph: Graph, advisors: Sequence[Advisor]) -> int:
    """Write members of staff, and tie the customers who name them; the number written."""
    return _write(graph, [ADVISORS, CUSTOMERS_OF_ADVISORS], [_row(one.id, one) for one in advisors])


def store_products(graph: Graph, products: Sequence[Product]) -> int:
    """Write products, and tie the holdings that name them; the number written."""
    return _write(
        graph, [PRODUCTS, HOLDINGS_OF_PRODUCTS], [_row(one.code, one) for one in products]
    )


def store_partners(graph: Graph, partners: Sequence[Partner]) -> int:
    """Write partners; the number written."""
    return _write(graph, [PARTNERS], [_row(one.id, one) for one in partners])


def store_quotes(graph: Graph, quotes: Sequence[Quote]) -> int:
    """Write market figures, one a day and instrument; the number written."""
    rows = [_row(f"{one.instrument}/{one.day.isoformat()}", one) for one in quotes]
    return _write(graph, [QUOTES], rows)


def delete_gone(graph: Graph, kind: type[Value], keep: Collection[str]) -> int:
    """Delete the nodes of a kind whose id is not kept; how many those were.

    Kinds are those of `store_owned`, and Customer, Advisor, Product, Partner and Quote.
    """
    kept = set(keep)
    gone = [row["id"] for row in graph.read(IDS[kind]) if row["id"] not in kept]
    for ids in batches(gone):
        graph.write([(DELETE[kind], {"ids": ids})])
    return len(gone)


def wipe(graph: Graph) -> None:
    """Delete every node and relationship; constraints and indexes stay."""
    while graph.write([(WIPE, {"limit": BATCH})])[0][0]["deleted"]:
        pass


def batches(rows: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The rows in order, `size` at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _row(node_id: str, value: Value) -> Row:
    return {"id": node_id, "properties": to_node(value) | {"id": node_id}}


def _write(graph: Graph, statements: Iterable[LiteralString], rows: Sequence[Row]) -> int:
    """Run the statements over the rows, a batch a transaction; what the first reports."""
    steps = list(statements)
    return sum(
        graph.write([(step, {"rows": batch}) for step in steps])[0][0]["written"]
        for batch in batches(rows)
    )
