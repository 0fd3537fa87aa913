"""The figures our scripts expect, computed here from the formulas of textbooks alone."""

from decimal import ROUND_HALF_UP, Decimal, getcontext
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "evals" / "scripts"
getcontext().prec = 40
TWELVE = Decimal(12)


def cents(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def sixth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def payment(principal: Decimal | str, rate: str, months: int) -> Decimal:
    monthly = Decimal(rate) / TWELVE
    return Decimal(principal) * monthly / (1 - (1 + monthly) ** -months)


def interest(principal: str, rate: str, months: int) -> Decimal:
    return payment(principal, rate, months) * months - Decimal(principal)


def equal_principal(principal: str, rate: str, months: int) -> tuple[Decimal, Decimal, Decimal]:
    """First and last instalment, and the whole interest."""
    owed, monthly = Decimal(principal), Decimal(rate) / TWELVE
    part = owed / months
    total = monthly * owed * (months + 1) / 2
    return part + owed * monthly, part + part * monthly, total


def left_after(principal: str, rate: str, months: int, paid: int) -> Decimal:
    monthly = Decimal(rate) / TWELVE
    grown = Decimal(principal) * (1 + monthly) ** paid
    return grown - payment(principal, rate, months) * ((1 + monthly) ** paid - 1) / monthly


def prepaid(sum_paid: int) -> tuple[Decimal, Decimal]:
    """What prepaying after 36 instalments of the couple's loan saves: shorter, or lower."""
    monthly, months_left = Decimal("0.031") / TWELVE, 324
    before = left_after("1680000", "0.031", 360, 36)
    owed, old = before - sum_paid, payment("1680000", "0.031", 360)
    unchanged = old * months_left - before
    lower = payment(owed, "0.031", months_left) * months_left - owed
    paid, rest = Decimal(0), owed
    while rest > 0:
        due = rest * (1 + monthly)
        instalment = min(old, due)
        paid += instalment
        rest = due - instalment
    return unchanged - (paid - owed), unchanged - lower


STUDY = [
    (Decimal(24000) * Decimal("1.04") ** t, Decimal(14000) * Decimal("1.03") ** t, once)
    for t, once in ((2, Decimal(3000)), (3, Decimal(0)), (4, Decimal(0)))
]


def study_total() -> Decimal:
    """The three years in pounds."""
    return sum((sum(year, Decimal(0)) for year in STUDY), Decimal(0))


def monthly_yield(annual: str) -> Decimal:
    return (1 + Decimal(annual)) ** (1 / TWELVE) - 1


def level_saving(ready: str, rate: Decimal, months: int) -> Decimal:
    """What a month covers the present value of the payments beyond what is ready."""
    growth = 1 + monthly_yield("0.02")
    bills = zip(STUDY, (21, 33, 45), strict=True)
    due = [sum(year, Decimal(0)) * rate / growth**at for year, at in bills]
    gap = sum(due, Decimal(0)) - Decimal(ready)
    yearly = monthly_yield("0.02")
    return gap * yearly / (1 - growth**-months)


def saving_for(goal: str, months: int, annual: str) -> Decimal:
    monthly = monthly_yield(annual)
    return Decimal(goal) * monthly / ((1 + monthly) ** months - 1)


def instalment_rate(amount: int, instalment: int, months: int) -> Decimal:
    """Twelve times the monthly rate at which the instalments are worth the amount."""
    low, high = 0.0, 0.1
    for _ in range(200):
        middle = (low + high) / 2
        worth = sum(instalment / (1 + middle) ** k for k in range(1, months + 1))
        low, high = (middle, high) if worth > amount else (low, middle)
    return Decimal(low * 12)


def most_loan(income: str, other: str, rate: str, months: int) -> Decimal:
    """Under the caps of half the income for the home, and three fifths for all debts."""
    room = min(Decimal(income) / 2, Decimal(income) * Decimal("0.6") - Decimal(other))
    return room / payment("1", rate, months)


FACTS = {
    "payment of 1.68m over 30 years": cents(payment("1680000", "0.031", 360)),
    "its interest": cents(interest("1680000", "0.031", 360)),
    "first equal-principal instalment": cents(equal_principal("1680000", "0.031", 360)[0]),
    "last equal-principal instalment": cents(equal_principal("1680000", "0.031", 360)[1]),
    "equal-principal interest": cents(equal_principal("1680000", "0.031", 360)[2]),
    "prepaying, shorter": cents(prepaid(200_000)[0]),
    "prepaying, lower": cents(prepaid(200_000)[1]),
    "rate up one point": cents(payment("1680000", "0.041", 360)),
    "over 25 years": cents(payment("1680000", "0.031", 300)),
    "interest over 25 years": cents(interest("1680000", "0.031", 300)),
    "over 20 years": cents(payment("1680000", "0.031", 240)),
    "15 % down": cents(payment("2040000", "0.031", 360)),
    "a home for 3m": cents(payment("2100000", "0.031", 360)),
    "a loan of 2.8m": cents(payment("2800000", "0.031", 360)),
    "most on one income": cents(most_loan("22000", "3500", "0.031", 360)),
    "housing ratio of one income": sixth(payment("2800000", "0.031", 360) / 22000),
    "housing ratio of two": sixth(payment("1680000", "0.031", 360) / 36000),
    "all debts of two": sixth((payment("1680000", "0.031", 360) + 3500) / 36000),
    "three years in pounds": cents(study_total()),
    "three years in yuan": cents(study_total() * Decimal("9.31")),
    "pound up a tenth": cents(study_total() * Decimal("10.241")),
    "first year in dollars": cents(sum(STUDY[0], Decimal(0)) * Decimal("1.33")),
    "its tuition in dollars": cents(STUDY[0][0] * Decimal("1.33")),
    "the rest in dollars": cents((STUDY[0][1] + STUDY[0][2]) * Decimal("1.33")),
    "saving over 45 months": cents(level_saving("500000", Decimal("9.31"), 45)),
    "saving over 21 months": cents(level_saving("500000", Decimal("9.31"), 21)),
    "share of the surplus": sixth(level_saving("500000", Decimal("9.31"), 45) / 21200),
    "a wedding in three years": cents(saving_for("200000", 36, "0.02")),
    "true annual rate": sixth(instalment_rate(3600, 318, 12)),
}
"""Every computed figure of the scripts, by what it is."""


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS.keys())
def test_a_computed_figure_is_one_a_script_expects(fact: str) -> None:
    texts = (path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.yaml"))
    assert any(f'"{fact}"' in text for text in texts), fact
