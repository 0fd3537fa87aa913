"""A loan whose rate changes on the way."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import TWELVE, payment, precise
from assistant.planning.calculators.calculator import Calculator, Input, amount, asked, fraction
from assistant.planning.calculators.loans import level_balance, level_payment
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.errors import BadInput
from assistant.planning.figures import half_up
from assistant.planning.model import LoanTerms
from assistant.planning.sheet import Sheet


class RepricingInput(Input):
    """A loan with level payments, and the change of its rate."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=2, le=LONGEST)
    after_months: int = asked("已还期数", "Payments made before", 0, ge=0, le=LONGEST)
    rate_change: Decimal = asked("利率变动", "Rate change", ge=Decimal(-1), le=Decimal(1))


@precise
def write(given: RepricingInput, sheet: Sheet) -> None:
    """Balance, rate and payment at the change."""
    rate = given.annual_rate + given.rate_change
    if rate < 0 or given.after_months >= given.months:
        raise BadInput(
            "rate_change",
            "变动后的利率不能为负，已还期数应当小于总期数。",
            "The changed rate cannot be negative, and fewer payments than the term must be made.",
        )
    terms = LoanTerms(principal=given.loan, annual_rate=given.annual_rate, months=given.months)
    owed = level_balance(terms, given.after_months)
    left = given.months - given.after_months
    sheet.add("balance_at_repricing", owed, {"loan": given.loan, "paid": given.after_months})
    sheet.add(
        "repriced_rate",
        rate,
        {"annual_rate": given.annual_rate, "rate_change": given.rate_change},
    )
    before = level_payment(terms)
    after = payment(owed, rate / TWELVE, left)
    sheet.add("payment", before, {"loan": given.loan, "annual_rate": given.annual_rate})
    base: dict[str, object] = {"balance": half_up(owed), "annual_rate": rate, "months": left}
    sheet.add("repriced_payment", after, base)
    sheet.add(
        "payment_change", after - before, {"after": half_up(after), "before": half_up(before)}
    )


REPRICING: Final = Calculator("repricing", "利率重定价", "Repricing", RepricingInput, write)
