"""A household of the sample: who it is, what it earns and spends, under which seed it lives."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from graph.hub import BANK_ZONE
from graph.model import RiskLevel, Tier

FAMILY_NAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
GIVEN_NAMES: Final = (
    "子涵", "雨桐", "浩然", "思远", "佳怡", "建华", "秀英", "志强", "丽华", "明哲", "晓峰", "美玲",
    "国栋", "海燕", "俊杰", "雅静", "文博", "春梅", "立新", "婉清", "承志", "慧敏", "德胜", "若溪",
)  # fmt: skip
CITIES: Final = ("上海", "杭州", "南京", "苏州", "宁波", "南通", "嘉兴", "合肥")
WORK: Final = (
    ("软件工程师", "云杉科技（示例）"), ("教师", "育才中学（示例）"),
    ("医生", "仁和医院（示例）"),
    ("会计", "信诚会计（示例）"),
    ("销售经理", "远航商贸（示例）"),
    ("公务员", "市政服务中心（示例）"),
    ("制造业技工", "精工机械（示例）"),
    ("快递员", "迅达物流（示例）"), ("设计师", "青禾设计（示例）"),
)  # fmt: skip
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the first 17 characters of an identity number. Source: GB 11643-1999."""


@dataclass(frozen=True)
class Household:
    """A customer with the means and habits the feeds are written from; amounts in CNY a month."""

    id: str
    name: str
    gender: str
    birth_date: date
    city: str
    occupation: str
    employer: str
    marital_status: str
    children: tuple[int, ...]
    income: int
    living: int
    assets: int
    tier: Tier
    level: RiskLevel
    advisor_id: str
    today: date
    dice: random.Random = field(default_factory=random.Random, compare=False)

    @property
    def kind(self) -> str:
        """Person or micro-business."""
        return "micro_business" if self.tier == "micro_business" else "person"

    @property
    def account(self) -> str:
        """The id of the account that wages and spending go through."""
        return f"acc-{self.id}-1"

    def at(self, day: date) -> datetime:
        """A moment of waking hours on the day."""
        minutes = self.dice.randrange(8 * 60, 22 * 60)
        return datetime.combine(day, time(), BANK_ZONE) + timedelta(minutes=minutes)


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def id_number(born: date, serial: int) -> str:
    """An identity number with its check character; its area 999999 does not exist."""
    head = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def drawn(number: int, today: date, seed: int) -> Household:
    """The household behind customer `c-<number>`, the same for the same seed."""
    rng = random.Random(f"{seed}/{number}")
    tier = _tier(rng)
    age = rng.randint(24, 34) if number % 4 == 0 else rng.randint(28, 64)
    occupation, employer = _work(rng, tier)
    income = _income(rng, tier)
    return Household(
        id=f"c-{number}",
        name=rng.choice(FAMILY_NAMES) + rng.choice(GIVEN_NAMES),
        gender=rng.choice("FM"),
        birth_date=date(today.year - age, rng.randint(1, 12), rng.randint(1, 28)),
        city=rng.choice(CITIES),
        occupation=occupation,
        employer=employer,
        marital_status="married" if age > 30 and rng.random() < 0.8 else "single",
        children=_children(rng, age, today),
        income=income,
        living=int(income * rng.uniform(0.38, 0.55)),
        assets=_assets(rng, tier),
        tier=tier,
        level=rng.choices(("C1", "C2", "C3", "C4", "C5"), (15, 30, 32, 17, 6))[0],
        advisor_id=rng.choice(("a-1", "a-3", "a-4", "a-5")),
        today=today,
        dice=rng,
    )


def _tier(rng: random.Random) -> Tier:
    tiers: Sequence[Tier] = ("mass", "potential", "hnw", "micro_business")
    return rng.choices(tiers, (60, 27, 5, 8))[0]


def _work(rng: random.Random, tier: Tier) -> tuple[str, str]:
    if tier == "micro_business":
        return rng.choice((("个体经营", "自营"), ("农户", "自营")))
    return rng.choice(WORK)


def _income(rng: random.Random, tier: Tier) -> int:
    low, high = {
        "mass": (5000, 16000), "potential": (14000, 45000), "hnw": (60000, 150000),
        "micro_business": (9000, 50000),
    }[tier]  # fmt: skip
    return rng.randrange(low, high, 500)


def _assets(rng: random.Random, tier: Tier) -> int:
    low, high = {
        "mass": (3000, 420000), "potential": (560000, 3500000), "hnw": (5300000, 15000000),
        "micro_business": (50000, 1500000),
    }[tier]  # fmt: skip
    return rng.randrange(low, high, 1000)


def _children(rng: random.Random, age: int, today: date) -> tuple[int, ...]:
    if age < 30 or rng.random() < 0.25:
        return ()
    first = today.year - max(1, age - rng.randint(26, 32))
    second = first + rng.randint(2, 5)
    return (first, second) if second < today.year and rng.random() < 0.3 else (first,)
