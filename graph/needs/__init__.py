"""Needs foreseen from signals, with their evidence and whether to speak of them."""

from graph.needs.contact import REASONS, at_hour
from graph.needs.forecast import Vantage, forecast, foresee
from graph.needs.guess import guess
from graph.needs.observing import Observed, UnknownFeed, observe, read_rows
from graph.needs.safety import Concern, concerns
from graph.needs.telling import as_row

__all__ = [
    "REASONS",
    "Concern",
    "Observed",
    "UnknownFeed",
    "Vantage",
    "as_row",
    "at_hour",
    "concerns",
    "forecast",
    "foresee",
    "guess",
    "observe",
    "read_rows",
]
