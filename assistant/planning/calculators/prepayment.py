"""Paying a loan back early: a shorter term against a lower payment."""

from decimal import Decimal
from typing import Final, Literal

from assistant.planning.arithmetic import (
    ZERO,
    exact_months,
    growth_factor,
    payment,
    precise,
    whole_months,
)
from assistant.planning.calculators.calculator import Calculator, Input, amount, asked, fraction
from assistant.planning.calculators.loans import level_balance, level_payment, monthly_rate
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.errors import BadInput
from assistant.planning.figures import half_up
from assistant.planning.model import LoanTerms
from assistant.planning.sheet import Sheet


class PrepaymentInput(Input):
    """A loan with level payments, and what is paid back early and when."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=2, le=LONGEST)
    after_months: int = asked("已还期数", "Payments made before", ge=0, le=LONGEST)
    prepay: Decimal = amount("提前还款金额（元）", "Prepayment (CNY)", positive=True)
    way: Literal["shorten", "reduce", "compare"] = asked(
        "方式（shorten 缩短年限、reduce 减少月供、compare 比较）",
        "Way (shorten, reduce, compare)",
        "compare",
    )

    @property
    def terms(self) -> LoanTerms:
        """The loan's terms."""
        return LoanTerms(principal=self.loan, annual_rate=self.annual_rate, months=self.months)


@precise
def write(given: PrepaymentInput, sheet: Sheet) -> None:
    """Balances, then the ways asked for."""
    if given.after_months >= given.months:
        raise BadInput(
            "after_months",
            f"已还期数应当小于总期数 {given.months}。",
            f"The payments made must be fewer than the {given.months} of the loan.",
        )
    before = level_balance(given.terms, given.after_months)
    if given.prepay > half_up(before):
        raise BadInput(
            "prepay",
            f"提前还款金额不能超过届时的剩余本金 {half_up(before):,} 元。",
            f"The prepayment cannot exceed the balance then, CNY {half_up(before):,}.",
        )
    after = max(before - given.prepay, ZERO)
    inputs = given.printed()
    sheet.add("balance_before", before, {"loan": given.loan, "paid": given.after_months})
    sheet.add("balance_after", after, {"balance": half_up(before), "prepay": given.prepay})
    if given.way != "shorten":
        _write_reduced(given, after, dict(inputs), sheet)
    if given.way != "reduce":
        _write_shortened(given, after, dict(inputs), sheet)
    sheet.note(
        "提前还款的预约时间和费用以借款合同为准；节省的利息为测算值。",
        "Notice and fees of prepayment are those of the contract; the interest saved is an "
        "estimate.",
    )


def _write_reduced(
    given: PrepaymentInput, after: Decimal, inputs: dict[str, object], sheet: Sheet
) -> None:
    left = given.months - given.after_months
    lower = payment(after, monthly_rate(given.terms), left)
    saved = level_payment(given.terms) * left - (lower * left + given.prepay)
    sheet.add("reduced_payment", lower, inputs)
    sheet.add("interest_saved_reduce", saved, inputs)


def _write_shortened(
    given: PrepaymentInput, after: Decimal, inputs: dict[str, object], sheet: Sheet
) -> None:
    i, monthly = monthly_rate(given.terms), level_payment(given.terms)
    exact = exact_months(after, i, monthly)
    count = whole_months(exact)
    last = ZERO
    if count > 0:
        last = monthly + after * (1 + i) ** count - monthly * growth_factor(i, count)
    left = given.months - given.after_months
    paid = monthly * max(count - 1, 0) + last + given.prepay
    sheet.add("months_left", count, inputs)
    sheet.add("exact_months_left", exact, inputs)
    sheet.add("last_payment", last, inputs)
    sheet.add("months_saved", left - count, inputs)
    sheet.add("interest_saved_shorten", monthly * left - paid, inputs)


PREPAYMENT: Final = Calculator("prepayment", "提前还款", "Prepayment", PrepaymentInput, write)
