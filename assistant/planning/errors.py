"""What can go wrong in planning.

AdvisorError
└─ PlanningError
   ├─ UnknownCalculator
   ├─ BadInput(field)
   ├─ InputsMissing(slots)
   ├─ UnknownPack
   ├─ UnknownAssumption
   └─ VersionConflict          another version of the plan was kept first
"""

from collections.abc import Sequence
from typing import ClassVar

from assistant.errors import AdvisorError


class PlanningError(AdvisorError):
    """Root of the errors of this room."""

    code: ClassVar[str] = "planning_error"


class UnknownCalculator(PlanningError):
    """No calculator has this name."""

    code: ClassVar[str] = "unknown_calculator"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"没有名为“{name}”的计算器，可用的有：{'、'.join(known)}。",
            f'There is no calculator "{name}"; choose one of: {", ".join(known)}.',
        )
        self.name = name


class BadInput(PlanningError):
    """An input is missing, unreadable or out of range; `field` names it."""

    code: ClassVar[str] = "bad_input"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.field = field


class InputsMissing(PlanningError):
    """A plan or a figure needs more inputs; `slots` holds them, most important first."""

    code: ClassVar[str] = "inputs_missing"

    def __init__(self, slots: Sequence[str], zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.slots = tuple(slots)


class UnknownPack(PlanningError):
    """No plan is drafted for this pack."""

    code: ClassVar[str] = "unknown_pack"

    def __init__(self, pack: str, known: Sequence[str]) -> None:
        super().__init__(
            f"暂不能为“{pack}”起草方案，可起草的有：{'、'.join(known)}。",
            f'Plans are not drafted for "{pack}"; choose one of: {", ".join(known)}.',
        )
        self.pack = pack


class UnknownAssumption(PlanningError):
    """The plan has no assumption with this key."""

    code: ClassVar[str] = "unknown_assumption"

    def __init__(self, key: str, known: Sequence[str]) -> None:
        super().__init__(
            f"方案里没有名为“{key}”的假设，可修改的有：{'、'.join(known)}。",
            f'The plan has no assumption "{key}"; choose one of: {", ".join(known)}.',
        )
        self.key = key


class VersionConflict(PlanningError):
    """The version is not the successor of the newest one kept."""

    code: ClassVar[str] = "version_conflict"

    def __init__(self, plan_id: str, version: int, newest: int) -> None:
        super().__init__(
            f"方案 {plan_id} 的最新版本是 {newest}，不能保存版本 {version}；请打开最新版本后再改。",
            f"The newest version of plan {plan_id} is {newest}, so version {version} cannot be "
            "kept; open the newest version and edit that.",
        )
        self.plan_id = plan_id
