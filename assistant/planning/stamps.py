"""The lines of a plan that follow its status: the first of the cover and of the approval."""

from typing import Final

from assistant.planning.model import Line, Plan, PlanStatus, Section

STATUS_WORDS: Final[dict[PlanStatus, tuple[str, str]]] = {
    "draft": ("草稿（未经审核）", "draft (not reviewed)"),
    "in_review": ("顾问审核中", "with the advisor for review"),
    "awaiting_second": ("等待复核人复核", "waiting for the second approver"),
    "returned": ("已退回修改", "returned for changes"),
    "rejected": ("未通过", "rejected"),
    "approved": ("已审核通过", "approved"),
    "delivered": ("已送达客户", "delivered to the customer"),
    "accepted": ("客户已接受", "accepted by the customer"),
    "declined": ("客户已婉拒", "declined by the customer"),
    "expired": ("已过期", "expired"),
}
COVER: Final = 0
APPROVAL: Final = 13


def status_line(plan: Plan) -> Line:
    """The status with id, version and validity."""
    zh, en = STATUS_WORDS[plan.status]
    until = plan.valid_until.isoformat()
    return Line(
        text=f"状态：{zh}；方案编号 {plan.id}，第 {plan.version} 版，有效期至 {until}。",
        text_en=f"Status: {en}; plan {plan.id}, version {plan.version}, valid until {until}.",
    )


def approval_line(plan: Plan) -> Line:
    """Who drafted, who approved, who checked, and why it came back where it did."""
    zh = [f"起草：人工智能助手（发起人 {plan.created_by}）"]
    en = [f"Drafted by: the AI assistant (started by {plan.created_by})"]
    zh.append(f"顾问审核：{plan.approved_by or '待审核'}")
    en.append(f"advisor: {plan.approved_by or 'pending'}")
    if plan.needs_second_approver:
        zh.append(f"复核人：{plan.second_approved_by or '待复核'}")
        en.append(f"second approver: {plan.second_approved_by or 'pending'}")
    if plan.return_reason:
        zh.append(f"退回原因：{plan.return_reason}")
        en.append(f"reason for return: {plan.return_reason}")
    return Line(text="；".join(zh) + "。", text_en="; ".join(en) + ".")


def stamped(plan: Plan) -> Plan:
    """The plan with both lines as its fields say."""
    lines = {COVER: status_line(plan), APPROVAL: approval_line(plan)}
    sections = tuple(_with_first(one, lines.get(one.number)) for one in plan.sections)
    return plan.model_copy(update={"sections": sections})


def _with_first(section: Section, line: Line | None) -> Section:
    if line is None:
        return section
    return section.model_copy(update={"lines": (line, *section.lines[1:])})
