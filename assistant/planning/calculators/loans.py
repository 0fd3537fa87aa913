"""A loan repaid monthly: what both repayment methods cost, and its schedule."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from assistant.planning.arithmetic import TWELVE, ZERO, balance, payment
from assistant.planning.figures import Table, half_up
from assistant.planning.model import LoanTerms

COLUMNS: Final = ("年", "还款", "本金", "利息", "年末剩余本金")
COLUMNS_EN: Final = ("Year", "Paid", "Principal", "Interest", "Balance at year end")


class Year(NamedTuple):
    """One year of a schedule, in cents."""

    number: int
    principal: Decimal
    interest: Decimal
    balance: Decimal


def monthly_rate(terms: LoanTerms) -> Decimal:
    """The rate of one month."""
    return terms.annual_rate / TWELVE


def level_payment(terms: LoanTerms) -> Decimal:
    """The monthly payment with level payments."""
    return payment(terms.principal, monthly_rate(terms), terms.months)


def level_interest(terms: LoanTerms) -> Decimal:
    """The interest over the whole term with level payments."""
    return level_payment(terms) * terms.months - terms.principal


def level_balance(terms: LoanTerms, paid: int) -> Decimal:
    """What is owed after `paid` level payments."""
    return balance(terms.principal, monthly_rate(terms), terms.months, paid)


def equal_principal_payment(terms: LoanTerms, number: int) -> Decimal:
    """Payment `number` (from 1) with equal principal."""
    part = terms.principal / terms.months
    return part + (terms.principal - (number - 1) * part) * monthly_rate(terms)


def equal_principal_interest(terms: LoanTerms) -> Decimal:
    """The interest over the whole term with equal principal."""
    return terms.principal * monthly_rate(terms) * (terms.months + 1) / 2


def level_years(terms: LoanTerms) -> Iterator[Year]:
    """The schedule with level payments by year; ends at 0, and the principal sums to the loan."""
    monthly, before, paid_interest = level_payment(terms), half_up(terms.principal), ZERO
    for number, end in _years(terms.months):
        owed = level_balance(terms, end)
        after, interest = half_up(owed), monthly * end - (terms.principal - owed)
        yield Year(number, before - after, half_up(interest) - half_up(paid_interest), after)
        before, paid_interest = after, interest


def equal_principal_years(terms: LoanTerms) -> Iterator[Year]:
    """The schedule with equal principal by year; ends at 0, and the principal sums to the loan."""
    before, paid_interest = half_up(terms.principal), ZERO
    for number, end in _years(terms.months):
        after = half_up(terms.principal * (terms.months - end) / terms.months)
        interest = _equal_principal_interest_until(terms, end)
        yield Year(number, before - after, half_up(interest) - half_up(paid_interest), after)
        before, paid_interest = after, interest


def schedule(key: str, title: str, title_en: str, years: Iterator[Year]) -> Table:
    """The schedule as a table."""
    return Table(
        key=key,
        title=title,
        title_en=title_en,
        columns=COLUMNS,
        columns_en=COLUMNS_EN,
        rows=tuple(_row(one) for one in years),
    )


def _row(year: Year) -> tuple[str, ...]:
    amounts = (year.principal + year.interest, year.principal, year.interest, year.balance)
    return (str(year.number), *(f"{one:,}" for one in amounts))


def _years(months: int) -> Iterator[tuple[int, int]]:
    """Each year's number with the number of its last payment."""
    for start in range(0, months, 12):
        yield start // 12 + 1, min(start + 12, months)


def _equal_principal_interest_until(terms: LoanTerms, paid: int) -> Decimal:
    part = terms.principal / terms.months
    owed = terms.principal * paid - part * paid * (paid - 1) / 2
    return owed * monthly_rate(terms)
