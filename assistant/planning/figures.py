"""A figure: a number that says what it is, how it was computed, and from what."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from graph.values import Value

CENT: Final = Decimal("0.01")
RATIO_DIGITS: Final = Decimal("0.0001")


def half_up(value: Decimal, step: Decimal = CENT) -> Decimal:
    """`value` rounded to a multiple of `step`, halves away from zero."""
    return value.quantize(step, ROUND_HALF_UP)


class Figure(Value):
    """A number with its evidence.

    `value` has full precision; it is rounded when printed. `unit` is a currency (ISO 4217), or
    `ratio` (a fraction), `months`, `years`, `count`. `formula` is a key of
    `assistant/planning/formulas.yaml`; `inputs` are the values it was given, as printed.
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
        return f"{half_up(self.value, CENT):,}"


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
