"""Staff at work in the chat: what waits, approved, returned, and what needs another person."""

from assistant.conversation.acting.grounds import refusal
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.plans import show_plan, titled
from assistant.conversation.commands import ReviewPlan, ShowPlan
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import both, said
from assistant.conversation.situation import Situation
from assistant.planning.model import Plan
from assistant.privacy.model import AuditEntry


def review_plan(command: ReviewPlan, situation: Situation) -> Outcome:
    """What staff ask of the review in words; the acts themselves are clicks."""
    if situation.context.speaker.is_customer:
        return show_plan(ShowPlan(plan_id=command.plan_id), situation)
    if command.act in {"unmask", "skip_review"}:
        return _not_without_another(command, situation)
    if command.act == "waiting" or command.plan_id is None:
        return waiting(situation)
    if command.act == "return":
        return returned(command.plan_id, command.reason or "", situation)
    return approved(command.plan_id, situation)


def waiting(situation: Situation) -> Outcome:
    """The plans that wait for this member of staff, each with a click that opens it."""
    plans = situation.tape.call(
        "desk.waiting",
        list[Plan],
        lambda: situation.ports.desk.waiting(situation.context.speaker),
    )
    if not plans:
        return Outcome(kind="answered", said=(said("needs.waiting_none"),))
    head = said("needs.waiting", count=str(len(plans)))
    return Outcome(
        kind="answered",
        said=(head, *(titled("needs.waiting_plan", one) for one in plans)),
        acts=tuple(act for one in plans for act in _review_acts(one, situation)),
    )


def approved(plan_id: str, situation: Situation) -> Outcome:
    """The plan passes this speaker's review."""
    plan = situation.tape.call(
        "desk.approve",
        Plan,
        lambda: situation.ports.desk.approve(plan_id, situation.context.speaker, situation.now),
    )
    phrase = "awaits_second" if plan.status == "awaiting_second" else "approved_by_you"
    return Outcome(kind="answered", said=(titled(f"plans.{phrase}", plan),), plan_id=plan.id)


def returned(plan_id: str, reason: str, situation: Situation) -> Outcome:
    """The plan goes back with a reason."""
    plan = situation.tape.call(
        "desk.send_back",
        Plan,
        lambda: situation.ports.desk.send_back(
            plan_id, reason, situation.context.speaker, situation.now
        ),
    )
    words = both(
        "plans.returned",
        {"title": plan.title, "plan_id": plan.id, "reason": reason},
        {"title": plan.title_en, "plan_id": plan.id, "reason": reason},
    )
    return Outcome(kind="answered", said=(words,), plan_id=plan.id)


def _not_without_another(command: ReviewPlan, situation: Situation) -> Outcome:
    """Unmasking and skipping the review need another person; the request is recorded.

    Source:
        个人信息保护法 51; 中国人民银行业务领域数据安全管理办法 29
    """
    rule = "prv.sensitive_access_four_eyes" if command.act == "unmask" else "ai.human_review"
    fired = situation.ports.rulebook.fire(rule)
    if command.act == "unmask":
        situation.note(
            AuditEntry(
                at=situation.now,
                actor=situation.context.speaker.person_id,
                action="unmask.request",
                subject="id_number",
                customer_id=situation.context.customer_id,
                details={} if command.reason is None else {"reason": command.reason},
            )
        )
    outcome = refusal((fired,), situation)
    return outcome.model_copy(update={"kind": "in_review"})


def _review_acts(plan: Plan, situation: Situation) -> tuple[OfferedAct, ...]:
    en = situation.lang == "en"
    own = plan.created_by == situation.context.speaker.person_id
    opening = OfferedAct(act="open_plan", target=plan.id, label="Open" if en else "打开")
    if own:
        return (opening,)
    return (
        opening,
        OfferedAct(act="approve", target=plan.id, label="Approve" if en else "通过"),
        OfferedAct(
            act="return", target=plan.id, label="Return" if en else "退回", needs_reason=True
        ),
    )
