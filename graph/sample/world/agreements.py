"""Consents given and taken back, and what comes from outside under them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from graph.sample.world.people import RETIRED
from graph.sample.world.places import EMPLOYERS
from graph.sample.world.tables import NONE, Days, Ints, Keys, Moments, Words
from graph.sample.world.town import Town

GIVEN_SHARE: Final = {
    "profiling": 0.86,
    "need_prediction": 0.8,
    "sensitive_financial": 0.72,
    "marketing_contact": 0.6,
    "partner_share": 0.2,
    "outside_tax": 0.12,
    "outside_social_security": 0.18,
    "outside_provident_fund": 0.18,
    "outside_ecommerce": 0.1,
    "health": 0.05,
    "federated_learning": 0.3,
}
"""How many give each consent."""
WITHDRAWN: Final = 0.05
"""How many of those take it back within the feeds."""


EXPIRING: Final = 0.1
"""How many of those gave it for two years only."""


def agree(town: Town) -> None:
    """Consents of each purpose, some taken back, and what comes from outside under them."""
    for purpose, share in GIVEN_SHARE.items():
        who = np.flatnonzero(town.chance(share))
        given = np.minimum(town.first - town.dice.integers(10, 300, len(who)), town.last - 1)
        given = np.maximum(given, town.people.joined[who])
        back = town.dice.random(len(who)) < WITHDRAWN
        gone = np.where(back, town.dice.integers(town.first + 30, town.last + 1, len(who)), NONE)
        ends = np.where(town.dice.random(len(who)) < EXPIRING, given + 1095, NONE)
        _give(town, who, (purpose, given, gone, ends))
        if purpose in OUTSIDE:
            _outside(town, who, purpose, gone)


def _give(town: Town, who: Ints, what: tuple[str, Ints, Ints, Ints]) -> None:
    """A consent of each; for outside sources a second one the day after."""
    purpose, given, gone, ends = what
    number, morning = town.people.numbers[who], np.full(len(who), 36_000)
    twice = purpose.startswith("outside") or purpose == "health"
    for step, authorisation in enumerate(("first", "second") if twice else ("first",)):
        town.tables.add(
            "consents",
            len(who),
            {
                "consent_id": Keys(f"k-{purpose}-{authorisation}-c-", (number,)),
                "customer_id": Keys("c-", (number,)),
                "purpose": purpose,
                "scope": "全部",
                "granted_at": Moments(given + step, morning),
                "expires_at": Moments(ends, morning),
                "withdrawn_at": Moments(gone, morning),
                "authorisation": authorisation,
                "evidence_ref": "app/consent",
            },
        )


def _outside(town: Town, who: Ints, purpose: str, gone: Ints) -> None:
    """A year of what comes from outside, of each until the consent was taken back."""
    for back in range(12):
        day = town.last - back * 30
        held = who[(gone == NONE) | (gone > day)]
        month = str(np.datetime64(day, "D").astype("datetime64[M]"))
        if len(held):
            OUTSIDE[purpose](replace(town, people=town.people.of(held)), month, back)


def _tax(town: Town, month: str, back: int) -> None:
    del back
    gross = (town.people.income * 100).astype(np.int64)
    town.tables.add(
        "outside_tax",
        len(town.people),
        {
            "customer_id": Keys("c-", (town.people.numbers,)),
            "month": month,
            "taxable_income_minor": gross,
            "tax_paid_minor": (gross * 0.05).astype(np.int64),
        },
    )


def _social(town: Town, month: str, back: int) -> None:
    pays = town.people.of(town.people.occupation != RETIRED)
    town.tables.add(
        "outside_social_security",
        len(pays),
        {
            "customer_id": Keys("c-", (pays.numbers,)),
            "month": month,
            "employer": Words(pays.employer, EMPLOYERS),
            "base_minor": (pays.income * 95).astype(np.int64),
            "months_paid_total": np.maximum(1, ((pays.age - 22) * 12).astype(np.int64) - back),
        },
    )


def _fund(town: Town, month: str, back: int) -> None:
    del back
    pays = town.people.of(town.people.employer >= 0)
    town.tables.add(
        "outside_provident_fund",
        len(pays),
        {
            "customer_id": Keys("c-", (pays.numbers,)),
            "month": month,
            "deposit_minor": (pays.income * 24).astype(np.int64),
            "balance_minor": (pays.income * town.dice.uniform(500, 900, len(pays))).astype(
                np.int64
            ),
            "withdrawals_minor": np.zeros(len(pays), np.int64),
        },
    )


def _orders(town: Town, month: str, back: int) -> None:
    del back
    day = np.datetime64(month, "D").astype(int)
    town.tables.add(
        "outside_ecommerce",
        len(town.people),
        {
            "customer_id": Keys("c-", (town.people.numbers,)),
            "ordered_at": Moments(
                np.full(len(town.people), day), town.dice.integers(30_000, 80_000, len(town.people))
            ),
            "category": Words(
                town.dice.integers(0, 4, len(town.people)), ("家电", "服饰", "图书", "食品")
            ),
            "amount_minor": town.dice.integers(2_000, 90_000, len(town.people)),
        },
    )


def _goals(town: Town, month: str, back: int) -> None:
    """A goal of the quarter, and whether it was reached; nothing else about health."""
    if back % 3:
        return
    first = np.datetime64(month, "D").astype(int)
    town.tables.add(
        "outside_health_goal",
        len(town.people),
        {
            "customer_id": Keys("c-", (town.people.numbers,)),
            "period_start": Days(np.full(len(town.people), first - 90)),
            "period_end": Days(np.full(len(town.people), first - 1)),
            "goal": "每日八千步",
            "achieved": town.chance(0.55),
        },
    )


OUTSIDE: Final[dict[str, Callable[[Town, str, int], None]]] = {
    "outside_tax": _tax,
    "outside_social_security": _social,
    "outside_provident_fund": _fund,
    "outside_ecommerce": _orders,
    "health": _goals,
}
