"""Learning: what each event is foreseen by, chosen by what held for customers not learned from."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import Catalogue, LifeEvent
from graph.hub import Reader, Said
from graph.needs.learning.figures import auc, average_precision, calibration_error, lift
from graph.needs.learning.frame import Frame, permit
from graph.needs.learning.labels import HORIZONS, LEARNED
from graph.needs.learning.material import HORIZON, Material, gather
from graph.needs.learning.models import (
    KINDS,
    Curve,
    Kind,
    Line,
    Model,
    Trees,
    fit_curve,
    fit_line,
    fit_trees,
    mixed,
)
from graph.needs.learning.rows import Rows, event_rows

ENOUGH: Final = 30
"""Customers with the event below which nothing is learned: the declared rules go on."""
FOLDS: Final = 3

Floats = npt.NDArray[np.floating]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Learned:
    """What foresees one event, and how that was found."""

    event: str
    model: Model
    columns: tuple[str, ...]
    words: tuple[str, ...]
    usual: float
    """The part of customers to whom it came within 90 days, on average over the snapshots."""
    figures: dict[str, Any]


@dataclass(frozen=True)
class Training:
    """What was learned as of a day, and why some events were not."""

    as_of: date
    snapshots: tuple[date, ...]
    customers: int
    events: dict[str, Learned]
    left: dict[str, str]
    spread: dict[str, list[float]]


def train(
    reader: Reader,
    catalogue: Catalogue,
    as_of: date,
    tell: Tell = lambda _: None,
    heard: Collection[Said] = (),
) -> Training:
    """Learn every event that has an outcome, from what lies before the day only.

    A snapshot's outcomes were complete by the day. Customers are those who consent on the day, by
    the feeds overlaid by what the graph knows (`heard`). An event with too few outcomes is left to
    the declared rules, with the reason.

    Raises:
        NothingToLearnFrom: The feeds hold no snapshot with its history before the day.
    """
    permit(reader, as_of, heard)
    material = gather(reader, catalogue, as_of, tell)
    learned: dict[str, Learned] = {}
    left: dict[str, str] = {}
    for event in LEARNED:
        found = _learn(catalogue.event(event), material)
        if isinstance(found, str):
            left[event] = found
        else:
            learned[event] = found
        tell(f"{event}: {found if isinstance(found, str) else found.model.kind}")
    size = len(material.weight)
    days = tuple(one.day for one in material.frames)
    return Training(as_of, days, size, learned, left, _spread(material.frames[-1]))


def _learn(event: LifeEvent, material: Material) -> Learned | str:
    rows, columns, words = event_rows(event, material)
    positives = len(set(rows.who[rows.came[HORIZON] > 0]))
    if positives < ENOUGH:
        return f"只有 {positives} 例 only {positives} cases"
    fold = rows.who % FOLDS
    scores: dict[Kind, Floats] = {kind: np.zeros(len(fold)) for kind in KINDS}
    for part in range(FOLDS):
        inside, outside = fold != part, fold == part
        trees, line = _fit(rows, inside)
        for kind in KINDS:
            scores[kind][outside] = mixed(kind, rows.matrix[outside], trees, line)
    kind = max(KINDS, key=lambda one: average_precision(rows.came[HORIZON] > 0, scores[one]))
    trees, line = _fit(rows, np.ones(len(fold), bool))
    model = Model(kind, trees, line, _curves(rows, scores[kind]))
    usual = float(np.average(rows.came[HORIZON], weights=rows.weight))
    return Learned(event.key, model, columns, words, usual, _figures(rows, scores, model))


def _fit(rows: Rows, inside: npt.NDArray[np.bool_]) -> tuple[Trees, Line]:
    part = rows.matrix[inside], rows.came[HORIZON][inside], rows.weight[inside]
    return fit_trees(*part), fit_line(*part)


def _curves(rows: Rows, score: Floats) -> dict[int, Curve]:
    curves: dict[int, Curve] = {}
    for horizon in HORIZONS:
        known = ~np.isnan(rows.came[horizon])
        curves[horizon] = fit_curve(score[known], rows.came[horizon][known], rows.weight[known])
    return curves


def _figures(rows: Rows, scores: Mapping[Kind, Floats], model: Model) -> dict[str, Any]:
    """What cross-validation over customers saw of each kind, and the last month alone."""
    came = rows.came[HORIZON] > 0
    last = rows.month == rows.month.max()
    likely = model.curves[HORIZON].of(scores[model.kind])
    kinds = {
        kind: {"auc": auc(came, score), "average_precision": average_precision(came, score),
               "lift_at_10pct": lift(came, score)}
        for kind, score in scores.items()
    }  # fmt: skip
    return {
        "rows": len(came), "positives": int(came.sum()), "chosen": model.kind, "kinds": kinds,
        "calibration_error": calibration_error(came[last], likely[last], rows.weight[last]),
    }  # fmt: skip


def _spread(frame: Frame) -> dict[str, list[float]]:
    """Deciles of each number on the last snapshot, against which drift is seen."""
    steps = np.linspace(0.1, 0.9, 9)
    return {
        name: [float(one) for one in np.nanquantile(column, steps)]
        for name, column in zip(frame.names, frame.numbers.T, strict=True)
        if (~np.isnan(column)).any()
    }
