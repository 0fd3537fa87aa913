"""The planner of retirement."""

from typing import Any, ClassVar

from typing_extensions import override

from assistant.planning.arithmetic import ONE, TWELVE, ZERO, annuity_factor, precise
from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation, half_up
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.declared import DeclaredPlanner, run, write_surplus
from assistant.planning.sheet import Sheet


class RetirementPlanner(DeclaredPlanner):
    """The gap between spending and pension, the capital that fills it, and the saving to it."""

    pack: ClassVar = "retirement_planning"
    title: ClassVar = "养老规划方案"
    title_en: ClassVar = "Retirement plan"
    families: ClassVar = ("deposit", "treasury", "wealth", "pension", "insurance")
    covers: ClassVar = ("医疗", "护理", "养老", "年金", "意外")
    needed: ClassVar = ("monthly_need", "pension_month", "age")
    needed_for_plan: ClassVar = ("income", "living")
    defaults: ClassVar = {
        "retire_at": "60", "plan_until": "85", "inflation": "0.02", "saving_yield": "0.02",
        "earmarked": "0", "other_debt": "0", "emergency_months": "6",
    }  # fmt: skip

    @override
    @precise
    def write(self, given: Given, sheet: Sheet) -> None:
        age, retires, until = (given.amount(key) for key in ("age", "retire_at", "plan_until"))
        if not age < retires < until:
            raise BadInput(
                "retire_at",
                "退休年龄应当大于当前年龄、小于规划到的年龄。",
                "The age of retirement must lie between today's age and the age planned for.",
            )
        growth, earned = given.amount("inflation"), given.amount("saving_yield")
        today = max(given.amount("monthly_need") - given.amount("pension_month"), ZERO)
        inputs: dict[str, object] = {"gap": today, "inflation": growth, "years": retires - age}
        gap = sheet.add("pension_gap", today * (ONE + growth) ** int(retires - age), inputs)
        real = ((ONE + earned) / (ONE + growth)) ** (ONE / TWELVE) - ONE
        needed = gap * annuity_factor(real, int(until - retires) * 12)
        base: dict[str, object] = {"gap": half_up(gap), "years": until - retires, "yield": earned}
        capital = sheet.add("pension_capital", needed, base)
        months = int(retires - age) * 12
        sheet.add("months_to_save", months, {"age": age, "retire_at": retires})
        if capital > 0:
            saved = given.only(start_with="earmarked", annual_yield="saving_yield")
            run("savings-goal", saved | {"goal": capital, "months": months}, sheet)
            write_surplus(given, "monthly_saving", sheet)

    @override
    def own_facts(self, given: Given, calculation: Calculation) -> dict[str, Any]:
        return {"horizon_days": self.horizon_months(calculation) * 30}

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return int(calculation.figure("months_to_save").value)
