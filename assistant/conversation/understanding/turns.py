"""What a message asks for, given what the conversation is about."""

import re
from typing import Final

from assistant.conversation.commands import Command
from assistant.conversation.understanding.answers import slot_answer
from assistant.conversation.understanding.intents import Wish, segments, wishes
from assistant.conversation.understanding.lexicon import lexicon, words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.mortgage import mortgage
from assistant.conversation.understanding.plans import (
    draft_pack,
    draft_plan,
    is_staff_decision,
    shares_with_partner,
)
from assistant.conversation.understanding.requests import READERS
from assistant.conversation.understanding.topics import (
    COMMANDS,
    TOPICS,
    compute,
    says_something,
)

PACK_TOPICS: Final = {
    "study_abroad_legacy": "compute_study_abroad",
    "home_purchase": "compute_mortgage",
}
"""Which numbers a plan of a pack starts from."""
CONSENTS: Final = frozenset({"give_consent", "withdraw_consent"})
CLAUSE: Final = re.compile(r"(?<=[?])|[,，。;；!！]")
_SIDE_NEVER: Final = frozenset({"small_talk", "out_of_scope", "contest_tag", "why_this_offer"})
_ASIDE: Final = frozenset({"small_talk", "out_of_scope"})
_FAINT: Final = 0.2
_SHORT: Final = 60


def _says(name: str, text: str) -> bool:
    return bool(words("turns")[name].search(text))


def chosen(read: Message, found: list[Wish]) -> Wish:
    """The main wish: the strongest, unless the message goes on with the topic at hand."""
    best = _best(read, found)
    topic = COMMANDS.get(read.memory.topic or "")
    if topic and _stays(read, topic, best):
        return Wish(topic, max(best.belief, 0.9), is_strong=True)
    if topic is None and _tells_means(read, best):
        return Wish("compute_mortgage", 0.9, is_strong=True)
    if best.is_strong or best.belief >= _FAINT:
        return best
    is_ours = _says("banking", read.text) and _says("question", read.text)
    return Wish("ask_policy" if is_ours else "out_of_scope", best.belief, is_strong=False)


def _best(read: Message, found: list[Wish]) -> Wish:
    if not read.context.speaker.is_customer and is_staff_decision(read.text):
        return Wish("review_plan", 1.0, is_strong=True)
    strong = [one for one in found if one.is_strong]
    told = _says("withdrawn", read.text) and strong
    if told and strong[0].command == "withdraw_consent" and len(strong) > 1:
        return strong[1]
    if found[0].command in CONSENTS and _only_asks(read.text):
        return Wish("ask_policy", 0.9, is_strong=True)
    if over := _named_first(read, found):
        return over
    if not read.spoken and _names_other_pack(read.text, found[0]):
        return Wish("draft_plan", 0.9, is_strong=True)
    decided = {one.command for one in strong}
    if shares_with_partner(read.text) and not decided - {"compute_study_abroad"}:
        return Wish("give_consent", 0.9, is_strong=True)
    return found[0]


def _named_first(read: Message, found: list[Wish]) -> Wish | None:
    """A person asked for, or a single security named, where the rest only tells what about."""
    strong = {one.command: one for one in found if one.is_strong}
    best = found[0].command
    if best in TOPICS and not read.spoken and not _says("question", read.text):
        return strong.get("talk_to_person")
    if best == "rebalance" and _says("security", read.text):
        return strong.get("out_of_scope")
    return None


def _names_other_pack(text: str, best: Wish) -> bool:
    """Whether a weak guess at a computation stands against a pack the words name."""
    if best.is_strong or best.command not in PACK_TOPICS.values():
        return False
    named = draft_pack(text)
    return named is not None and PACK_TOPICS.get(named) != best.command


def _only_asks(text: str) -> bool:
    """Whether a folded text asks about a consent without giving or withdrawing it.

    What binds must be said, not asked: the part that names the consent decides.
    """
    parts = [one for one in CLAUSE.split(text) if _says("consent_words", one)]
    asking = bool(parts) and all(_says("consent_asked", one) for one in parts)
    return asking and not any(_says("consent_acts", one) for one in parts)


def _tells_means(read: Message, best: Wish) -> bool:
    """Whether a household tells what it earns and owes, asking nothing."""
    if best.command not in {"compute_savings_goal", "out_of_scope"} or _says("question", read.text):
        return False
    told = mortgage(read)
    return "income" in told and bool({"household_income", "other_debt"} & set(told))


def _stays(read: Message, topic: str, best: Wish) -> bool:
    """Whether the message goes on with `topic`."""
    if best.command == topic:
        return True
    if best.command in TOPICS:
        return _is_same_errand(read, topic, best)
    follows = lexicon().says("follow_up", read.text)
    if lexicon().says("correction", read.text) and read.spoken:
        return best.command != "contest_tag" or not _says("their_records", read.text)
    if best.command == "ask_policy" and (best.is_strong or best.belief >= _FAINT):
        if topic == "compute_study_abroad" and _says("quota", read.text):
            return not _says("law", read.text)
        if topic == "compute_instalment_cost" and _asks_more(topic, read):
            return True
        goes_on = bool(read.spoken) and (follows or not best.is_strong)
        return not _says("law", read.text) and (goes_on or (follows and not best.is_strong))
    if best.is_strong:
        return False
    return len(read.text) <= _SHORT and _fills(read, topic)


def _fills(read: Message, topic: str) -> bool:
    """Whether a message answers what `topic` asked, fills a slot of it, or asks for a figure."""
    if topic == "compute_mortgage" and words("mortgage")["figures"].search(read.text):
        return True
    return bool(slot_answer(read, TOPICS[topic])) or says_something(compute(topic, read))


def _asks_more(topic: str, read: Message) -> bool:
    """Whether a question is about the instalments just computed and not about a rule."""
    asked = compute(topic, read).model_dump().get("asks")
    return asked in {"annual_rate", "reward"} and not _says("law", read.text)


def _is_same_errand(read: Message, topic: str, best: Wish) -> bool:
    """Whether another computation's words only fill a slot of the one at hand."""
    if not best.is_strong:
        return True
    if topic == "compute_study_abroad":
        if best.command == "compute_savings_goal":
            return not _says("aim", read.text)
        return best.command == "compute_mortgage" and not _says("other_loan", read.text)
    if topic == "compute_max_loan":
        return best.command == "compute_mortgage" and not _says("other_loan", read.text)
    return (
        topic == "compute_mortgage"
        and best.command == "compute_savings_goal"
        and bool(read.spoken and not _says("aim", read.text))
    )


def commands(read: Message, main: Wish) -> tuple[Command, ...]:
    """The commands of the main wish and of side wishes, in the order of the words."""
    parts = segments(read.text)
    tops = [wishes(part)[0] for part in parts] if len(parts) > 1 else []
    placed: list[tuple[int, str]] = [
        (at, one.command)
        for at, (part, one) in enumerate(zip(parts, tops, strict=False))
        if _is_side(read, part, one, main)
    ]
    main_at = next((at for at, one in enumerate(tops) if one.command == main.command), -1)
    placed = list({name: (at, name) for at, name in reversed(placed)}.values())
    placed.append((main_at if main_at >= 0 else len(parts) if main.command == "draft_plan" else -1,
                   main.command))  # fmt: skip
    names = _with_plan(read, [name for _, name in sorted(placed)])
    return tuple(one for name in names for one in command(name, read))


def _with_plan(read: Message, names: list[str]) -> list[str]:
    """A plan asked for and the numbers it starts from are two commands, numbers first."""
    asks = any(one.command == "draft_plan" and one.is_strong for one in wishes(read.text))
    if "draft_plan" not in names:
        return [*names, "draft_plan"] if asks and TOPICS.keys() & set(names) else names
    topic = PACK_TOPICS.get(draft_plan(read).pack or "", COMMANDS.get(read.memory.topic or ""))
    if topic is None or topic in names or not says_something(compute(topic, read)):
        return names
    at = names.index("draft_plan")
    return [*names[:at], topic, *names[at:]]


def command(name: str, read: Message) -> tuple[Command, ...]:
    """The commands called `name` as the message fills them."""
    return (compute(name, read),) if name in TOPICS else READERS[name](read)


def _is_side(read: Message, part: str, one: Wish, main: Wish) -> bool:
    if not one.is_strong or one.command == main.command or one.command in _SIDE_NEVER:
        return False
    if main.command in _ASIDE:
        return False
    if one.command == "withdraw_consent" and _says("withdrawn", part):
        return False
    if one.command == "ask_policy":
        return bool(_says("law", part)) or "记录" in part
    if one.command in TOPICS and main.command in TOPICS:
        return not _is_same_errand(read, main.command, one)
    return not (
        one.command in TOPICS
        and main.command in {"draft_plan", "ask_policy"}
        and "?" not in read.text
    )
