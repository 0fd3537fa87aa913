"""A figure: a number that says what it is, how it was computed, and from what."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from graph.values import Value

CENT: Final = Decimal("0.01")
RATIO_DIGITS: Final = Decimal("0.0001")
TENTH: Final = Decimal("0.1")
BARE: Final = frozenset({"ratio", "rate", "count", "number", "times"})
"""Units that are not written beside the number."""


BETWEEN: Final = re.compile(r"\s*/ ")
"""What stands between the two languages of a source or a kind."""
PERIODS: Final = {"months": ("个月", "months"), "years": ("年", "years")}
CURRENCIES: Final = {
    "CNY": "元", "USD": "美元", "GBP": "英镑", "EUR": "欧元", "HKD": "港元", "JPY": "日元",
    "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元", "NZD": "新西兰元", "CHF": "瑞士法郎",
    "KRW": "韩元", "MYR": "林吉特", "THB": "泰铢", "MOP": "澳门元",
}  # fmt: skip
"""What Chinese readers call a currency; one not named goes by its code."""


def one_language(text: str, lang: str) -> str:
    """The half of "中文 / English" that is in `lang`; other texts as they are."""
    zh, *en = BETWEEN.split(text, maxsplit=1)
    return en[0] if lang == "en" and en else zh


def half_up(value: Decimal, step: Decimal = CENT) -> Decimal:
    """`value` rounded to a multiple of `step`, halves away from zero; never a negative zero."""
    rounded = value.quantize(step, ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


class Figure(Value):
    """A number with its evidence.

    `value` has full precision; it is rounded when printed. `unit` is a currency (ISO 4217), or
    `ratio` (a fraction), `months`, `years`, `count`, `number` (four digits), `times` (one digit),
    `rate` (an exchange rate, as quoted). `formula` is a key of `formulas.yaml`; `inputs` are the
    values it was given, as printed.
    """

    key: str
    label: str
    label_en: str
    value: Decimal
    unit: str
    formula: str
    inputs: dict[str, str]
    source: str
    as_of: date

    @property
    def printed(self) -> str:
        """The number as people read it: 7,173.88 for money, 19.93% for a ratio, 264 for months."""
        if self.unit == "ratio":
            return f"{half_up(self.value * 100, CENT)}%"
        if self.unit in {"months", "years", "count"}:
            return f"{half_up(self.value, Decimal(1))}"
        if self.unit == "number":
            return f"{half_up(self.value, RATIO_DIGITS)}"
        if self.unit == "times":
            return f"{half_up(self.value, TENTH)}"
        if self.unit == "rate":
            return f"{self.value.normalize():f}"
        return f"{half_up(self.value, CENT):,}"

    def worded(self, lang: str) -> str:
        """The number with its unit: 7,173.88 元, CNY 7,173.88, 19.93%, 264 个月, 264 months."""
        if self.unit in BARE:
            return self.printed
        if self.unit in PERIODS:
            zh, en = PERIODS[self.unit]
            return f"{self.printed} {en if lang == 'en' else zh}"
        if lang == "en":
            return f"{self.unit} {self.printed}"
        return f"{self.printed} {CURRENCIES.get(self.unit, self.unit)}"


class Table(Value):
    """A small table of printed cells under a title, e.g. a payment schedule."""

    key: str
    title: str
    title_en: str
    columns: tuple[str, ...]
    columns_en: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Calculation(Value):
    """What a calculator gives back: its figures by key, tables, and sentences of caution."""

    calculator: str
    inputs: dict[str, str]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()

    def figure(self, key: str) -> Figure:
        """The figure with this key.

        Raises:
            KeyError: The calculation has no such figure.
        """
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)
