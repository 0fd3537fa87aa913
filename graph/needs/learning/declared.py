"""The declared rules over a frame of customers: what learning is measured against."""

from typing import Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import LifeEvent
from graph.needs.learning.frame import PARTS, Frame
from graph.needs.learning.keys import Keys
from graph.needs.scoring import CAP, CAPS, CERTAIN, SCALE, WEIGHTS

KINDS: Final = {"payee": "payment", "payee_kind": "payment"}
"""The declared kind of a source, where it has another name."""
DECAYED, YEARLY = 5, 3

Floats = npt.NDArray[np.floating]


def declared(event: LifeEvent, frame: Frame, keys: Keys) -> Floats:
    """How likely the event is at all by the declared weights, for each customer of the frame.

    A merchant visited many times within the year is a habit and counts for less.
    """
    rows = np.arange(len(frame.customers))
    names = [one for one in keys.names if one.startswith(f"catalogue.{event.key}.")]
    shown = frame.with_signs([keys.number(one) for one in names], rows)
    parts = shown.reshape(len(rows), len(names), PARTS)
    kinds: dict[str, Floats] = {}
    for at, name in enumerate(names):
        source = name.rsplit(".", 1)[1]
        kind = KINDS.get(source, source)
        weight = parts[:, at, DECAYED] * WEIGHTS[kind]
        if kind == "merchant":
            weight = weight / np.clip(parts[:, at, YEARLY], 1, 12)
        kinds[kind] = kinds.get(kind, np.zeros(len(rows))) + weight
    total = sum(
        (_saturated(kind, weight) for kind, weight in kinds.items()),
        np.zeros(len(rows)),
    )
    season = 1.15 if frame.day.month in event.season else 1.0
    return CERTAIN * (1 - np.exp(-total * season * _fit(event, frame) / SCALE))


def _saturated(kind: str, weight: Floats) -> Floats:
    """As `graph.needs.scoring.saturated`, for many customers."""
    half = CAPS.get(kind, CAP) / 2
    beyond = half + half * (1 - np.exp(-(np.maximum(weight, half) - half) / half))
    return np.where(weight <= half, weight, beyond)


def _fit(event: LifeEvent, frame: Frame) -> Floats:
    factor = np.ones(len(frame.customers))
    number = {name: frame.numbers[:, at] for at, name in enumerate(frame.names)}
    if event.ages is not None:
        low, high = event.ages
        inside = (number["age"] >= low) & (number["age"] <= high)
        factor *= np.where(np.isnan(number["age"]), 1.0, np.where(inside, 1.2, 0.4))
    if event.child_ages is not None:
        low, high = event.child_ages
        inside = (number["oldest_child"] >= low) & (number["youngest_child"] <= high)
        factor *= np.where(number["children"] > 0, np.where(inside, 1.3, 0.6), 1.0)
    return factor
