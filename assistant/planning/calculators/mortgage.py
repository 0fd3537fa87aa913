"""A housing loan: both repayment methods, the ratios, and what stress does to them."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import precise
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.calculators.loans import (
    equal_principal_interest,
    equal_principal_payment,
    equal_principal_years,
    level_interest,
    level_payment,
    level_years,
    schedule,
)
from assistant.planning.figures import half_up
from assistant.planning.model import LoanTerms
from assistant.planning.sheet import Mark, Sheet

LONGEST: Final = 480
"""Months of the longest housing loan: 40 years."""


class MortgageInput(Input):
    """A housing loan and the income that carries it."""

    loan: Decimal = amount("贷款金额（元）", "Loan (CNY)", positive=True)
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=1, le=LONGEST)
    income: Decimal | None = asked(
        "家庭月收入（元）", "Monthly household income (CNY)", None, gt=0, le=MOST
    )
    other_debt: Decimal = amount("其他债务月还款（元）", "Other debt a month (CNY)", Decimal(0))
    property_fee: Decimal = amount("物业费（元/月）", "Property fee a month (CNY)", Decimal(0))
    rate_change: Decimal = asked(
        "利率变动", "Rate change", Decimal("0.01"), ge=Decimal(-1), le=Decimal(1)
    )
    income_change: Decimal = asked(
        "收入变动", "Income change", Decimal("-0.2"), gt=Decimal(-1), le=Decimal(10)
    )
    housing_cap: Decimal = fraction("月房贷支出上限", "Housing cap", Decimal("0.5"))
    debt_cap: Decimal = fraction("所有债务支出上限", "All-debt cap", Decimal("0.6"))

    @property
    def terms(self) -> LoanTerms:
        """The loan's terms."""
        return LoanTerms(principal=self.loan, annual_rate=self.annual_rate, months=self.months)


@precise
def write(given: MortgageInput, sheet: Sheet) -> None:
    """The base case, its stresses, the schedules, and a word on each cap that is broken."""
    write_case(given, sheet)
    _write_stress(given, sheet)
    terms = given.terms
    sheet.table(
        schedule("level_schedule", "等额本息还款表", "Level payments by year", level_years(terms))
    )
    sheet.table(
        schedule(
            "equal_principal_schedule",
            "等额本金还款表",
            "Equal principal by year",
            equal_principal_years(terms),
        )
    )
    sheet.note(
        "利率以签约当日价目表为准；物业费是否计入收入比以银行口径为准，两种结果都列出。",
        "The rate is that of the price sheet on the day of signing; whether the property fee counts"
        " in the ratio is the bank's practice, so both results are shown.",
    )


def write_case(given: MortgageInput, sheet: Sheet, mark: Mark | None = None) -> None:
    """Payments, interest and ratios of one case."""
    terms = given.terms
    base: dict[str, object] = {
        "loan": given.loan, "annual_rate": given.annual_rate, "months": given.months,
    }  # fmt: skip
    sheet.add("loan", given.loan, {}, mark)
    monthly = sheet.add("payment", level_payment(terms), base, mark)
    interest = sheet.add("total_interest", level_interest(terms), base, mark)
    first = sheet.add("equal_principal_first", equal_principal_payment(terms, 1), base, mark)
    last = equal_principal_payment(terms, terms.months)
    sheet.add("equal_principal_last", last, base, mark)
    step = terms.principal / terms.months * terms.annual_rate / 12
    sheet.add("equal_principal_decrement", step, base, mark)
    less = sheet.add("equal_principal_interest", equal_principal_interest(terms), base, mark)
    compared: dict[str, object] = {
        "total_interest": half_up(interest), "equal_principal_interest": half_up(less),
    }  # fmt: skip
    sheet.add("interest_saved_by_equal_principal", interest - less, compared, mark)
    if given.income is not None:
        _write_ratios(given, (monthly, first), sheet, mark)


def _write_ratios(
    given: MortgageInput, payments: tuple[Decimal, Decimal], sheet: Sheet, mark: Mark | None
) -> None:
    income = given.income or Decimal(1)
    level, first = payments
    base: dict[str, object] = {"payment": half_up(level), "income": income}
    with_fee = base | {"property_fee": given.property_fee}
    with_debt = base | {"other_debt": given.other_debt}
    steep = with_debt | {"payment": half_up(first)}
    sheet.add("housing_ratio", level / income, base, mark)
    sheet.add("housing_ratio_with_fee", (level + given.property_fee) / income, with_fee, mark)
    sheet.add("all_debt_ratio", (level + given.other_debt) / income, with_debt, mark)
    sheet.add(
        "equal_principal_housing_ratio",
        first / income,
        {"payment": half_up(first), "income": income},
        mark,
    )
    sheet.add("equal_principal_all_debt_ratio", (first + given.other_debt) / income, steep, mark)
    _note_caps(given, level / income, (level + given.other_debt) / income, sheet)


def _note_caps(given: MortgageInput, housing: Decimal, debt: Decimal, sheet: Sheet) -> None:
    if housing > given.housing_cap or debt > given.debt_cap:
        sheet.note(
            "至少一种情形超过月房贷支出或所有债务支出的收入占比上限，不能按该情形贷款。",
            "At least one case exceeds a cap on outlay to income; a loan is not possible in it.",
        )


def _write_stress(given: MortgageInput, sheet: Sheet) -> None:
    dearer = given.annual_rate + given.rate_change
    if 0 <= dearer <= 1 and given.rate_change != 0:
        points = half_up(given.rate_change * 100)
        mark = Mark("rate_change", f"利率{points:+} 个百分点", f"rate {points:+} points")
        write_case(given.model_copy(update={"annual_rate": dearer}), sheet, mark)
    if given.income is not None and given.income_change != 0:
        percent = half_up(given.income_change * 100)
        mark = Mark("income_change", f"收入{percent:+}%", f"income {percent:+}%")
        income = given.income * (1 + given.income_change)
        write_case(given.model_copy(update={"income": income}), sheet, mark)


MORTGAGE: Final = Calculator("mortgage", "房贷测算", "Mortgage", MortgageInput, write)
