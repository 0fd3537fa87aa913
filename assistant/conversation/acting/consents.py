"""Consents given and withdrawn in the chat, each as easily as the other."""

from typing import Final, get_args

from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import GiveConsent, WithdrawConsent
from assistant.conversation.model import Memory, OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.privacy.errors import PURPOSE_WORDS
from assistant.privacy.model import AuditAction, AuditEntry, Lang
from graph.model import Purpose

CHAT_PURPOSES: Final[tuple[Purpose, ...]] = ("profiling", "need_prediction", "marketing_contact")
"""What may be agreed to with one sentence; the others need a form with more to read."""


ASKED: Final = "consent:profiling"
"""What a plain yes then answers."""


def purpose_name(purpose: Purpose, lang: Lang) -> str:
    """The purpose in plain words."""
    zh, en = PURPOSE_WORDS[purpose]
    return en if lang == "en" else zh


def withdraw_consent(command: WithdrawConsent, situation: Situation) -> Outcome:
    """The consent stops at once; every one in force where none is named.

    Source:
        个人信息保护法 15, 16, 47
    """
    in_force = _in_force(situation)
    wanted: tuple[Purpose, ...] = (
        in_force if command.everything or command.purpose is None else (command.purpose,)
    )
    gone: tuple[Purpose, ...] = tuple(purpose for purpose in wanted if purpose in in_force)
    if not gone:
        return Outcome(kind="answered", said=(said("consent.none_in_force"),))
    for purpose in gone:
        _withdraw(purpose, situation)
    memory = Memory(lang=situation.memory.lang, turns=situation.memory.turns)
    return Outcome(kind="answered", said=(_named("consent.withdrawn", gone),), memory=memory)


def give_consent(command: GiveConsent, situation: Situation) -> Outcome:
    """The consent is in force from now; offered as clicks where none is named.

    Source:
        个人信息保护法 14
    """
    purpose = command.purpose
    if purpose is None:
        lacking: tuple[Purpose, ...] = tuple(
            one for one in CHAT_PURPOSES if one not in _in_force(situation)
        )
        return Outcome(
            kind="asked",
            said=(_named("consent.which_give", lacking or CHAT_PURPOSES),),
            acts=tuple(_offer(one, situation.lang) for one in lacking),
            asks="consent",
        )
    _grant(purpose, situation)
    return Outcome(kind="answered", said=(_named("consent.granted", (purpose,)),))


def consent_needed(situation: Situation, phrase: str = "consent.needed") -> Outcome:
    """Consent is asked for: with a click the first time, in words only after that."""
    memory = situation.memory.model_copy(update={"consent_offered": True, "asked": ASKED})
    names = {lang: {"purpose": purpose_name("profiling", lang)} for lang in get_args(Lang)}
    acts = () if situation.memory.consent_offered else (_offer("profiling", situation.lang),)
    return Outcome(
        kind="asked",
        said=(both(phrase, names["zh"], names["en"]), said("rules.instead_consent")),
        acts=acts,
        asks="consent",
        memory=memory,
    )


def _in_force(situation: Situation) -> tuple[Purpose, ...]:
    file = situation.file
    if file is None:
        return ()
    purposes: list[Purpose] = [one.purpose for one in file.consents if one.in_force(situation.now)]
    return tuple(dict.fromkeys(purposes))


def _offer(purpose: Purpose, lang: Lang) -> OfferedAct:
    verb = "Agree: " if lang == "en" else "同意："
    return OfferedAct(act="grant_consent", target=purpose, label=verb + purpose_name(purpose, lang))


def _named(phrase: str, purposes: tuple[Purpose, ...]) -> Said:
    zh = "、".join(f"“{purpose_name(one, 'zh')}”" for one in purposes)
    en = ", ".join(f'"{purpose_name(one, "en")}"' for one in purposes)
    return both(phrase, {"purposes": zh}, {"purposes": en})


def _withdraw(purpose: Purpose, situation: Situation) -> None:
    customer_id = _customer_id(situation)
    situation.bank.consents.withdraw(customer_id, purpose, situation.now)
    _note("consent.withdraw", purpose, customer_id, situation)


def _grant(purpose: Purpose, situation: Situation) -> None:
    customer_id = _customer_id(situation)
    situation.bank.consents.grant(customer_id, purpose, situation.now)
    _note("consent.grant", purpose, customer_id, situation)


def _customer_id(situation: Situation) -> str:
    """Only a customer's own consents are changed in the chat."""
    return situation.context.speaker.person_id


def _note(action: AuditAction, purpose: Purpose, customer_id: str, situation: Situation) -> None:
    situation.note(
        AuditEntry(
            at=situation.now,
            actor=situation.context.speaker.person_id,
            action=action,
            subject=purpose,
            customer_id=customer_id,
        )
    )
