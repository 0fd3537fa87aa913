"""What is true of the town, in files that nothing but evaluation reads."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from graph.sample.world.people import NEVER, Flags, Ints, People
from graph.sample.world.places import CITIES, EDUCATION, MARITAL, OCCUPATIONS, PAYERS
from graph.sample.world.town import Town


def write_truth(folder: Path, town: Town, kept: int, part: int) -> None:
    """Add what is true of the first `kept` to attributes.csv and events.csv; part 0 begins them."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "events.csv", ("customer_id", "event", "event_date"), _events(town, kept), part)
    rows = _attributes(town, kept)
    _write(folder / "attributes.csv", ("customer_id", "attribute", "value"), rows, part)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]], part: int) -> None:
    with path.open("a" if part else "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if not part:
            writer.writerow(head)
        writer.writerows(rows)


def _events(town: Town, kept: int) -> Iterable[tuple[str, str, str]]:
    numbers = town.people.numbers[:kept]
    for key, all_days in town.days.items():
        days = all_days[:kept]
        who = np.flatnonzero(days < NEVER)
        said = days[who].astype("datetime64[D]").astype(str)
        yield from ((f"c-{n}", key, day) for n, day in zip(numbers[who], said, strict=True))


def _attributes(town: Town, kept: int) -> Iterable[tuple[str, str, str]]:
    """Of the last day, under the names of the feed of customers; the rest is stated nowhere."""
    people = town.people.of(slice(0, kept))
    by_event = {key: days[:kept] <= town.last for key, days in town.days.items()}
    for name, values in _true(people, by_event, _born(town, kept)).items():
        yield from ((f"c-{n}", name, v) for n, v in zip(people.numbers, values, strict=True))


def _born(town: Town, kept: int) -> Ints:
    """The birth year of the child born within the feeds; -1 where there is none."""
    days = town.days["childbirth"][:kept]
    years = 1970 + days.astype("datetime64[D]").astype("datetime64[Y]").astype(int)
    return np.where(days <= town.last, years, -1)


def _true(people: People, came: dict[str, Flags], born: Ints) -> dict[str, list[str]]:
    children = np.column_stack([people.child_years, born])
    listed = [";".join(map(str, sorted(one[one > 0].tolist()))) for one in children]
    retired = came["retirement"]
    occupation = np.where(retired, OCCUPATIONS.index("退休"), people.occupation)
    return {
        "birth_date": list(people.birth_day.astype("datetime64[D]").astype(str)),
        "gender": ["F" if one else "M" for one in people.is_female],
        "city": _worded(people.city, CITIES),
        "education": _worded(people.education, EDUCATION),
        "occupation": _worded(occupation, OCCUPATIONS),
        "employer": _worded(np.where(retired, -1, people.payer()), PAYERS),
        "marital_status": _worded(people.marital, MARITAL),
        "children_birth_years": listed,
        "monthly_income_minor": [f"{round(one) * 100}" for one in people.income],
        "kind": ["micro_business" if one else "person" for one in people.is_business],
        "owns_home": _flags(people.owns_home | came["home_purchase"]),
        "owns_car": _flags(people.owns_car | came["vehicle_purchase"]),
    }


def _worded(codes: Ints, words: tuple[str, ...]) -> list[str]:
    return [words[one] if one >= 0 else "" for one in codes.tolist()]


def _flags(held: Flags) -> list[str]:
    return ["true" if one else "false" for one in held.tolist()]
