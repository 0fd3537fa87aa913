"""Signs of what is to come, and as many that lead nowhere."""

from typing import Final

import numpy as np
import numpy.typing as npt

from graph.sample.world.events import Happening
from graph.sample.world.tables import Ints, Keys, Moments, Words
from graph.sample.world.topics import IDLE, Paid, Topic, topics
from graph.sample.world.town import Town

Floats = npt.NDArray[np.floating]

KINDS: Final = ("search", "view", "calculator", "click")
PAGES: Final = ("home", "products", "tools", "loans", "fx")
CURIOUS: Final = {
    "study_abroad": 0.05,
    "home_purchase": 0.16,
    "renovation": 0.06,
    "vehicle_purchase": 0.12,
    "childbirth": 0.03,
    "retirement": 0.05,
    "business_start": 0.06,
    "farm_cycle": 0.01,
    "pv_install": 0.02,
    "overseas_travel": 0.14,
}
"""The part of the town that looks into an event within two years and does nothing of it: for a
friend's child, out of curiosity, or because it comes to nothing. Assumption."""
DREAMERS: Final = 0.18
"""The part of the curious who look as long and as often as those who act."""


def foreshadow(town: Town, happening: Happening) -> None:
    """What those do who will act: the openly preparing much, the others little or nothing."""
    topic = topics()[happening.key]
    times = town.dice.poisson(topic.looks * happening.openness**1.3)
    _look(town, (happening.who, happening.day, times), topic)
    _ask(town, (happening.who, happening.day, happening.openness), topic)
    for one in topic.paid:
        pays = town.dice.random(len(happening.who)) < one.share * (0.35 + 0.8 * happening.openness)
        _pay(town, (happening.who[pays], happening.day[pays]), one)


def wonder(town: Town, key: str) -> None:
    """What the curious do: look a few times within weeks; the dreamers more, and pay a little."""
    topic = topics()[key]
    years = (town.last - town.first) / 730
    curious = np.flatnonzero(town.dice.random(len(town.people)) < CURIOUS[key] * years)
    day = town.dice.integers(town.first + 60, town.last + 150, len(curious))
    dreams = town.dice.random(len(curious)) < DREAMERS
    times = np.where(
        dreams,
        town.dice.poisson(topic.looks * 0.8, len(curious)),
        1 + town.dice.poisson(0.9, len(curious)),
    )
    _look(town, (curious[dreams], day[dreams], times[dreams]), topic)
    brief = ~dreams
    _look(town, (curious[brief], day[brief], times[brief]), topic, within=25)
    _ask(town, (curious, day, dreams * 0.5), topic)
    for one in topic.paid:
        pays = dreams & (town.dice.random(len(curious)) < 0.3 * one.share)
        _pay(town, (curious[pays], day[pays]), one)


def idle(town: Town) -> None:
    """Log-ins, and looks at everyday things."""
    months = (town.last - town.first) / 30.4
    logins = town.dice.poisson(np.clip(1.5 - 0.015 * (town.people.age - 30), 0.2, 3) * months * 0.8)
    who = np.repeat(np.arange(len(town.people)), logins)
    days = town.dice.integers(town.first, town.last + 1, len(who))
    town.tables.add(
        "app_events",
        len(who),
        {
            "customer_id": Keys("c-", (town.people.numbers[who],)),
            "at": Moments(days, town.dice.integers(21_600, 82_800, len(who))),
            "kind": "login",
            "text": None,
            "page": "home",
        },
    )
    looks = who[town.dice.random(len(who)) < 0.15]
    _events(
        town,
        looks,
        town.dice.integers(town.first, town.last + 1, len(looks)),
        topics()[IDLE].searches,
    )


def _look(
    town: Town,
    those: tuple[Ints, Ints, Ints],
    topic: Topic,
    within: int | None = None,
) -> None:
    """Searches and views before the day; `within` so many days where the interest is brief."""
    who, day, times = those
    first, last = topic.lead
    start = town.dice.integers(first, last + 1, len(who))
    each = np.repeat(np.arange(len(who)), times)
    length = np.where(start[each] > 0, start[each], 1) if within is None else within
    # Interest grows as the day comes near.
    back = start[each] - (length * town.dice.beta(1.6, 1.1, len(each))).astype(np.int64)
    _events(town, who[each], day[each] - back, topic.searches)


def _events(
    town: Town,
    who: Ints,
    days: Ints,
    words: tuple[str, ...],
) -> None:
    seen = (days >= town.first) & (days <= town.last)
    who, days = who[seen], days[seen]
    kinds = town.dice.choice(4, len(who), p=(0.55, 0.25, 0.12, 0.08))
    town.tables.add(
        "app_events",
        len(who),
        {
            "customer_id": Keys("c-", (town.people.numbers[who],)),
            "at": Moments(days, town.dice.integers(21_600, 84_000, len(who))),
            "kind": Words(kinds, KINDS),
            "text": Words(town.dice.integers(0, len(words), len(who)), words),
            "page": Words(town.dice.integers(0, len(PAGES), len(who)), PAGES),
        },
    )


def _ask(
    town: Town,
    those: tuple[Ints, Ints, Floats],
    topic: Topic,
) -> None:
    who, day, openness = those
    back = town.dice.integers(15, max(16, topic.lead[1] * 2 // 3), len(who))
    asks = town.dice.random(len(who)) < 0.3 * openness
    days = day - back
    asks &= (days >= town.first) & (days <= town.last)
    town.tables.add(
        "contacts",
        int(asks.sum()),
        {
            "customer_id": Keys("c-", (town.people.numbers[who[asks]],)),
            "at": Moments(days[asks], town.dice.integers(30_000, 76_000, int(asks.sum()))),
            "channel": "chat",
            "direction": "in",
            "text": Words(
                town.dice.integers(0, len(topic.questions), int(asks.sum())), topic.questions
            ),
        },
    )


def _pay(
    town: Town,
    those: tuple[Ints, Ints],
    paid: Paid,
) -> None:
    who, day = those
    days = day - town.dice.integers(paid.late, paid.early + 1, len(who))
    amounts = town.dice.integers(paid.least, paid.most + 1, len(who)) * 100
    seen = (days >= town.first) & (days <= town.last)
    town.tables.add(
        "transactions",
        int(seen.sum()),
        {
            "account_id": Keys("acc-c-", (town.people.numbers[who[seen]],)),
            "posted_at": Moments(days[seen], town.dice.integers(30_000, 80_000, int(seen.sum()))),
            "amount_minor": -amounts[seen],
            "currency": "CNY",
            "channel": "online",
            "counterparty": paid.payee,
            "counterparty_kind": paid.kind,
            "counterparty_country": "CN",
            "mcc": paid.code,
            "memo": paid.memo,
        },
    )
