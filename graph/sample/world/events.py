"""Which life events come to whom and when: the truth that only evaluation reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.sample.world.people import FARMER, MARRIED, NEVER, RETIRED, People

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Dice = np.random.Generator

AHEAD: Final = 200
"""Days after the last day up to which events are drawn: their first signs are seen before it."""
YEAR: Final = 365.25
SILENT: Final = 0.22
"""The part that prepares without showing it. Assumption."""


@dataclass(frozen=True)
class Event:
    """An event: who comes to plan it within a year, which of them can do it, and its season."""

    key: str
    planned: Callable[[People], Floats]
    able: Callable[[People], Floats]
    months: tuple[float, ...] = (1.0,) * 12
    """How the days of its year are shared among the months."""


@dataclass(frozen=True)
class Happening:
    """Of one event: whose, on which day, and how openly it is prepared, 0 to 1."""

    key: str
    who: Ints
    day: Ints
    openness: Floats

    def of(self, rows: Flags) -> "Happening":
        """Some of them."""
        return Happening(self.key, self.who[rows], self.day[rows], self.openness[rows])


class Plans(NamedTuple):
    """Of one event: the plans that came to pass, and those that were given up before."""

    kept: Happening
    dropped: Happening


def _bell(value: Floats, middle: float | Floats, width: float) -> Floats:
    return np.exp(-(((value - middle) / width) ** 2))


def _chance(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-logit))


def _oldest(people: People) -> Floats:
    now_year = 1970 + int(people.birth_day.mean() / YEAR + people.age.mean())
    years = np.where(people.child_years >= 0, people.child_years, now_year + 1).min(axis=1)
    return (now_year - years).astype(np.float64)


def _rich(people: People, income: float | Floats, months: float, slope: float = 2.0) -> Floats:
    """Whether income and savings together suffice: neither does alone."""
    return _chance(slope * np.log(people.income / income) + np.log(people.wealth / months))


def _always(share: float) -> Callable[[People], Floats]:
    return lambda people: np.full(len(people), share)


def _home(people: People) -> Floats:
    pressed = 1 + 1.3 * (people.marital == MARRIED) * _bell(people.age, 30, 6)
    renting = 0.3 * ~people.owns_home * _bell(people.age, 31, 8) * pressed
    return (renting + 0.022 * people.owns_home) * (people.mortgage_day == NEVER)


def _vehicle(people: People) -> Floats:
    return (0.14 * ~people.owns_car + 0.045 * people.owns_car) * (people.age < 62)


def _retirement(people: People) -> Floats:
    middle = np.where(people.is_female, 55.0, 60.0)
    return 0.9 * (people.occupation != RETIRED) * _bell(people.age, middle, 0.55)


EVENTS: Final = (
    Event(
        "study_abroad",
        lambda p: _bell(_oldest(p), 17.5, 2.4) * (0.15 + 1.9 * p.drive**1.5) * (p.tier() <= 3),
        lambda p: _rich(p, 19_000, 5.0, 2.4),
        (0.6, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.2, 2.0, 0.7, 0.4, 0.5),
    ),
    Event(
        "home_purchase",
        _home,
        lambda p: _rich(p, 9_000 + 2_500.0 * (4 - p.tier()), 5.0),
        (0.7, 0.6, 1.3, 1.3, 1.2, 1.0, 0.9, 0.9, 1.2, 1.1, 0.9, 0.9),
    ),
    Event("renovation", lambda p: 0.06 * p.owns_home * _bell(p.age, 42, 14),
          lambda p: _rich(p, 8_000, 3.0)),
    Event("vehicle_purchase", _vehicle, lambda p: _rich(p, 8_500, 4.0)),
    Event("childbirth", lambda p: 0.55 * _bell(p.age, 29, 3.6) * (p.marital == MARRIED)
          * (p.child_years[:, 0] < 0), _always(0.7)),
    Event("retirement", _retirement, _always(0.97)),
    Event("business_start", lambda p: 0.03 * _bell(p.age, 35, 9) * (p.occupation != RETIRED)
          * ~p.is_business, lambda p: 0.65 * _rich(p, 9_000, 3.0)),
    Event("farm_cycle", lambda p: 0.5 * (p.occupation == FARMER), _always(0.85),
          (0.6, 1.8, 4.0, 2.4, 0.8, 0.4, 0.3, 0.4, 0.6, 0.4, 0.2, 0.1)),
    Event("pv_install", lambda p: 0.035 * (p.tier() >= 4) * p.owns_home
          + 0.1 * (p.occupation == FARMER), _always(0.6)),
    Event("overseas_travel", lambda p: 0.24 * (p.age < 72), lambda p: _rich(p, 13_000, 3.0),
          (1.6, 1.5, 0.7, 0.9, 1.1, 0.8, 1.3, 1.4, 0.8, 1.7, 0.6, 0.8)),
)  # fmt: skip
"""The events with an outcome in the feeds; who plans and cannot shows the same signs a while."""


def happenings(dice: Dice, people: People, span: tuple[int, int]) -> list[Plans]:
    """The first plan of each kind of each of them within the days `span` and `AHEAD` after it.

    A home is furnished after it was bought, more often than not.
    """
    found = [_planned(dice, people, event, span) for event in EVENTS]
    homes = next(one.kept for one in found if one.kept.key == "home_purchase")
    return [
        Plans(_furnished(dice, one.kept, homes), one.dropped)
        if one.kept.key == "renovation" else one
        for one in found
    ]  # fmt: skip


def _planned(dice: Dice, people: People, event: Event, span: tuple[int, int]) -> Plans:
    first, last = span[0], span[1] + AHEAD
    chance = 1 - np.exp(-event.planned(people) * (last - first) / YEAR)
    plans = dice.random(len(people)) < chance
    days = _seasonal(dice, event, (first, last), len(people))
    openness = _openness(dice, len(people))
    able = (dice.random(len(people)) < event.able(people))[plans]
    who = np.flatnonzero(plans)
    planned = Happening(event.key, who, days[who], openness[who])
    return Plans(planned.of(able), planned.of(~able))


def _openness(dice: Dice, count: int) -> Floats:
    open_ones = dice.beta(2.2, 1.6, count)
    return np.where(dice.random(count) < SILENT, 0.08 * open_ones, open_ones)


def _seasonal(dice: Dice, event: Event, span: tuple[int, int], count: int) -> Ints:
    """A day for each, more often in the event's months."""
    days = np.arange(span[0], span[1])
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    weight = np.array(event.months)[months]
    return dice.choice(days, count, p=weight / weight.sum())


def _furnished(dice: Dice, renovation: Happening, homes: Happening) -> Happening:
    moves = dice.random(len(homes.who)) < 0.45
    delay = dice.integers(25, 170, len(homes.who))
    openness = _openness(dice, len(homes.who))
    who = np.concatenate([homes.who[moves], renovation.who])
    day = np.concatenate([(homes.day + delay)[moves], renovation.day])
    kept, at = np.unique(who, return_index=True)
    return Happening(
        "renovation", kept, day[at], np.concatenate([openness[moves], renovation.openness])[at]
    )
