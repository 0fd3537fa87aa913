"""Needs foreseen from signals, with their evidence and whether to speak of them."""

from graph.needs.contact import REASONS
from graph.needs.forecast import forecast

__all__ = ["REASONS", "forecast"]
