"""What proves an event in the feeds, and how its money is gathered before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph.sample.world.household import down, price
from graph.sample.world.people import NEVER, People
from graph.sample.world.tables import Column, Days, Ints, Keys, Moments, Words
from graph.sample.world.town import Town


@dataclass(frozen=True)
class Those:
    """People to whom an event has come within the feeds, and the day of it."""

    people: People
    day: Ints

    def __len__(self) -> int:
        return len(self.day)

    def of(self, rows: Any, day: Ints | None = None) -> "Those":
        """Some of them, on their day or another one."""
        return Those(self.people.of(rows), (self.day if day is None else day)[rows])


CURRENCIES: Final = ("GBP", "USD", "AUD", "EUR", "JPY")
DOLLARS: Final = np.array([1.33, 1.0, 0.65, 1.16, 0.0066])
"""What one of each is in dollars."""

Proof = Callable[[Town, Those], None]


def prove(town: Town, key: str, those: Those) -> None:
    """Write what proves the event of this key; all of `those` lie within the feeds."""
    PROOFS[key](town, those)


def pay(town: Town, those: Those, minor: Ints, **columns: Column) -> None:
    """A payment of each on their day, of so many minor units, signed."""
    named = {"channel": "counter", "counterparty_country": "CN", "currency": "CNY", **columns}
    town.tables.add(
        "transactions",
        len(those),
        {
            "account_id": Keys("acc-c-", (those.people.numbers,)),
            "posted_at": Moments(those.day, np.full(len(those), 43_200)),
            "amount_minor": minor,
            **named,
        },
    )


def lend(town: Town, those: Those, terms: tuple[str, str, int, float], principal: Ints) -> None:
    """A loan of each, granted on their day: purpose, product, months, yearly rate."""
    purpose, product, months, rate = terms
    paid = np.clip((town.last - those.day) // 30, 0, months)
    left = (principal * (1 - paid / months)).astype(np.int64)
    town.tables.add(
        "loans",
        len(those),
        {
            "loan_id": Keys(f"loan-{purpose}-c-", (those.people.numbers, those.day)),
            "customer_id": Keys("c-", (those.people.numbers,)),
            "product_code": product,
            "purpose": purpose,
            "principal_minor": principal,
            "outstanding_minor": left,
            "currency": "CNY",
            "annual_rate": np.full(len(those), rate),
            "method": "annuity",
            "granted_on": Days(those.day),
            "term_months": np.full(len(those), months),
            "next_due_on": Days(those.day + (paid + 1) * 30),
            "arrears_days": np.zeros(len(those), int),
            "status": "active",
        },
    )


def gather(town: Town, those: Those, months: int = 8) -> None:
    """Money put aside month by month before a purchase by those who can; the day may lie ahead."""
    for back in range(1, months + 1):
        saves = town.dice.random(len(those)) < 0.55
        day = those.day - back * 30 + town.dice.integers(-4, 5, len(those))
        saves &= (day >= town.first) & (day <= town.last)
        sums = (those.people.income * town.dice.uniform(0.1, 0.4, len(those)) * 100).astype(
            np.int64
        )
        part = those.of(saves, day)
        pay(
            town,
            part,
            -sums[saves],
            counterparty="本人定期",
            counterparty_kind="own",
            memo="转存",
            channel="app",
        )


def exchange_ahead(town: Town, those: Those, share: float) -> None:
    """Foreign currency bought in parts in the half year before tuition falls due."""
    for _ in range(3):
        buys = town.dice.random(len(those)) < share
        day = those.day - town.dice.integers(20, 190, len(those))
        buys &= (day >= town.first) & (day <= town.last)
        exchange(town, those.of(buys, day), Exchange("buy", "tuition", 1_000, 9_000))


@dataclass(frozen=True)
class Exchange:
    """Currency bought or sent: its side and purpose, and least and most in dollars."""

    side: str
    purpose: str
    least: int
    most: int


def exchange(town: Town, those: Those, what: Exchange) -> None:
    """An exchange of each on their day."""
    dollars = town.dice.integers(what.least, what.most + 1, len(those)) * 100
    chosen = town.dice.choice(len(CURRENCIES), len(those), p=(0.3, 0.35, 0.15, 0.1, 0.1))
    town.tables.add(
        "fx",
        len(those),
        {
            "customer_id": Keys("c-", (those.people.numbers,)),
            "side": what.side,
            "currency": Words(chosen, CURRENCIES),
            "amount_minor": (dollars / DOLLARS[chosen]).astype(np.int64),
            "usd_minor": dollars,
            "purpose": what.purpose,
            "beneficiary_kind": "school" if what.purpose == "tuition" else "own",
            "traded_at": Moments(those.day, town.dice.integers(33_000, 57_000, len(those))),
        },
    )


def _study(town: Town, those: Those) -> None:
    by_card = town.dice.random(len(those)) < 0.2
    sent = those.of(~by_card)
    exchange(town, sent, Exchange("remit_out", "tuition", 8_000, 38_000))
    carded = those.of(by_card)
    pay(
        town,
        carded,
        -town.dice.integers(60_000, 260_000, len(carded)) * 100,
        counterparty="海外大学学费（示例）",
        counterparty_kind="school",
        mcc="8220",
        counterparty_country="GB",
        memo="tuition",
    )


def keep_abroad(town: Town, those: Those) -> None:
    """What follows a first tuition: the next ones, and living costs month by month."""
    for term in range(1, 5):
        day = those.day + term * 175 + town.dice.integers(-15, 16, len(those))
        pays = (day <= town.last) & (day >= town.first) & (town.dice.random(len(those)) < 0.85)
        exchange(town, those.of(pays, day), Exchange("remit_out", "tuition", 6_000, 30_000))
    for month in range(1, 25):
        day = those.day + month * 30 + town.dice.integers(-6, 7, len(those))
        pays = (day <= town.last) & (day >= town.first) & (town.dice.random(len(those)) < 0.6)
        exchange(town, those.of(pays, day), Exchange("remit_out", "living", 500, 2_500))


def _home(town: Town, those: Those) -> None:
    whole, first = price(those.people), down(those.people)
    pay(
        town, those, -np.round(first).astype(np.int64) * 100, counterparty="安居置业（示例）",
        counterparty_kind="developer", mcc="6513", memo="购房首付款",
    )  # fmt: skip
    borrows = those.people.thrift > 0.2
    part = those.of(borrows)
    rest = np.clip(whole - first, 100_000, None)[borrows].astype(np.int64) * 100
    lend(town, part, ("home_purchase", "M-FIRST", 360, 0.031), rest)


def old_mortgages(town: Town) -> None:
    """The mortgages from before the feeds."""
    rows = np.flatnonzero(town.people.mortgage_day < NEVER)
    those = Those(town.people.of(rows), town.people.mortgage_day[rows])
    rest = (price(those.people) - down(those.people)).clip(100_000) * 0.8
    lend(town, those, ("home_purchase", "M-FIRST", 300, 0.035), rest.astype(np.int64) * 100)


def _renovation(town: Town, those: Those) -> None:
    borrows = those.people.thrift > 0.6
    part = those.of(borrows)
    lend(
        town,
        part,
        ("renovation", "L-RENOVATION", 60, 0.042),
        town.dice.integers(50_000, 250_000, len(part)) * 100,
    )
    cash = those.of(~borrows)
    for days in (40, 20, 0):
        # The third of three large payments within sixty days is what proves it.
        before = Those(cash.people, cash.day - days)
        inside = before.day >= town.first
        part = before.of(inside)
        pay(
            town,
            part,
            -town.dice.integers(6_000, 60_000, len(part)) * 100,
            counterparty="木与石装饰（示例）",
            counterparty_kind="merchant",
            mcc="1520" if days else "5712",
            memo="工程款",
        )


def _vehicle(town: Town, those: Those) -> None:
    pay(
        town,
        those,
        -town.dice.integers(32_000, 160_000, len(those)) * 100,
        counterparty="通达汽车（示例）",
        counterparty_kind="merchant",
        mcc="5511",
        memo="购车款",
    )
    borrows = those.people.thrift > 0.55
    part = those.of(borrows)
    lend(
        town,
        part,
        ("vehicle", "L-CAR", 36, 0.039),
        town.dice.integers(50_000, 200_000, len(part)) * 100,
    )


def _childbirth(town: Town, those: Those) -> None:
    town.tables.add(
        "insurance",
        len(those),
        {
            "policy_id": Keys("pol-child-c-", (those.people.numbers,)),
            "customer_id": Keys("c-", (those.people.numbers,)),
            "product_code": "I-ACCIDENT",
            "insured": "child",
            "cover_minor": np.full(len(those), 20_000_000),
            "premium_minor": np.full(len(those), 30_000),
            "currency": "CNY",
            "starts_on": Days(those.day),
            "ends_on": Days(those.day + 365),
        },
    )


def _retirement(town: Town, those: Those) -> None:
    pension = (those.people.income * 45).astype(np.int64)
    for month in range((town.last - town.first) // 30 + 1):
        day = those.day + month * 30
        inside = day <= town.last
        part = those.of(inside, day)
        pay(
            town,
            part,
            pension[inside],
            counterparty="社会保险中心",
            counterparty_kind="government",
            memo="养老金",
            channel="online",
        )


def _borrows(purpose: str, product: str, months: int, least: int, most: int) -> Proof:
    def proof(town: Town, those: Those) -> None:
        sums = town.dice.integers(least, most, len(those)) * 100
        lend(town, those, (purpose, product, months, 0.041), sums)

    return proof


def _travel(town: Town, those: Those) -> None:
    exchange(town, those, Exchange("buy", "travel", 300, 5_000))


PROOFS: Final[dict[str, Proof]] = {
    "study_abroad": _study,
    "home_purchase": _home,
    "renovation": _renovation,
    "vehicle_purchase": _vehicle,
    "childbirth": _childbirth,
    "retirement": _retirement,
    "business_start": _borrows("business", "L-BUSINESS", 36, 50_000, 500_000),
    "farm_cycle": _borrows("farming", "L-BUSINESS", 12, 10_000, 120_000),
    "pv_install": _borrows("solar", "L-BUSINESS", 96, 40_000, 160_000),
    "overseas_travel": _travel,
}
