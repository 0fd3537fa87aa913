"""Accounts, cards, risk levels, investments and insurance: what a customer has at the bank."""

import numpy as np

from graph.sample.world.outcomes import Those
from graph.sample.world.people import MARRIED, Flags, Ints
from graph.sample.world.tables import Days, Keys, Moments, Words
from graph.sample.world.town import Town


def open_accounts(town: Town) -> None:
    """A current account each, term deposits and credit cards of some."""
    count = len(town.people)
    rich = town.people.income * town.people.wealth * town.dice.uniform(0.15, 0.5, count)
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
    _open_foreign(town)
    carded = np.flatnonzero(town.people.has_card)
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


def _open_foreign(town: Town) -> None:
    """Dollar accounts of some of the well-to-do, and of those whose child is abroad."""
    rich = (town.people.income > 20_000) & town.chance(0.08)
    who = np.flatnonzero(rich | town.after("study_abroad", town.last, 30))
    town.tables.add(
        "accounts",
        len(who),
        {
            "account_id": Keys("fa-c-", (town.people.numbers[who],)),
            "customer_id": Keys("c-", (town.people.numbers[who],)),
            "kind": "foreign",
            "currency": "USD",
            "opened_on": Days(np.maximum(town.people.joined[who], town.first - 200)),
            "balance_minor": town.dice.integers(10_000, 2_000_000, len(who)),
            "as_of": Days(np.full(len(who), town.last)),
        },
    )


def invest(town: Town) -> None:
    """Risk levels, investments bought, and insurance of the family."""
    leaning = 3 - 0.035 * (town.people.age - 38)
    level = np.clip(np.round(town.dice.normal(leaning, 0.9)), 1, 5).astype(np.int64) - 1
    rated = np.flatnonzero(town.chance(0.7))
    assessed = town.last - town.dice.integers(5, 500, len(rated))
    _assess(town, rated, level, assessed)
    again = town.dice.random(len(rated)) < 0.45
    before = np.clip(level[rated] + town.dice.integers(-1, 2, len(rated)), 0, 4)
    whole = np.zeros(len(town.people), np.int64)
    whole[rated] = before
    _assess(town, rated[again], whole, (assessed - 380)[again])
    _hold(town, level)
    for insured, share in (("self", 0.35), ("spouse", 0.06), ("parent", 0.04)):
        _insure(town, insured, share)


def _assess(town: Town, who: Ints, level: Ints, day: Ints) -> None:
    town.tables.add(
        "risk_assessments",
        len(who),
        {
            "assessment_id": Keys("ra-c-", (town.people.numbers[who], day)),
            "customer_id": Keys("c-", (town.people.numbers[who],)),
            "level": Words(level[who], ("C1", "C2", "C3", "C4", "C5")),
            "score": (level[who] + 1) * 18,
            "assessed_at": Moments(day, np.full(len(who), 36_000)),
            "valid_until": Days(day + 365),
        },
    )


def _hold(town: Town, level: Ints) -> None:
    """What savings were put into, by risk level, and the trades that bought it."""
    holds = np.flatnonzero(_invests(town))
    number, bought = town.people.numbers[holds], town.last - town.dice.integers(10, 720, len(holds))
    saved = town.people.income[holds] * town.people.wealth[holds]
    cost = (saved * town.dice.uniform(20, 90, len(holds))).astype(np.int64)
    product = Words(level[holds].clip(0, 2), ("W-CASH", "W-STEADY", "F-INDEX"))
    common = {
        "customer_id": Keys("c-", (number,)),
        "product_code": product,
        "quantity": (cost / 100).round(2),
        "currency": "CNY",
    }
    grown = town.dice.normal(1.03, 0.06, len(holds)).clip(0.5)
    town.tables.add(
        "holdings",
        len(holds),
        {
            "holding_id": Keys("h-c-", (number,)),
            **common,
            "cost_minor": cost,
            "value_minor": (cost * grown).astype(np.int64),
            "bought_on": Days(bought),
            "as_of": Days(np.full(len(holds), town.last)),
        },
    )
    town.tables.add(
        "trades",
        len(holds),
        {
            "trade_id": Keys("tr-c-", (number,)),
            **common,
            "side": "buy",
            "amount_minor": cost,
            "fee_minor": np.zeros(len(holds), np.int64),
            "traded_at": Moments(bought, np.full(len(holds), 50_000)),
        },
    )


def _invests(town: Town) -> Flags:
    share = np.clip(town.people.income / 40_000 * town.people.wealth / 6, 0.03, 0.8)
    return town.dice.random(len(town.people)) < share


def _insure(town: Town, insured: str, share: float) -> None:
    """Accident cover of a year; a spouse is insured by the married alone."""
    who = town.chance(share)
    if insured == "spouse":
        who &= town.people.marital == MARRIED
    covered = np.flatnonzero(who)
    starts = town.last - town.dice.integers(1, 360, len(covered))
    town.tables.add(
        "insurance",
        len(covered),
        {
            "policy_id": Keys(f"pol-{insured}-c-", (town.people.numbers[covered],)),
            "customer_id": Keys("c-", (town.people.numbers[covered],)),
            "product_code": "I-ACCIDENT",
            "insured": insured,
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
