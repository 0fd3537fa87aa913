"""A personal loan for study or renovation beside the debts there are; and an interest subsidy."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import TWELVE, precise
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.calculators.loans import level_balance, level_interest, level_payment
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.figures import half_up
from assistant.planning.model import LoanTerms
from assistant.planning.sheet import Sheet


class PersonalLoanInput(Input):
    """The loan, at most five years, and the income that carries it."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", ge=1, le=60)
    income: Decimal | None = asked("月收入（元）", "Monthly income (CNY)", None, gt=0, le=MOST)
    other_debt: Decimal = amount("其他债务月还款（元）", "Other debt a month (CNY)", Decimal(0))


class InterestSubsidyInput(Input):
    """A housing loan of which a part is subsidised for a year."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=12, le=LONGEST)
    subsidy_rate: Decimal = fraction("贴息率", "Subsidy rate", Decimal("0.01"))
    loan_cap: Decimal = amount(
        "贴息贷款上限（元）", "Most of the loan subsidised", Decimal(1000000)
    )
    price: Decimal = amount("房价（元）", "Price (CNY)", positive=True)
    price_cap: Decimal = amount("房价上限（元）", "Highest price (CNY)", Decimal(1500000))

    @property
    def is_eligible(self) -> bool:
        """Whether the price lies within the programme's."""
        return self.price <= self.price_cap


@precise
def write(given: PersonalLoanInput, sheet: Sheet) -> None:
    """Payment, interest and the ratio with the debts there are."""
    terms = LoanTerms(principal=given.loan, annual_rate=given.annual_rate, months=given.months)
    base: dict[str, object] = {
        "loan": given.loan, "annual_rate": given.annual_rate, "months": given.months,
    }  # fmt: skip
    monthly = sheet.add("loan_payment", level_payment(terms), base)
    sheet.add("loan_interest", level_interest(terms), base)
    if given.income is not None:
        ratio = (monthly + given.other_debt) / given.income
        inputs: dict[str, object] = {
            "payment": half_up(monthly), "other_debt": half_up(given.other_debt),
            "income": given.income,
        }  # fmt: skip
        sheet.add("all_debt_ratio", ratio, inputs)
    sheet.note(
        "消费类贷款的收入占比上限由银行规定，60% 的上限只适用于住房贷款。",
        "The ceiling for personal loans is the bank's own; the 60 % cap is for housing loans only.",
    )


@precise
def write_subsidy(given: InterestSubsidyInput, sheet: Sheet) -> None:
    """The subsidy of the first year, were the loan eligible."""
    part = min(given.loan, given.loan_cap)
    terms = LoanTerms(principal=part, annual_rate=given.annual_rate, months=given.months)
    owed = sum((level_balance(terms, paid) for paid in range(12)), Decimal(0))
    sheet.add(
        "subsidy_first_year",
        owed * given.subsidy_rate / TWELVE,
        {"part": part, "subsidy_rate": given.subsidy_rate},
    )
    if not given.is_eligible:
        sheet.note(
            "房价超过贴息政策的上限，本方案不计贴息。",
            "The price exceeds the programme's, so no subsidy is counted.",
        )


PERSONAL_LOAN: Final = Calculator(
    "personal-loan", "个人贷款", "Personal loan", PersonalLoanInput, write
)
INTEREST_SUBSIDY: Final = Calculator(
    "interest-subsidy", "贴息估算", "Interest subsidy", InterestSubsidyInput, write_subsidy
)
