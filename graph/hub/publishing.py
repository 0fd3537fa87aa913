"""What a load learned, written from the feeds' tables into the graph."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast

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


@dataclass(frozen=True)
class Learned:
    """What a load learned: rows of these feeds, stamped with this wall clock; all where None."""

    feeds: frozenset[str] = frozenset()
    at: datetime | None = None


def publish(store: duckdb.DuckDBPyConnection, graph: Graph, learned: Learned) -> None:
    """Write what was learned into the graph.

    Customers go before what hangs on them; every write is a transaction of its own and may be
    repeated.
    """
    store_advisors(graph, _values(store, "advisors", Advisor, learned))
    store_products(graph, _values(store, "products", Product, learned))
    store_partners(graph, _values(store, "partners", Partner, learned))
    store_quotes(graph, _values(store, "market", Quote, learned))
    store_customers(graph, _values(store, "customers", Customer, learned))
    owned = [
        (row["customer_id"], _value(feed, kind, row))
        for feed, kind in OWNED.items()
        for row in _rows(store, feed, learned)
    ]
    store_owned(graph, owned)


def _values(
    store: duckdb.DuckDBPyConnection, feed: str, kind: type[V], learned: Learned
) -> list[V]:
    return [_value(feed, kind, row) for row in _rows(store, feed, learned)]


def _rows(
    store: duckdb.DuckDBPyConnection, feed: str, learned: Learned
) -> Iterator[dict[str, Any]]:
    if learned.at is not None and learned.feeds.isdisjoint({feed, *JOINED.get(feed, ())}):
        return
    source = SOURCES.get(feed, f"SELECT * FROM {feed}")
    wanted = "true" if learned.at is None else "learned_at = $learned_at"
    parameters = {} if learned.at is None else {"learned_at": learned.at}
    order = ", ".join(map(quoted, feeds()[feed].key))
    cursor = store.execute(f"SELECT * FROM ({source}) WHERE {wanted} ORDER BY {order}", parameters)
    names = [one[0] for one in cursor.description or ()]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


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
