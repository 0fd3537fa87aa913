"""A sheet on which a calculator writes its figures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assistant.planning.figures import Calculation, Figure, Table
from assistant.planning.formulas import figure_names
from graph.values import Value


class Mark(NamedTuple):
    """What tells two figures of one name apart: a key behind a point, and its words."""

    key: str
    zh: str
    en: str


class Origin(Value):
    """Where a calculation's inputs come from, and the day it is made."""

    source: str
    as_of: date


class Sheet:
    """Figures, tables and notes, in the order they are written."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._figures: dict[str, Figure] = {}
        self._tables: list[Table] = []
        self._notes: list[tuple[str, str]] = []

    def add(
        self,
        key: str,
        value: Decimal | int,
        inputs: Mapping[str, object],
        mark: Mark | None = None,
        unit: str | None = None,
    ) -> Decimal:
        """Write a figure named in `figures.yaml`; its value, for the next line of the sum."""
        name = figure_names()[key]
        figure = Figure(
            key=key if mark is None else f"{key}.{mark.key}",
            label=name.zh if mark is None else f"{name.zh}（{mark.zh}）",
            label_en=name.en if mark is None else f"{name.en} ({mark.en})",
            value=Decimal(value),
            unit=unit or name.unit,
            formula=name.formula,
            inputs={one: printed_input(given) for one, given in inputs.items()},
            source=self.origin.source,
            as_of=self.origin.as_of,
        )
        self._figures[figure.key] = figure
        return figure.value

    def absorb(self, calculation: Calculation, mark: Mark | None = None) -> None:
        """Take over another calculation's figures, marked; its tables and notes where unmarked."""
        for one in calculation.figures:
            figure = one if mark is None else _marked(one, mark)
            self._figures[figure.key] = figure
        if mark is None:
            self._tables += calculation.tables
            self._notes += zip(calculation.notes, calculation.notes_en, strict=True)

    def table(self, table: Table) -> None:
        """Write a table."""
        self._tables.append(table)

    def note(self, zh: str, en: str) -> None:
        """Write a sentence of caution, once."""
        if (zh, en) not in self._notes:
            self._notes.append((zh, en))

    def calculation(self, calculator: str, inputs: dict[str, str]) -> Calculation:
        """Everything written so far."""
        return Calculation(
            calculator=calculator,
            inputs=inputs,
            figures=tuple(self._figures.values()),
            tables=tuple(self._tables),
            notes=tuple(zh for zh, _ in self._notes),
            notes_en=tuple(en for _, en in self._notes),
        )


def printed_input(given: object) -> str:
    """An input as printed beside a figure: at most eight digits behind the point."""
    if not isinstance(given, Decimal):
        return str(given)
    short = round(given, 8).normalize()
    return f"{short:f}"


def _marked(figure: Figure, mark: Mark) -> Figure:
    return figure.model_copy(
        update={
            "key": f"{figure.key}.{mark.key}",
            "label": f"{figure.label}（{mark.zh}）",
            "label_en": f"{figure.label_en} ({mark.en})",
        }
    )
