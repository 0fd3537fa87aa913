"""The planner of a child's education."""

from typing import Any, ClassVar, Final

from typing_extensions import override

from assistant.planning.arithmetic import ONE, ZERO, monthly_yield, precise
from assistant.planning.calculators.stages import Due, level_saving, present_value
from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation, half_up
from assistant.planning.months import month_after, named
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.declared import DeclaredPlanner, write_surplus
from assistant.planning.sheet import Mark, Sheet

LONGEST: Final = 10
"""Years of cost planned for at most."""


class EducationPlanner(DeclaredPlanner):
    """Yearly costs as they grow, and the level saving that meets them."""

    pack: ClassVar = "education_growth"
    title: ClassVar = "教育成长方案"
    title_en: ClassVar = "Education plan"
    families: ClassVar = ("deposit", "treasury", "wealth", "insurance")
    covers: ClassVar = ("意外", "少儿", "重疾")
    needed: ClassVar = ("cost_year", "child_age")
    needed_for_plan: ClassVar = ("income", "living")
    defaults: ClassVar = {
        "start_age": "18", "years": "4", "growth": "0.03", "saving_yield": "0.02",
        "earmarked": "0", "other_debt": "0", "emergency_months": "6",
    }  # fmt: skip

    @override
    @precise
    def write(self, given: Given, sheet: Sheet) -> None:
        wait, years = given.amount("start_age") - given.amount("child_age"), given.amount("years")
        if wait < 1 or not 1 <= years <= LONGEST:
            raise BadInput(
                "start_age",
                "用款时的年龄应当大于孩子现在的年龄，用款年数为 1 到 10 年。",
                "The money must be needed at a later age, for 1 to 10 years.",
            )
        dues = _write_stages(given, (int(wait), int(years)), sheet)
        m, earmarked = monthly_yield(given.amount("saving_yield")), given.amount("earmarked")
        worth = present_value(dues, m)
        sheet.add("total_cny", sum((one.cost for one in dues), ZERO), {"years": years})
        sheet.add("pv_cny", worth, {"saving_yield": given.amount("saving_yield")})
        inputs: dict[str, object] = {"pv": half_up(worth), "earmarked": earmarked}
        sheet.add("gap_pv", max(worth - earmarked, ZERO), inputs)
        months = sheet.add("months_to_save", dues[0].months, {"years": wait})
        sheet.add("level_saving", level_saving(dues, earmarked, m, int(months)), inputs)
        write_surplus(given, "level_saving", sheet)

    @override
    def own_facts(self, given: Given, calculation: Calculation) -> dict[str, Any]:
        return {"horizon_days": self.horizon_months(calculation) * 30}

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return int(calculation.figure("months_to_save").value)


def _write_stages(given: Given, span: tuple[int, int], sheet: Sheet) -> tuple[Due, ...]:
    wait, years = span
    cost, growth = given.amount("cost_year"), given.amount("growth")
    dues: list[Due] = []
    for year in range(wait, wait + years):
        month = named(month_after(sheet.origin.as_of, year * 12))
        inputs: dict[str, object] = {"today": cost, "growth": growth, "years": year}
        grown = cost * (ONE + growth) ** year
        sheet.add("stage_cost", grown, inputs, Mark(month, month, month))
        dues.append(Due(months=year * 12, cost=grown))
    return tuple(dues)
