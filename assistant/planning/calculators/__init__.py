"""The calculators by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from assistant.planning.calculators.calculator import Calculator
from assistant.planning.calculators.closing_cash import CLOSING_CASH
from assistant.planning.calculators.combination_loan import COMBINATION_LOAN
from assistant.planning.calculators.emergency_fund import EMERGENCY_FUND
from assistant.planning.calculators.instalment_cost import INSTALMENT_COST
from assistant.planning.calculators.insurance_gap import INSURANCE_GAP, TERM_LIFE
from assistant.planning.calculators.max_loan import MAX_LOAN
from assistant.planning.calculators.mortgage import MORTGAGE
from assistant.planning.calculators.personal_loan import INTEREST_SUBSIDY, PERSONAL_LOAN
from assistant.planning.calculators.prepayment import PREPAYMENT
from assistant.planning.calculators.repricing import REPRICING
from assistant.planning.calculators.savings_goal import SAVINGS_GOAL
from assistant.planning.calculators.study_abroad import STUDY_ABROAD
from assistant.planning.errors import UnknownCalculator
from assistant.planning.figures import Calculation

CALCULATORS: Final[dict[str, Calculator[Any]]] = {
    one.name: one
    for one in (
        MORTGAGE, PREPAYMENT, REPRICING, MAX_LOAN, COMBINATION_LOAN, CLOSING_CASH, STUDY_ABROAD,
        SAVINGS_GOAL, INSTALMENT_COST, EMERGENCY_FUND, INSURANCE_GAP, TERM_LIFE, PERSONAL_LOAN,
        INTEREST_SUBSIDY,
    )
}  # fmt: skip


def calculate(name: str, values: Mapping[str, object], today: date, source: str) -> Calculation:
    """What a calculator makes of inputs given as text or values.

    Raises:
        UnknownCalculator: No calculator has this name.
        BadInput: An input is missing, unknown, unreadable or out of range.
    """
    if name not in CALCULATORS:
        raise UnknownCalculator(name, tuple(CALCULATORS))
    calculator = CALCULATORS[name]
    return calculator.compute(calculator.parse(values), today, source)
