"""A month's money: pay, rent, school, shops; its words and sums follow from the life."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.sample.world.people import RETIRED
from graph.sample.world.places import CITIES, DINERS, EMPLOYERS, GROCERS, PUMPS, SHOPS
from graph.sample.world.tables import Column, Ints, Keys, Moments, Words
from graph.sample.world.town import Town

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

METRO: Final = tuple(f"{city}地铁" for city in CITIES)
UTILITIES: Final = tuple(f"{city}水电燃气" for city in CITIES)
SCHOOLS: Final = (
    "阳光幼儿园（示例）",
    "实验小学（示例）",
    "第七中学（示例）",
    "育才高级中学（示例）",
    "江城大学（示例）",
)
SCHOOL_MEMOS: Final = ("保教费", "小学代办费", "初中代办费", "高中学费", "大学学费住宿费")
STAGES: Final = ((3, 6), (6, 12), (12, 15), (15, 18), (18, 22))
SCHOOL_COST: Final = (1800, 900, 1200, 2600, 6500)


@dataclass(frozen=True)
class Month:
    """A month of the feeds: its first day, its length, and its number in the year from 1."""

    first: int
    length: int
    number: int
    year: int


def live(town: Town, month: Month, pace: float) -> None:
    """The payments of one month; `pace` 1 is about a dozen a customer."""
    _earn(town, month)
    _dwell(town, month)
    _school(town, month)
    _spend(town, month, pace)
    _surprise(town, month)


def _post(town: Town, who: Ints, day: Ints, minor: Ints, **columns: Column) -> None:
    """Payments of some on their days, where those lie within the feeds."""
    inside = (day >= town.first) & (day <= town.last)
    named = {
        key: held.of(inside) if isinstance(held, Words) else held for key, held in columns.items()
    }
    seconds = 28_800 + (who[inside] * 7919 + day[inside] * 104_729) % 54_000
    town.tables.add(
        "transactions",
        int(inside.sum()),
        {
            "account_id": Keys("acc-c-", (town.people.numbers[who[inside]],)),
            "posted_at": Moments(day[inside], seconds),
            "amount_minor": minor[inside],
            "currency": "CNY",
            "counterparty_country": "CN",
            **named,
        },
    )


def _earn(town: Town, month: Month) -> None:
    age = town.people.age - (town.last - month.first) / 365.25
    grown = town.people.income * (1 - 0.0015 * (town.last - month.first) / 30)
    employed = np.flatnonzero(
        (town.people.employer >= 0) & (town.dice.random(len(town.people)) > 0.012)
    )
    pay_day = month.first + 9 + town.people.employer[employed] % 8
    sums = (grown[employed] * town.dice.normal(0.8, 0.025, len(employed)) * 100).astype(np.int64)
    _post(
        town,
        employed,
        pay_day,
        np.maximum(sums, 100_000),
        channel="online",
        counterparty=Words(town.people.employer[employed], EMPLOYERS),
        counterparty_kind="employer",
        memo="工资" if month.number != 1 else "工资及奖金",
    )
    pensioned = np.flatnonzero((town.people.occupation == RETIRED) & (age > 55))
    _post(
        town,
        pensioned,
        np.full(len(pensioned), month.first + 14),
        (town.people.income[pensioned] * 95).astype(np.int64),
        channel="online",
        counterparty="社会保险中心",
        counterparty_kind="government",
        memo="养老金",
    )
    own = np.flatnonzero((town.people.employer < 0) & (town.people.occupation != RETIRED))
    takes = np.repeat(own, town.dice.poisson(2.2, len(own)))
    sums = town.people.income[takes] / 2.2 * town.dice.lognormal(-0.1, 0.5, len(takes)) * 100
    _post(
        town,
        takes,
        month.first + town.dice.integers(0, month.length, len(takes)),
        sums.astype(np.int64),
        channel="pos",
        counterparty="收单结算",
        counterparty_kind="other",
        memo="货款",
    )


def _dwell(town: Town, month: Month) -> None:
    rents = np.flatnonzero(
        ~town.people.owns_home & (town.people.age > 22) & (town.dice.random(len(town.people)) < 0.7)
    )
    cost = town.people.income[rents] * 0.2 * (1.3 - 0.1 * town.people.tier()[rents]) * 100
    _post(
        town,
        rents,
        np.full(len(rents), month.first + 2),
        -cost.astype(np.int64),
        channel="app",
        counterparty="青年公寓（示例）",
        counterparty_kind="merchant",
        mcc="6513",
        memo="房租",
    )
    owns = np.flatnonzero(town.people.owns_home & (town.dice.random(len(town.people)) < 0.85))
    _post(
        town,
        owns,
        np.full(len(owns), month.first + 4),
        -town.dice.integers(150, 520, len(owns)) * 100,
        channel="app",
        counterparty="安居物业（示例）",
        counterparty_kind="merchant",
        mcc="6513",
        memo="物业费",
    )
    lights = np.flatnonzero(town.dice.random(len(town.people)) < 0.75)
    _post(
        town,
        lights,
        month.first + town.dice.integers(5, 20, len(lights)),
        -town.dice.integers(60, 420, len(lights)) * 100,
        channel="app",
        counterparty=Words(town.people.city[lights], UTILITIES),
        counterparty_kind="merchant",
        mcc="4900",
        memo="水电燃气费",
    )


def _school(town: Town, month: Month) -> None:
    if month.number not in (2, 9):
        return
    for place in range(town.people.child_years.shape[1]):
        born = town.people.child_years[:, place]
        for stage, (low, high) in enumerate(STAGES):
            old = month.year - born
            goes = np.flatnonzero(
                (born > 0)
                & (old >= low)
                & (old < high)
                & (town.dice.random(len(town.people)) < 0.85)
            )
            cost = SCHOOL_COST[stage] * town.dice.lognormal(0, 0.35, len(goes)) * 100
            _post(
                town,
                goes,
                month.first + town.dice.integers(0, 20, len(goes)),
                -cost.astype(np.int64),
                channel="app",
                counterparty=SCHOOLS[stage],
                counterparty_kind="school",
                mcc="8211",
                memo=SCHOOL_MEMOS[stage],
            )


def _spend(town: Town, month: Month, pace: float) -> None:
    wealth = np.sqrt(town.people.income / 12_000)
    for names, code, rate, mean, memo in (
        (GROCERS, "5411", 2.6, 85, "超市"),
        (DINERS, "5812", 2.0, 70, "餐饮"),
        (SHOPS, "5399", 1.2, 210, "购物"),
    ):
        _shop(town, month, (names, code, memo, rate * pace * wealth, mean))
    riders = np.where(town.people.owns_car, 0.3, 1.4) * pace
    _shop(town, month, (METRO, "4111", "交通", riders, 18))
    drivers = np.where(town.people.owns_car, 1.1, 0.0) * pace
    _shop(town, month, (PUMPS, "5541", "加油", drivers, 310))
    doctors = np.clip(0.05 + 0.004 * (town.people.age - 30), 0.03, 0.4) * pace
    _shop(town, month, (("市民药房（示例）",), "5912", "药品", doctors, 90))


def _shop(
    town: Town,
    month: Month,
    what: tuple[tuple[str, ...], str, str, Floats, float],
) -> None:
    names, code, memo, rate, mean = what
    who = np.repeat(np.arange(len(town.people)), town.dice.poisson(rate))
    chosen = (
        town.people.city[who]
        if len(names) == len(CITIES)
        else town.dice.integers(0, len(names), len(who))
    )
    sums = mean * town.dice.lognormal(-0.15, 0.55, len(who)) * 100
    _post(
        town,
        who,
        month.first + town.dice.integers(0, month.length, len(who)),
        -sums.astype(np.int64),
        channel="pos",
        counterparty=Words(chosen, names),
        counterparty_kind="merchant",
        mcc=code,
        memo=memo,
    )


def _surprise(town: Town, month: Month) -> None:
    """What looks like more than it is: gifts, a loan to a friend, a business trip, a niece."""
    for share, least, most, kind, payee, memo, code in (
        (0.03, 500, 3000, "person", "同事", "婚礼随礼", None),
        (0.006, 20_000, 200_000, "person", "亲友", "周转", None),
        (0.012, 800, 6000, "merchant", "云上航旅（示例）", "差旅机票", "4511"),
        (0.006, 1500, 9000, "school", "育才高级中学（示例）", "侄女学费", "8211"),
    ):
        who = np.flatnonzero(town.dice.random(len(town.people)) < share)
        _post(
            town,
            who,
            month.first + town.dice.integers(0, month.length, len(who)),
            -town.dice.integers(least, most + 1, len(who)) * 100,
            channel="app",
            counterparty=payee,
            counterparty_kind=kind,
            mcc=code,
            memo=memo,
        )
    lucky = np.flatnonzero(town.dice.random(len(town.people)) < 0.003)
    sums = town.people.income[lucky] * town.dice.uniform(5, 30, len(lucky)) * 100
    _post(
        town,
        lucky,
        month.first + town.dice.integers(0, month.length, len(lucky)),
        sums.astype(np.int64),
        channel="online",
        counterparty="亲友",
        counterparty_kind="person",
        memo="往来款",
    )
