"""Numbers as they stand printed in a text: their value, unit, digits and currency."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

CURRENCIES: Final[dict[str, str]] = {
    "人民币": "CNY", "CNY": "CNY", "RMB": "CNY", "¥": "CNY", "￥": "CNY", "元": "CNY",
    "yuan": "CNY", "美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD",
    "dollars": "USD", "英镑": "GBP", "GBP": "GBP", "£": "GBP", "pounds": "GBP", "欧元": "EUR",
    "EUR": "EUR", "€": "EUR", "港元": "HKD", "港币": "HKD", "HKD": "HKD", "日元": "JPY",
    "JPY": "JPY", "澳元": "AUD", "AUD": "AUD", "加元": "CAD", "CAD": "CAD", "新加坡元": "SGD",
    "SGD": "SGD",
}  # fmt: skip
UNITS: Final[dict[str, Decimal]] = {
    "万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4,
    "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
}  # fmt: skip

_NAMES: Final = "|".join(re.escape(one) for one in sorted(CURRENCIES, key=len, reverse=True))
NUMBER: Final = re.compile(
    rf"(?:(?P<before>{_NAMES})\s*)?"
    r"(?P<number>(?<![\d.])\d[\d,]*(?:\.\d+)?)"
    rf"\s*(?P<unit>{'|'.join(UNITS)})?\s*(?:(?P<percent>[%％])|(?P<after>{_NAMES}))?"
)


class Printed(NamedTuple):
    """A number in a text: as written, its digits after the point, its unit and currency."""

    shown: str
    number: Decimal
    digits: int
    unit: Decimal
    is_percent: bool
    currency: str | None

    @property
    def value(self) -> Decimal:
        """The number in whole units, a percentage as a fraction."""
        return self.number * self.unit * (Decimal("0.01") if self.is_percent else 1)


def printed(text: str) -> Iterator[Printed]:
    """Every number of the text, in order."""
    for match in NUMBER.finditer(text):
        shown = match["number"].rstrip(",")
        name = match["after"] or match["before"]
        yield Printed(
            shown=match.group(0).strip(),
            number=Decimal(shown.replace(",", "")),
            digits=len(shown.partition(".")[2]),
            unit=UNITS.get(match["unit"] or "", Decimal(1)),
            is_percent=match["percent"] is not None,
            currency=None if name is None else CURRENCIES[name],
        )
