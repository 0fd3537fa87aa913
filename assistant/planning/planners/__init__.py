"""The planners by pack."""

from typing import Final

from assistant.planning.planners.home_purchase import HomePurchasePlanner
from assistant.planning.planners.planner import Planner
from assistant.planning.planners.study_abroad import StudyAbroadPlanner

PLANNERS: Final[dict[str, Planner]] = {
    one.pack: one for one in (StudyAbroadPlanner(), HomePurchasePlanner())
}
