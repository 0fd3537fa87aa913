"""Acting on typed commands: plain Python on planning, the graph and the policy library."""

from collections.abc import Callable
from typing import Any, Final

from assistant.compliance.model import Facts, Verdict
from assistant.conversation.acting.computing import remembered
from assistant.conversation.acting.consents import give_consent, withdraw_consent
from assistant.conversation.acting.grounds import basis_said, grounds, reasons_said, refusal
from assistant.conversation.acting.housing import compute_max_loan, compute_mortgage
from assistant.conversation.acting.needs import (
    SIGNAL_MARK,
    allow_use,
    denied,
    deny_need,
    dismissed,
    forbid_use,
    forbidden,
    foreseen,
    named,
    need_acts,
    need_said,
    not_interested,
    why_this_offer,
)
from assistant.conversation.acting.outcome import Outcome, joined
from assistant.conversation.acting.people import (
    cancel,
    complain,
    out_of_scope,
    report_fraud,
    set_language,
    small_talk,
    talk_to_person,
)
from assistant.conversation.acting.plans import answered, draft_plan, show_plan
from assistant.conversation.acting.policy import ask_policy
from assistant.conversation.acting.portrait import (
    contest_tag,
    exported,
    rebalance,
    show_holdings,
    show_portrait,
)
from assistant.conversation.acting.reviews import approved, returned, review_plan, waiting
from assistant.conversation.acting.safety import answer_safety, awaiting, with_safety
from assistant.conversation.acting.savings import compute_instalment_cost, compute_savings_goal
from assistant.conversation.acting.studies import compute_study_abroad
from assistant.conversation.commands import (
    AnswerSafety,
    Command,
    ContestTag,
    GiveConsent,
    NotInterested,
    ReviewPlan,
    ShowPlan,
    WithdrawConsent,
)
from assistant.conversation.errors import NothingOnOffer
from assistant.conversation.model import Topic
from assistant.conversation.phrasebook import said
from assistant.conversation.situation import Situation

Act = Callable[[Any, Situation], Outcome]

ACTS: Final[dict[str, Act]] = {
    "ask_policy": ask_policy,
    "compute_mortgage": compute_mortgage,
    "compute_max_loan": compute_max_loan,
    "compute_study_abroad": compute_study_abroad,
    "compute_savings_goal": compute_savings_goal,
    "compute_instalment_cost": compute_instalment_cost,
    "show_portrait": show_portrait,
    "contest_tag": contest_tag,
    "draft_plan": draft_plan,
    "show_plan": show_plan,
    "withdraw_consent": withdraw_consent,
    "give_consent": give_consent,
    "talk_to_person": talk_to_person,
    "rebalance": rebalance,
    "show_holdings": show_holdings,
    "report_fraud": report_fraud,
    "complaint": complain,
    "why_this_offer": why_this_offer,
    "not_interested": not_interested,
    "deny_need": deny_need,
    "forbid_use": forbid_use,
    "allow_use": allow_use,
    "answer_safety": answer_safety,
    "set_language": set_language,
    "small_talk": small_talk,
    "cancel": cancel,
    "review_plan": review_plan,
    "out_of_scope": out_of_scope,
}
"""What each command does."""

RIGHTS: Final = frozenset({
    "withdraw_consent", "give_consent", "talk_to_person", "complaint", "report_fraud",
    "set_language", "cancel", "deny_need", "forbid_use",
    "answer_safety",
})  # fmt: skip
"""What a rule about the rest of a message never stands in the way of."""


BESIDE: Final = frozenset({"prv.partner_share"})
"""Rules that forbid what is never done unasked, and so leave the rest of a message alone."""

TOPIC_OF_COMMAND: Final[dict[str, Topic]] = {
    "compute_mortgage": "mortgage",
    "compute_study_abroad": "study_abroad",
}
"""The topic whose slots a command fills."""


def act_on(commands: tuple[Command, ...], message: str, situation: Situation) -> Outcome:
    """What the commands of a message come to, after the rules have looked at its words."""
    verdicts = situation.ports.rulebook.check(_facts(message, situation))
    blocking = {one.rule for one in verdicts if one.decision == "block"}
    stops = bool(blocking - BESIDE)
    outcomes = [
        _done(command, situation)
        for command in _noted_first(commands, situation)
        if not stops or command.name in RIGHTS
    ]
    if stops or (blocking and not outcomes):
        outcomes.append(refusal(verdicts, situation))
    if not outcomes:
        return Outcome(kind="asked", said=(said("people.other"),), asks="intent")
    return _disclosed(joined(outcomes), verdicts, situation)


def asked_back(choices: str, message: str, situation: Situation) -> Outcome:
    """A question back where a message is not understood; what a rule forbids is refused first."""
    verdicts = situation.ports.rulebook.check(_facts(message, situation))
    if any(one.decision == "block" for one in verdicts):
        return refusal(verdicts, situation)
    asked = Outcome(kind="asked", said=(said("turn.unsure", choices=choices),), asks="intent")
    return _disclosed(asked, verdicts, situation)


def _done(command: Command, situation: Situation) -> Outcome:
    """One command acted on; what follows sees what it left in memory."""
    outcome = ACTS[command.name](command, situation)
    if outcome.memory is not None:
        situation.memory = outcome.memory
    return outcome


def _noted_first(commands: tuple[Command, ...], situation: Situation) -> tuple[Command, ...]:
    """Staff who ask for a draft give its numbers: they are noted for the draft, not computed."""
    wants_draft = any(one.name == "draft_plan" for one in commands)
    if situation.context.speaker.is_customer or not wants_draft:
        return commands
    for command in commands:
        if command.name in TOPIC_OF_COMMAND:
            topic = TOPIC_OF_COMMAND[command.name]
            situation.memory = remembered(topic, command, situation)
    return tuple(one for one in commands if one.name not in TOPIC_OF_COMMAND)


def act_on_click(act: str, target: str, reason: str, situation: Situation) -> Outcome:
    """What a click comes to.

    Raises:
        NothingOnOffer: There is no such thing to click on.
    """
    match act:
        case "approve":
            return approved(target, situation)
        case "return":
            return returned(target, reason, situation)
        case "accept" | "decline":
            return answered(target, act, situation)
        case "open_plan":
            return show_plan(ShowPlan(plan_id=target), situation)
        case "reveal":
            return review_plan(ReviewPlan(act="unmask", reason=reason), situation)
        case "export":
            return exported(situation)
        case "contest":
            return contest_tag(ContestTag(words=target), situation)
        case _:
            return _consent_or_need(act, target, situation)


def greeting(situation: Situation) -> Outcome:
    """The first words: a foreseen need with its reasons, or what waits for staff."""
    speaker = situation.context.speaker
    if not speaker.is_customer:
        hello = said("needs.hello_staff", name=speaker.name)
        listed = waiting(situation)
        return listed.model_copy(update={"said": (hello, *listed.said)})
    hello = said("needs.hello", name=speaker.name)
    need = foreseen(situation)
    if need is None:
        return Outcome(kind="answered", said=(hello, said("needs.plain")))
    return Outcome(
        kind="answered",
        said=(hello, *need_said(need), said("needs.invite")),
        acts=need_acts(need, situation),
        memory=situation.memory.model_copy(update={"last_need_id": need.id}),
    )


def _consent_or_need(act: str, target: str, situation: Situation) -> Outcome:
    if act in {"safety_mine", "safety_help"}:
        return answer_safety(AnswerSafety(is_mine=act == "safety_mine"), situation)
    if act == "grant_consent":
        return give_consent(GiveConsent.model_validate({"purpose": target or None}), situation)
    if act == "withdraw_consent":
        wanted = WithdrawConsent.model_validate({"purpose": target or None})
        return withdraw_consent(wanted, situation)
    return _about_need(act, target, situation)


def _about_need(act: str, target: str, situation: Situation) -> Outcome:
    """What a customer answers to a need: not wanted, not so, or not by these means.

    Raises:
        NothingOnOffer: There is no such need.
    """
    if act not in {"not_interested", "not_so", "dont_use"}:
        raise NothingOnOffer(act)
    file = situation.known
    needs = [] if file is None else situation.bank.needs.of(file.customer.id)
    need_id, _, signal = target.partition(SIGNAL_MARK)
    wanted_need = next((one for one in needs if need_id in {"", one.id}), None)
    if wanted_need is not None and act == "not_so":
        return denied(wanted_need, situation)
    if wanted_need is not None and act == "dont_use":
        return forbidden((signal,) if signal else named(wanted_need), situation)
    if act != "not_interested":
        raise NothingOnOffer(act)
    if wanted_need is None:
        return not_interested(NotInterested(event=target or None), situation)
    return dismissed(wanted_need, situation)


def _facts(message: str, situation: Situation) -> Facts:
    """What the rules may know when they look at a message."""
    file = situation.file
    is_staff = not situation.context.speaker.is_customer
    if file is None:
        return Facts(message=message, lang=situation.lang, is_staff=is_staff)
    today = situation.context.today
    assessment = file.risk_level(today)
    given = [one for one in file.consents if one.purpose == "profiling"]
    return Facts(
        message=message,
        lang=situation.lang,
        is_staff=is_staff,
        customer_age=file.customer.age(today),
        risk_level=None if assessment is None else assessment.level,
        has_profiling_consent=situation.known is not None,
        consent_withdrawn=situation.known is None and any(one.withdrawn_at for one in given),
    )


def _disclosed(outcome: Outcome, verdicts: tuple[Verdict, ...], situation: Situation) -> Outcome:
    """The outcome with what the rules ask to be said beside it."""
    fired = tuple(one for one in verdicts if one not in outcome.verdicts)
    spoken = tuple(one for one in fired if one.decision in {"disclose", "review"})
    cited = grounds(spoken, situation)
    fresh = tuple(one for one in cited if one not in outcome.citations)
    return outcome.model_copy(
        update={
            "said": (*outcome.said, *reasons_said("rules.disclose", spoken), *basis_said(fresh)),
            "verdicts": (*outcome.verdicts, *fired),
            "citations": (*outcome.citations, *fresh),
        }
    )


__all__ = ["ACTS", "act_on", "act_on_click", "asked_back", "awaiting", "greeting", "with_safety"]
