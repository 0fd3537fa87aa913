"""The true annual cost of paying by instalments with a flat fee."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import ONE, TWELVE, monthly_rate_of_return, precise
from assistant.planning.calculators.calculator import Calculator, Input, amount, asked, fraction
from assistant.planning.errors import BadInput
from assistant.planning.sheet import Mark, Sheet


class InstalmentCostInput(Input):
    """The amount, the number of instalments, and the flat fee on the whole amount."""

    amount: Decimal = amount("分期金额（元）", "Amount (CNY)", positive=True)
    months: int = asked("期数（月）", "Instalments (months)", ge=1, le=60)
    fee_rate: Decimal = fraction("总手续费率", "Flat fee rate on the amount")
    fee_rate_change: Decimal | None = asked(
        "费率变动（如 -0.005）", "Change of the fee rate (e.g. -0.005)", None, ge=-1, le=1
    )


@precise
def write(given: InstalmentCostInput, sheet: Sheet) -> None:
    """Payment, fee and annual rates; once more with the changed fee where one is given."""
    fee = _write_case(given, given.fee_rate, sheet, None)
    if given.fee_rate_change is not None:
        changed = given.fee_rate + given.fee_rate_change
        if changed < 0:
            raise BadInput(
                "fee_rate_change",
                "变动后的费率不能为负。",
                "The changed fee rate cannot be negative.",
            )
        mark = Mark("changed", "费率变动后", "after the change")
        other = _write_case(given, changed, sheet, mark)
        sheet.add("fee_saved", fee - other, {"fee": fee, "changed": other})
    sheet.note(
        "手续费率不是年化利率；因为本金逐期归还，实际年化利率按 IRR 计算，明显高于手续费率。",
        "The fee rate is not an annual rate: since the principal is repaid as you go, the annual "
        "rate by IRR is clearly higher.",
    )


def _write_case(
    given: InstalmentCostInput, fee_rate: Decimal, sheet: Sheet, mark: Mark | None
) -> Decimal:
    fee = given.amount * fee_rate
    each = (given.amount + fee) / given.months
    base: dict[str, object] = {
        "amount": given.amount, "months": given.months, "fee_rate": fee_rate,
    }  # fmt: skip
    monthly = monthly_rate_of_return(given.amount, [each] * given.months)
    sheet.add("instalment_payment", each, base, mark)
    sheet.add("instalment_fee", fee, base, mark)
    sheet.add("apr_irr", monthly * TWELVE, base, mark)
    sheet.add("effective_rate", (ONE + monthly) ** 12 - ONE, base, mark)
    return fee


INSTALMENT_COST: Final = Calculator(
    "instalment-cost", "分期真实成本", "True cost of instalments", InstalmentCostInput, write
)
