"""Checks of sums and ratios, however they are written."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from pydantic import Field

from evals.checks.check import Argument, Check, brief, read
from evals.checks.numerals import Printed, printed
from evals.moment import Moment, Seen

NEAR: Final = Decimal("0.005")
"""How far a sum may stand from the expected one, in its printed unit."""

SIX: Final = 6
"""Digits to which an expected ratio is rounded; one given with fewer is exact."""

FEWEST: Final = 2
"""Digits a ratio written as a bare fraction must have, unless it is the expected one to the dot."""


class Amount(Argument):
    """A sum of money."""

    value: Decimal
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")


class Ratio(Argument):
    """A fraction, six digits."""

    value: Decimal


def says_amount(argument: object) -> Check:
    """The sum stands in the reply: 7173.88, 7,173.88 and 0.717388万 are one."""
    amount: Amount = read(Amount, argument)

    def look(moment: Moment) -> Seen:
        found = any(_is_amount(one, amount) for one in printed(moment.text))
        return Seen(found, f"{amount.value} {amount.currency}", _numbers(moment))

    return Check("says_amount", look)


def says_ratio(argument: object) -> Check:
    """The fraction stands in the reply as a percentage or a fraction, at its printed digits."""
    ratio: Ratio = read(Ratio, argument)

    def look(moment: Moment) -> Seen:
        found = any(_is_ratio(one, ratio.value) for one in printed(moment.text))
        return Seen(found, f"{ratio.value}", _numbers(moment))

    return Check("says_ratio", look)


def _is_amount(one: Printed, amount: Amount) -> bool:
    if one.is_percent or one.currency not in {None, amount.currency}:
        return False
    return abs(one.number - abs(amount.value) / one.unit) <= NEAR


def _is_ratio(one: Printed, ratio: Decimal) -> bool:
    """Equal when rounded to the printed digits, or to the six expected where more are printed."""
    if not one.is_percent and (one.currency is not None or one.unit != 1 or not one.digits):
        return False
    wanted = abs(ratio)
    if not one.is_percent and one.digits < FEWEST:
        return one.value == wanted
    places = one.digits + (2 if one.is_percent else 0)
    if places > SIX:
        return _rounded(one.value, SIX) == _rounded(wanted, SIX)
    return one.value in {_rounded(held, places) for held in _meant(wanted)}


def _meant(ratio: Decimal) -> tuple[Decimal, ...]:
    """What a ratio of six digits may have been before it was rounded: it may lie on an edge."""
    if -int(ratio.as_tuple().exponent) < SIX:
        return (ratio,)
    edge = Decimal(1).scaleb(-SIX - 1) * 4
    return (ratio - edge, ratio, ratio + edge)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _numbers(moment: Moment) -> str:
    found = [one.shown for one in printed(moment.text)]
    return brief(f"{', '.join(found) or 'no number'} in: {moment.text}")
