"""Foreseen needs: said with their reasons, explained, waved off."""

import re
from typing import Final, Literal

from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.acting.portrait import explained
from assistant.conversation.commands import (
    AllowUse,
    DenyNeed,
    ForbidUse,
    NotInterested,
    WhyThisOffer,
)
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.privacy.model import AuditAction, AuditEntry, Lang
from graph.model import Need
from graph.needs import guess

NeedAct = Literal["not_interested", "not_so", "dont_use"]
LABELS: Final[dict[Lang, dict[NeedAct, str]]] = {
    "zh": {"not_interested": "不感兴趣", "not_so": "不是这样", "dont_use": "别用这个"},
    "en": {"not_interested": "Not interested", "not_so": "Not so", "dont_use": "Don't use this"},
}
SIGNAL_MARK: Final = "#"
"""What stands between a need and one of its signals in the target of a click."""
KINDS: Final = {
    "search": ("搜索记录", "your searches"), "view": ("浏览记录", "what you looked at"),
    "click": ("点击记录", "what you opened"), "calculator": ("测算记录", "your calculations"),
    "chat": ("咨询记录", "your questions"), "exchange": ("外汇记录", "your currency exchange"),
    "own_transactions": ("账户与卡的交易记录", "your account and card transactions"),
}  # fmt: skip
"""What a kind or a source of signals is called."""

OF_ME: Final = (
    "(说|认为|判断|看出|写|标|记|算|登记|知道)(成)?我|我的.{0,6}(标签|画像|资料|收入|职业|等级)|标签|画像|"
    "(say|said|think|believe|know|record|label|tag|mark|list).{0,12}( i | i'm | me | my )|"
    "my (profile|portrait|tag)"
)
"""Words that ask after what is said of the speaker, not after an offer."""

OF_A_WISH: Final = (
    "(我|我们|我家|咱)(们|家)?.{0,4}(想|要|打算|准备|计划|考虑)|"
    "\\b(i|we)('m|'re| am| are)? (about to|going to|planning|thinking of|want|plan|intend|wish)"
)
"""Words that ask after something the speaker was guessed to intend."""


def foreseen(situation: Situation) -> Need | None:
    """The need to speak of: the most probable one that may be spoken of.

    None without consent to foresee needs or where contact is not allowed.

    Source:
        个人信息保护法 24
    """
    file = situation.known
    if file is None or not file.consents_to("need_prediction", situation.now):
        return None
    needs = situation.bank.needs.of(file.customer.id)
    return next((one for one in needs if one.contact == "allowed"), None)


def need_said(need: Need) -> tuple[Said, ...]:
    """The need, its window and what points to it."""
    window = {"from": need.window_start.isoformat(), "to": need.window_end.isoformat()}
    return (
        both("needs.guess", {"guess": guess(need, "zh")}, {"guess": guess(need, "en")}),
        both("needs.window", window | {"need": need.need}, window | {"need": need.need_en}),
    )


def evidence_said(need: Need) -> tuple[Said, ...]:
    """What points to a need, one sentence each."""
    return tuple(
        both("needs.evidence", {"text": one.text}, {"text": one.text_en or one.text})
        for one in need.evidence
    )


def need_acts(need: Need, situation: Situation) -> tuple[OfferedAct, ...]:
    """The clicks that answer a need: not wanted, not so, do not use this."""
    labels = LABELS[situation.lang]
    acts: tuple[NeedAct, ...] = ("not_interested", "not_so", "dont_use")
    return tuple(OfferedAct(act=one, target=need.id, label=labels[one]) for one in acts)


def signal_acts(need: Need, situation: Situation) -> tuple[OfferedAct, ...]:
    """The clicks that forbid one of the signals a need rests on."""
    label = LABELS[situation.lang]["dont_use"]
    topics = {
        one.signal: one.topic_en if situation.lang == "en" else one.topic for one in need.evidence
    }
    return tuple(
        OfferedAct(
            act="dont_use", target=f"{need.id}{SIGNAL_MARK}{signal}", label=f"{label}: {topic}"
        )
        for signal, topic in topics.items()
    )


def why_this_offer(_: WhyThisOffer, situation: Situation) -> Outcome:
    """Why the bank spoke of a need, and how to correct or stop it."""
    need = foreseen(situation)
    asked = explained(situation) if _of_the_speaker(situation, need) else None
    if asked is not None:
        return asked
    if need is None:
        return Outcome(kind="answered", said=(said("needs.none"),))
    headed = both("needs.why", {"need": need.event_zh}, {"need": need.event_en})
    return Outcome(
        kind="answered",
        said=(headed, *evidence_said(need), said("needs.why_basis")),
        acts=(*need_acts(need, situation)[:2], *signal_acts(need, situation)),
        memory=situation.memory.model_copy(update={"last_need_id": need.id}),
    )


def _of_the_speaker(situation: Situation, need: Need | None) -> bool:
    """Whether the words ask after what is said of the speaker; a wish that was foreseen is not."""
    words = situation.message.lower()
    wished = need is not None and re.search(OF_A_WISH, words)
    return not wished and re.search(OF_ME, words) is not None


def not_interested(command: NotInterested, situation: Situation) -> Outcome:
    """The need is not raised again."""
    file = situation.known
    needs = [] if file is None else situation.bank.needs.of(file.customer.id)
    wanted = [one for one in needs if command.event in {None, one.event, one.id}]
    if not wanted:
        return Outcome(kind="answered", said=(said("needs.none"),))
    return dismissed(wanted[0], situation)


def deny_need(_: DenyNeed, situation: Situation) -> Outcome:
    """What was guessed last is not so."""
    need = _last(situation)
    if need is None:
        return Outcome(kind="answered", said=(said("needs.none"),))
    return denied(need, situation)


def forbid_use(command: ForbidUse, situation: Situation) -> Outcome:
    """What is named, or what the last guess rests on, is never used again.

    Source:
        个人信息保护法 24, 44
    """
    if command.signals:
        return forbidden(command.signals, situation)
    need = _last(situation)
    if need is None:
        return Outcome(kind="answered", said=(said("needs.none"),))
    return forbidden(named(need), situation)


def allow_use(_: AllowUse, situation: Situation) -> Outcome:
    """Everything forbidden may be used again."""
    if (customer_id := _own(situation)) is None:
        return Outcome(kind="answered", said=(said("needs.only_customer"),))
    lifted = situation.bank.needs.lift(customer_id, situation.now)
    if not lifted:
        return Outcome(kind="answered", said=(said("needs.nothing_forbidden"),))
    signals = tuple(one.signal for one in lifted)
    _noted("need.allow", " ".join(signals)[:200], customer_id, situation)
    return Outcome(kind="answered", said=(_about("needs.allowed", signals),))


def named(need: Need) -> tuple[str, ...]:
    """The signals a need rests on, as it names them."""
    return tuple(dict.fromkeys(one.signal for one in need.evidence))


def forbidden(signals: tuple[str, ...], situation: Situation) -> Outcome:
    """The signals are used no more from now on, and the ledger says so; only for the speaker."""
    if (customer_id := _own(situation)) is None:
        return Outcome(kind="answered", said=(said("needs.only_customer"),))
    situation.bank.needs.suppress(customer_id, signals, situation.now)
    _noted("need.forbid", " ".join(signals)[:200], customer_id, situation)
    return _done(_about("needs.forbidden", signals), situation)


def denied(need: Need, situation: Situation) -> Outcome:
    """The guess is withdrawn, kept as a label, and the ledger says who said so."""
    situation.bank.needs.dismiss(need.id, situation.now, "not_so")
    _noted("need.deny", need.event, need.customer_id, situation)
    return _done(both("needs.denied", {"need": need.event_zh}, {"need": need.event_en}), situation)


def dismissed(need: Need, situation: Situation) -> Outcome:
    """The need is marked dismissed and the ledger says who did it."""
    situation.bank.needs.dismiss(need.id, situation.now)
    _noted("need.dismiss", need.event, need.customer_id, situation)
    return _done(
        both("needs.dismissed", {"need": need.event_zh}, {"need": need.event_en}), situation
    )


def _done(words: Said, situation: Situation) -> Outcome:
    memory = situation.memory.model_copy(update={"last_need_id": None})
    return Outcome(kind="answered", said=(words,), memory=memory)


def _about(phrase: str, signals: tuple[str, ...]) -> Said:
    """The phrase with what the signals are called."""
    zh = "、".join(dict.fromkeys(_called(one)[0] for one in signals))
    en = ", ".join(dict.fromkeys(_called(one)[1] for one in signals))
    return both(phrase, {"what": zh}, {"what": en})


def _called(signal: str) -> tuple[str, str]:
    kind, _, phrase = signal.partition(":")
    if not phrase:
        return KINDS.get(kind, (kind, kind))
    return f"“{phrase}”", f"“{phrase}”"


def _own(situation: Situation) -> str | None:
    """The customer where they speak for themselves: nobody else may forbid or allow."""
    return situation.context.customer_id if situation.context.speaker.is_customer else None


def _last(situation: Situation) -> Need | None:
    """The need last spoken of, or the one that would be."""
    file = situation.known
    needs = [] if file is None else situation.bank.needs.of(file.customer.id)
    last = situation.memory.last_need_id
    return next((one for one in needs if one.id == last), None) or foreseen(situation)


def _noted(action: AuditAction, subject: str, customer_id: str, situation: Situation) -> None:
    situation.note(
        AuditEntry(
            at=situation.now,
            actor=situation.context.speaker.person_id,
            action=action,
            subject=subject,
            customer_id=customer_id,
        )
    )
