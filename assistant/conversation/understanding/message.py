"""A message as the readers of slots see it."""

from dataclasses import dataclass
from datetime import date

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding.amounts import Kind, Spoken
from assistant.privacy.model import Lang

Slot = str | int | bool | None


@dataclass(frozen=True)
class Message:
    """The words, their folded form of the same length, their values, and what went before."""

    words: str
    text: str
    lang: Lang
    spoken: tuple[Spoken, ...]
    memory: Memory
    context: Context

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
