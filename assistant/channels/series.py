"""The numbers of a table as lines to draw."""

from decimal import Decimal, InvalidOperation
from typing import Final

from assistant.planning.figures import Table
from assistant.privacy.model import Lang
from graph.values import Value

FEWEST: Final = 3
"""Points; fewer make no line."""


class Line(Value):
    """One column of numbers; in the table's own unit."""

    name: str
    points: tuple[Decimal, ...]


class Series(Value):
    """What a table draws: where each point stands (its row's first cell) and the lines."""

    title: str
    axis: str
    places: tuple[str, ...]
    lines: tuple[Line, ...]


def series(table: Table, lang: Lang) -> Series | None:
    """The table's lines, left to right; None where it is no course of numbers over time.

    A column counts when every cell is a number; the first column names the points.
    """
    columns = table.columns if lang == "zh" else table.columns_en
    if len(table.rows) < FEWEST or not _is_course(table):
        return None
    lines: list[Line] = []
    for place, name in enumerate(columns[1:], 1):
        points = [number(row[place]) for row in table.rows]
        known = tuple(point for point in points if point is not None)
        if len(known) == len(points):
            lines.append(Line(name=name, points=known))
    if not lines:
        return None
    return Series(
        title=table.title if lang == "zh" else table.title_en,
        axis=columns[0],
        places=tuple(row[0] for row in table.rows),
        lines=tuple(lines),
    )


def number(cell: str) -> Decimal | None:
    """The number a cell prints, without separators; None where it prints something else."""
    try:
        value = Decimal(cell.replace(",", "").replace(" ", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _is_course(table: Table) -> bool:
    """Whether the first column counts or dates: every cell begins with a digit, none twice."""
    firsts = [row[0].lstrip("第 ") for row in table.rows]
    return len(set(firsts)) == len(firsts) and all(one[:1].isdigit() for one in firsts)
