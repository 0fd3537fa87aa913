"""A town of any size, written as feeds part by part; its truth goes elsewhere."""

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from graph.catalogue import load_catalogue
from graph.sample.reference import add_reference
from graph.sample.rows import Rows
from graph.sample.world.agreements import agree
from graph.sample.world.events import EVENTS, Happening, happenings
from graph.sample.world.means import invest, open_accounts, sell_ahead
from graph.sample.world.money import Month, live
from graph.sample.world.outcomes import Those, exchange_ahead, gather, prove
from graph.sample.world.people import Dice, People, drawn
from graph.sample.world.places import CITIES, EDUCATION, EMPLOYERS, MARITAL, OCCUPATIONS
from graph.sample.world.register import register
from graph.sample.world.signs import foreshadow, idle, wonder
from graph.sample.world.tables import Ints, Tables
from graph.sample.world.town import Town

CHUNK: Final = 2_000
"""Customers drawn together; a life depends on the seed and its number alone."""
SAVED_FOR: Final = ("study_abroad", "home_purchase", "vehicle_purchase", "renovation")
FIRST: Final = 1001
LATER: Final = 10_000
"""The stream of dice after those of the months."""


@dataclass(frozen=True)
class Size:
    """How large a town is: customers, months of feeds, and how often people pay.

    `pace` 1 is about a dozen payments a customer and month.
    """

    customers: int
    months: int = 24
    pace: float = 1.0


def write_world(
    folder: Path, today: date, size: Size, truth: Path | None = None, seed: int = 20261123
) -> None:
    """Write the feeds of a town over the months up to `today`, as Parquet parts.

    The same arguments write the same rows, and more customers leave those of fewer as they are.
    What is true of them goes to `truth`: attributes.csv and events.csv, which nothing but
    evaluation reads.
    """
    rows = Rows()
    add_reference(rows, load_catalogue(), today, seed)
    rows.write(folder, only=("advisors", "products", "partners", "market"))
    span = (_day(today) - round(size.months * 30.4375), _day(today))
    for part in range((size.customers + CHUNK - 1) // CHUNK):
        dice = np.random.Generator(np.random.Philox(key=[seed, part]))
        numbers = np.arange(CHUNK) + FIRST + part * CHUNK
        whole = drawn(dice, numbers, today)
        events = happenings(dice, whole, span)
        limit = FIRST + size.customers
        town = Town(whole, *span, dice, Tables(limit))
        _lived(town, events, (seed, part, size.pace)).write(folder, part)
        if truth is not None:
            kept = min(CHUNK, size.customers - part * CHUNK)
            _write_truth(truth, whole.of(slice(0, kept)), [_within(e, kept) for e in events], part)


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _within(one: Happening, kept: int) -> Happening:
    inside = one.who < kept
    return Happening(one.key, one.who[inside], one.day[inside], one.openness[inside])


def _lived(town: Town, events: list[Happening], about: tuple[int, int, float]) -> Tables:
    """All rows of these people: month by month, then what they have, look for and do."""
    seed, part, pace = about
    for number, month in enumerate(_months(town)):
        live(replace(town, dice=_dice(seed, part, number)), month, pace)
    later = replace(town, dice=_dice(seed, part, LATER))
    for tell in (register, open_accounts, invest, agree, idle):
        tell(later)
    for one in EVENTS:
        wonder(later, one.key)
    for happening in events:
        foreshadow(later, happening)
        _prepare(later, happening)
    return town.tables


def _dice(seed: int, part: int, stream: int) -> Dice:
    return np.random.Generator(np.random.Philox(key=[seed, (part + 1) * 100_000 + stream]))


def _prepare(town: Town, happening: Happening) -> None:
    """Money moved before the event, and the event itself where its day has come."""
    those = Those(town.people.of(happening.who), happening.day)
    if happening.key in SAVED_FOR:
        gather(town, those)
        sell_ahead(town, those)
    if happening.key == "study_abroad":
        exchange_ahead(town, those)
    prove(town, happening.key, those.of(those.day <= town.last))


def _months(town: Town) -> list[Month]:
    first = date(1970, 1, 1) + timedelta(days=town.first)
    last = date(1970, 1, 1) + timedelta(days=town.last)
    found: list[Month] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        start = date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(
            Month(_day(start), (date(year, month, 1) - start).days, start.month, start.year)
        )
    return found


def _write_truth(folder: Path, people: People, events: list[Happening], part: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    mode = "a" if part else "w"
    with (folder / "events.csv").open(mode, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if not part:
            writer.writerow(["customer_id", "event", "event_date"])
        for one in events:
            ids, days = people.numbers[one.who], one.day.astype("datetime64[D]").astype(str)
            writer.writerows((f"c-{n}", one.key, day) for n, day in zip(ids, days, strict=True))
    with (folder / "attributes.csv").open(mode, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if not part:
            writer.writerow(["customer_id", "attribute", "value"])
        for name, values in _true(people).items():
            writer.writerows(
                (f"c-{n}", name, value) for n, value in zip(people.numbers, values, strict=True)
            )


def _true(people: People) -> dict[str, list[str]]:
    """What is true of them, in words; an attribute nobody has is an empty text."""
    return {
        "birth_date": list(people.birth_day.astype("datetime64[D]").astype(str)),
        "city": _worded(people.city, CITIES),
        "education": _worded(people.education, EDUCATION),
        "occupation": _worded(people.occupation, OCCUPATIONS),
        "employer": _worded(people.employer, EMPLOYERS),
        "marital_status": _worded(people.marital, MARITAL),
        "monthly_income": [f"{one:.0f}" for one in people.income],
        "children": [str((one > 0).sum()) for one in people.child_years],
        "youngest_child": [str(one.max()) if one.max() > 0 else "" for one in people.child_years],
        "owns_home": [str(bool(one)).lower() for one in people.owns_home],
        "owns_car": [str(bool(one)).lower() for one in people.owns_car],
    }


def _worded(codes: Ints, words: tuple[str, ...]) -> list[str]:
    return [words[one] if one >= 0 else "" for one in codes.tolist()]
