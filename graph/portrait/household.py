"""The household of a customer and the micro-businesses they own, of those who all consent."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

from graph.hub import BANK_ZONE, Hub, Reader
from graph.portrait.permission import permit
from graph.store.connection import Graph
from graph.values import Value, from_minor

QUERIES: Final = Path(__file__).with_name("household.sql")
FAMILY: Final = "家用|老公|老婆|爱人|丈夫|妻子|配偶|爸|妈|父|母|儿子|女儿|household|husband|wife"
"""What payments within a family say."""

TieKind = Literal["mirrored", "named", "phone", "children"]
WEIGHT: Final[dict[TieKind, float]] = {
    "mirrored": 0.8, "named": 0.6, "phone": 0.5, "children": 0.4,
}  # fmt: skip
"""How much each tie says by itself; what is registered alone never makes a household."""

SURE: Final = 0.75
"""From here on somebody counts as a member."""


class Tie(Value):
    """One thing that ties two customers: transfers that meet, a name, a phone, children."""

    kind: TieKind
    count: int


class Member(Value):
    """A member of a household, with what ties them to the customer and how sure that is."""

    customer_id: str
    name: str
    ties: tuple[Tie, ...]
    sure: float


class Household(Value):
    """The customer and members, and what they have and owe together, in CNY.

    Nobody is named, counted or summed who does not consent to profiling and to the use of
    sensitive financial data; without the customer's own consents `members` is () and sums None.
    """

    customer_id: str
    members: tuple[Member, ...] = ()
    children: int | None = None
    assets: Decimal | None = None
    owed: Decimal | None = None


class Business(Value):
    """A micro-business under the customer's identity number; `takings` are of a usual month."""

    customer_id: str
    name: str
    balance: Decimal
    takings: Decimal | None
    months: int
    owed: Decimal


def household(hub: Hub, graph: Graph | None, customer_id: str, now: datetime) -> Household:
    """Whom the customer lives with as far as ties show it, and their means together.

    Raises:
        HubBusy: Another process is loading.
    """
    with hub.reading() as reader:
        _prepare(reader, graph, (customer_id, now))
        ties = reader.tuples("SELECT customer_id, kind, n FROM ties ORDER BY customer_id, kind")
        means = {row["customer_id"]: row for row in reader.select("SELECT * FROM means")}
    if customer_id not in means:
        return Household(customer_id=customer_id)
    members = tuple(one for one in _members(ties, means) if one.sure >= SURE)
    together = [means[one] for one in (customer_id, *(one.customer_id for one in members))]
    return Household(
        customer_id=customer_id,
        members=members,
        children=max(row["children"] for row in together),
        assets=from_minor(sum(row["assets"] for row in together)),
        owed=from_minor(sum(row["owed"] for row in together)),
    )


def businesses(hub: Hub, graph: Graph | None, customer_id: str, now: datetime) -> list[Business]:
    """The customer's micro-businesses that consent themselves, by id; [] for none.

    Raises:
        HubBusy: Another process is loading.
    """
    with hub.reading() as reader:
        _prepare(reader, graph, (customer_id, now))
        rows = reader.select("SELECT * FROM shops ORDER BY customer_id")
    return [
        Business(
            customer_id=row["customer_id"],
            name=row["name"],
            balance=from_minor(row["balance"]),
            takings=None if row["month_takings"] is None else from_minor(row["month_takings"]),
            months=row["months"],
            owed=from_minor(row["owed"]),
        )
        for row in rows
    ]


def _prepare(reader: Reader, graph: Graph | None, asked: tuple[str, datetime]) -> None:
    customer_id, now = asked
    permit(reader, graph, now)
    named = {"customer": customer_id, "until": _end(now.astimezone(BANK_ZONE).date())}
    for statement in QUERIES.read_text(encoding="utf-8").split(";\n"):
        given = {name: held for name, held in named.items() if f"${name}" in statement}
        if "$family" in statement:
            given["family"] = FAMILY
        if statement.strip():
            reader.connection.execute(statement, given)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def _members(ties: Iterable[tuple[Any, ...]], means: dict[str, dict[str, Any]]) -> Iterable[Member]:
    for customer_id, rows in groupby(ties, key=lambda row: row[0]):
        found = tuple(Tie(kind=kind, count=count) for _, kind, count in rows)
        doubt = 1.0
        for one in found:
            doubt *= 1 - WEIGHT[one.kind]
        yield Member(
            customer_id=customer_id,
            name=means[customer_id]["name"],
            ties=found,
            sure=round(1 - doubt, 2),
        )
