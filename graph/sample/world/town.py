"""A part of the town under way: its people, its dice, and the tables its rows go to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.sample.world.people import NEVER, Dice, Flags, Ints, People
from graph.sample.world.tables import Tables


@dataclass(frozen=True)
class Town:
    """Some people, the days of the feeds, where their rows go, and which events come to them."""

    people: People
    first: int
    last: int
    dice: Dice
    tables: Tables
    days: Mapping[str, Ints] = field(default_factory=dict[str, Ints])
    """Of each event, the day it comes to each of the people; `NEVER` where it does not."""

    def after(self, key: str, day: int, delay: int = 0) -> Flags:
        """To whom the event has come, so many days before the day."""
        came = self.days.get(key)
        if came is None:
            return np.zeros(len(self.people), bool)
        return (came < NEVER) & (came + delay <= day)

    def chance(self, share: float) -> Flags:
        """A throw of the dice for each of the people."""
        return self.dice.random(len(self.people)) < share
