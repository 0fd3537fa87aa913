"""How much money to keep at hand."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import ZERO, precise
from assistant.planning.calculators.calculator import (
    MOST,
    Calculator,
    Input,
    amount,
    asked,
)
from assistant.planning.figures import half_up
from assistant.planning.sheet import Sheet


class EmergencyFundInput(Input):
    """Spending a month, and for how many months."""

    living: Decimal = amount("月生活支出（元）", "Living costs a month (CNY)")
    debt_service: Decimal = amount("每月还债（元）", "Debt service a month (CNY)", Decimal(0))
    months: int = asked("保留月数", "Months to cover", 6, ge=1, le=24)
    liquid: Decimal | None = asked(
        "随时可取的资金（元）", "Money at hand (CNY)", None, ge=0, le=MOST
    )


@precise
def write(given: EmergencyFundInput, sheet: Sheet) -> None:
    """The fund; where money at hand is given, how long it lasts and what is missing."""
    monthly = given.living + given.debt_service
    base: dict[str, object] = {
        "months": given.months, "living": given.living, "debt_service": given.debt_service,
    }  # fmt: skip
    fund = sheet.add("emergency_fund", monthly * given.months, base)
    if given.liquid is None:
        return
    if monthly > 0:
        spent: dict[str, object] = {"liquid": given.liquid, "spending": monthly}
        sheet.add("liquid_months", given.liquid / monthly, spent)
    gap = max(fund - given.liquid, ZERO)
    sheet.add("emergency_gap", gap, {"emergency_fund": half_up(fund), "liquid": given.liquid})


EMERGENCY_FUND: Final = Calculator(
    "emergency-fund", "应急金", "Emergency fund", EmergencyFundInput, write
)
