"""Checks of sums and ratios, however they are written."""

from decimal import Decimal
from typing import Final

from pydantic import Field

from evals.checks.check import Argument, Check, brief, read
from evals.checks.numerals import Printed, printed
from evals.moment import Moment, Seen

NEAR: Final = Decimal("0.005")
"""How far a sum may stand from the expected one, in its printed unit."""

SIXTH: Final = Decimal("0.0000005")
"""What six digits of an expected ratio leave open."""

FEWEST: Final = 2
"""Digits a ratio written as a bare fraction must have, so that 0 and 1 are no ratios."""


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
    if not one.is_percent and (one.digits < FEWEST or one.currency is not None or one.unit != 1):
        return False
    step = Decimal(1).scaleb(-one.digits) * (Decimal("0.01") if one.is_percent else 1)
    return abs(one.value - abs(ratio)) <= step / 2 + SIXTH


def _numbers(moment: Moment) -> str:
    found = [one.shown for one in printed(moment.text)]
    return brief(f"{', '.join(found) or 'no number'} in: {moment.text}")
