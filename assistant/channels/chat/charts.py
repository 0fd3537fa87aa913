"""A course of numbers as a Plotly figure."""

import plotly.graph_objects as plotly

from assistant.channels.series import Series

COLOURS = ("#0f3d66", "#0e9aa7", "#d08a1d", "#8b5fbf")
BARS_UP_TO = 12
"""Points; more are drawn as a line."""


def chart(course: Series) -> plotly.Figure:
    """Bars for a few points, lines for many; at most four columns."""
    figure = plotly.Figure()
    for line, colour in zip(course.lines, COLOURS, strict=False):
        figure.add_trace(_trace(course, line.name, [float(one) for one in line.points], colour))
    figure.update_layout(
        title={"text": course.title, "font": {"size": 14}},
        margin={"l": 60, "r": 16, "t": 44, "b": 40},
        height=320,
        legend={"orientation": "h", "y": -0.2},
        xaxis={"title": {"text": course.axis}, "type": "category", "nticks": 8},
        template="plotly_white",
        yaxis={"tickformat": ",.0f"},
        font={"family": "PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"},
    )
    return figure


def _trace(
    course: Series, name: str, points: list[float], colour: str
) -> plotly.Bar | plotly.Scatter:
    if len(course.places) <= BARS_UP_TO:
        return plotly.Bar(name=name, x=course.places, y=points, marker={"color": colour})
    return plotly.Scatter(
        name=name, x=course.places, y=points, mode="lines", line={"color": colour, "width": 2}
    )
