"""The arithmetic of money over time, exact to forty digits.

i is the rate of one month (nominal annual rate / 12), n a number of months.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import wraps
from typing import Final, ParamSpec, TypeVar

PRECISE: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
ONE: Final = Decimal(1)
ZERO: Final = Decimal(0)
TWELVE: Final = Decimal(12)
TOLERANCE: Final = Decimal("1e-30")
"""How near to the root the search for an internal rate of return stops."""

P = ParamSpec("P")
R = TypeVar("R")


def precise(function: Callable[P, R]) -> Callable[P, R]:
    """The function, run in the precise context."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(PRECISE):
            return function(*args, **kwargs)

    return run


def annuity_factor(i: Decimal, n: int) -> Decimal:
    """What a payment of one a month for n months is worth today."""
    return Decimal(n) if i == 0 else (ONE - (ONE + i) ** -n) / i


def growth_factor(i: Decimal, n: int) -> Decimal:
    """What a payment of one a month for n months is worth after n months."""
    return Decimal(n) if i == 0 else ((ONE + i) ** n - ONE) / i


def payment(principal: Decimal, i: Decimal, n: int) -> Decimal:
    """The level monthly payment that repays the principal."""
    return principal / annuity_factor(i, n)


def balance(principal: Decimal, i: Decimal, n: int, k: int) -> Decimal:
    """What is owed after k of n level payments."""
    if k == n:
        return ZERO
    return principal * (ONE + i) ** k - payment(principal, i, n) * growth_factor(i, k)


def exact_months(principal: Decimal, i: Decimal, monthly: Decimal) -> Decimal:
    """How many payments of `monthly` repay the principal, as a fraction of months.

    Raises:
        ValueError: The payment does not cover the interest.
    """
    if i == 0:
        return principal / monthly
    if monthly <= principal * i:
        raise ValueError("the payment does not cover the interest")
    return -(ONE - principal * i / monthly).ln() / (ONE + i).ln()


def whole_months(months: Decimal) -> int:
    """The months rounded up; what lies within the precision of a whole month is that month."""
    nearest = months.quantize(ONE)
    if abs(months - nearest) < TOLERANCE:
        return int(nearest)
    return int(months.to_integral_value(ROUND_CEILING))


def monthly_yield(effective: Decimal) -> Decimal:
    """The monthly rate whose twelve-fold compounding is the effective annual yield."""
    return (ONE + effective) ** (ONE / TWELVE) - ONE


def monthly_rate_of_return(principal: Decimal, payments: Sequence[Decimal]) -> Decimal:
    """The monthly rate at which the payments are worth the principal; 0 where they only repay it.

    Found by halving between 0 and 100 % a month; payments come one a month, the first after one.
    """
    low, high = ZERO, ONE
    if sum(payments) <= principal:
        return ZERO
    while high - low > TOLERANCE:
        middle = (low + high) / 2
        if _present_value(payments, middle) > principal:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _present_value(payments: Sequence[Decimal], i: Decimal) -> Decimal:
    total, discount = ZERO, ONE
    for one in payments:
        discount /= ONE + i
        total += one * discount
    return total
