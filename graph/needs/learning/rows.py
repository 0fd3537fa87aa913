"""The rows one event is learned from, and the columns that may say something of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import LifeEvent
from graph.needs.learning.declared import declared
from graph.needs.learning.frame import Frame
from graph.needs.learning.labels import HORIZONS, already, came_within, days_of
from graph.needs.learning.material import HORIZON, SEED, Material
from graph.needs.learning.policy import numbers_for, sign_allowed

MOST: Final = 36_000
"""Rows without the event an event's model is fitted to; they count for all such."""

Floats = npt.NDArray[np.floating]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """The rows of one event: what was known, what came to pass, and how many each stands for."""

    matrix: Floats
    came: Mapping[int, Floats]
    weight: Floats
    who: Places
    month: Places
    rules: Floats
    """How likely the declared rules hold the event."""

    def only(self, part: npt.NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        came = {horizon: one[part] for horizon, one in self.came.items()}
        return Rows(
            self.matrix[part], came, self.weight[part], self.who[part], self.month[part],
            self.rules[part],
        )  # fmt: skip


def event_rows(
    event: LifeEvent, material: Material
) -> tuple[Rows, tuple[str, ...], tuple[str, ...]]:
    """The rows an event is learned from, the names of their columns, and its words."""
    names = sign_names(event, material.keys.names, material.words[event.key])
    places = numbers_for(event, material.frames[0].names)
    parts = [_rows_of(event, frame, material, (places, names)) for frame in material.frames]
    months = [np.full(len(part[2]), at) for at, part in enumerate(parts)]
    numbers = {who: at for at, who in enumerate(sorted(material.weight))}
    matrix, came, weight, who, rules = zip(*parts, strict=True)
    rows = Rows(
        np.concatenate(matrix), {one: np.concatenate([c[one] for c in came]) for one in HORIZONS},
        np.concatenate(weight), np.array([numbers[one] for part in who for one in part]),
        np.concatenate(months), np.concatenate(rules),
    )  # fmt: skip
    return rows, column_names(material.frames[0].names, places, names), tuple(names)


def sign_names(event: LifeEvent, names: Sequence[str], words: Sequence[str]) -> list[str]:
    """The keys of an event: what the catalogue declares of it, and its learned words."""
    declared = sorted(one for one in names if one.startswith(f"catalogue.{event.key}."))
    return [one for one in (*declared, *words) if sign_allowed(event, one)]


def column_names(
    numbers: Sequence[str], places: Sequence[int], signs: Sequence[str]
) -> tuple[str, ...]:
    """The names of a matrix's columns: the numbers, then the parts of each sign."""
    parts = ("30", "90", "180", "365", "last", "decayed")
    return (*(numbers[at] for at in places), *(f"{one}#{part}" for one in signs for part in parts))


def _rows_of(
    event: LifeEvent, frame: Frame, material: Material, wanted: tuple[Sequence[int], Sequence[str]]
) -> tuple[Floats, dict[int, Floats], Floats, npt.NDArray[np.object_], Floats]:
    first = days_of(frame.customers, material.firsts[event.key])
    free = np.flatnonzero(~already(first, frame.day))
    came = came_within(first, frame.day, HORIZON)[free]
    weight = np.array([material.weight[one] for one in frame.customers[free]])
    kept, counts = _thinned(came, MOST // len(material.frames))
    at = free[kept]
    labels = {one: _label(first[at], frame.day, one, material.until) for one in HORIZONS}
    matrix = matrix_of(frame, at, wanted[0], [material.keys.number(one) for one in wanted[1]])
    rules = declared(event, frame, material.keys)[at]
    return matrix, labels, weight[kept] * counts, frame.customers[at], rules


def matrix_of(frame: Frame, rows: Places, places: Sequence[int], keys: Sequence[int]) -> Floats:
    """Numbers and signs of some rows, as one matrix."""
    return np.hstack([frame.numbers[rows][:, list(places)], frame.with_signs(keys, rows)])


def _thinned(came: npt.NDArray[np.bool_], most: int) -> tuple[Places, Floats]:
    """All rows with the event and at most so many without, which then count for the rest."""
    without = np.flatnonzero(~came)
    taken = np.sort(np.random.default_rng(SEED).permutation(without)[:most])
    kept = np.sort(np.concatenate([np.flatnonzero(came), taken]))
    return kept, np.where(came[kept], 1.0, len(without) / max(1, len(taken)))


def _label(first: Any, day: date, horizon: int, until: date) -> Floats:
    """1 where the event came within the horizon; NaN where that is not known by `until`."""
    if day + timedelta(days=horizon) > until:
        return np.full(len(first), np.nan)
    return came_within(first, day, horizon).astype(np.float64)
