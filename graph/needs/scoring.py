"""How likely an event is and when: declared weights, decay and lead times, no training.

    score = fit × season × Σ kinds saturated(Σ weight × share × 2^(−age ∕ half-life))
    P(event) = 0.97 × (1 − e^(−score ∕ 3))
    P(event within d days) = P(event) × (F(d) − F(0)) ∕ (1 − F(0))

F is the mixture of the spans each signal opens for the event, by the event's lead times.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from graph.catalogue import LifeEvent
from graph.needs.signals import Signal

WEIGHTS: Final = {
    "search": 1.0, "view": 0.7, "click": 0.6, "calculator": 1.3, "chat": 1.6, "payment": 1.2,
    "receipt": 1.2, "merchant": 0.6, "exchange": 1.4,
}  # fmt: skip
"""What a signal of each kind counts on its day."""

CAPS: Final = {"merchant": 1.2}
CAP: Final = 4.0
"""What all signals of one kind come near to and never reach."""

SPANS: Final = {
    "chat": (0.2, 0.6), "payment": (0.0, 0.4), "receipt": (0.0, 0.4), "merchant": (0.0, 0.5),
    "exchange": (0.0, 0.4),
}  # fmt: skip
SPAN: Final = (0.3, 0.8)
"""When the event follows a signal: from this share of the shortest lead to that of the longest."""

MONTH: Final = 30.4
SCALE: Final = 3.0
SOON: Final = 0.15
"""The part of the weight that says "within three months" whatever the lead: leads are defaults."""

CERTAIN: Final = 0.97
"""No probability is higher."""


def age_on(born: date, day: date) -> int:
    """Whole years on the day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Person(NamedTuple):
    """What of a customer makes an event more or less plausible; None where unknown."""

    age: int | None
    child_ages: tuple[int, ...]


class Forecast(NamedTuple):
    """Probabilities within 30, 90 and 180 days, and the window in days from today."""

    within: tuple[float, float, float]
    starts: int
    ends: int
    middle: int


class Span(NamedTuple):
    """Days from today between which a signal expects the event, and its weight."""

    first: float
    last: float
    weight: float


def strength(signal: Signal, event: LifeEvent, today: date) -> float:
    """What the signal counts on `today`."""
    age = (today - signal.day).days
    return WEIGHTS[signal.kind] * signal.share * 0.5 ** (age / half_life(event))


def half_life(event: LifeEvent) -> float:
    """Days after which a signal of the event counts half."""
    return min(180.0, max(30.0, event.lead[1] * MONTH / 4))


def probability(seen: Sequence[Signal], event: LifeEvent, person: Person, today: date) -> float:
    """How likely the event is at all, in [0, 0.97]; 0 without signals."""
    kinds: defaultdict[str, float] = defaultdict(float)
    for one in seen:
        kinds[one.kind] += strength(one, event, today)
    total = sum(saturated(kind, weight) for kind, weight in kinds.items())
    season = 1.15 if today.month in event.season else 1.0
    return CERTAIN * (1 - math.exp(-total * season * fit(event, person) / SCALE))


def saturated(kind: str, weight: float) -> float:
    """What signals of a kind count together: as they are up to half the cap, then ever less.

    It always rises with the weight, so that without a signal an event is always less likely.
    """
    half = CAPS.get(kind, CAP) / 2
    if weight <= half:
        return weight
    return half + half * (1 - math.exp(-(weight - half) / half))


def fit(event: LifeEvent, person: Person) -> float:
    """How plausible the event is at these ages: 1 where nothing is known or asked."""
    factor = 1.0
    if event.ages is not None and person.age is not None:
        factor *= 1.2 if event.ages[0] <= person.age <= event.ages[1] else 0.4
    if event.child_ages is not None and person.child_ages:
        low, high = event.child_ages
        factor *= 1.3 if any(low <= age <= high for age in person.child_ages) else 0.6
    return factor


def timed(seen: Sequence[Signal], event: LifeEvent, likely: float, today: date) -> Forecast:
    """The likely event spread over time; `seen` may not be empty."""
    spans = _spans(seen, event, today)
    reached = [round(likely * _share(spans, days), 4) for days in (30, 90, 180)]
    starts, middle, ends = (_quantile(spans, share) for share in (0.2, 0.5, 0.8))
    return Forecast((reached[0], reached[1], reached[2]), starts, max(ends, starts + 1), middle)


def within(seen: Sequence[Signal], event: LifeEvent, today: date, days: float) -> float:
    """The part of an event ahead that lies within so many days; `seen` may not be empty."""
    return _share(_spans(seen, event, today), days)


def _spans(seen: Sequence[Signal], event: LifeEvent, today: date) -> list[Span]:
    spans = [_span(one, event, today) for one in seen]
    return [*spans, Span(0.0, 90.0, SOON * sum(one.weight for one in spans))]


def _span(signal: Signal, event: LifeEvent, today: date) -> Span:
    low, high = SPANS.get(signal.kind, SPAN)
    since = (today - signal.day).days
    first = event.lead[0] * MONTH * low
    last = max(event.lead[1] * MONTH * high, first + MONTH)
    return Span(first - since, last - since, strength(signal, event, today))


def _share(spans: Sequence[Span], days: float) -> float:
    """The part of what lies ahead that lies within `days`; it grows with them, from 0 to 1."""
    ahead = sum(one.weight * (1 - _passed(one, 0)) for one in spans)
    return sum(one.weight * (_passed(one, days) - _passed(one, 0)) for one in spans) / ahead


def _passed(span: Span, days: float) -> float:
    return min(1.0, max(0.0, (days - span.first) / (span.last - span.first)))


def _quantile(spans: Sequence[Span], share: float) -> int:
    """The first whole day within which that part lies."""
    low, high = 0, math.ceil(max(one.last for one in spans))
    while low < high:
        middle = (low + high) // 2
        if _share(spans, middle) >= share - 1e-9:
            high = middle
        else:
            low = middle + 1
    return low
