"""What each signal counts for a forecast, and what it hinges on: measured by leaving out."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from graph.catalogue import LifeEvent
from graph.needs.scoring import Person, probability, strength, within
from graph.needs.signals import Signal

MEASURED: Final = 12
"""The strongest rows whose part is measured first; the others only where none of these counts."""

SEEN: Final = 0.0001
"""The smallest fall that shows in a printed probability."""


class Contribution(NamedTuple):
    """A signal, and by how much the probability within 90 days falls without its row."""

    signal: Signal
    lowers: float


class Matter(NamedTuple):
    """What a probability is asked of: an event for a person on a day."""

    event: LifeEvent
    person: Person
    today: date

    def within_90(self, seen: Sequence[Signal]) -> float:
        """How likely the event is within 90 days; 0 without signals."""
        if not seen:
            return 0.0
        likely = probability(seen, self.event, self.person, self.today)
        return likely * within(seen, self.event, self.today, 90)


def contributions(matter: Matter, seen: Sequence[Signal]) -> list[Contribution]:
    """The signals without whose row the event is less likely within 90 days, most telling first.

    There is at least one where anything was seen: the signal that expects the event soonest.
    """
    rows = _by_row(matter, seen)
    whole = matter.within_90(seen)
    found: list[Contribution] = []
    for start in range(0, len(rows), MEASURED):
        part = rows[start : start + MEASURED]
        found += [
            Contribution(one[0], whole - matter.within_90(_without(seen, one))) for one in part
        ]
        if any(one.lowers >= SEEN for one in found):
            break
    found.sort(key=lambda one: (-one.lowers, one.signal))
    telling = [one for one in found if one.lowers >= SEEN]
    return telling or found[:1]


def hinges_on(
    matter: Matter, seen: Sequence[Signal], found: Sequence[Contribution], enough: float
) -> tuple[str, ...]:
    """The signals, most telling first, without all of which the event falls below `enough`.

    () where it stands even without everything that was found to count.
    """
    left, gone = list(seen), list[str]()
    for one in found:
        if one.signal.key in gone:
            continue
        gone.append(one.signal.key)
        left = [other for other in left if other.key != one.signal.key]
        if probability(left, matter.event, matter.person, matter.today) < enough:
            return tuple(gone)
    return ()


def _by_row(matter: Matter, seen: Sequence[Signal]) -> list[list[Signal]]:
    """The signals of each row, the strongest first, and so the rows."""
    rows: defaultdict[str, list[Signal]] = defaultdict(list)
    for at, one in enumerate(sorted(seen, key=lambda one: (-_weight(matter, one), one))):
        rows[one.row or str(at)].append(one)
    return list(rows.values())


def _weight(matter: Matter, signal: Signal) -> float:
    return strength(signal, matter.event, matter.today)


def _without(seen: Sequence[Signal], gone: Sequence[Signal]) -> list[Signal]:
    return [one for one in seen if one not in gone]
