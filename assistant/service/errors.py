"""What the service room says no to.

AdvisorError
├─ PlanNotFound
├─ TaskNotFound
├─ WrongStatus(plan, needed)   the plan is not where this act needs it
├─ OwnDraft                    nobody approves what they drafted
├─ PlanBlocked(rules)          a rule forbids the plan as it stands
├─ PlanExpired                 its figures are out of date
└─ ReasonMissing               going back or rejecting needs a reason
"""

from collections.abc import Sequence
from typing import ClassVar

from assistant.compliance.model import Verdict
from assistant.errors import AdvisorError
from assistant.planning.model import Plan, PlanStatus
from assistant.planning.stamps import STATUS_WORDS


class PlanNotFound(AdvisorError):
    """No plan has this id, or it has no such version."""

    code: ClassVar[str] = "plan_not_found"

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"没有找到方案 {plan_id}，请核对编号。",
            f"There is no plan {plan_id}; check the number.",
        )
        self.plan_id = plan_id


class TaskNotFound(AdvisorError):
    """No task has this id."""

    code: ClassVar[str] = "task_not_found"

    def __init__(self, task_id: str) -> None:
        super().__init__(f"没有找到待办 {task_id}。", f"There is no task {task_id}.")


class WrongStatus(AdvisorError):
    """The plan is not in a status this act needs."""

    code: ClassVar[str] = "wrong_status"

    def __init__(self, plan: Plan, needed: Sequence[PlanStatus]) -> None:
        zh, en = STATUS_WORDS[plan.status]
        wanted = "”或“".join(STATUS_WORDS[one][0] for one in needed)
        wanted_en = " or ".join(STATUS_WORDS[one][1] for one in needed)
        super().__init__(
            f"方案 {plan.id} 目前是“{zh}”，这一步需要它处于“{wanted}”。请刷新后查看最新状态。",
            f"Plan {plan.id} is {en}; this step needs it to be {wanted_en}. "
            "Refresh to see where it stands.",
        )
        self.plan_id, self.status, self.needed = plan.id, plan.status, tuple(needed)


class OwnDraft(AdvisorError):
    """Nobody approves what they drafted."""

    code: ClassVar[str] = "own_draft"

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"方案 {plan_id} 由您发起，不能由您本人审批，请交由另一位同事审核。",
            f"You started plan {plan_id}, so a colleague must review it.",
        )


class PlanBlocked(AdvisorError):
    """A rule forbids the plan as it stands."""

    code: ClassVar[str] = "plan_blocked"

    def __init__(self, plan_id: str, rules: Sequence[Verdict]) -> None:
        super().__init__(
            f"方案 {plan_id} 触发了禁止性规则（{'、'.join(one.title for one in rules)}），"
            "请先修改假设并重新测算，再提交审批。",
            f"Plan {plan_id} breaks {', '.join(one.title_en for one in rules)}; "
            "edit its assumptions before it can be approved.",
        )
        self.rules = tuple(one.rule for one in rules)


class PlanExpired(AdvisorError):
    """The plan's validity has passed."""

    code: ClassVar[str] = "plan_expired"

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            f"方案 {plan.id} 的有效期至 {plan.valid_until}，数据可能已变化，请让我为您重新测算。",
            f"Plan {plan.id} was valid until {plan.valid_until}; ask for a fresh one.",
        )


class ReasonMissing(AdvisorError):
    """Going back or rejecting needs a reason."""

    code: ClassVar[str] = "reason_missing"

    def __init__(self) -> None:
        super().__init__(
            "请写明原因，便于修改和留痕。", "Please give a reason; it is kept on record."
        )
