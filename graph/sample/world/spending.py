"""What is spent in shops each month, and what looks like more than it is."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.sample.world.payments import Month, minor, post, some_day
from graph.sample.world.people import FARMER, Floats, Ints
from graph.sample.world.places import CITIES, DINERS, GROCERS, PUMPS, SHOPS
from graph.sample.world.tables import Words
from graph.sample.world.town import Town
from graph.sample.world.work import drives

METRO: Final = tuple(f"{city}地铁" for city in CITIES)
AWAY: Final = 0.35
"""How much is paid here by those whose daily life goes through another bank."""


@dataclass(frozen=True)
class Shop:
    """A kind of shop: its names, merchant code and memo, and what a visit costs in yuan."""

    names: tuple[str, ...]
    code: str
    memo: str
    cost: float


GROCER: Final = Shop(GROCERS, "5411", "超市", 85)
DINER: Final = Shop(DINERS, "5812", "餐饮", 70)
STORE: Final = Shop(SHOPS, "5399", "购物", 210)
RIDE: Final = Shop(METRO, "4111", "交通", 18)
PUMP: Final = Shop(PUMPS, "5541", "加油", 310)
PHARMACY: Final = Shop(("市民药房（示例）",), "5912", "药品", 90)
FARM: Final = Shop(("绿禾农资（示例）",), "5261", "种子化肥", 420)


def spend(town: Town, month: Month, pace: float) -> None:
    """The shopping of a month; `pace` 1 is about a dozen payments a customer."""
    people = town.people
    often = np.where(people.main_bank, 1.0, AWAY) * pace
    wealth = np.sqrt(people.income / 12_000) * often
    feast = 1.3 if month.number in (1, 2, 11) else 1.0
    has_car = drives(town, month.first)
    for shop, rate in (
        (GROCER, 2.6 * wealth),
        (DINER, 2.0 * wealth),
        (STORE, 1.2 * wealth * feast),
        (RIDE, np.where(has_car, 0.3, 1.4) * often),
        (PUMP, np.where(has_car, 1.6, 0.02) * often),
        (PHARMACY, np.clip(0.05 + 0.004 * (people.age - 30), 0.03, 0.4) * often),
        (FARM, 0.9 * (people.occupation == FARMER) * often),
    ):
        _visit(town, month, shop, rate)


def _visit(town: Town, month: Month, shop: Shop, rate: Floats) -> None:
    who = np.repeat(np.arange(len(town.people)), town.dice.poisson(rate))
    local = len(shop.names) == len(CITIES)
    chosen = town.people.city[who] if local else town.dice.integers(0, len(shop.names), len(who))
    sums = shop.cost * town.dice.lognormal(-0.15, 0.55, len(who))
    post(
        town, who, some_day(town, month, len(who)), -minor(sums), channel="pos",
        counterparty=Words(chosen, shop.names), counterparty_kind="merchant",
        mcc=shop.code, memo=shop.memo,
    )  # fmt: skip


MISLEADING: Final = (
    (0.03, 500, 3000, "person", "同事", "婚礼随礼", None),
    (0.006, 20_000, 200_000, "person", "亲友", "周转", None),
    (0.012, 800, 6000, "merchant", "云上航旅（示例）", "差旅机票", "4511"),
    (0.008, 300, 2500, "merchant", "远方订房（示例）", "差旅住宿", "7011"),
    (0.006, 1500, 9000, "school", "育才高级中学（示例）", "侄女学费", "8211"),
    (0.003, 900, 4000, "agency", "教育考试服务中心（示例）", "代报考试费", "8299"),
    (0.004, 400, 4000, "merchant", "建材广场（示例）", "五金维修", "5200"),
    (0.003, 300, 1500, "merchant", "小宝母婴（示例）", "满月礼", "5641"),
)
"""Part of people each month, least and most in yuan, kind, payee, memo, merchant code: a wedding,
a friend in need, a business trip, a niece, a favour, a repair, a present."""


def surprise(town: Town, month: Month) -> None:
    """What looks like more than it is, and money that comes once and means nothing."""
    for share, least, most, kind, payee, memo, code in MISLEADING:
        who = np.flatnonzero(town.chance(share))
        cost = -town.dice.integers(least, most + 1, len(who)) * 100
        post(
            town, who, some_day(town, month, len(who)), cost, channel="app", counterparty=payee,
            counterparty_kind=kind, mcc=code, memo=memo,
        )  # fmt: skip
    lucky: Ints = np.flatnonzero(town.chance(0.003))
    sums = town.people.income[lucky] * town.dice.uniform(5, 30, len(lucky))
    post(
        town, lucky, some_day(town, month, len(lucky)), minor(sums), channel="online",
        counterparty="亲友", counterparty_kind="person", memo="往来款",
    )  # fmt: skip
