"""What the bank has on file of its customers, some of it missing or no longer true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from graph.sample.household import id_number
from graph.sample.world.people import Dice, People
from graph.sample.world.places import (
    CITIES,
    EDUCATION,
    GIVEN,
    MARITAL,
    OCCUPATIONS,
    PAYERS,
    SURNAMES,
)
from graph.sample.world.tables import Array, Days, Ints, Keys, Words
from graph.sample.world.town import Town

Flags = npt.NDArray[np.bool_]

WRONG: Final = {
    "birth": 0.45,
    "income": 0.7,
    "occupation": 0.45,
    "employer": 0.55,
    "education": 0.27,
    "marital": 0.5,
    "children": 0.65,
    "city": 0.46,
}
"""How often what is on file is missing or no longer true of one who joined six years ago; less of
those who joined lately. Assumption: a file is filled in when the account is opened, and rarely
after."""
MISSING: Final = 0.35
"""Of what is not true, the part that was never filled in."""
STAFF: Final = ("a-1", "a-3", "a-4", "a-5")


@dataclass(frozen=True)
class Off:
    """Whose file is wrong about what, and whose gaps were never filled."""

    wrong: Mapping[str, Flags]
    missing: Flags


def register(town: Town) -> None:
    """The customers as the bank has them on file, some of it missing or wrong."""
    people, count = town.people, len(town.people)
    years = np.clip((town.last - people.joined) / 365.25 / 6, 0.5, 1.25)
    wrong = {name: town.dice.random(count) < share * years for name, share in WRONG.items()}
    years_off = town.dice.integers(2, 12, count) * town.dice.choice((-1, 1), count)
    birth = people.birth_day + np.where(wrong["birth"], years_off * 365, 0)
    birth = np.minimum(birth, people.joined - 1)
    stale = people.income * np.where(wrong["income"], town.dice.uniform(0.35, 0.75, count), 1.0)
    off = Off(wrong, town.dice.random(count) < MISSING)
    marital = np.where(wrong["marital"], np.where(off.missing, 4, 0), people.marital)
    town.tables.add(
        "customers",
        count,
        {
            "customer_id": Keys("c-", (people.numbers,)),
            "name": _names(people),
            "id_number": _id_numbers(people),
            "phone": _phones(people),
            "birth_date": Days(birth),
            "gender": Words(people.is_female.astype(int), ("M", "F")),
            "city": Words(_other(town.dice, people.city, wrong["city"], len(CITIES)), CITIES),
            "occupation": _filed(town, "occupation", people.occupation, OCCUPATIONS, off),
            "employer": _filed(town, "employer", people.payer(), PAYERS, off),
            "education": _filed(town, "education", people.education, EDUCATION, off),
            "marital_status": Words(marital, (*MARITAL, "unknown")),
            "children_birth_years": _children(people, wrong["children"]),
            "monthly_income_minor": (np.round(stale / 500) * 50_000).astype(np.int64),
            "kind": Words(people.is_business.astype(int), ("person", "micro_business")),
            "opened_on": Days(people.joined),
            "advisor_id": Words(people.numbers % 4, STAFF),
        },
    )


def _names(people: People) -> list[str]:
    return [
        SURNAMES[n * 31 % len(SURNAMES)]
        + GIVEN[n * 17 % len(GIVEN)]
        + (GIVEN[n * 7 % len(GIVEN)] if n % 3 else "")
        for n in people.numbers.tolist()
    ]


def _id_numbers(people: People) -> list[str]:
    days = people.birth_day.astype("datetime64[D]").astype(object)
    return [id_number(day, n) for day, n in zip(days, people.numbers.tolist(), strict=True)]


def _phones(people: People) -> list[str]:
    return [f"199{n % 100_000_000:08d}" for n in people.numbers.tolist()]


def _other(dice: Dice, true: Ints, wrong: Flags, count: int) -> Ints:
    """What is true, or where it is wrong anything else."""
    return np.where(wrong, (true + dice.integers(1, count, len(true))) % count, true)


def _filed(town: Town, name: str, true: Ints, words: Sequence[str], off: Off) -> Words:
    """What is on file of something: true, wrong, or missing."""
    stated = _other(town.dice, true, off.wrong[name], len(words))
    return Words(np.where((off.wrong[name] & off.missing) | (true < 0), -1, stated), words)


def _children(people: People, forgotten: Flags) -> Array:
    """Birth years on file; those who are wrong lack the youngest, or all."""
    rows = [
        [int(year) for year in years if year > 0][: (0 if wrong and n % 2 else 1) if wrong else 3]
        for n, years, wrong in zip(people.numbers, people.child_years, forgotten, strict=True)
    ]
    return pa.array([one or None for one in rows], pa.list_(pa.int64()))
