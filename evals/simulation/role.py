"""Whether a simulated customer stayed who they are: what a program can hear for sure."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from evals.checks.numerals import printed
from evals.simulation.persona import Persona

LONGEST: Final = 400
"""Characters of one message; people in a chat write less."""

HELPER: Final = re.compile(
    r"作为(一个|一名)?(人工智能|AI|语言模型|助手|客服)|我是(AI|人工智能|语言模型|大通顾问|客服)|我可以(为|帮)您"
    r"|as an ai\b|language model|i(?:'m| am) (?:an? )?(?:ai|assistant)\b"
    r"|how (?:can|may) i (?:help|assist) you",
    re.IGNORECASE,
)
"""Words of one who serves, not of a customer."""

SCRIPT: Final = re.compile(
    r"^\s*(?:客户|用户|顾问|助手|customer|user|assistant)\s*[:：]", re.I | re.M
)
"""A message that plays both sides."""

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
LATIN: Final = re.compile(r"[A-Za-z]{2,}")
FREE: Final = 12
"""Whole numbers up to this one are said in passing and prove nothing."""


class Said(NamedTuple):
    """One message of the customer, and all the assistant had said before it."""

    words: str
    before: str


class Fault(NamedTuple):
    """How the customer failed to be the one they play; the number of the message, from 1."""

    turn: int
    fault: str
    seen: str


def faults(persona: Persona, said: Sequence[Said]) -> list[Fault]:
    """Every fault of the messages, in order; what was never said comes last."""
    found = [
        Fault(turn, fault, one.words)
        for turn, one in enumerate(said, start=1)
        for fault in _of_message(persona, one)
    ]
    everything = "\n".join(one.words for one in said)
    found += [
        Fault(len(said), "never_said_what_it_must", wanted)
        for wanted in persona.must_say
        if not heard(wanted, everything)
    ]
    return found


def heard(wanted: str, text: str) -> bool:
    """Whether the words, or the /regular expression/, stand in the text."""
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], text) is not None
    return wanted in text


def _of_message(persona: Persona, said: Said) -> list[str]:
    found: list[str] = []
    if HELPER.search(said.words) or SCRIPT.search(said.words):
        found.append("left_its_role")
    if len(said.words) > LONGEST:
        found.append("too_long")
    if not _speaks(persona.script.lang, said.words):
        found.append("another_language")
    if any(heard(one, said.words) for one in persona.never_says):
        found.append("said_what_it_never_says")
    if _told_unasked(persona, said):
        found.append("told_unasked")
    if _invented(persona, said):
        found.append("invented_a_number")
    return found


def _speaks(lang: str, words: str) -> bool:
    """Numbers alone are any language; Chinese may carry English words, not the other way round."""
    han, latin = bool(HAN.search(words)), bool(LATIN.search(words))
    return han or not latin if lang == "zh" else not han


def _told_unasked(persona: Persona, said: Said) -> bool:
    return any(
        any(heard(word, said.words) for word in one.told)
        and not any(heard(word, said.before) for word in one.asked)
        and not any(heard(word, persona.opening) for word in one.told)
        for one in persona.hidden
    )


def _invented(persona: Persona, said: Said) -> bool:
    known = {one.value for one in printed(f"{persona.known}\n{said.before}")}
    return any(
        one.value not in known and not (one.value == int(one.value) and one.value <= FREE)
        for one in printed(said.words)
    )
