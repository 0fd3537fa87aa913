"""Which life events come to whom and when: the truth that only evaluation reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.sample.world.people import FARMER, RETIRED, People

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Dice = np.random.Generator

AHEAD: Final = 200
"""Days after the last day up to which events are drawn: their first signs are seen before it."""
YEAR: Final = 365.25


@dataclass(frozen=True)
class Event:
    """An event: its season, and how its chance in a year depends on a life."""

    key: str
    yearly: Callable[[People], Floats]
    months: tuple[float, ...] = (1.0,) * 12
    """How the days of its year are shared among the months."""


@dataclass(frozen=True)
class Happening:
    """Of one event: whose, on which day, and how openly it is prepared, 0 to 1."""

    key: str
    who: Ints
    day: Ints
    openness: Floats


def _bell(value: Floats, middle: float | Floats, width: float) -> Floats:
    return np.exp(-(((value - middle) / width) ** 2))


def _oldest(people: People, now_year: int) -> Floats:
    years = np.where(people.child_years >= 0, people.child_years, now_year + 1).min(axis=1)
    return (now_year - years).astype(np.float64)


def _study(people: People) -> Floats:
    year = 1970 + int(people.birth_day.mean() / YEAR + people.age.mean())
    ready = _bell(_oldest(people, year), 17.5, 2.2)
    wealth = 1 / (1 + np.exp(-3.0 * np.log(people.income / 21_000)))
    return ready * wealth * (0.15 + 1.7 * people.drive**1.5) * (people.tier() <= 3)


def _home(people: People) -> Floats:
    renting = ~people.owns_home
    pressed = 1 + 1.3 * (people.marital == 1) * _bell(people.age, 30, 6)
    able = 1 / (1 + np.exp(-2.2 * np.log(people.income / (9_000 + 2_500 * (4 - people.tier())))))
    return (
        0.12 * renting * _bell(people.age, 31, 8) * pressed * able + 0.008 * people.owns_home * able
    )


def _travel(people: People) -> Floats:
    return 0.16 / (1 + np.exp(-2.0 * np.log(people.income / 16_000))) * (people.age < 72)


def _childbirth(people: People) -> Floats:
    fertile = _bell(people.age, 29, 3.6) * (people.marital == 1)
    return 0.4 * fertile * (people.child_years[:, 0] < 0)


EVENTS: Final = (
    Event("study_abroad", _study, (0.6, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.2, 2.0, 0.7, 0.4, 0.5)),
    Event("home_purchase", _home, (0.7, 0.6, 1.3, 1.3, 1.2, 1.0, 0.9, 0.9, 1.2, 1.1, 0.9, 0.9)),
    Event("renovation", lambda p: 0.035 * p.owns_home * _bell(p.age, 42, 14)),
    Event(
        "vehicle_purchase",
        lambda p: (0.07 * ~p.owns_car + 0.025 * p.owns_car) * (p.income > 6000) * (p.age < 62),
    ),
    Event("childbirth", _childbirth),
    Event(
        "retirement",
        lambda p: (
            0.9 * (p.occupation != RETIRED) * _bell(p.age, np.where(p.is_female, 55.0, 60.0), 0.55)
        ),
    ),
    Event(
        "business_start",
        lambda p: 0.012 * _bell(p.age, 35, 9) * (p.occupation != RETIRED) * ~p.is_business,
    ),
    Event(
        "farm_cycle",
        lambda p: 0.45 * (p.occupation == FARMER),
        (0.6, 1.8, 4.0, 2.4, 0.8, 0.4, 0.3, 0.4, 0.6, 0.4, 0.2, 0.1),
    ),
    Event(
        "pv_install",
        lambda p: 0.02 * (p.tier() >= 4) * p.owns_home + 0.07 * (p.occupation == FARMER),
    ),
    Event("overseas_travel", _travel, (1.6, 1.5, 0.7, 0.9, 1.1, 0.8, 1.3, 1.4, 0.8, 1.7, 0.6, 0.8)),
)


def happenings(dice: Dice, people: People, span: tuple[int, int]) -> list[Happening]:
    """The first event of each kind of each of them within the days `span` and `AHEAD` after it.

    A home is furnished after it was bought, more often than not.
    """
    found = [_happens(dice, people, event, span) for event in EVENTS]
    homes = next(one for one in found if one.key == "home_purchase")
    return [_furnished(dice, one, homes) if one.key == "renovation" else one for one in found]


def _happens(dice: Dice, people: People, event: Event, span: tuple[int, int]) -> Happening:
    first, last = span[0], span[1] + AHEAD
    years = (last - first) / YEAR
    chance = 1 - np.exp(-event.yearly(people) * years)
    drawn = dice.random(len(people))
    days = _seasonal(dice, event, (first, last), len(people))
    openness = dice.beta(2.2, 1.6, len(people))
    who = np.flatnonzero(drawn < chance)
    return Happening(event.key, who, days[who], openness[who])


def _seasonal(dice: Dice, event: Event, span: tuple[int, int], count: int) -> Ints:
    """A day for each, more often in the event's months."""
    days = np.arange(span[0], span[1])
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    weight = np.array(event.months)[months]
    return dice.choice(days, count, p=weight / weight.sum())


def _furnished(dice: Dice, renovation: Happening, homes: Happening) -> Happening:
    moves = dice.random(len(homes.who)) < 0.45
    delay = dice.integers(25, 170, len(homes.who))
    openness = dice.beta(2.2, 1.6, len(homes.who))
    who = np.concatenate([homes.who[moves], renovation.who])
    day = np.concatenate([(homes.day + delay)[moves], renovation.day])
    kept, at = np.unique(who, return_index=True)
    return Happening(
        "renovation", kept, day[at], np.concatenate([openness[moves], renovation.openness])[at]
    )
