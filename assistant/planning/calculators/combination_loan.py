"""A provident-fund loan beside a commercial one."""

from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import precise
from assistant.planning.calculators.calculator import Calculator, Input, amount, asked, fraction
from assistant.planning.calculators.loans import level_interest, level_payment
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.figures import half_up
from assistant.planning.model import LoanTerms
from assistant.planning.sheet import Sheet


class CombinationLoanInput(Input):
    """Both parts, of one term."""

    fund_loan: Decimal = amount("公积金贷款（元）", "Provident-fund loan (CNY)", positive=True)
    fund_rate: Decimal = fraction("公积金年利率", "Provident-fund annual rate")
    commercial_loan: Decimal = amount("商业贷款（元）", "Commercial loan (CNY)", positive=True)
    commercial_rate: Decimal = fraction("商业贷款年利率", "Commercial annual rate")
    months: int = asked("期限（月）", "Term (months)", 360, ge=1, le=LONGEST)


@precise
def write(given: CombinationLoanInput, sheet: Sheet) -> None:
    """Each part's payment, both together, and the saving against one commercial loan."""
    fund = LoanTerms(principal=given.fund_loan, annual_rate=given.fund_rate, months=given.months)
    commercial = LoanTerms(
        principal=given.commercial_loan, annual_rate=given.commercial_rate, months=given.months
    )
    whole = commercial.model_copy(update={"principal": given.fund_loan + given.commercial_loan})
    first = sheet.add("fund_payment", level_payment(fund), _terms(fund))
    second = sheet.add("commercial_payment", level_payment(commercial), _terms(commercial))
    parts: dict[str, object] = {"fund": half_up(first), "commercial": half_up(second)}
    sheet.add("combined_payment", first + second, parts)
    sheet.add("combined_interest", level_interest(fund) + level_interest(commercial), parts)
    alone = level_payment(whole)
    sheet.add("saving_per_month", alone - first - second, {"commercial_only": half_up(alone)})
    sheet.note(
        "公积金利率与额度由公积金中心确定，测算所用为输入值，请以中心答复为准。",
        "Rates and limits of the provident fund are set by its centre; the inputs here are to be "
        "confirmed there.",
    )


def _terms(terms: LoanTerms) -> dict[str, object]:
    return {"loan": terms.principal, "annual_rate": terms.annual_rate, "months": terms.months}


COMBINATION_LOAN: Final = Calculator(
    "combination-loan", "组合贷款", "Combination loan", CombinationLoanInput, write
)
