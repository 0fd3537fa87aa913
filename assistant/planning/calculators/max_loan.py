"""How much may be borrowed for a home under the caps on outlay to income."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import TWELVE, ZERO, annuity_factor, precise
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
    fraction,
)
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.sheet import Sheet


class MaxLoanInput(Input):
    """The income, its other debts, and the loan's terms."""

    income: Decimal = amount("家庭月收入（元）", "Monthly household income (CNY)", positive=True)
    other_debt: Decimal = amount("其他债务月还款（元）", "Other debt a month (CNY)", Decimal(0))
    annual_rate: Decimal = fraction("年利率", "Annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=1, le=LONGEST)
    price: Decimal | None = asked("房价（元）", "Price (CNY)", None, gt=0, le=MOST)
    down_ratio: Decimal = fraction("首付比例", "Down-payment ratio", Decimal("0.15"))
    appraisal: Decimal | None = asked("评估价值（元）", "Appraisal (CNY)", None, gt=0, le=MOST)
    housing_cap: Decimal = fraction("月房贷支出上限", "Housing cap", Decimal("0.5"))
    debt_cap: Decimal = fraction("所有债务支出上限", "All-debt cap", Decimal("0.6"))


@precise
def write(given: MaxLoanInput, sheet: Sheet) -> None:
    """The limit by each cap, and the least of them."""
    factor = annuity_factor(given.annual_rate / TWELVE, given.months)
    base: dict[str, object] = {
        "income": given.income, "annual_rate": given.annual_rate, "months": given.months,
    }  # fmt: skip
    housing = given.housing_cap * given.income * factor
    debt = max(given.debt_cap * given.income - given.other_debt, ZERO) * factor
    with_debt = base | {"other_debt": given.other_debt, "cap": given.debt_cap}
    limits = [
        sheet.add("max_loan_by_housing_cap", housing, base | {"cap": given.housing_cap}),
        sheet.add("max_loan_by_debt_cap", debt, with_debt),
    ]
    if given.price is not None:
        most = (1 - given.down_ratio) * given.price
        bought: dict[str, object] = {"price": given.price, "down_ratio": given.down_ratio}
        limits.append(sheet.add("max_loan_by_price", most, bought))
    if given.appraisal is not None:
        limits.append(sheet.add("max_loan_by_appraisal", given.appraisal, {}))
    sheet.add("max_loan", min(limits), with_debt)
    sheet.note(
        "这是按收入占比测算的上限，不代表审批结果；贷款还不得超过房价减首付和评估价值。",
        "This is an estimate from the caps, not an approval; the loan may also not exceed the price"
        " less the down payment, nor the appraised value.",
    )


MAX_LOAN: Final = Calculator(
    "max-loan", "可贷上限", "Most that may be borrowed", MaxLoanInput, write
)
