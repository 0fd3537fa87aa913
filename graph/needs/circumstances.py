"""What decides about contact, read for every customer: consent, age, contacts, refusals, plans."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final, LiteralString, NamedTuple

from graph.catalogue import Catalogue
from graph.hub import BANK_ZONE, Reader
from graph.needs.contact import Standing
from graph.needs.scoring import Person
from graph.needs.signals import Scope, query
from graph.store.connection import Graph

DISMISSED: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_NEED]->(n:Need {status: 'dismissed'})
RETURN n.id AS need_id, n.dismissedAt AS dismissed_at, c.id AS customer_id, n.event AS event
ORDER BY need_id
"""
DISMISSED_BY: Final[LiteralString] = """
MATCH (c:Customer {id: $customer})-[:HAS_NEED]->(n:Need {status: 'dismissed'})
RETURN n.id AS need_id, n.dismissedAt AS dismissed_at, c.id AS customer_id, n.event AS event
ORDER BY need_id
"""
PLANS: Final[LiteralString] = """
MATCH (p:Plan)
WHERE p.customerId IS NOT NULL
RETURN p.customerId AS customer_id, p.pack AS pack
"""


class Dismissal(NamedTuple):
    """A need the customer waved off, and when."""

    need_id: str
    customer_id: str
    event: str
    day: date


def dismissals(graph: Graph, customer_id: str | None, now: datetime) -> list[Dismissal]:
    """The needs waved off up to `now`, of everybody or of one customer."""
    rows = (
        graph.read(DISMISSED)
        if customer_id is None
        else graph.read(DISMISSED_BY, customer=customer_id)
    )
    found: list[Dismissal] = []
    for row in rows:
        at = row["dismissed_at"]
        if at is not None and (moment := datetime.fromisoformat(at)) <= now:
            day = moment.astimezone(BANK_ZONE).date()
            found.append(Dismissal(row["need_id"], row["customer_id"], row["event"], day))
    return found


def planned(graph: Graph) -> set[tuple[str, str]]:
    """Customers with a plan, each with the plan's pack."""
    return {(row["customer_id"], row["pack"]) for row in graph.read(PLANS)}


class Told(NamedTuple):
    """What is known beside the feeds: who may be reached, what was waved off, who has a plan."""

    reachable: Iterable[str]
    dismissals: Iterable[Dismissal]
    planned: Iterable[tuple[str, str]]


def standings(
    reader: Reader, catalogue: Catalogue, scope: Scope, persons: Mapping[str, Person], told: Told
) -> dict[str, Standing]:
    """How each of the persons stands towards being approached."""
    found = {
        one["customer_id"]: one
        for one in reader.select(
            query("standing"),
            today=scope.today,
            until=scope.until,
            lately=scope.today - timedelta(days=catalogue.contact.fatigue.days),
            arrears=catalogue.contact.arrears_days,
            customer=scope.customer_id,
        )
    }
    refused = _refused(reader, catalogue, scope, told.dismissals)
    served = _served(catalogue, told.planned)
    reachable = frozenset(told.reachable)
    standing: dict[str, Standing] = {}
    for who, person in persons.items():
        row = found.get(who, {})
        has = _met(catalogue, row.get("loans", ()), row.get("families", ()))
        standing[who] = Standing(
            reachable=who in reachable, age=person.age,
            in_arrears=row.get("in_arrears", False), contacts=row.get("contacts", 0),
            refused=refused.get(who, {}), served=frozenset(has | served.get(who, set())),
        )  # fmt: skip
    return standing


def _refused(
    reader: Reader, catalogue: Catalogue, scope: Scope, waved: Iterable[Dismissal]
) -> dict[str, dict[str, date]]:
    """The last day each customer declined, by event; words that name none decline every event."""
    terms = catalogue.contact
    refused: defaultdict[str, dict[str, date]] = defaultdict(dict)
    rows = reader.tuples(
        query("refusals"),
        phrases=[one.lower() for one in terms.refusals.both()],
        since=scope.today - timedelta(days=terms.refusal_days),
        until=scope.until,
        customer=scope.customer_id,
    )
    said = [(who, event, day) for who, day, text in rows for event in _meant(catalogue, text)]
    clicked = [(one.customer_id, one.event, one.day) for one in waved]
    for who, event, day in (*said, *clicked):
        refused[who][event] = max(day, refused[who].get(event, day))
    return refused


def _meant(catalogue: Catalogue, text: str) -> list[str]:
    named = [
        one.key
        for one in catalogue.events
        if any(word.lower() in text for word in one.phrases.both())
    ]
    return named or [""]


def _served(catalogue: Catalogue, plans: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    events: defaultdict[str, set[str]] = defaultdict(set)
    for one in catalogue.events:
        if one.pack is not None:
            events[one.pack].add(one.key)
    served: defaultdict[str, set[str]] = defaultdict(set)
    for who, pack in plans:
        served[who] |= events.get(pack, set())
    return served


def _met(catalogue: Catalogue, loans: Iterable[str], families: Iterable[str]) -> set[str]:
    owed, held = frozenset(loans), frozenset(families)
    return {
        one.key
        for one in catalogue.events
        if owed & set(one.served_by.loans) or held & set(one.served_by.families)
    }
