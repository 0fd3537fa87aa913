"""A town of any size, written as feeds part by part; its truth goes elsewhere."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from graph.catalogue import load_catalogue
from graph.sample.reference import add_reference
from graph.sample.rows import Rows
from graph.sample.world.agreements import agree
from graph.sample.world.events import EVENTS, Happening, Plans, happenings
from graph.sample.world.household import keep_house
from graph.sample.world.means import invest, open_accounts, sell_ahead
from graph.sample.world.outcomes import (
    Those,
    exchange_ahead,
    gather,
    keep_abroad,
    old_mortgages,
    prove,
)
from graph.sample.world.payments import Month
from graph.sample.world.people import NEVER, Dice, People, drawn
from graph.sample.world.register import register
from graph.sample.world.signs import foreshadow, idle, wonder
from graph.sample.world.spending import spend, surprise
from graph.sample.world.tables import Ints, Tables
from graph.sample.world.town import Town
from graph.sample.world.truth import write_truth
from graph.sample.world.work import earn

CHUNK: Final = 2_000
"""Customers drawn together; a life depends on the seed and its number alone."""
SAVED_FOR: Final = ("study_abroad", "home_purchase", "vehicle_purchase", "renovation")
BUYS_AHEAD: Final = 0.28
"""How likely each of three purchases of currency before tuition is."""
GIVEN_UP: Final = (20, 110)
"""Days before its day on which a plan is given up."""
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
        plans = happenings(dice, whole, span)
        limit = FIRST + size.customers
        town = Town(whole, *span, dice, Tables(limit), _came(plans, whole))
        _lived(town, plans, (seed, part, size.pace)).write(folder, part)
        if truth is not None:
            kept = min(CHUNK, size.customers - part * CHUNK)
            write_truth(truth, town, kept, part)


def _came(plans: list[Plans], people: People) -> dict[str, Ints]:
    """Of each event, the day it comes to each; a mortgage from before was a home bought then."""
    found: dict[str, Ints] = {}
    for one in plans:
        days = people.mortgage_day if one.kept.key == "home_purchase" else NEVER
        found[one.kept.key] = np.full(len(people), days)
        found[one.kept.key][one.kept.who] = one.kept.day
    return found


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _lived(town: Town, plans: list[Plans], about: tuple[int, int, float]) -> Tables:
    """All rows of these people: month by month, then what they have, look for and do."""
    seed, part, pace = about
    for number, month in enumerate(_months(town)):
        now = replace(town, dice=_dice(seed, part, number))
        for tell in (earn, keep_house, surprise):
            tell(now, month)
        spend(now, month, pace)
    later = replace(town, dice=_dice(seed, part, LATER))
    for tell in (register, open_accounts, invest, agree, idle, old_mortgages):
        tell(later)
    for event, plan in zip(EVENTS, plans, strict=True):
        wonder(later, event.key)
        foreshadow(later, plan.kept)
        _prepare(later, plan.kept)
        _give_up(later, plan.dropped)
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
        exchange_ahead(town, those, BUYS_AHEAD)
        keep_abroad(town, those)
    prove(town, happening.key, those.of(those.day <= town.last))


def _give_up(town: Town, dropped: Happening) -> None:
    """A plan that comes to nothing leaves the same signs, until it is given up."""
    stops = town.dice.integers(*GIVEN_UP, len(dropped.who))
    foreshadow(town, dropped, stops)
    those = Those(town.people.of(dropped.who), dropped.day)
    if dropped.key == "study_abroad":
        exchange_ahead(town, those, BUYS_AHEAD / 4)


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
