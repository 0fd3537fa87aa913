"""A part of the town under way: its people, its dice, and the tables its rows go to."""

from dataclasses import dataclass

from graph.sample.world.people import Dice, People
from graph.sample.world.tables import Tables


@dataclass(frozen=True)
class Town:
    """Some people, the days of the feeds, and where their rows go."""

    people: People
    first: int
    last: int
    dice: Dice
    tables: Tables
