"""Accounts, cards, risk levels, investments and insurance: what a customer has at the bank."""

import numpy as np

from graph.sample.world.outcomes import Those
from graph.sample.world.tables import Days, Keys, Moments, Words
from graph.sample.world.town import Town


def open_accounts(town: Town) -> None:
    """A current account each, term deposits and credit cards of some."""
    count = len(town.people)
    rich = town.people.income * town.dice.lognormal(0.6, 0.8, count)
    common = {"currency": "CNY", "as_of": Days(np.full(count, town.last))}
    town.tables.add(
        "accounts",
        count,
        {
            "account_id": Keys("acc-c-", (town.people.numbers,)),
            "customer_id": Keys("c-", (town.people.numbers,)),
            "kind": "current",
            "opened_on": Days(town.people.joined),
            "balance_minor": (rich * 100).astype(np.int64),
            **common,
        },
    )
    term = np.flatnonzero(
        town.dice.random(count) < np.clip(0.15 + 0.008 * (town.people.age - 25), 0.1, 0.6)
    )
    opened = town.last - town.dice.integers(1, 700, len(term))
    town.tables.add(
        "accounts",
        len(term),
        {
            "account_id": Keys("term-c-", (town.people.numbers[term],)),
            "customer_id": Keys("c-", (town.people.numbers[term],)),
            "kind": "term",
            "currency": "CNY",
            "opened_on": Days(opened),
            "term_months": np.full(len(term), 36),
            "rate": np.full(len(term), 0.0155),
            "matures_on": Days(opened + 1095),
            "balance_minor": (rich[term] * 400).astype(np.int64),
            "as_of": Days(np.full(len(term), town.last)),
        },
    )
    carded = np.flatnonzero((town.dice.random(count) < 0.55) & (town.people.age < 70))
    town.tables.add(
        "cards",
        len(carded),
        {
            "card_id": Keys("card-c-", (town.people.numbers[carded],)),
            "customer_id": Keys("c-", (town.people.numbers[carded],)),
            "kind": "credit",
            "limit_minor": (town.people.income[carded] * 300).astype(np.int64),
            "currency": "CNY",
            "opened_on": Days(town.people.joined[carded]),
            "balance_minor": -(
                town.people.income[carded] * town.dice.uniform(0, 60, len(carded))
            ).astype(np.int64),
            "as_of": Days(np.full(len(carded), town.last)),
        },
    )


def invest(town: Town) -> None:
    """Risk levels, investments bought, and insurance of their own."""
    level = np.clip(
        np.round(3 - 0.035 * (town.people.age - 38) + town.dice.normal(0, 0.9, len(town.people))),
        1,
        5,
    )
    assessed = town.last - town.dice.integers(5, 500, len(town.people))
    rated = np.flatnonzero(town.dice.random(len(town.people)) < 0.7)
    town.tables.add(
        "risk_assessments",
        len(rated),
        {
            "assessment_id": Keys("ra-c-", (town.people.numbers[rated],)),
            "customer_id": Keys("c-", (town.people.numbers[rated],)),
            "level": Words(level[rated].astype(int) - 1, ("C1", "C2", "C3", "C4", "C5")),
            "score": (level[rated] * 18).astype(np.int64),
            "assessed_at": Moments(assessed[rated], np.full(len(rated), 36_000)),
            "valid_until": Days(assessed[rated] + 365),
        },
    )
    holds = np.flatnonzero(
        town.dice.random(len(town.people)) < np.clip(town.people.income / 40_000, 0.05, 0.8)
    )
    bought = town.last - town.dice.integers(10, 720, len(holds))
    cost = (town.people.income[holds] * town.dice.lognormal(1.1, 0.8, len(holds)) * 100).astype(
        np.int64
    )
    product = Words((level[holds].astype(int) - 1).clip(0, 2), ("W-CASH", "W-STEADY", "F-INDEX"))
    town.tables.add(
        "holdings",
        len(holds),
        {
            "holding_id": Keys("h-c-", (town.people.numbers[holds],)),
            "customer_id": Keys("c-", (town.people.numbers[holds],)),
            "product_code": product,
            "quantity": (cost / 100).round(2),
            "cost_minor": cost,
            "value_minor": (cost * town.dice.normal(1.03, 0.06, len(holds)).clip(0.5)).astype(
                np.int64
            ),
            "currency": "CNY",
            "bought_on": Days(bought),
            "as_of": Days(np.full(len(holds), town.last)),
        },
    )
    town.tables.add(
        "trades",
        len(holds),
        {
            "trade_id": Keys("tr-c-", (town.people.numbers[holds],)),
            "customer_id": Keys("c-", (town.people.numbers[holds],)),
            "product_code": product,
            "side": "buy",
            "amount_minor": cost,
            "currency": "CNY",
            "traded_at": Moments(bought, np.full(len(holds), 50_000)),
        },
    )
    covered = np.flatnonzero(town.dice.random(len(town.people)) < 0.35)
    starts = town.last - town.dice.integers(1, 360, len(covered))
    town.tables.add(
        "insurance",
        len(covered),
        {
            "policy_id": Keys("pol-c-", (town.people.numbers[covered],)),
            "customer_id": Keys("c-", (town.people.numbers[covered],)),
            "product_code": "I-ACCIDENT",
            "insured": "self",
            "cover_minor": np.full(len(covered), 50_000_000),
            "premium_minor": np.full(len(covered), 36_000),
            "currency": "CNY",
            "starts_on": Days(starts),
            "ends_on": Days(starts + 365),
        },
    )


def sell_ahead(town: Town, those: Those) -> None:
    """Wealth redeemed in the months before a large payment."""
    sells = town.dice.random(len(those)) < 0.35
    day = those.day - town.dice.integers(10, 120, len(those))
    sells &= (day >= town.first) & (day <= town.last)
    numbers = those.people.numbers[sells]
    town.tables.add(
        "trades",
        len(numbers),
        {
            "trade_id": Keys("sell-c-", (numbers, day[sells])),
            "customer_id": Keys("c-", (numbers,)),
            "product_code": "W-CASH",
            "side": "redeem",
            "currency": "CNY",
            "amount_minor": (
                those.people.income[sells] * town.dice.uniform(100, 800, len(numbers))
            ).astype(np.int64),
            "traded_at": Moments(day[sells], np.full(len(numbers), 50_000)),
        },
    )
