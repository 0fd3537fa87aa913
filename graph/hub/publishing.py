"""What a load learned, written from the feeds' tables into the graph."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString, TypeVar, cast

import duckdb

from graph.hub.clock import zoned
from graph.hub.feeds import feeds, quoted
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
from graph.store.loading import (
    Owned,
    store_advisors,
    store_customers,
    store_owned,
    store_partners,
    store_products,
    store_quotes,
)
from graph.values import Value, from_minor

V = TypeVar("V", bound=Value)

OWNED: Final[Mapping[str, type[Owned]]] = {
    "accounts": Account, "cards": Card, "loans": Loan, "holdings": Holding,
    "insurance": Insurance, "risk_assessments": RiskAssessment, "consents": Consent, "fx": FxTrade,
}  # fmt: skip
"""The feeds whose rows hang on a customer in the graph, with the value each becomes."""

SOURCES: Final[Mapping[str, str]] = {
    "holdings": (
        "SELECT h.* EXCLUDE (learned_at) REPLACE (coalesce(h.quantity, 1) AS quantity), "
        "p.name AS product_name, p.family, p.risk_level, "
        "greatest(h.learned_at, p.learned_at) AS learned_at "
        "FROM holdings h LEFT JOIN products p USING (product_code)"
    ),
    # Prices and indices stay out of the graph; of rates, the last month and each month's end go in.
    "market": (
        "SELECT * FROM market WHERE kind IN ('fx', 'rate') QUALIFY "
        '"day" >= max("day") OVER (PARTITION BY instrument) - INTERVAL 31 DAY '
        'OR "day" = max("day") OVER (PARTITION BY instrument, date_trunc(\'month\', "day"))'
    ),
}
"""How a feed is selected where not as it stands."""

JOINED: Final[Mapping[str, tuple[str, ...]]] = {"holdings": ("products",)}
"""The feeds a selection takes columns from beside its own."""


KNOWN: Final[LiteralString] = "MATCH (c:Customer) RETURN count(c) AS customers"

PENDING: Final = "SELECT DISTINCT feed, learned_at FROM unpublished"
AT_ONCE: Final = 20_000
"""Rows that stand in memory on their way to the graph."""

Learned = Mapping[str, Sequence[datetime]] | None
"""When rows of which feeds were learned, on the bank's clock; None for every row."""


def publish_learned(store: duckdb.DuckDBPyConnection, graph: Graph) -> None:
    """Write what the graph does not have yet; everything where it knows fewer customers.

    Every write may be repeated: what was not noted as written goes again at the next load.
    """
    pending = store.execute(PENDING).fetchall()
    row = store.execute("SELECT count(*) FROM customers").fetchone()
    behind = graph.read(KNOWN)[0]["customers"] < (row[0] if row else 0)
    learned: defaultdict[str, list[datetime]] = defaultdict(list)
    for feed, at in pending:
        learned[feed].append(at)
    if learned or behind:
        publish(store, graph, None if behind else learned)
    store.execute("DELETE FROM unpublished")


def publish(store: duckdb.DuckDBPyConnection, graph: Graph, learned: Learned) -> None:
    """Write what was learned into the graph.

    Customers go before what hangs on them; every write is a transaction of its own and may be
    repeated.
    """
    for values in _values(store, "advisors", Advisor, learned):
        store_advisors(graph, values)
    for values in _values(store, "products", Product, learned):
        store_products(graph, values)
    for values in _values(store, "partners", Partner, learned):
        store_partners(graph, values)
    for values in _values(store, "market", Quote, learned):
        store_quotes(graph, values)
    for values in _values(store, "customers", Customer, learned):
        store_customers(graph, values)
    for feed, kind in OWNED.items():
        for rows in _rows(store, feed, learned):
            store_owned(graph, [(row["customer_id"], _value(feed, kind, row)) for row in rows])


def _values(
    store: duckdb.DuckDBPyConnection, feed: str, kind: type[V], learned: Learned
) -> Iterator[list[V]]:
    for rows in _rows(store, feed, learned):
        yield [_value(feed, kind, row) for row in rows]


def _rows(
    store: duckdb.DuckDBPyConnection, feed: str, learned: Learned
) -> Iterator[list[dict[str, Any]]]:
    """The rows by key, some at a time."""
    named = (feed, *JOINED.get(feed, ()))
    moments = [] if learned is None else [at for one in named for at in learned.get(one, ())]
    if learned is not None and not moments:
        return
    source = SOURCES.get(feed, f"SELECT * FROM {feed}")
    wanted = "true" if learned is None else "list_contains($moments::TIMESTAMP[], learned_at)"
    order = ", ".join(map(quoted, feeds()[feed].key))
    cursor = store.cursor().execute(
        f"SELECT * FROM ({source}) WHERE {wanted} ORDER BY {order}",
        {} if learned is None else {"moments": moments},
    )
    names = [one[0] for one in cursor.description or ()]
    while rows := cursor.fetchmany(AT_ONCE):
        yield [dict(zip(names, row, strict=True)) for row in rows]


def _value(feed: str, kind: type[V], row: Mapping[str, Any]) -> V:
    """The value a row states; what the row leaves open takes the value's default."""
    fields = dict(_fields(row))
    key = feeds()[feed].key[0]
    if key in row and key not in kind.model_fields:
        fields["code" if kind is Product else "id"] = row[key]
    known = {name: held for name, held in fields.items() if name in kind.model_fields}
    return kind.model_validate(known)


def _fields(row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    currency = cast("str", row.get("currency") or "CNY")
    for name, held in row.items():
        if held is None:
            continue
        if name.endswith("_minor"):
            yield (
                name.removesuffix("_minor"),
                from_minor(held, "USD" if name == "usd_minor" else currency),
            )
        elif isinstance(held, datetime):
            yield name, zoned(held)
        else:
            yield name, held
