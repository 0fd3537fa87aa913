"""The frozen value every other value of the graph is made from, and money at the door."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from pydantic import BaseModel, ConfigDict

MINOR_DIGITS: Final[dict[str, int]] = {"JPY": 0, "KRW": 0, "KWD": 3}
"""Digits after the point by currency; every currency not named has two."""


class Value(BaseModel):
    """A value: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def from_minor(minor: int, currency: str = "CNY") -> Decimal:
    """The amount in whole units of `currency`, exact; 123 minor units of CNY are 1.23."""
    digits = MINOR_DIGITS.get(currency, 2)
    return Decimal(minor).scaleb(-digits)


def to_minor(amount: Decimal, currency: str = "CNY") -> int:
    """Whole minor units of `amount`, rounded half up."""
    digits = MINOR_DIGITS.get(currency, 2)
    return int(amount.scaleb(digits).to_integral_value(ROUND_HALF_UP))
