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
    SELF,
    TIERS,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Dice = np.random.Generator

NEVER: Final = 10**6
"""A day that does not come."""
RETIRED, FARMER, TRADER = (OCCUPATIONS.index(one) for one in ("退休", "农户", "个体经营者"))
MARRIED: Final = MARITAL.index("married")
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
COUPLES: Final = 0.35
"""Of the married whose neighbour in the register may be it, the part whose spouse it is."""
MAIN_BANK: Final = 0.9
"""The part whose wages and daily life go through this bank. Assumption."""


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
    employer_before: Ints
    job_since: Ints
    """The day since which they work where they do; before it, at `employer_before`."""
    income: Floats
    wealth: Floats
    """What they have put aside, in months of income."""
    marital: Ints
    spouse: Ints
    """The number of the spouse where that is a customer, else -1."""
    child_years: Ints
    """Birth years of up to three children, -1 where there is none."""
    owns_home: Flags
    mortgage_day: Ints
    """The day of a mortgage from before the feeds, `NEVER` where there is none."""
    owns_car: Flags
    is_business: Flags
    drive: Floats
    """How strongly the family strives for education abroad, 0 to 1; shown by what it pays for."""
    thrift: Floats
    """How ready they are to borrow and how dear they buy, 0 to 1."""
    main_bank: Flags
    has_card: Flags
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

    def payer(self) -> Ints:
        """The employer of each among `PAYERS`, `SELF` where it is they themselves; -1 for none."""
        own = (self.employer < 0) & (self.occupation != RETIRED)
        return np.where(own, SELF, self.employer)

    def of(self, rows: Any) -> "People":
        """Some of them."""
        return People(**{name: held[rows] for name, held in vars(self).items()})


def drawn(dice: Dice, numbers: Ints, today: date) -> People:
    """The lives of the customers of these numbers, as of `today`; an even count of them.

    Where two who stand next to each other are a couple, they share city, children and home.
    """
    count, epoch = len(numbers), (today - date(1970, 1, 1)).days
    age = np.clip(dice.gamma(9.0, 4.6, count) + 8, 20, 88)
    female = dice.random(count) < 0.5
    marital = _marital(dice, age)
    city = dice.choice(len(TIERS), count, p=CITY_SHARE / CITY_SHARE.sum())
    second = _couples(dice, marital)
    age[second] = np.clip(age[second - 1] + dice.normal(0, 2.2, len(second)), 20, 88)
    female[second] = ~female[second - 1]
    for shared in (marital, city):
        shared[second] = shared[second - 1]
    children = _children(dice, age, marital, today.year)
    owns_home = dice.random(count) < _chance(-2.2 + 0.07 * (age - 22))
    for shared in (children, owns_home):
        shared[second] = shared[second - 1]
    spouse = np.full(count, -1)
    spouse[second], spouse[second - 1] = numbers[second - 1], numbers[second]
    shares = {"age": age, "is_female": female, "city": city, "marital": marital}
    family = {"spouse": spouse, "child_years": children, "owns_home": owns_home}
    work = _work(dice, age, female, np.array(TIERS)[city], epoch)
    own = _own(dice, age, work, epoch, owns_home)
    return People(numbers=numbers, **shares, **family, **work, **own)


def _couples(dice: Dice, marital: Ints) -> Ints:
    """The second of each couple; the first stands before it."""
    first = np.arange(0, len(marital), 2)
    return first[(marital[first] == MARRIED) & (dice.random(len(first)) < COUPLES)] + 1


def _work(dice: Dice, age: Floats, female: Flags, tier: Ints, epoch: int) -> dict[str, Any]:
    count = len(age)
    education = _education(dice, age)
    occupation = _occupation(dice, age, female, education)
    moved = dice.random(count) < 0.24
    return {
        "education": education,
        "occupation": occupation,
        "income": _income(dice, occupation, education, age, tier),
        "employer": _employer(dice, occupation),
        "employer_before": _employer(dice, occupation),
        "job_since": np.where(moved, epoch - dice.integers(60, 700, count), 0),
    }


def _own(
    dice: Dice, age: Floats, work: dict[str, Any], epoch: int, owns_home: Flags
) -> dict[str, Any]:
    count, income = len(age), work["income"]
    born = (epoch - age * 365.25 - dice.integers(0, 3, count)).astype(np.int64)
    joined = np.maximum(epoch - dice.integers(740, 5000, count), born + GROWN)
    granted = epoch - dice.integers(1100, 4300, count)
    borrowed = owns_home & (age < 58) & (granted > joined) & (dice.random(count) < 0.6)
    return {
        "birth_day": born,
        "joined": joined,
        "mortgage_day": np.where(borrowed, granted, NEVER),
        "wealth": dice.lognormal(1.7, 0.9, count) * np.clip(0.5 + (age - 22) / 30, 0.4, 1.8),
        "owns_car": dice.random(count) < _chance(np.log(income / 11_000) + 0.02 * (age - 35)),
        "is_business": (work["occupation"] == TRADER) & (dice.random(count) < 0.5),
        "drive": dice.beta(1.4, 3.2, count),
        "thrift": dice.random(count),
        "main_bank": dice.random(count) < MAIN_BANK,
        "has_card": (dice.random(count) < 0.55) & (age < 70),
    }


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
    found = np.where(roll < married, MARRIED, MARITAL.index("single"))
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
