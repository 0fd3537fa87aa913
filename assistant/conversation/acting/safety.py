"""The talk about the safety of the customer's money: begun unasked, and answered."""

from datetime import timedelta
from typing import Final, Literal

from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.people import report_fraud
from assistant.conversation.commands import AnswerSafety, ReportFraud
from assistant.conversation.model import Context, Memory, OfferedAct
from assistant.conversation.phrasebook import both, said
from assistant.conversation.situation import Situation
from assistant.privacy.model import Lang
from assistant.service import Inbox
from assistant.service.model import Delivery

AWAITED: Final = timedelta(days=1)
"""How long an answer to the talk is understood as one."""

SafetyAct = Literal["safety_mine", "safety_help"]
LABELS: Final[dict[Lang, dict[SafetyAct, str]]] = {
    "zh": {"safety_mine": "是我转的", "safety_help": "我有点担心"},
    "en": {"safety_mine": "It was me", "safety_help": "I am worried"},
}


def safety_acts(lang: Lang) -> tuple[OfferedAct, ...]:
    """The two clicks that answer the talk."""
    acts: tuple[SafetyAct, ...] = ("safety_mine", "safety_help")
    return tuple(OfferedAct(act=one, target="", label=LABELS[lang][one]) for one in acts)


def awaiting(inbox: Inbox | None, context: Context, memory: Memory) -> Memory:
    """The memory with the talk of the last day that awaits this speaker's answer, if any."""
    if inbox is None or not context.speaker.is_customer:
        return memory
    since = context.now - AWAITED
    talks = [
        one.id
        for one in inbox.all(context.speaker.person_id)
        if one.kind == "safety" and one.delivered_at >= since
    ]
    asked = talks[-1] if talks and talks[-1] != memory.safety_answered else None
    return memory.model_copy(update={"safety_asked": asked})


def with_safety(outcome: Outcome, situation: Situation) -> Outcome:
    """What a message came to, led by the talk where one waits unseen; it is told once.

    A channel that shows deliveries itself has shown it by then.
    """
    inbox = situation.ports.inbox
    speaker = situation.context.speaker
    if inbox is None or not speaker.is_customer:
        return outcome
    waiting = situation.tape.call(
        "inbox.safety",
        list[Delivery],
        lambda: [one for one in inbox.unseen(speaker.person_id) if one.kind == "safety"],
    )
    if not waiting or situation.memory.safety_asked is None:
        return outcome
    if not situation.tape.is_replay:
        for one in waiting:
            inbox.mark_seen(one.id, situation.now)
    talk = both("safety.talk", {"text": waiting[-1].text}, {"text": waiting[-1].text_en})
    return outcome.model_copy(
        update={
            "said": (talk, *outcome.said),
            "acts": (*safety_acts(situation.lang), *outcome.acts),
        }
    )


def answer_safety(command: AnswerSafety, situation: Situation) -> Outcome:
    """All is well, or a person calls at once.

    Source:
        反电信网络诈骗法 18
    """
    before = situation.memory
    memory = before.model_copy(
        update={"safety_asked": None, "safety_answered": before.safety_asked}
    )
    if command.is_mine:
        return Outcome(kind="answered", said=(said("safety.mine"),), memory=memory)
    handed = report_fraud(ReportFraud(words=situation.message), situation)
    return handed.model_copy(update={"memory": memory})
