"""A message as the readers of slots see it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding.amounts import Kind, Spoken
from assistant.privacy.model import Lang

Slot = str | int | bool | None

_DENIED: Final = re.compile(r"(?:(?<!是)不是|并非|而非|不要|\bnot|\bisn't|\brather than)\s*$")
_MINUS: Final = re.compile(r"(?:(?<![\da-z万千亿元%块])[-−–]|负|\bminus )\s*$")
_BEFORE: Final = 12


def meant(text: str, spoken: Iterable[Spoken], *, is_begun: bool) -> tuple[Spoken, ...]:
    """The values that stand: of "not 9,600 but 6,900" in a folded text only the second.

    A denied value with no other of its kind is kept; the words around it say what it means. A sum
    below zero says nothing where nothing has begun, so that it is asked for like any other.
    """
    everything = tuple(
        one for one in spoken if is_begun or one.kind != "money" or not _is_negative(text, one)
    )
    denied = {one.start for one in everything if _DENIED.search(_before(text, one))}
    kinds = {one.kind for one in everything if one.start not in denied}
    return tuple(one for one in everything if one.start not in denied or one.kind not in kinds)


def below_zero(text: str, spoken: Iterable[Spoken]) -> Spoken | None:
    """A sum with a minus before it; None where there is none, or it is a dash between two."""
    return next((one for one in spoken if one.kind == "money" and _is_negative(text, one)), None)


def _is_negative(text: str, one: Spoken) -> bool:
    return bool(_MINUS.search(_before(text, one)))


def _before(text: str, one: Spoken) -> str:
    return text[max(0, one.start - _BEFORE) : one.start]


@dataclass(frozen=True)
class Message:
    """The words, their folded form of the same length, their values, and what went before."""

    words: str
    text: str
    lang: Lang
    spoken: tuple[Spoken, ...]
    memory: Memory
    context: Context
    denied: tuple[Spoken, ...] = ()
    """The values the words take back: 9,600 in "not 9,600 but 6,900"."""

    @property
    def today(self) -> date:
        """The day of the turn."""
        return self.context.today

    def of_kind(self, kind: Kind) -> list[Spoken]:
        """The values of one kind, in order."""
        return [one for one in self.spoken if one.kind == kind]

    def known(self, topic: str, slot: str) -> Slot:
        """What the conversation remembers of a slot; None where nothing."""
        return self.memory.slots.get(topic, {}).get(slot)

    def expects(self, slot: str) -> bool:
        """Whether the assistant asked for this slot last."""
        return self.memory.asked == slot
