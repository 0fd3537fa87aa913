"""How a value becomes the properties of a node, and comes back.

Names are camelCase. Money is a whole number of minor units under `<name>Minor`, beside `currency`;
other decimals (rates, quantities, quotes) are doubles, exact to 15 significant digits. Days are ISO
strings and instants ISO strings in UTC, so that both servers order them as time does. A list of
values becomes one list a field: `evidenceSignal`, `evidenceAt`, ….
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar, cast

from graph.model import (
    Account,
    Card,
    Customer,
    FxTrade,
    Holding,
    Insurance,
    Loan,
    Need,
    SignalEvidence,
)
from graph.offers import Product
from graph.values import Value, from_minor, to_minor

V = TypeVar("V", bound=Value)

MONEY: Final[Mapping[type[Value], frozenset[str]]] = {
    Customer: frozenset({"monthly_income"}),
    Account: frozenset({"balance"}),
    Card: frozenset({"limit", "balance"}),
    Loan: frozenset({"principal", "outstanding"}),
    Holding: frozenset({"cost", "value"}),
    Insurance: frozenset({"cover", "premium"}),
    FxTrade: frozenset({"amount", "usd"}),
    Product: frozenset({"min_amount", "step"}),
}
"""The fields of each value that are amounts of money; every other decimal is a plain number."""

LISTED: Final[Mapping[tuple[type[Value], str], type[Value]]] = {(Need, "evidence"): SignalEvidence}
"""The fields that hold a list of values, with the value they hold."""

HOME_CURRENCY: Final = "CNY"


def to_node(value: Value) -> dict[str, object]:
    """The properties of a value; every field is present, None where nothing is known."""
    kind = type(value)
    node: dict[str, object] = {}
    for name in kind.model_fields:
        held = getattr(value, name)
        listed = LISTED.get((kind, name))
        if listed is not None:
            node.update(_columns(name, listed, held))
        elif name in MONEY.get(kind, ()):
            node[f"{camel(name)}Minor"] = _minor(held, _currency(value, name))
        else:
            node[camel(name)] = plain(held)
    return node


def from_node(kind: type[V], node: Mapping[str, Any]) -> V:
    """The value these properties describe; a property that is missing takes its default."""
    fields: dict[str, object] = {}
    for name in kind.model_fields:
        listed = LISTED.get((kind, name))
        if listed is not None:
            fields[name] = _rows(name, listed, node)
            continue
        held = _held(kind, name, node)
        if held is not None:
            fields[name] = held
    return kind.model_validate(fields)


@cache
def camel(name: str) -> str:
    """The camelCase of a snake_case name."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def plain(held: object) -> object:
    """What both servers can keep of a field that is not money."""
    match held:
        case datetime():
            return held.astimezone(UTC).isoformat()
        case date():
            return held.isoformat()
        case Decimal():
            return float(held)
        case tuple():
            return [plain(one) for one in cast("tuple[object, ...]", held)]
        case _:
            return held


def _currency(value: Value, name: str) -> str:
    if name == "usd":
        return "USD"
    return str(getattr(value, "currency", HOME_CURRENCY))


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else to_minor(amount, currency)


def _held(kind: type[Value], name: str, node: Mapping[str, Any]) -> object:
    if name not in MONEY.get(kind, ()):
        held = node.get(camel(name))
        # The shortest decimal that reads as this double is the one that was written.
        return repr(held) if isinstance(held, float) else held
    minor = node.get(f"{camel(name)}Minor")
    if minor is None:
        return None
    return from_minor(minor, "USD" if name == "usd" else node.get("currency", HOME_CURRENCY))


def _columns(name: str, kind: type[Value], values: Sequence[Value]) -> dict[str, object]:
    return {
        camel(f"{name}_{field}"): [plain(getattr(one, field)) for one in values]
        for field in kind.model_fields
    }


def _rows(name: str, kind: type[Value], node: Mapping[str, Any]) -> list[Value]:
    """The values of the columns; a field no column was written for takes its default."""
    held = {field: node.get(camel(f"{name}_{field}")) for field in kind.model_fields}
    columns = {field: column for field, column in held.items() if column}
    return [
        kind.model_validate(dict(zip(columns, row, strict=True)))
        for row in zip(*columns.values(), strict=True)
    ]
