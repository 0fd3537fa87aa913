"""Plans asked for, and what staff do with drafts."""

import re
from typing import Final, Literal, cast

from assistant.conversation.commands import DraftPlan, ReviewPlan
from assistant.conversation.understanding.lexicon import words
from assistant.conversation.understanding.message import Message

Act = Literal["waiting", "approve", "return", "unmask", "skip_review"]
_ME: Final = frozenset({"I", "Me", "Us", "UK", "US", "China", "Britain", "America", "London"})
_PLAN_ID: Final = re.compile(r"(?<![\w-])((?:p|plan)-[A-Za-z0-9][\w-]*)", re.IGNORECASE)


def plan_id(words: str) -> str | None:
    """The plan a message names by its id; None where it names none."""
    match = _PLAN_ID.search(words)
    return match[1] if match else None


def is_staff_decision(text: str) -> bool:
    """Whether a folded text approves or returns a draft, said by staff."""
    known = words("plans")
    return bool(known["staff_approves"].search(text) or known["staff_returns"].search(text))


def draft_plan(message: Message) -> DraftPlan:
    """The plan wanted: its pack where named, whose it is, and whether a partner gets the file."""
    return DraftPlan(
        pack=draft_pack(message.text),
        customer_words=customer_words(message),
        share_with_partner=shares_with_partner(message.text),
    )


def draft_pack(text: str) -> str | None:
    """The pack a folded text names, words of sharing left out; None where it names none."""
    wanted = words("plans")["share"].sub("", text)
    return next((name for name, one in words("packs").items() if one.search(wanted)), None)


def shares_with_partner(text: str) -> bool:
    """Whether a folded text asks to hand a file to a partner."""
    return bool(words("plans")["share"].search(text))


def customer_words(message: Message) -> str | None:
    """The words that name another person as the one the plan is for; None for the speaker."""
    said = message.words.replace("\u3000", " ")
    if match := words("plans")["for_chinese"].search(said):
        who = words("plans")["client_title"].sub("", match["who"].strip())
        return None if words("plans")["family"].match(who) else who
    if match := words("plans")["for_english"].search(said):
        return None if match["who"] in _ME else match["who"].strip()
    match = words("plans")["client_id"].search(said)
    return match[0].strip() if match else None


def review_plan(message: Message) -> ReviewPlan:
    """What staff want done with a draft."""
    acts = words("review_acts").items()
    act = cast("Act", next((name for name, one in acts if one.search(message.text)), "waiting"))
    why = words("plans")["reason"].search(message.words) if act in {"return", "unmask"} else None
    return ReviewPlan(
        act=act, plan_id=plan_id(message.words), reason=why["why"].strip() if why else None
    )
