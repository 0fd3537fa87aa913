"""The portrait of each customer in four dimensions, drawn from the feeds."""

from graph.portrait.families import Family, families
from graph.portrait.portrait import refresh
from graph.portrait.stages import store_stages

__all__ = ["Family", "families", "refresh", "store_stages"]
