"""The planner of a fitness card by instalments."""

from typing import Any, ClassVar

from typing_extensions import override

from assistant.planning.figures import Calculation
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.declared import DeclaredPlanner, run
from assistant.planning.sheet import Sheet


class HealthLifePlanner(DeclaredPlanner):
    """An instalment with its true cost, before and after the reward for exercise."""

    pack: ClassVar = "health_life"
    title: ClassVar = "健康生活方案"
    title_en: ClassVar = "Healthy living plan"
    families: ClassVar = ("card_instalment", "insurance")
    covers: ClassVar = ("医疗", "健康", "意外")
    needed: ClassVar = ("amount", "fee_rate")
    priced: ClassVar = {"fee_rate": "card_instalment"}
    defaults: ClassVar = {
        "months": "12", "fee_rate_change": "-0.005", "other_debt": "0", "emergency_months": "6",
    }  # fmt: skip

    @override
    def write(self, given: Given, sheet: Sheet) -> None:
        inputs = given.only(amount="amount", months="months", fee_rate="fee_rate")
        if given.amount("fee_rate") + given.amount("fee_rate_change") >= 0:
            inputs |= given.only(fee_rate_change="fee_rate_change")
        run("instalment-cost", inputs, sheet)

    @override
    def own_facts(self, given: Given, calculation: Calculation) -> dict[str, Any]:
        return {
            "loan_purpose": "consumption",
            "loan_amount": given.amount("amount"),
            "loan_term_months": int(given.amount("months")),
        }

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return 1
