"""Payments of some people on their days, as rows of the bank's books."""

from dataclasses import dataclass

import numpy as np

from graph.sample.world.tables import Column, Ints, Keys, Moments, Words
from graph.sample.world.town import Town


@dataclass(frozen=True)
class Month:
    """A month of the feeds: its first day, its length, its number from 1, and its year."""

    first: int
    length: int
    number: int
    year: int


def post(town: Town, who: Ints, day: Ints, minor: Ints, **columns: Column) -> None:
    """Payments of the people at the places `who`, signed, where their days lie in the feeds.

    A column `card` of flags puts a payment on the card instead of the account.
    """
    inside = (day >= town.first) & (day <= town.last) & (minor != 0)
    named = {
        key: held.of(inside) if isinstance(held, Words) else held for key, held in columns.items()
    }
    seconds = 28_800 + (who[inside] * 7919 + day[inside] * 104_729) % 54_000
    town.tables.add(
        "transactions",
        int(inside.sum()),
        {
            "account_id": Keys("acc-c-", (town.people.numbers[who[inside]],)),
            "posted_at": Moments(day[inside], seconds),
            "amount_minor": minor[inside],
            "currency": "CNY",
            "counterparty_country": "CN",
            **named,
        },
    )


def some_day(town: Town, month: Month, count: int) -> Ints:
    """Any day of the month for each of so many."""
    return month.first + town.dice.integers(0, month.length, count)


def minor(yuan: np.ndarray) -> Ints:
    """Yuan as whole minor units."""
    return np.round(yuan * 100).astype(np.int64)
