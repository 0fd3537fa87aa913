"""Being polite, finding a person, and saying what cannot be done."""

from typing import Final

from assistant.conversation.acting.grounds import hand_over, refusal
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import (
    Cancel,
    Complain,
    OutOfScope,
    ReportFraud,
    SetLanguage,
    SmallTalk,
    TalkToPerson,
)
from assistant.conversation.model import Memory
from assistant.conversation.phrasebook import both, said
from assistant.conversation.situation import Situation
from assistant.service.model import TaskReason

SECURITIES: Final = frozenset({"stock", "crypto"})
"""Topics on which a rule, not modesty, forbids advice."""


def small_talk(command: SmallTalk, _: Situation) -> Outcome:
    """A greeting, thanks, goodbye, or who the assistant is."""
    return Outcome(kind="answered", said=(said(f"people.{command.kind}"),))


def talk_to_person(command: TalkToPerson, situation: Situation) -> Outcome:
    """A person will call."""
    return _handed("people.person", "asked_for_person", command.topic or "", situation)


def report_fraud(command: ReportFraud, situation: Situation) -> Outcome:
    """What to do at once, and a person.

    Source:
        反电信网络诈骗法 18
    """
    return _handed("people.fraud", "fraud_report", command.words, situation)


def complain(command: Complain, situation: Situation) -> Outcome:
    """A complaint is recorded and goes to a person."""
    return _handed("people.complaint", "complaint", command.words, situation)


def out_of_scope(command: OutOfScope, situation: Situation) -> Outcome:
    """What the assistant does not do, and what it does; a rule where one forbids it.

    Source:
        证券法 160, 161
    """
    if command.topic in SECURITIES:
        return refusal((situation.ports.rulebook.fire("mkt.no_stock_advice"),), situation)
    return Outcome(kind="refused", said=(said("people.out_of_scope"),))


def set_language(command: SetLanguage, situation: Situation) -> Outcome:
    """The language from here on."""
    memory = situation.memory.model_copy(update={"lang": command.lang, "chosen_lang": command.lang})
    return Outcome(kind="answered", said=(said(f"turn.language_{command.lang}"),), memory=memory)


def cancel(_: Cancel, situation: Situation) -> Outcome:
    """What was being asked about is dropped."""
    busy = situation.memory.topic is not None
    before = situation.memory
    kept = Memory(lang=before.lang, chosen_lang=before.chosen_lang, turns=before.turns)
    phrase = "turn.cancelled" if busy else "turn.nothing_to_cancel"
    return Outcome(kind="answered", said=(said(phrase),), memory=kept)


def _handed(phrase: str, reason: TaskReason, note: str, situation: Situation) -> Outcome:
    who = hand_over(reason, note, situation)
    return Outcome(
        kind="handed_over",
        said=(both(phrase, {"who": who[0]}, {"who": who[1]}),),
        task_reason=reason,
    )
