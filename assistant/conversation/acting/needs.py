"""Foreseen needs: said with their reasons, explained, waved off."""

from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import NotInterested, WhyThisOffer
from assistant.conversation.model import OfferedAct
from assistant.conversation.phrasebook import Said, both, said
from assistant.conversation.situation import Situation
from assistant.privacy.model import AuditEntry
from graph.model import Need


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
        both("needs.foreseen", window | {"need": need.event_zh}, window | {"need": need.event_en}),
        *evidence_said(need),
    )


def evidence_said(need: Need) -> tuple[Said, ...]:
    """What points to a need, one sentence each."""
    return tuple(
        both("needs.evidence", {"text": one.text}, {"text": one.text_en or one.text})
        for one in need.evidence
    )


def need_acts(need: Need, situation: Situation) -> tuple[OfferedAct, ...]:
    """The click that waves a need off."""
    label = "Not interested" if situation.lang == "en" else "不感兴趣"
    return (OfferedAct(act="not_interested", target=need.id, label=label),)


def why_this_offer(_: WhyThisOffer, situation: Situation) -> Outcome:
    """Why the bank spoke of a need, and how to correct or stop it."""
    need = foreseen(situation)
    if need is None:
        return Outcome(kind="answered", said=(said("needs.none"),))
    named = both("needs.why", {"need": need.event_zh}, {"need": need.event_en})
    return Outcome(
        kind="answered",
        said=(named, *evidence_said(need), said("needs.why_basis")),
        acts=need_acts(need, situation),
    )


def not_interested(command: NotInterested, situation: Situation) -> Outcome:
    """The need is not raised again."""
    file = situation.known
    needs = [] if file is None else situation.bank.needs.of(file.customer.id)
    wanted = [one for one in needs if command.event in {None, one.event, one.id}]
    if not wanted:
        return Outcome(kind="answered", said=(said("needs.none"),))
    return dismissed(wanted[0], situation)


def dismissed(need: Need, situation: Situation) -> Outcome:
    """The need is marked dismissed and the ledger says who did it."""
    situation.bank.needs.dismiss(need.id, situation.now)
    situation.note(
        AuditEntry(
            at=situation.now,
            actor=situation.context.speaker.person_id,
            action="need.dismiss",
            subject=need.event,
            customer_id=need.customer_id,
        )
    )
    named = both("needs.dismissed", {"need": need.event_zh}, {"need": need.event_en})
    return Outcome(kind="answered", said=(named,))
