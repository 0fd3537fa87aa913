"""Signs of what is to come, and as many that lead nowhere."""

from typing import Final

import numpy as np

from graph.sample.world.events import Happening
from graph.sample.world.payments import post
from graph.sample.world.tables import Ints, Keys, Moments, Words
from graph.sample.world.topics import IDLE, Paid, Topic, topics
from graph.sample.world.town import Town

KINDS: Final = ("search", "view", "calculator", "click")
PAGES: Final = ("home", "products", "tools", "loans", "fx")
CURIOUS: Final = {
    "study_abroad": 0.1,
    "home_purchase": 0.22,
    "renovation": 0.1,
    "vehicle_purchase": 0.18,
    "childbirth": 0.05,
    "retirement": 0.07,
    "business_start": 0.09,
    "farm_cycle": 0.02,
    "pv_install": 0.03,
    "overseas_travel": 0.2,
}
"""The part of the town that looks into an event for a few weeks within two years and never means
to do it: for a friend's child, out of curiosity. Assumption."""


def foreshadow(town: Town, plans: Happening, stops: Ints | None = None) -> None:
    """What is looked for, asked and paid before a plan; the silent show little or nothing.

    Of plans given up, `stops` is how many days before their day; nothing is seen after that.
    """
    topic = topics()[plans.key]
    end = np.zeros(len(plans.who), np.int64) if stops is None else stops
    times = town.dice.poisson(topic.looks * plans.openness**1.3)
    _look(town, (plans.who, plans.day, times), topic, end)
    _ask(town, plans, topic, end)
    for one in topic.paid:
        pays = town.dice.random(len(plans.who)) < one.share * (0.3 + 0.8 * plans.openness)
        _pay(town, (plans.who[pays], plans.day[pays], end[pays]), one)


def wonder(town: Town, key: str) -> None:
    """What the curious do: look a few times within weeks, and rarely ask."""
    topic = topics()[key]
    years = (town.last - town.first) / 730
    who = np.flatnonzero(town.dice.random(len(town.people)) < CURIOUS[key] * years)
    day = town.dice.integers(town.first + 20, town.last + 1, len(who))
    each = np.repeat(np.arange(len(who)), 1 + town.dice.poisson(1.6, len(who)))
    _events(town, who[each], day[each] - town.dice.integers(0, 25, len(each)), topic.searches)
    asks = town.dice.random(len(who)) < 0.06
    _question(town, who[asks], day[asks], topic)


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


def _look(town: Town, those: tuple[Ints, Ints, Ints], topic: Topic, end: Ints) -> None:
    """Searches and views before the day, more of them as it comes near."""
    who, day, times = those
    start = town.dice.integers(topic.lead[0], topic.lead[1] + 1, len(who))
    each = np.repeat(np.arange(len(who)), times)
    back = start[each] - (start[each] * town.dice.beta(1.6, 1.1, len(each))).astype(np.int64)
    each, back = each[back >= end[each]], back[back >= end[each]]
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


def _ask(town: Town, plans: Happening, topic: Topic, end: Ints) -> None:
    back = town.dice.integers(15, max(16, topic.lead[1] * 2 // 3), len(plans.who))
    asks = (town.dice.random(len(plans.who)) < 0.3 * plans.openness) & (back >= end)
    _question(town, plans.who[asks], (plans.day - back)[asks], topic)


def _question(town: Town, who: Ints, days: Ints, topic: Topic) -> None:
    seen = (days >= town.first) & (days <= town.last)
    who, days = who[seen], days[seen]
    town.tables.add(
        "contacts",
        len(who),
        {
            "customer_id": Keys("c-", (town.people.numbers[who],)),
            "at": Moments(days, town.dice.integers(30_000, 76_000, len(who))),
            "channel": "chat",
            "direction": "in",
            "text": Words(town.dice.integers(0, len(topic.questions), len(who)), topic.questions),
        },
    )


def _pay(town: Town, those: tuple[Ints, Ints, Ints], paid: Paid) -> None:
    who, day, end = those
    back = town.dice.integers(paid.late, paid.early + 1, len(who))
    held = back >= end
    sums = town.dice.integers(paid.least, paid.most + 1, len(who)) * 100
    post(
        town, who[held], (day - back)[held], -sums[held], channel="online",
        counterparty=paid.payee, counterparty_kind=paid.kind, mcc=paid.code, memo=paid.memo,
    )  # fmt: skip
