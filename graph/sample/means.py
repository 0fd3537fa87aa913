"""What a household owns and owes: accounts, cards, holdings, loans, cover, and its assessment."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from graph.sample.household import Household, months_before
from graph.sample.rows import Rows

LADDER: Final = {"C1": "W-R1", "C2": "W-R2", "C3": "F-R3", "C4": "F-R4", "C5": "F-R5"}
"""The riskiest product a household of each level holds."""


def open_accounts(rows: Rows, house: Household) -> None:
    """A current and, where there is enough, a term account; then cards and holdings."""
    current = int(house.assets * house.dice.uniform(0.1, 0.35))
    term = int(house.assets * house.dice.uniform(0.2, 0.4)) if house.assets > 30000 else 0
    add_account(rows, house, "current", current)
    if term:
        add_account(rows, house, "term", term)
    if house.dice.random() < 0.7:
        add_card(rows, house, int(house.income * 2))
    rest = house.assets - current - term
    if rest > 5000:
        steady = int(rest * 0.6)
        add_holding(rows, house, "W-R2" if house.level != "C1" else "W-R1", steady)
        add_holding(rows, house, LADDER[house.level], rest - steady)


def add_account(rows: Rows, house: Household, kind: str, balance: int) -> str:
    """A deposit account in CNY; `balance` in yuan."""
    term = kind == "term"
    opened = months_before(house.today, house.dice.randint(2, 10) if term else 60)
    return rows.number(
        "accounts", customer_id=house.id, kind=kind, currency="CNY", opened_on=opened,
        balance_minor=balance * 100, term_months=12 if term else None,
        rate=Decimal("0.0105") if term else Decimal("0.0005"),
        matures_on=months_before(opened, -12) if term else None, as_of=house.today,
    )  # fmt: skip


def add_card(rows: Rows, house: Household, limit: int) -> None:
    """A credit card with a part of its limit used; `limit` in yuan."""
    rows.number(
        "cards", customer_id=house.id, kind="credit", limit_minor=limit * 100, currency="CNY",
        opened_on=months_before(house.today, 40), as_of=house.today,
        balance_minor=int(limit * 100 * house.dice.uniform(0, 0.5)),
    )  # fmt: skip


def add_holding(rows: Rows, house: Household, product: str, value: int) -> None:
    """A holding bought within the last two years, and the trade that bought it; yuan."""
    bought = months_before(house.today, house.dice.randint(3, 20)) + timedelta(days=14)
    cost = int(value * 100 / house.dice.uniform(0.97, 1.06))
    rows.number(
        "holdings", customer_id=house.id, product_code=product, quantity=value,
        cost_minor=cost, value_minor=value * 100, currency="CNY", bought_on=bought,
        as_of=house.today,
    )  # fmt: skip
    rows.number(
        "trades", customer_id=house.id, product_code=product, side="buy", quantity=value,
        amount_minor=cost, fee_minor=0, currency="CNY", traded_at=house.at(bought),
    )  # fmt: skip


def present_value(payment: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """What a level monthly payment over so many months is worth today, to the cent."""
    monthly = annual_rate / 12
    factor = (1 - (1 + monthly) ** -months) / monthly
    return (payment * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)


def add_loan(
    rows: Rows, house: Household, loan: tuple[str, str, str], months: tuple[int, int], payment: int
) -> None:
    """An annuity loan of (purpose, product, rate), paid for months[0] of months[1].

    The payment is in yuan a month.
    """
    purpose, product, rate = loan
    paid, term = months
    annual, monthly = Decimal(rate), Decimal(payment)
    rows.number(
        "loans", customer_id=house.id, product_code=product, purpose=purpose,
        principal_minor=int(present_value(monthly, annual, term) * 100),
        outstanding_minor=int(present_value(monthly, annual, term - paid) * 100),
        currency="CNY", annual_rate=annual, method="annuity",
        granted_on=months_before(house.today, paid) + timedelta(days=19), term_months=term,
        next_due_on=months_before(house.today, -1) + timedelta(days=19), arrears_days=0,
        status="active",
    )  # fmt: skip


def borrow(rows: Rows, house: Household) -> int:
    """Perhaps a mortgage; the monthly payment in yuan, 0 without one."""
    if house.dice.random() > 0.3 or house.income < 8000:
        return 0
    payment = int(house.income * house.dice.uniform(0.15, 0.3))
    paid = house.dice.randint(30, 150)
    add_loan(rows, house, ("home_purchase", "M-FIRST", "0.035"), (paid, 300), payment)
    return payment


def insure(rows: Rows, house: Household) -> None:
    """Perhaps a term life policy."""
    if house.dice.random() < 0.35:
        add_cover(rows, house, house.income * 12)


def add_cover(rows: Rows, house: Household, cover: int) -> None:
    """A term life policy on the customer; `cover` in yuan."""
    begins = months_before(house.today, 30)
    rows.number(
        "insurance", customer_id=house.id, product_code="I-TERM", insured="self",
        cover_minor=cover * 100, premium_minor=cover * 100 // 400, currency="CNY",
        starts_on=begins, ends_on=date(begins.year + 20, begins.month, 1),
    )  # fmt: skip


def assess(rows: Rows, house: Household) -> None:
    """A risk assessment: mostly valid, some expired, some never made."""
    chance = house.dice.random()
    if chance < 0.08:
        return
    add_assessment(rows, house, 20 if chance < 0.18 else house.dice.randint(1, 10))


def add_assessment(rows: Rows, house: Household, months_ago: int) -> None:
    """An assessment made so many months ago, valid for a year."""
    day = months_before(house.today, months_ago) + timedelta(days=17)
    rows.number(
        "risk_assessments", customer_id=house.id, level=house.level,
        score=20 + 15 * int(house.level[1]), assessed_at=house.at(day),
        valid_until=months_before(day, -12) + timedelta(days=17),
    )  # fmt: skip
