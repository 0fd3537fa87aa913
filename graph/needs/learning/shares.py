"""How values are spread, and how far another spread has moved from it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.needs.learning.frame import Frame
from graph.needs.learning.keys import Keys

LEAST: Final = 1e-4
"""The share an empty part is taken for, so that its logarithm is finite."""

Floats = npt.NDArray[np.floating]


class Shares(NamedTuple):
    """Edges between parts, and the share of each part; the last one is of what is unknown."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]


def shares_of(values: Floats, weight: Floats | None = None) -> Shares:
    """The spread of values over parts that hold a tenth each, where the values can be parted so."""
    known = values[~np.isnan(values)]
    steps = np.quantile(known, np.linspace(0.1, 0.9, 9)) if len(known) else np.zeros(0)
    edges = tuple(float(one) for one in np.unique(steps))
    return Shares(edges, _parted(values, edges, weight))


def moved(spread: Shares, values: Floats) -> float:
    """The population stability index of values against a spread; 0 where nothing has moved."""
    found = np.maximum(_parted(values, spread.edges, None), LEAST)
    expected = np.maximum(spread.shares, LEAST)
    return float(((found - expected) * np.log(found / expected)).sum())


def signs_shown(
    names: Sequence[str], frame: Frame, keys: Keys, weight: Floats | None = None
) -> dict[str, Shares]:
    """By sign, the share of customers who show it within the year."""
    return {name: shares_of(one, weight) for name, one in shown_signs(names, frame, keys).items()}


def shown_signs(names: Sequence[str], frame: Frame, keys: Keys) -> dict[str, Floats]:
    """By sign, 1 for each customer of the frame who shows it and 0 for the others."""
    found: dict[str, Floats] = {}
    for name in names:
        column = np.zeros(len(frame.customers))
        column[frame.signs.rows[frame.signs.keys == keys.number(name)]] = 1.0
        found[name] = column
    return found


def _parted(values: Floats, edges: Sequence[float], weight: Floats | None) -> tuple[float, ...]:
    counts = np.ones(len(values)) if weight is None else weight
    known = ~np.isnan(values)
    places = np.where(known, np.searchsorted(edges, values, side="left"), len(edges) + 1)
    held = np.bincount(places, counts, minlength=len(edges) + 2)
    return tuple(float(one) for one in held / max(counts.sum(), 1e-12))
