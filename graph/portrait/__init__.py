"""The portrait of each customer in four dimensions, drawn from the feeds."""

from graph.portrait.families import Family, families
from graph.portrait.portrait import refresh

__all__ = ["Family", "families", "refresh"]
