"""From rules that fired to what is said about them and which clauses stand behind it."""

from collections.abc import Iterable
from typing import Final

from assistant.compliance.model import Verdict
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.model import Citation, Memory, OfferedAct
from assistant.conversation.phrasebook import Said, both, said, sentence
from assistant.conversation.situation import Situation
from assistant.planning.clauses import of_verdicts
from assistant.service.model import TaskReason

INSTEAD: Final[dict[str, str]] = {
    "fx.no_splitting": "rules.instead_fx",
    "fx.authentic": "rules.instead_fx",
    "mkt.no_guarantee": "rules.instead_guarantee",
    "prv.consent_valid": "rules.instead_consent",
    "prv.consent_withdraw": "rules.instead_consent",
    "prv.sensitive_access_four_eyes": "rules.instead_unmask",
    "ai.human_review": "rules.instead_review",
    "mkt.no_stock_advice": "people.security_advice",
}
"""What to offer instead, by the rule that stands in the way."""

CONSENT: Final = frozenset({"prv.consent_valid", "prv.consent_withdraw"})
"""Rules that want a consent."""

DESK: Final[dict[str, TaskReason]] = {
    "fx.no_splitting": "fx_desk",
    "prv.sensitive_access_four_eyes": "high_risk",
}
"""Which task a refusal opens for a person, by rule."""


def grounds(verdicts: Iterable[Verdict], situation: Situation) -> tuple[Citation, ...]:
    """The clauses behind the verdicts, read in full and in force on the day.

    On each: the laws whose text is held, and the manual's clause nearest to the reason's words.
    """
    by_rule = of_verdicts(tuple(verdicts), situation.ground.clauses, situation.context.today)
    found = {one.clause_id: one for clauses in by_rule.values() for one in clauses}
    return tuple(Citation(**one.model_dump()) for one in found.values())


def basis_said(citations: tuple[Citation, ...]) -> tuple[Said, ...]:
    """The sentence that names the clauses; nothing where there are none."""
    if not citations:
        return ()
    zh = "、".join(one.label for one in citations)
    return (both("rules.basis", {"labels": zh}, {"labels": ", ".join(zh.split("、"))}),)


def reasons_said(phrase: str, verdicts: Iterable[Verdict]) -> tuple[Said, ...]:
    """One sentence a verdict, as `phrase` puts it."""
    return tuple(
        both(phrase, {"reason": one.reason}, {"reason": one.reason_en}) for one in verdicts
    )


def refusal(verdicts: tuple[Verdict, ...], situation: Situation) -> Outcome:
    """No, why, on what ground, and what can be done instead."""
    blocking = tuple(one for one in verdicts if one.decision == "block")
    citations = grounds(blocking, situation)
    instead = dict.fromkeys(INSTEAD[one.rule] for one in blocking if one.rule in INSTEAD)
    words = (
        *reasons_said("rules.refused", blocking),
        *basis_said(citations),
        *(said(phrase) for phrase in instead),
    )
    reason: TaskReason | None = next((DESK[one.rule] for one in blocking if one.rule in DESK), None)
    lacks = any(one.rule in CONSENT for one in blocking)
    outcome = Outcome(
        kind="refused",
        said=words,
        citations=citations,
        verdicts=verdicts,
        acts=_offered(situation) if lacks else (),
        asks="consent" if lacks else None,
        memory=_offering(situation) if lacks else None,
    )
    return outcome if reason is None else with_task(outcome, reason, situation)


def with_task(outcome: Outcome, reason: TaskReason, situation: Situation) -> Outcome:
    """The outcome with a task opened for a person, and the customer told so."""
    who = hand_over(reason, blame(outcome), situation)
    handed = both("rules.handed", {"who": who[0]}, {"who": who[1]})
    return outcome.model_copy(
        update={"said": (*outcome.said, handed), "task_reason": reason},
    )


def blame(outcome: Outcome) -> str:
    """The rules behind an outcome, for a colleague's note."""
    return "；".join(one.title for one in outcome.verdicts)


def hand_over(reason: TaskReason, note: str, situation: Situation) -> tuple[str, str]:
    """Open a task for a person; who will do it, in Chinese and English."""
    file = situation.file
    if file is None:
        return _in_both(said("people.team"))
    situation.tape.call(
        "tasks.open",
        str,
        lambda: (
            situation.ports.tasks.open(
                customer_id=file.customer.id,
                advisor_id=file.customer.advisor_id,
                reason=reason,
                note=note,
                now=situation.now,
            ).id
        ),
    )
    if file.advisor is None:
        return _in_both(said("people.team"))
    return _in_both(said("people.your_advisor", name=file.advisor.name))


def _in_both(words: Said) -> tuple[str, str]:
    """A phrase in Chinese and in English."""
    return sentence(words, "zh"), sentence(words, "en")


def _offering(situation: Situation) -> Memory:
    """The memory that consent was offered, so that a plain yes gives it."""
    return situation.memory.model_copy(
        update={"consent_offered": True, "asked": "consent:profiling"}
    )


def _offered(situation: Situation) -> tuple[OfferedAct, ...]:
    """A refusal for want of consent offers to give it: once, not again and again.

    Source:
        网络数据安全管理条例 22
    """
    if situation.memory.consent_offered:
        return ()
    label = "Agree" if situation.lang == "en" else "同意用我的资料做分析和建议"
    return (OfferedAct(act="grant_consent", target="profiling", label=label),)
