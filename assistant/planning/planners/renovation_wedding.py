"""The planner of a renovation or wedding."""

from typing import Any, ClassVar, Final

from typing_extensions import override

from assistant.planning.arithmetic import precise
from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.declared import DeclaredPlanner, run
from assistant.planning.planners.planner import value_of
from assistant.planning.sheet import Mark, Sheet

YEAR: Final = Mark("one_year", "一年还清", "repaid in a year")


class RenovationWeddingPlanner(DeclaredPlanner):
    """A budget, the loan for what own money does not pay, and what it does to the ratio."""

    pack: ClassVar = "renovation_wedding"
    title: ClassVar = "婚房装修方案"
    title_en: ClassVar = "Renovation and wedding plan"
    families: ClassVar = ("renovation_loan", "card_instalment", "deposit", "insurance")
    covers: ClassVar = ("家庭财产", "家财", "意外")
    needed: ClassVar = ("budget", "own_money", "annual_rate")
    needed_for_plan: ClassVar = ("income", "living")
    priced: ClassVar = {"annual_rate": "renovation_loan"}
    defaults: ClassVar = {"months": "36", "other_debt": "0", "emergency_months": "6"}

    @override
    @precise
    def write(self, given: Given, sheet: Sheet) -> None:
        budget, own = given.amount("budget"), given.amount("own_money")
        if budget <= 0 or own > budget:
            raise BadInput(
                "own_money",
                "预算应当大于 0，自有资金不能超过预算。",
                "The budget must be positive and own money at most the budget.",
            )
        paid: dict[str, object] = {"budget": budget, "own_money": own}
        loan = sheet.add("borrowed", budget - own, paid)
        savings = given.number("savings")
        if savings is not None:
            left: dict[str, object] = {"savings": savings, "own_money": own}
            sheet.add("savings_left", savings - own, left)
        if loan > 0:
            terms = given.only(annual_rate="annual_rate", income="income", other_debt="other_debt")
            run("personal-loan", terms | given.only(months="months") | {"loan": loan}, sheet)
            run("personal-loan", terms | {"loan": loan, "months": 12}, sheet, YEAR)

    @override
    def own_facts(self, given: Given, calculation: Calculation) -> dict[str, Any]:
        loan, ratio = calculation.figure("borrowed").value, value_of(calculation, "all_debt_ratio")
        if loan <= 0:
            return {}
        return {
            "loan_purpose": "renovation",
            "loan_amount": loan,
            "loan_term_months": int(given.amount("months")),
            "all_debt_ratio": None if ratio is None else ratio.value,
        }

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return 3
