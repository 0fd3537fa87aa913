"""Foreseen needs as values: what was seen, what follows, and what a customer forbids."""

from datetime import date, datetime
from typing import Literal

from graph.values import Value

NeedAnswer = Literal["not_interested", "not_so"]
"""What a customer says of a foreseen need: not wanted, or wrongly guessed."""


class SignalEvidence(Value):
    """One thing seen that points to a life event, in words the customer may read.

    `row` is the feed and key of the row behind it; `strength` what it counts on the day of the
    need, halved every `half_life_days`.
    """

    signal: str
    at: date
    text: str
    text_en: str = ""
    kind: str = ""
    source: str = ""
    row: str = ""
    strength: float = 0.0
    half_life_days: int = 0
    topic: str = ""
    topic_en: str = ""
    lowers: float = 0.0
    """By how much `probability_90` falls without what this names; 0 where that was not measured."""


class Need(Value):
    """A foreseen need: which life event, when, how likely, why, and whether to speak of it."""

    id: str
    customer_id: str
    as_of: date
    event: str
    event_zh: str
    event_en: str
    need: str
    need_en: str = ""
    probability_30: float
    probability_90: float
    probability_180: float
    window_start: date
    window_end: date
    expected_lead_days: int
    basis: Literal["learned", "declared"]
    evidence: tuple[SignalEvidence, ...]
    pack: str | None = None
    contact: Literal["allowed", "do_not_contact"]
    contact_reason: str | None = None
    hinges_on: tuple[str, ...] = ()
    """The signals without which the need would not be foreseen."""
    status: Literal["open", "dismissed", "served"] = "open"


class Suppression(Value):
    """What may not be used to foresee a customer's needs, since when, and until when.

    `signal` is a signal ("search:雅思"), a kind of them ("search") or a source
    ("own_transactions").
    """

    id: str
    signal: str
    since: datetime
    lifted_at: datetime | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether it holds at `now`."""
        return self.since <= now and (self.lifted_at is None or self.lifted_at > now)


class Alarm(Value):
    """When an event was foreseen of a customer, from the first day to the last, and how likely.

    `advisor_id` is who serves the customer; `pack` what would have met the need.
    """

    customer_id: str
    advisor_id: str | None = None
    event: str
    first_on: date
    last_on: date
    probability_90: float
    basis: Literal["learned", "declared"]
    pack: str | None = None


class Answered(Value):
    """What a customer said of a foreseen need, and when."""

    customer_id: str
    event: str
    answer: NeedAnswer
    at: datetime
