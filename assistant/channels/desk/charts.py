"""A course of numbers as an inline drawing: light, printable, readable without a script."""

from decimal import Decimal
from html import escape
from typing import Final

from markupsafe import Markup

from assistant.channels.series import Line, Series, series
from assistant.planning.figures import Table
from assistant.privacy.model import Lang

WIDTH: Final = 640
HEIGHT: Final = 220
LEFT: Final = 76
RIGHT: Final = 12
TOP: Final = 14
BOTTOM: Final = 30
MOST_LINES: Final = 4
GRID: Final = 4


def drawing(table: Table, lang: Lang) -> Markup | None:
    """The table drawn; None where it is no course of numbers."""
    course = series(table, lang)
    if course is None:
        return None
    shown = course.model_copy(update={"lines": course.lines[:MOST_LINES]})
    return Markup(_svg(shown))


def _svg(course: Series) -> str:
    scale = _Scale(course)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(course.title)}">'
    ]
    parts.extend(_grid(scale))
    parts.extend(_axis(course, scale))
    parts.extend(_path(line, place, scale) for place, line in enumerate(course.lines))
    parts.append("</svg>")
    parts.append(_legend(course))
    return "".join(parts)


class _Scale:
    """Where a point stands on the drawing."""

    def __init__(self, course: Series) -> None:
        values = [point for line in course.lines for point in line.points]
        self.low = min(Decimal(0), *values)
        self.high = max(Decimal(0), *values)
        if self.low == self.high:
            self.high = self.low + 1
        self._last = max(1, len(course.places) - 1)

    def across(self, place: int) -> float:
        return LEFT + place * (WIDTH - LEFT - RIGHT) / self._last

    def down(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid(scale: _Scale) -> list[str]:
    parts: list[str] = []
    for step in range(GRID + 1):
        value = scale.low + (scale.high - scale.low) * step / GRID
        y = scale.down(value)
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(_text(f"{value:,.0f}", LEFT - 8, y + 4, "end"))
    return parts


def _axis(course: Series, scale: _Scale) -> list[str]:
    last = len(course.places) - 1
    marks = sorted({0, last // 2, last})
    anchors = {0: "start", last: "end"}
    return [
        _text(course.places[mark], scale.across(mark), HEIGHT - 10, anchors.get(mark, "middle"))
        for mark in marks
    ]


def _path(line: Line, place: int, scale: _Scale) -> str:
    points = " ".join(
        f"{scale.across(at):.1f},{scale.down(value):.1f}" for at, value in enumerate(line.points)
    )
    return f'<polyline class="course course-{place}" points="{points}"/>'


def _legend(course: Series) -> str:
    marks = "".join(
        f'<li class="course-{place}">{escape(line.name)}</li>'
        for place, line in enumerate(course.lines)
    )
    return f'<ul class="legend">{marks}</ul>'


def _text(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
