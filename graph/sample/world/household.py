"""What a household costs each month: rent or mortgage, bills, school, small children, family."""

from typing import Final

import numpy as np

from graph.sample.world.payments import Month, minor, post, some_day
from graph.sample.world.people import MARRIED, NEVER, Flags, Floats, Ints, People
from graph.sample.world.places import CITIES
from graph.sample.world.tables import Words
from graph.sample.world.town import Town

UTILITIES: Final = tuple(f"{city}水电燃气" for city in CITIES)
SCHOOLS: Final = (
    "阳光幼儿园（示例）", "实验小学（示例）", "第七中学（示例）", "育才高级中学（示例）",
    "江城大学（示例）",
)  # fmt: skip
SCHOOL_MEMOS: Final = ("保教费", "小学代办费", "初中代办费", "高中学费", "大学学费住宿费")
STAGES: Final = ((3, 6), (6, 12), (12, 15), (15, 18), (18, 22))
SCHOOL_COST: Final = (1800, 900, 1200, 2600, 6500)
TUITION_SHARE: Final = 0.85
"""Of school fees, the part paid through this bank. Assumption."""


def price(people: People) -> Floats:
    """What their home costs, in yuan: months of income by taste, more in large cities."""
    return people.income * (60 + 90 * people.thrift) * (1.5 - 0.2 * people.tier())


def down(people: People) -> Floats:
    """What of it they pay at once."""
    return np.clip(price(people) * (0.5 - 0.3 * people.thrift), 110_000, None)


def keep_house(town: Town, month: Month) -> None:
    """The payments of a household in one month."""
    _dwell(town, month)
    _bills(town, month)
    _repay(town, month)
    _school(town, month)
    _babies(town, month)
    _family(town, month)


def _dwell(town: Town, month: Month) -> None:
    people = town.people
    owns = people.owns_home | town.after("home_purchase", month.first, 90)
    leaves = people.owns_home | town.after("home_purchase", month.first, 60)
    rents = np.flatnonzero(
        ~leaves & (people.age > 22) & (people.numbers % 10 < 8) & people.main_bank
    )
    cost = people.income[rents] * 0.2 * (1.3 - 0.1 * people.tier()[rents])
    post(
        town, rents, np.full(len(rents), month.first + 2), -minor(cost), channel="app",
        counterparty="青年公寓（示例）", counterparty_kind="merchant", mcc="6513", memo="房租",
    )  # fmt: skip
    kept = np.flatnonzero(owns & people.main_bank & town.chance(0.85))
    post(
        town, kept, np.full(len(kept), month.first + 4),
        -town.dice.integers(150, 520, len(kept)) * 100, channel="app",
        counterparty="安居物业（示例）", counterparty_kind="merchant", mcc="6513", memo="物业费",
    )  # fmt: skip


def _bills(town: Town, month: Month) -> None:
    who = np.flatnonzero(town.chance(0.75) & town.people.main_bank)
    cold = 1.35 if month.number in (1, 2, 7, 8, 12) else 1.0
    post(
        town, who, month.first + town.dice.integers(5, 20, len(who)),
        -(town.dice.integers(60, 420, len(who)) * cold * 100).astype(np.int64), channel="app",
        counterparty=Words(town.people.city[who], UTILITIES), counterparty_kind="merchant",
        mcc="4900", memo="水电燃气费",
    )  # fmt: skip


def _repay(town: Town, month: Month) -> None:
    """What a mortgage costs in a month: of the bought home, or of one from before."""
    people = town.people
    bought = town.after("home_purchase", month.first, 30) & (people.mortgage_day == NEVER)
    owes = (people.mortgage_day < NEVER) | (bought & (people.thrift > 0.2))
    who = np.flatnonzero(owes)
    cost = (price(people) - down(people))[who] * 0.0043
    post(
        town, who, np.full(len(who), month.first + 19), -minor(cost), channel="online",
        counterparty="大通银行（示例）", counterparty_kind="other", memo="房贷月供还款",
    )  # fmt: skip


def _school(town: Town, month: Month) -> None:
    if month.number not in (2, 9):
        return
    people = town.people
    for born in people.child_years.T:
        old = month.year - born - (month.number < 9)
        for stage, (low, high) in enumerate(STAGES):
            goes = (born > 0) & (old >= low) & (old < high) & town.chance(TUITION_SHARE)
            who = np.flatnonzero(goes & people.main_bank & _pays_for_children(people))
            cost = SCHOOL_COST[stage] * town.dice.lognormal(0, 0.35, len(who))
            post(
                town, who, month.first + town.dice.integers(0, 20, len(who)), -minor(cost),
                channel="app", counterparty=SCHOOLS[stage], counterparty_kind="school",
                mcc="8211", memo=SCHOOL_MEMOS[stage],
            )  # fmt: skip


def _pays_for_children(people: People) -> Flags:
    """Of a couple who are both customers, one pays; the odd one shares now and then."""
    return (people.spouse < 0) | (people.numbers < people.spouse) | (people.numbers % 6 == 0)


def _babies(town: Town, month: Month) -> None:
    people = town.people
    small = ((month.year - people.child_years) < 3) & (people.child_years > 0)
    has = small.any(axis=1) | town.after("childbirth", month.first)
    who = np.repeat(np.arange(len(people)), town.dice.poisson(1.3 * (has & people.main_bank)))
    sums = 260 * town.dice.lognormal(-0.1, 0.5, len(who))
    post(
        town, who, some_day(town, month, len(who)), -minor(sums), channel="pos",
        counterparty="小宝母婴（示例）", counterparty_kind="merchant", mcc="5641", memo="奶粉尿裤",
    )  # fmt: skip


def _family(town: Town, month: Month) -> None:
    """Household money to the spouse, received where that is a customer; parents and children."""
    people = town.people
    gives = (people.marital == MARRIED) & (people.numbers % 100 < 86) & town.chance(0.82)
    gives &= people.main_bank & ((people.spouse < 0) | (people.numbers < people.spouse))
    who = np.flatnonzero(gives)
    sums = people.income[who] * town.dice.uniform(0.12, 0.3, len(who))
    day = some_day(town, month, len(who))
    common = {"channel": "app", "counterparty_kind": "person"}
    post(town, who, day, -minor(sums), counterparty="爱人", memo="家用", **common)
    paired = people.spouse[who] >= 0
    _receive(town, who[paired] + 1, day[paired], sums[paired])
    helps = np.flatnonzero((people.age > 28) & (people.age < 60) & town.chance(0.12))
    sums = town.dice.uniform(500, 3000, len(helps)) * (1.6 if month.number in (1, 2) else 1.0)
    post(
        town, helps, some_day(town, month, len(helps)), -minor(sums),
        counterparty="父母", memo="孝敬父母", **common,
    )  # fmt: skip


def _receive(town: Town, who: Ints, day: Ints, sums: Floats) -> None:
    post(
        town, who, day, minor(sums), channel="app", counterparty="爱人",
        counterparty_kind="person", memo="家用",
    )  # fmt: skip
