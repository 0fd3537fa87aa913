"""What a check looks at: what was said so far, by whom, and the stores behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from assistant.bootstrap import Application
from assistant.conversation.model import Reply
from assistant.conversation.traces import Trace
from assistant.privacy.model import Lang, Speaker


class Person(NamedTuple):
    """Somebody of the world: who signs in, and the words that only their own file holds."""

    speaker: Speaker
    private: tuple[str, ...] = ()
    advisor_id: str | None = None


@dataclass(frozen=True)
class Exchange:
    """Words or a click of one person, and the reply to it. `lang` is the language expected.

    `trace` is None where the assistant made no turn of it (a file that was declined).
    """

    number: int
    speaker: Speaker
    message: str
    reply: Reply
    trace: Trace | None
    lang: Lang | None

    @property
    def shows_plan(self) -> bool:
        """Whether figures of a plan were shown; those computed of the same message are none."""
        if self.reply.plan_id is None or not self.reply.figures:
            return False
        wanted = () if self.trace is None else self.trace.understanding.commands
        drafts = self.reply.outcome == "drafted"
        return not (drafts and any(one.name.startswith("compute_") for one in wanted))


@dataclass(frozen=True)
class Moment:
    """The state after a turn. `exchange` is None where the turn drew no reply.

    `seconds` is what the turn took, by the player's clock.
    """

    application: Application
    now: datetime
    people: dict[str, Person]
    exchanges: tuple[Exchange, ...]
    exchange: Exchange | None
    seconds: float = 0.0

    @property
    def today(self) -> date:
        """The day in the bank's zone."""
        return self.now.date()

    @property
    def reply(self) -> Reply | None:
        """The reply of the turn."""
        return None if self.exchange is None else self.exchange.reply

    @property
    def text(self) -> str:
        """What the reply says; nothing where there is none."""
        return "" if self.exchange is None else self.exchange.reply.text

    @property
    def customers(self) -> tuple[str, ...]:
        """The ids of the world's customers."""
        return tuple(key for key, one in self.people.items() if one.speaker.is_customer)


class Seen(NamedTuple):
    """Whether a check holds, what it expected, and what was seen instead."""

    holds: bool
    expected: str
    seen: str


class Broken(NamedTuple):
    """A check that did not hold; `turn` counts from 1, 0 is the greeting."""

    turn: int
    check: str
    expected: str
    seen: str
