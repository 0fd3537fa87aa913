"""The portrait of each customer in four dimensions, drawn from the feeds."""

from graph.portrait.checking import check
from graph.portrait.drawing import Scope
from graph.portrait.exporting import export
from graph.portrait.families import Family, adopt, families
from graph.portrait.household import Business, Household, businesses, household
from graph.portrait.portrait import Drawn, refresh
from graph.portrait.shown import PortraitTag, Reason, show, why
from graph.portrait.stages import store_stages
from graph.portrait.withdrawal import Cleared, ClearingConsents, clear

__all__ = [
    "Business",
    "Cleared",
    "ClearingConsents",
    "Drawn",
    "Family",
    "Household",
    "PortraitTag",
    "Reason",
    "Scope",
    "adopt",
    "businesses",
    "check",
    "clear",
    "export",
    "families",
    "household",
    "refresh",
    "show",
    "store_stages",
    "why",
]
