"""What study abroad costs, year by year: the inputs, the stages and the quota they use."""

from datetime import date
from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import ONE, ZERO, precise
from assistant.planning.calculators.calculator import (
    MOST,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.errors import BadInput
from assistant.planning.months import month_after, months_between, named
from assistant.planning.sheet import Mark
from graph.values import Value

QUOTA: Final = Decimal(50000)
"""US dollars of convenience quota a person has in a calendar year."""
STRESSES: Final = (Decimal("0.05"), Decimal("0.10"))
"""How much dearer the foreign currency is in the stress cases shown always."""


class StudyAbroadInput(Input):
    """Costs in the foreign currency at today's prices, and the family's means in CNY."""

    starts_on: date = asked("开学日期", "Start of study")
    years: int = asked("学制（年）", "Years of study", ge=1, le=10)
    currency: str = asked("外币", "Foreign currency", "GBP", pattern="^[A-Z]{3}$")
    tuition: Decimal = amount("年学费（外币）", "Tuition a year (foreign)", positive=True)
    living: Decimal = amount("年生活费（外币）", "Living costs a year (foreign)")
    oneoff: Decimal = amount("首年杂费（外币）", "One-off costs, first year", Decimal(0))
    tuition_growth: Decimal = fraction("学费年涨幅", "Growth of tuition", Decimal("0.04"))
    living_growth: Decimal = fraction("生活费年涨幅", "Growth of living costs", Decimal("0.03"))
    exchange_rate: Decimal = asked("汇率（1 外币兑人民币）", "CNY for one unit", gt=0, le=10**6)
    usd_rate: Decimal | None = asked(
        "美元汇率（1 外币兑美元）", "USD for one unit", None, gt=0, le=10**6
    )
    saving_yield: Decimal = fraction("储蓄收益率（假设）", "Yield of saving", Decimal("0.02"))
    earmarked: Decimal = amount("已备专款（元）", "Earmarked money (CNY)", Decimal(0))
    income: Decimal | None = asked("月收入（元）", "Monthly income (CNY)", None, ge=0, le=MOST)
    living_cost: Decimal | None = asked(
        "家庭月支出（元）", "Family spending a month (CNY)", None, ge=0, le=MOST
    )
    debt_service: Decimal = amount("每月还债（元）", "Debt service a month (CNY)", Decimal(0))
    fx_change: Decimal | None = asked("汇率变动", "Change of the rate", None, gt=-1, le=1)
    quota_used: Decimal = amount("今年已用额度（美元）", "Quota used this year (USD)", Decimal(0))


class Stage(Value):
    """One year of study: paid in the month before it starts."""

    month: date
    due: int
    tuition: Decimal
    living: Decimal
    oneoff: Decimal

    @property
    def total(self) -> Decimal:
        """The stage's cost in the foreign currency."""
        return self.tuition + self.living + self.oneoff

    @property
    def mark(self) -> Mark:
        """What its figures are told apart by."""
        return Mark(named(self.month), named(self.month), named(self.month))


@precise
def stages(given: StudyAbroadInput, today: date) -> tuple[Stage, ...]:
    """The years of study in order; costs have grown by the years between today and payment.

    Raises:
        BadInput: The first payment would fall into this month or before.
    """
    first = month_after(given.starts_on, -1)
    if months_between(today, first) < 1:
        raise BadInput(
            "starts_on",
            "首笔费用在开学前一个月支付，开学月份至少应在两个月之后。",
            "The first payment falls in the month before study starts, so the start must lie at "
            "least two months ahead.",
        )
    return tuple(_stage(given, today, month_after(first, 12 * year)) for year in range(given.years))


def quota_left(given: StudyAbroadInput, stage: Stage, today: date) -> Decimal | None:
    """US dollars of the year's quota left after the stage; None without a rate to the dollar."""
    if given.usd_rate is None:
        return None
    used = given.quota_used if stage.month.year == today.year else ZERO
    return QUOTA - used - (stage.living + stage.oneoff) * given.usd_rate


def _stage(given: StudyAbroadInput, today: date, month: date) -> Stage:
    grown = month.year - today.year
    is_first = month == month_after(given.starts_on, -1)
    return Stage(
        month=month,
        due=months_between(today, month),
        tuition=given.tuition * (ONE + given.tuition_growth) ** grown,
        living=given.living * (ONE + given.living_growth) ** grown,
        oneoff=given.oneoff if is_first else ZERO,
    )
