"""Plans in the chat: drafted, shown and answered."""

from typing import Final

from assistant.conversation.acting.clients import client
from assistant.conversation.acting.consents import consent_needed
from assistant.conversation.acting.grounds import basis_said, grounds, hand_over, refusal
from assistant.conversation.acting.outcome import Outcome, joined
from assistant.conversation.commands import DraftPlan, ShowPlan
from assistant.conversation.model import Citation, OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.errors import AdvisorError
from assistant.planning.drafter import Drafter
from assistant.planning.errors import InputsMissing
from assistant.planning.model import Plan
from assistant.planning.planners import PLANNERS
from assistant.privacy.masking import mask_name
from graph.model import CustomerFile

PACK_OF: Final[dict[str, str]] = {
    "study_abroad": "study_abroad_legacy",
    "mortgage": "home_purchase",
    "max_loan": "home_purchase",
}
"""The pack a topic of conversation leads to."""

TOPIC_OF: Final[dict[str, str]] = {
    "study_abroad_legacy": "study_abroad",
    "home_purchase": "mortgage",
}
"""The topic whose slots a pack's plan starts from."""


def draft_plan(command: DraftPlan, situation: Situation) -> Outcome:
    """A draft for the customer of the session, or for the client an advisor names."""
    if situation.context.speaker.is_customer:
        return _draft_for_customer(command, situation)
    return _draft_for_client(command, situation)


def show_plan(command: ShowPlan, situation: Situation) -> Outcome:
    """Where the customer's newest plan stands, and its main points once approved."""
    if command.plan_id is not None and not situation.context.speaker.is_customer:
        return _opened(command.plan_id, situation)
    if situation.context.customer_id is None:
        return Outcome(kind="asked", said=(said("plans.name_client"),), asks="customer")
    plans = situation.tape.call(
        "desk.of_customer",
        list[Plan],
        lambda: situation.ports.desk.of_customer(
            situation.context.customer_id or "", situation.context.speaker
        ),
    )
    wanted = [one for one in plans if command.plan_id in {None, one.id}]
    if not wanted:
        return Outcome(kind="answered", said=(said("plans.none"),))
    newest = max(wanted, key=lambda one: (one.created_at, one.id))
    return shown(newest, situation)


def _opened(plan_id: str, situation: Situation) -> Outcome:
    """A plan as staff may see it."""
    plan = situation.tape.call(
        "desk.plan",
        Plan,
        lambda: situation.ports.desk.plan(plan_id, situation.context.speaker),
    )
    return shown(plan, situation)


def shown(plan: Plan, situation: Situation) -> Outcome:
    """A plan as its customer may see it."""
    if not situation.ports.desk.visible(plan, situation.context.speaker):
        return Outcome(kind="in_review", said=(titled("plans.in_review", plan),), plan_id=plan.id)
    cited = tuple(plan.citations[:3])
    return Outcome(
        kind="answered",
        said=(titled(f"plans.{_stage(plan)}", plan), *_points(plan)),
        figures=plan.figures,
        acts=_answers(plan, situation),
        plan_id=plan.id,
        citations=tuple(Citation(**one.model_dump()) for one in cited),
    )


def answered(plan_id: str, answer: str, situation: Situation) -> Outcome:
    """The customer accepts or declines an approved plan."""
    plan = situation.tape.call(
        "desk.answer",
        Plan,
        lambda: situation.ports.desk.answer(
            plan_id,
            "accept" if answer == "accept" else "decline",
            situation.context.speaker,
            situation.now,
        ),
    )
    words = titled(f"plans.answered_{answer}", plan)
    return Outcome(kind="answered", said=(words,), plan_id=plan.id)


def _draft_for_customer(command: DraftPlan, situation: Situation) -> Outcome:
    if situation.known is None:
        return consent_needed(situation, "consent.needed_plan")
    pack = command.pack or PACK_OF.get(situation.memory.topic or "", "")
    if pack not in PLANNERS:
        return _which()
    outcome = _drafted(pack, situation.known, "assistant", situation)
    if not command.share_with_partner:
        return outcome
    return joined([outcome, _partner_first(situation)])


def _partner_first(situation: Situation) -> Outcome:
    """Nothing goes to a partner before a separate, informed consent.

    Source:
        个人信息保护法 23
    """
    fired = situation.ports.rulebook.fire("prv.partner_share")
    cited = grounds((fired,), situation)
    return Outcome(
        kind="asked",
        said=(said("consent.partner_first"), *basis_said(cited)),
        citations=cited,
        asks="consent",
    )


def _draft_for_client(command: DraftPlan, situation: Situation) -> Outcome:
    found = client(command.customer_words, situation)
    if isinstance(found, Outcome):
        return found
    pack = command.pack or PACK_OF.get(situation.memory.topic or "", "")
    if pack not in PLANNERS:
        return _which()
    if not found.consents_to("profiling", situation.now):
        return consent_needed(situation, "consent.needed_plan")
    return _drafted(pack, found, situation.context.speaker.person_id, situation)


def _drafted(pack: str, file: CustomerFile, by: str, situation: Situation) -> Outcome:
    drafter = Drafter(situation.bank, situation.ground.clauses, situation.ports.rulebook)
    slots = situation.memory.slots.get(TOPIC_OF.get(pack, ""), {})
    words = {key: str(value) for key, value in slots.items() if value is not None}
    try:
        # Not on the tape as a whole: what it asks of the bank and the clauses is.
        plan = drafter.draft(pack, words, file.customer.id, situation.now, by, situation.goal)
    except InputsMissing as error:
        return _missing(pack, error.slots, situation)
    blocking = tuple(one for one in plan.verdicts if one.decision == "block")
    if blocking:
        return refusal(blocking, situation)
    waiting_already = _same(plan, situation)
    if waiting_already is not None:
        words = (titled("plans.in_review", waiting_already),)
        return Outcome(kind="in_review", said=words, plan_id=waiting_already.id)
    kept = situation.tape.call(
        "desk.submit", Plan, lambda: situation.ports.desk.submit(plan, situation.now)
    )
    return _submitted(kept, situation)


def _same(plan: Plan, situation: Situation) -> Plan | None:
    """The plan under review that says the same already; asking twice drafts once."""
    open_plans = situation.tape.call(
        "desk.under_review",
        list[Plan],
        lambda: situation.ports.desk.under_review(plan.customer_id, plan.pack),
    )
    inputs = {one.key: one.value for one in plan.assumptions}
    same = (
        one for one in open_plans if {given.key: given.value for given in one.assumptions} == inputs
    )
    return next(same, None)


def _submitted(plan: Plan, situation: Situation) -> Outcome:
    is_customer = situation.context.speaker.is_customer
    phrase = "plans.drafted" if is_customer else "plans.drafted_staff"
    words = [titled(phrase, plan)]
    if plan.needs_second_approver:
        words.append(said("plans.drafted_second"))
    if plan.created_by == situation.context.speaker.person_id:
        words.append(said("plans.own_draft"))
    memory = situation.memory.model_copy(update={"last_plan_id": plan.id})
    return Outcome(
        kind="drafted",
        said=tuple(words),
        verdicts=plan.verdicts,
        plan_id=plan.id,
        memory=memory,
        task_reason="plan_review",
    )


def _missing(pack: str, slots: tuple[str, ...], situation: Situation) -> Outcome:
    topic = TOPIC_OF.get(pack)
    planner = PLANNERS[pack]
    zh = " ".join(planner.question(one, "zh") for one in slots)
    en = " ".join(planner.question(one, "en") for one in slots)
    if topic is None:
        return _asked_by_person(pack, zh, en, situation)
    memory = situation.memory.model_copy(update={"asked": slots[0], "topic": topic})
    return Outcome(
        kind="asked",
        said=(both("plans.missing", {"questions": zh}, {"questions": en}),),
        asks=slots[0],
        memory=memory,
    )


def _asked_by_person(pack: str, zh: str, en: str, situation: Situation) -> Outcome:
    """What this plan needs is not asked in the chat: a person takes it up."""
    who = hand_over("appointment", f"{PLANNERS[pack].title}：{zh}", situation)
    words = both(
        "plans.asked_by_person",
        {"title": PLANNERS[pack].title, "questions": zh, "who": who[0]},
        {"title": PLANNERS[pack].title_en, "questions": en, "who": who[1]},
    )
    return Outcome(kind="handed_over", said=(words,), task_reason="appointment")


def _which() -> Outcome:
    zh = "、".join(one.title for one in PLANNERS.values())
    en = ", ".join(one.title_en for one in PLANNERS.values())
    return Outcome(
        kind="asked", said=(both("plans.which", {"packs": zh}, {"packs": en}),), asks="pack"
    )


def _stage(plan: Plan) -> str:
    """Which sentence heads the plan: approved ones say by whom."""
    return "approved" if plan.approved_by else "open"


def _points(plan: Plan) -> tuple[Said, ...]:
    """The lines of the numbers section: what the customer asked for."""
    numbers = next(one for one in plan.sections if one.key == "numbers")
    return tuple(
        both("plans.point", {"text": one.text}, {"text": one.text_en}) for one in numbers.lines
    )


def _answers(plan: Plan, situation: Situation) -> tuple[OfferedAct, ...]:
    if plan.status != "delivered" or not situation.context.speaker.is_customer:
        return ()
    en = situation.lang == "en"
    return (
        OfferedAct(act="accept", target=plan.id, label="Accept" if en else "接受这份方案"),
        OfferedAct(act="decline", target=plan.id, label="Decline" if en else "暂不采用"),
    )


def refused(error: AdvisorError) -> Outcome:
    """An error of the desk in words."""
    return Outcome(
        kind="refused", said=(both("turn.failed", {"reason": error.zh}, {"reason": error.en}),)
    )


def titled(phrase: str, plan: Plan) -> Said:
    """A sentence about a plan with its title, number, version, dates and masked customer."""
    values = {
        "plan_id": plan.id,
        "version": str(plan.version),
        "day": plan.created_at.date().isoformat(),
        "until": plan.valid_until.isoformat(),
        "customer": mask_name(plan.customer_name),
        "who": plan.advisor_id or "",
    }
    return both(
        phrase,
        values | {"title": plan.title, "who": "您的理财经理"},
        values | {"title": plan.title_en, "who": "your advisor"},
    )
