"""The planners by pack."""

from typing import Final

from assistant.planning.planners.education_growth import EducationPlanner
from assistant.planning.planners.health_life import HealthLifePlanner
from assistant.planning.planners.home_purchase import HomePurchasePlanner
from assistant.planning.planners.planner import Planner
from assistant.planning.planners.renovation_wedding import RenovationWeddingPlanner
from assistant.planning.planners.retirement_planning import RetirementPlanner
from assistant.planning.planners.study_abroad import StudyAbroadPlanner

PLANNERS: Final[dict[str, Planner]] = {
    one.pack: one
    for one in (
        StudyAbroadPlanner(),
        HomePurchasePlanner(),
        RenovationWeddingPlanner(),
        RetirementPlanner(),
        EducationPlanner(),
        HealthLifePlanner(),
    )
}
