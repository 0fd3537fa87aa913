"""Who lives in the town: true lives first, then what they told the bank of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.sample.world.places import (
    EDUCATION,
    EMPLOYER_KINDS,
    EMPLOYERS,
    KINDS,
    MARITAL,
    OCCUPATION_KINDS,
    OCCUPATIONS,
    TIERS,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Dice = np.random.Generator

RETIRED, FARMER, TRADER = OCCUPATIONS.index("退休"), OCCUPATIONS.index("农户"), 9
GROWN: Final = 16 * 365
"""Days of life before which nobody has an account."""
PENSION_AGE: Final = (60, 55)
"""Ages of retirement of men and women."""

CITY_SHARE: Final = (
    np.array([9, 8, 8, 7, 6, 6, 6, 5, 5, 5, 5, 5, 4, 4, 3, 3, 3, 3, 3, 2]) / 96 * 0.96
)
OCCUPATION_SHARE: Final = (
    np.array([9, 11, 6, 6, 4, 5, 7, 4, 4, 6, 5, 0, 9, 14, 7, 3], dtype=np.float64) / 100
)
PAY: Final = np.array([17, 12, 10, 10, 16, 11, 8, 7, 13, 15, 5, 5, 9, 8, 24, 10]) * 1000.0
"""Typical monthly pay by occupation, in yuan."""


@dataclass(frozen=True)
class People:
    """The true lives of a chunk of customers, one place an array; none of it is in a feed."""

    numbers: Ints
    birth_day: Ints
    age: Floats
    is_female: Flags
    city: Ints
    education: Ints
    occupation: Ints
    employer: Ints
    income: Floats
    marital: Ints
    child_years: Ints
    """Birth years of up to three children, -1 where there is none."""
    owns_home: Flags
    owns_car: Flags
    is_business: Flags
    drive: Floats
    """How strongly the family strives for education abroad, 0 to 1; shown by what it pays for."""
    joined: Ints

    def __len__(self) -> int:
        return len(self.numbers)

    def kind(self) -> Ints:
        """The kind of employer of each."""
        own = np.array(OCCUPATION_KINDS)[self.occupation]
        return np.where(self.employer >= 0, np.array(EMPLOYER_KINDS)[self.employer], own)

    def tier(self) -> Ints:
        """The tier of each one's city."""
        return np.array(TIERS)[self.city]

    def of(self, rows: Any) -> "People":
        """Some of them."""
        return People(**{name: held[rows] for name, held in vars(self).items()})


def drawn(dice: Dice, numbers: Ints, today: date) -> People:
    """The lives of the customers of these numbers, as of `today`."""
    count = len(numbers)
    epoch = (today - date(1970, 1, 1)).days
    age = np.clip(dice.gamma(9.0, 4.6, count) + 8, 20, 88)
    female = dice.random(count) < 0.5
    city = dice.choice(len(TIERS), count, p=CITY_SHARE / CITY_SHARE.sum())
    education = _education(dice, age)
    occupation = _occupation(dice, age, female, education)
    income = _income(dice, occupation, education, age, np.array(TIERS)[city])
    marital = _marital(dice, age)
    child_years = _children(dice, age, marital, today.year)
    born = (epoch - age * 365.25 - dice.integers(0, 3, count)).astype(np.int64)
    joined = np.maximum(epoch - dice.integers(740, 5000, count), born + GROWN)
    return People(
        numbers=numbers,
        birth_day=born,
        age=age,
        is_female=female,
        city=city,
        education=education,
        occupation=occupation,
        employer=_employer(dice, occupation),
        income=income,
        marital=marital,
        child_years=child_years,
        owns_home=dice.random(count) < _chance(-2.2 + 0.07 * (age - 22)),
        owns_car=dice.random(count) < _chance(np.log(income / 11_000) + 0.02 * (age - 35)),
        is_business=(occupation == TRADER) & (dice.random(count) < 0.5),
        drive=dice.beta(1.4, 3.2, count),
        joined=joined,
    )


def _chance(logit: Floats) -> Floats:
    return 1 / (1 + np.exp(-logit))


def _education(dice: Dice, age: Floats) -> Ints:
    level = dice.normal(2.7 - 0.032 * (age - 35), 1.15)
    return np.clip(np.round(level), 0, len(EDUCATION) - 1).astype(np.int64)


def _occupation(dice: Dice, age: Floats, female: Flags, education: Ints) -> Ints:
    chosen = dice.choice(len(OCCUPATIONS), len(age), p=OCCUPATION_SHARE / OCCUPATION_SHARE.sum())
    learned = np.isin(chosen, (0, 3, 4, 8, 14))
    chosen = np.where(learned & (education < 2), 13, chosen)
    ends = np.where(female, PENSION_AGE[1], PENSION_AGE[0])
    return np.where((age >= ends) & (chosen != FARMER), RETIRED, chosen)


def _income(dice: Dice, occupation: Ints, education: Ints, age: Floats, tier: Ints) -> Floats:
    base = PAY[occupation] * (1.25 - 0.12 * (tier - 1)) * (0.85 + 0.09 * education)
    growth = 1 + 0.018 * np.clip(age - 24, 0, 24)
    return np.clip(base * growth * dice.lognormal(-0.08, 0.42, len(age)), 2500, 300_000)


def _marital(dice: Dice, age: Floats) -> Ints:
    roll = dice.random(len(age))
    married = _chance((age - 27.5) / 2.6) * 0.9
    divorced = np.clip((age - 28) * 0.004, 0, 0.12)
    widowed = np.clip((age - 62) * 0.012, 0, 0.4)
    found = np.where(roll < married, MARITAL.index("married"), MARITAL.index("single"))
    found = np.where(dice.random(len(age)) < divorced, MARITAL.index("divorced"), found)
    return np.where(dice.random(len(age)) < widowed, MARITAL.index("widowed"), found)


def _children(dice: Dice, age: Floats, marital: Ints, year: int) -> Ints:
    count = np.where(marital > 0, dice.choice(4, len(age), p=(0.16, 0.5, 0.29, 0.05)), 0)
    first = dice.normal(28.5, 3.4, len(age))
    gaps = dice.integers(2, 6, (len(age), 2))
    at = np.column_stack([first, first + gaps[:, 0], first + gaps.sum(axis=1)])
    years = np.floor(year - (age[:, None] - at)).astype(np.int64)
    known = (np.arange(3)[None, :] < count[:, None]) & (years < year) & (at > 20)
    return np.where(known, years, -1)


def _employer(dice: Dice, occupation: Ints) -> Ints:
    """An employer of the kind that goes with the occupation; -1 for those who have none."""
    kinds = np.array(OCCUPATION_KINDS)[occupation]
    found = np.full(len(occupation), -1)
    for kind in range(len(KINDS)):
        places = np.flatnonzero(np.array(EMPLOYER_KINDS) == kind)
        here = np.flatnonzero(kinds == kind)
        if len(places):
            found[here] = dice.choice(places, len(here))
    return np.where(occupation == RETIRED, -1, found).astype(np.int64) if len(EMPLOYERS) else found
