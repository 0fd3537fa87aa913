"""A bank of any size in the graph, made up and written by the product's own writers."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final, cast

from graph.catalogue import Catalogue, LifeEvent, load_catalogue, plant
from graph.ground import Ground, GroundClause, GroundDocument, Tie
from graph.model import Account, Advisor, Consent, Customer, Need, SignalEvidence, Tier
from graph.store import BoltGraph, StoredGround, prepare
from graph.store.foresight import store_needs
from graph.store.insights import Portrait, store_portraits
from graph.store.loading import (
    batches,
    store_advisors,
    store_customers,
    store_owned,
    store_partners,
    store_products,
)

SEED: Final = 20261124
NOW: Final = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY: Final = NOW.date()
PER_ADVISOR: Final = 300
"""Customers of one advisor."""
CONSENTING: Final = 0.5
"""The share that lets the bank foresee needs; each of them has one need or two."""
CLAUSES: Final = 12
"""Clauses of each pack."""
KINDS: Final = ("search", "view", "chat", "payment", "merchant", "exchange")
TIERS: Final[tuple[Tier, ...]] = ("mass", "mass", "potential", "hnw")
AT_A_TIME: Final = 2000


def fill(graph: BoltGraph, numbers: range, tell: Callable[[int], None]) -> None:
    """Write the customers of these numbers; the same numbers give the same customers.

    What is offered and who serves comes with the first. `tell` hears how many are written.
    """
    catalogue = load_catalogue()
    prepare(graph)
    if numbers.start == 0:
        _offer(graph, catalogue, numbers.stop)
    for some in batches(numbers, AT_A_TIME):
        _people(graph, catalogue, some)
        tell(some[-1] + 1)


def foreseen(catalogue: Catalogue, number: int) -> list[Need]:
    """The needs of the customer of this number; [] without consent to foreseeing them."""
    draw = random.Random(SEED + number)
    if draw.random() >= CONSENTING:
        return []
    events = draw.sample([one for one in catalogue.events if one.phrases.zh], draw.choice((1, 2)))
    return [_need(one, f"c-{number}", draw) for one in events]


def _offer(graph: BoltGraph, catalogue: Catalogue, customers: int) -> None:
    store_advisors(
        graph,
        [
            Advisor(id=_advisor(number), name=f"经理{number}")
            for number in range(customers // PER_ADVISOR + 1)
        ],
    )
    store_products(graph, catalogue.products)
    store_partners(graph, catalogue.partners)
    plant(catalogue, graph)
    ids = [(pack.key, f"m#{pack.key}{at}") for pack in catalogue.packs for at in range(CLAUSES)]
    StoredGround(graph).write(
        Ground(
            documents=(GroundDocument(id="m", title="手册"),),
            clauses=tuple(
                GroundClause(id=one, document_id="m", title=one, article=one) for _, one in ids
            ),
            packs=tuple(Tie(source=pack, target=one) for pack, one in ids),
        )
    )


def _people(graph: BoltGraph, catalogue: Catalogue, numbers: Sequence[int]) -> None:
    store_customers(graph, [_customer(number) for number in numbers])
    owned = [(f"c-{number}", one) for number in numbers for one in _owned(number)]
    store_owned(graph, owned)
    tiers = {
        f"c-{number}": Portrait(tier=TIERS[number % len(TIERS)], living_month=Decimal(9000))
        for number in numbers
    }
    store_portraits(graph, tiers)
    store_needs(graph, {f"c-{number}": foreseen(catalogue, number) for number in numbers})


def _customer(number: int) -> Customer:
    return Customer(
        id=f"c-{number}",
        name=f"客户{number}",
        birth_date=date(1950 + number % 55, 1 + number % 12, 1),
        advisor_id=_advisor(number // PER_ADVISOR),
    )


def _advisor(number: int) -> str:
    return f"a-{number}"


def _owned(number: int) -> Iterator[Account | Consent]:
    yield Account(id=f"acc-{number}", kind="current", balance=Decimal(number % 9000))
    granted = NOW - timedelta(days=100 + number % 200)
    yield Consent(id=f"k-{number}", purpose="profiling", granted_at=granted)
    if foreseeable(number):
        yield Consent(id=f"n-{number}", purpose="need_prediction", granted_at=granted)


def foreseeable(number: int) -> bool:
    """Whether the customer of this number lets the bank foresee needs."""
    return random.Random(SEED + number).random() < CONSENTING


def _need(event: LifeEvent, who: str, draw: random.Random) -> Need:
    first = draw.choice((KINDS[0], draw.choice(KINDS)))
    kinds = sorted({first, *draw.sample(KINDS, draw.choice((0, 0, 1, 2)))})
    likely = round(draw.uniform(0.1, 0.8), 4)
    days = draw.randrange(20, 120)
    return Need(
        id=f"need-{who}-{event.key}", customer_id=who, as_of=TODAY, event=event.key,
        event_zh=event.zh, event_en=event.en, need=event.needs[0].zh, need_en=event.needs[0].en,
        probability_30=likely / 3, probability_90=likely, probability_180=likely,
        window_start=TODAY, window_end=TODAY + timedelta(days=days), expected_lead_days=days,
        basis="declared", contact="allowed", pack=event.pack,
        evidence=tuple(_seen(event, kind, draw) for kind in (*kinds, first)),
    )  # fmt: skip


def _seen(event: LifeEvent, kind: str, draw: random.Random) -> SignalEvidence:
    phrase = draw.choice(cast("Sequence[str]", event.phrases.zh))
    at = TODAY - timedelta(days=draw.randrange(1, 90))
    return SignalEvidence(
        signal=f"{kind}:{phrase}", at=at, text=phrase, kind=kind, source="own_chat",
        row=f"app_events/{draw.randrange(10**9)}", strength=1.0, half_life_days=60,
    )  # fmt: skip
