"""Three customers of the sample with known circumstances, for demonstrations and tests."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from graph.model import Tier
from graph.sample.household import Household
from graph.sample.life import ask, look
from graph.sample.means import (
    add_account,
    add_assessment,
    add_card,
    add_cover,
    add_holding,
    add_loan,
)
from graph.sample.rows import Rows
from graph.sample.spending import live, pay
from graph.values import Value


class DemoCustomer(Value):
    """A customer with a stable id and known circumstances."""

    id: str
    name: str
    tier: Tier
    zh: str
    en: str


CHEN: Final = DemoCustomer(
    id="c-1001",
    name="陈静",
    tier="potential",
    zh="孩子 16 岁，准备留学",
    en="child of 16 to study abroad",
)
LI: Final = DemoCustomer(
    id="c-1002",
    name="李明",
    tier="potential",
    zh="夫妻二人准备购房",
    en="a couple about to buy a home",
)
ZHAO: Final = DemoCustomer(
    id="c-1003",
    name="赵建国",
    tier="hnw",
    zh="企业高管，考虑传承",
    en="an executive thinking of legacy",
)


def demo_customers() -> tuple[DemoCustomer, ...]:
    """The customers whose circumstances are fixed, by id."""
    return (CHEN, LI, ZHAO)


def demo_households(rows: Rows, today: date, seed: int) -> list[Household]:
    """Add what the fixed customers own, owe and did; their households, by id."""
    builders: tuple[Callable[[Rows, date, random.Random], Household], ...] = (_chen, _li, _zhao)
    return [
        build(rows, today, random.Random(f"{seed}/{one.id}"))
        for one, build in zip(demo_customers(), builders, strict=True)
    ]


def _chen(rows: Rows, today: date, rng: random.Random) -> Household:
    house = Household(
        id=CHEN.id, name=CHEN.name, gender="F", birth_date=date(1981, 3, 9), city="上海",
        occupation="部门经理", employer="云杉科技（示例）", marital_status="married",
        children=(today.year - 16,), income=55000, living=22850, assets=1200000, tier=CHEN.tier,
        level="C3", advisor_id="a-1", today=today, dice=rng,
    )  # fmt: skip
    add_account(rows, house, "current", 180000)
    add_account(rows, house, "term", 400000)
    add_holding(rows, house, "W-R2", 350000)
    add_holding(rows, house, "F-R3", 270000)
    add_card(rows, house, 80000)
    add_loan(rows, house, ("home_purchase", "M-FIRST", "0.035"), (108, 240), 9800)
    add_cover(rows, house, 500000)
    add_assessment(rows, house, 8)
    live(rows, house, 9800)
    seen = (
        (62, "search", "英国本科留学费用"),
        (41, "view", "存款证明办理"),
        (33, "calculator", "留学费用测算"),
        (20, "search", "雅思报名"),
        (12, "search", "学生签证资金证明"),
        (6, "search", "购汇额度怎么算"),
    )  # fmt: skip
    for back, kind, text in seen:
        look(rows, house, today - timedelta(days=back), (kind, text))
    ask(rows, house, today - timedelta(days=15), "孩子后年想去英国读大学，学费怎么汇比较稳妥？")
    pay(
        rows, house, today - timedelta(days=18), 2170, counterparty="语言考试中心（示例）",
        counterparty_kind="school", counterparty_country="CN", mcc="8299", memo="雅思考试费",
    )  # fmt: skip
    pay(
        rows, house, today - timedelta(days=9), 6000, counterparty="启航留学服务（示例）",
        counterparty_kind="agency", counterparty_country="CN", mcc="8299", memo="留学申请费",
    )  # fmt: skip
    return house


def _li(rows: Rows, today: date, rng: random.Random) -> Household:
    house = Household(
        id=LI.id, name=LI.name, gender="M", birth_date=date(1994, 5, 2), city="杭州",
        occupation="软件工程师", employer="青禾设计（示例）", marital_status="married",
        children=(), income=22000, living=12400, assets=1250000, tier=LI.tier, level="C3",
        advisor_id="a-1", today=today, dice=rng,
    )  # fmt: skip
    add_account(rows, house, "current", 250000)
    add_account(rows, house, "term", 1000000)
    add_card(rows, house, 40000)
    add_loan(rows, house, ("vehicle", "L-PERSONAL", "0.045"), (20, 60), 3500)
    add_assessment(rows, house, 6)
    live(rows, house, 3500)
    seen = (
        (48, "search", "看房攻略"), (30, "search", "首付多少"), (21, "search", "房贷利率"),
        (14, "calculator", "房贷月供"), (8, "search", "公积金贷款额度"), (3, "view", "首套房贷"),
    )  # fmt: skip
    for back, kind, text in seen:
        look(rows, house, today - timedelta(days=back), (kind, text))
    ask(rows, house, today - timedelta(days=11), "我们想买第一套房，首付大概要准备多少？")
    pay(
        rows, house, today - timedelta(days=5), 20000, counterparty="好邻房产经纪（示例）",
        counterparty_kind="agency", counterparty_country="CN", mcc="6513", memo="购房意向定金",
    )  # fmt: skip
    return house


def _zhao(rows: Rows, today: date, rng: random.Random) -> Household:
    house = Household(
        id=ZHAO.id, name=ZHAO.name, gender="M", birth_date=date(1968, 8, 21), city="上海",
        occupation="企业高管", employer="精工机械（示例）", marital_status="married",
        children=(1996, 2001), income=120000, living=45000, assets=6800000, tier=ZHAO.tier,
        level="C4", advisor_id="a-1", today=today, dice=rng,
    )  # fmt: skip
    add_account(rows, house, "current", 800000)
    add_account(rows, house, "term", 2200000)
    add_holding(rows, house, "W-R2", 1700000)
    add_holding(rows, house, "F-R4", 2100000)
    add_card(rows, house, 300000)
    add_cover(rows, house, 3000000)
    add_assessment(rows, house, 4)
    live(rows, house, 0)
    seen = ((55, "search", "家族信托"), (27, "search", "遗嘱公证"), (10, "view", "财富传承方案"))
    for back, kind, text in seen:
        look(rows, house, today - timedelta(days=back), (kind, text))
    ask(rows, house, today - timedelta(days=16), "想了解家族信托和财富传承怎么安排。")
    return house
