"""The cash a home takes at closing, against the savings and the emergency fund."""

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
from assistant.planning.figures import half_up
from assistant.planning.sheet import Sheet


class ClosingCashInput(Input):
    """The price, what is paid at once, and what must remain."""

    price: Decimal = amount("房价（元）", "Price (CNY)", positive=True)
    down_ratio: Decimal = fraction("首付比例", "Down-payment ratio")
    deed_tax_rate: Decimal = fraction("契税税率", "Deed-tax rate", Decimal("0.01"))
    fees: Decimal = amount("各项费用（元）", "Fees (CNY)", Decimal(0))
    renovation: Decimal = amount("装修预算（元）", "Renovation (CNY)", Decimal(0))
    savings: Decimal | None = asked("可用储蓄（元）", "Savings (CNY)", None, ge=0, le=MOST)
    living: Decimal | None = asked(
        "月生活支出（元）", "Living costs a month (CNY)", None, ge=0, le=MOST
    )
    debt_service: Decimal = amount(
        "每月还债，含新房贷（元）", "Debt service a month with the home loan (CNY)", Decimal(0)
    )
    emergency_months: int = asked("应急金月数", "Months of emergency fund", 6, ge=1, le=24)


@precise
def write(given: ClosingCashInput, sheet: Sheet) -> None:
    """What is due, what remains, and whether the emergency fund is covered."""
    price: dict[str, object] = {"price": given.price}
    down = sheet.add(
        "down_payment", given.price * given.down_ratio, price | {"down_ratio": given.down_ratio}
    )
    tax = sheet.add(
        "deed_tax", given.price * given.deed_tax_rate, price | {"rate": given.deed_tax_rate}
    )
    parts: dict[str, object] = {"down_payment": down, "deed_tax": tax, "fees": given.fees}
    due = sheet.add("closing_total", down + tax + given.fees, parts)
    if given.savings is not None:
        _write_left(given, due, sheet)
    sheet.note(
        "契税税率与各项费用为输入值，请以当地税务机关和收费清单为准。",
        "The deed-tax rate and the fees are inputs; confirm them with the local tax office and the "
        "list of charges.",
    )


def _write_left(given: ClosingCashInput, due: Decimal, sheet: Sheet) -> None:
    savings = given.savings or Decimal(0)
    base: dict[str, object] = {"savings": savings, "closing_total": half_up(due)}
    sheet.add("left_after_closing", savings - due, base)
    left = sheet.add(
        "left_after_renovation",
        savings - due - given.renovation,
        base | {"renovation": given.renovation},
    )
    if given.living is None:
        return
    months, monthly = given.emergency_months, given.living + given.debt_service
    spending: dict[str, object] = {
        "months": months, "living": given.living, "debt_service": half_up(given.debt_service),
    }  # fmt: skip
    fund = sheet.add("emergency_fund", monthly * months, spending)
    sheet.add(
        "over_emergency", left - fund, {"left": half_up(left), "emergency_fund": half_up(fund)}
    )


CLOSING_CASH: Final = Calculator(
    "closing-cash", "购房现金", "Cash at closing", ClosingCashInput, write
)
