"""Saving towards an amount: how much a month, how long, or how far."""

from datetime import date
from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import (
    ONE,
    ZERO,
    growth_factor,
    monthly_yield,
    precise,
    whole_months,
)
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.errors import BadInput
from assistant.planning.months import months_between
from assistant.planning.sheet import Sheet

LONGEST: Final = 720
"""Months of the longest goal: 60 years."""


class SavingsGoalInput(Input):
    """The goal, the time, and what is there."""

    goal: Decimal = amount("目标金额（元）", "Goal (CNY)", positive=True)
    months: int | None = asked("月数", "Months", None, ge=1, le=LONGEST)
    by: date | None = asked("目标日期", "Day to reach it", None)
    start_with: Decimal = amount("已有资金（元）", "Already saved (CNY)", Decimal(0))
    annual_yield: Decimal = fraction("年收益率（假设）", "Yearly yield (assumed)", Decimal("0.02"))
    monthly: Decimal | None = asked("每月存入（元）", "Saved a month (CNY)", None, gt=0, le=MOST)


@precise
def write(given: SavingsGoalInput, sheet: Sheet) -> None:
    """What the inputs leave open: the monthly saving, the months, or the amount reached."""
    m = monthly_yield(given.annual_yield)
    months = _months(given, sheet.origin.as_of)
    if given.monthly is None:
        _write_saving(given, months, m, sheet)
    elif months is None:
        _write_months(given, given.monthly, m, sheet)
    else:
        _write_amount(given, (given.monthly, months), m, sheet)
    sheet.note(
        "收益率是示意性假设，不是对任何产品收益的承诺。",
        "The yield is an illustrative assumption, not a promise of any product's return.",
    )


def _months(given: SavingsGoalInput, today: date) -> int | None:
    months = months_between(today, given.by) if given.by is not None else given.months
    if months is not None and not 1 <= months <= LONGEST:
        raise BadInput(
            "by",
            "目标日期应当晚于本月，且在六十年之内。",
            "The day must lie after this month and within sixty years.",
        )
    return months


def _write_saving(given: SavingsGoalInput, months: int | None, m: Decimal, sheet: Sheet) -> None:
    if months is None:
        raise BadInput(
            "months",
            "请给出月数、目标日期或每月存入金额中的一项。",
            "Give one of: the months, the day, or the amount saved a month.",
        )
    missing = max(given.goal - given.start_with * (ONE + m) ** months, ZERO)
    each = missing / growth_factor(m, months)
    base = _inputs(given) | {"months": months}
    sheet.add("monthly_saving", each, base)
    sheet.add("paid_in", given.start_with + each * months, base)


def _write_months(given: SavingsGoalInput, each: Decimal, m: Decimal, sheet: Sheet) -> None:
    missing = given.goal - given.start_with
    if missing <= 0:
        count = 0
    elif m == 0:
        count = whole_months(missing / each)
    else:
        ratio = (given.goal * m + each) / (given.start_with * m + each)
        count = whole_months(ratio.ln() / (ONE + m).ln())
    sheet.add("months_needed", count, _inputs(given) | {"monthly": each})


def _write_amount(
    given: SavingsGoalInput, saving: tuple[Decimal, int], m: Decimal, sheet: Sheet
) -> None:
    each, months = saving
    base = _inputs(given) | {"monthly": each, "months": months}
    reached = given.start_with * (ONE + m) ** months + each * growth_factor(m, months)
    sheet.add("goal_amount", reached, base)
    sheet.add("goal_short", max(given.goal - reached, ZERO), base)
    sheet.add("paid_in", given.start_with + each * months, base)


def _inputs(given: SavingsGoalInput) -> dict[str, object]:
    return {
        "goal": given.goal, "start_with": given.start_with, "annual_yield": given.annual_yield,
    }  # fmt: skip


SAVINGS_GOAL: Final = Calculator(
    "savings-goal", "储蓄目标", "Savings goal", SavingsGoalInput, write
)
