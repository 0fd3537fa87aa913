"""Commands that carry no amounts: plans, consents, reviews, and the rest."""

from collections.abc import Callable
from typing import Final, cast

from assistant.conversation.commands import (
    AskPolicy,
    Cancel,
    Command,
    Complain,
    ContestTag,
    GiveConsent,
    NotInterested,
    OutOfScope,
    Rebalance,
    ReportFraud,
    SetLanguage,
    ShowHoldings,
    ShowPlan,
    ShowPortrait,
    SmallTalk,
    TalkToPerson,
    WhyThisOffer,
    WithdrawConsent,
)
from assistant.conversation.understanding.lexicon import lexicon, words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.plans import draft_plan, plan_id, review_plan
from graph.model import Purpose


def purposes(text: str) -> list[Purpose]:
    """The purposes of consent a folded text names, the most special first; empty where none."""
    return [cast("Purpose", name) for name, one in words("purposes").items() if one.search(text)]


def event_of(text: str) -> str | None:
    """The life event a folded text names; None where it names none."""
    return next((name for name, pattern in words("events").items() if pattern.search(text)), None)


def _withdraw(message: Message) -> tuple[Command, ...]:
    named = purposes(message.text)
    everything = bool(
        words("requests")["everything"].search(message.text)
        or (not named and words("requests")["erase"].search(message.text))
    )
    if not named or everything:
        return (WithdrawConsent(purpose=None, everything=everything),)
    return (WithdrawConsent(purpose=named[0]),)


def _give(message: Message) -> tuple[Command, ...]:
    """One consent for each purpose named: 分析我的需求 is a portrait and a forecast."""
    named = purposes(message.text)
    together: list[Purpose] = ["profiling", "need_prediction"]
    chosen = together if set(together) <= set(named) else named[:1]
    return tuple(GiveConsent(purpose=one) for one in chosen) or (GiveConsent(),)


def _language(message: Message) -> tuple[Command, ...]:
    last: dict[str, int] = {}
    for lang, pattern in (
        ("zh", words("requests")["chinese"]),
        ("en", words("requests")["english"]),
    ):
        for match in pattern.finditer(message.text):
            if not words("requests")["not_understood"].search(
                message.text[max(0, match.start() - 16) : match.start()]
            ):
                last[lang] = match.start()
    if not last:
        disliked = bool(words("requests")["english"].search(message.text))
        other = "zh" if disliked else "en" if message.lang == "zh" else "zh"
        return (SetLanguage(lang=other),)
    return (SetLanguage(lang="zh" if max(last, key=last.__getitem__) == "zh" else "en"),)


def _small_talk(message: Message) -> tuple[Command, ...]:
    kind = next(
        (kind for kind, one in words("small_talk").items() if one.search(message.text)), "other"
    )
    return (SmallTalk.model_validate({"kind": kind}),)


def _out_of_scope(message: Message) -> tuple[Command, ...]:
    return (OutOfScope(topic=scope_of(message.text)),)


def scope_of(text: str) -> str | None:
    """The known subject outside the bank's business a folded text is about."""
    return next((name for name, one in lexicon().topics.items() if one.search(text)), None)


def _person(message: Message) -> tuple[Command, ...]:
    return (
        TalkToPerson(
            topic="fx_desk" if words("requests")["fx_desk"].search(message.text) else None
        ),
    )


READERS: Final[dict[str, Callable[[Message], tuple[Command, ...]]]] = {
    "ask_policy": lambda message: (AskPolicy(question=message.words.strip()),),
    "show_portrait": lambda _: (ShowPortrait(),),
    "contest_tag": lambda message: (ContestTag(words=message.words.strip()),),
    "draft_plan": lambda message: (draft_plan(message),),
    "show_plan": lambda message: (ShowPlan(plan_id=plan_id(message.words)),),
    "withdraw_consent": _withdraw,
    "give_consent": _give,
    "talk_to_person": _person,
    "rebalance": lambda _: (Rebalance(),),
    "show_holdings": lambda _: (ShowHoldings(),),
    "report_fraud": lambda message: (ReportFraud(words=message.words.strip()),),
    "complaint": lambda message: (Complain(words=message.words.strip()),),
    "why_this_offer": lambda _: (WhyThisOffer(),),
    "not_interested": lambda message: (NotInterested(event=event_of(message.text)),),
    "set_language": _language,
    "small_talk": _small_talk,
    "review_plan": lambda message: (review_plan(message),),
    "out_of_scope": _out_of_scope,
    "cancel": lambda _: (Cancel(),),
}
"""How each command without amounts is read from a message."""
