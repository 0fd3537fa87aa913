"""How an event is foreseen best: tried on customers not learned from, and on later months."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.needs.learning import figures
from graph.needs.learning.labels import HORIZONS
from graph.needs.learning.material import HORIZON
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
from graph.needs.learning.rows import Rows

FOLDS: Final = 3
LATER: Final = 3
"""Snapshots at the end that are foreseen from what was complete before the first of them."""
GAP: Final = 3
"""Snapshots whose outcomes were not complete before it."""
FEWEST: Final = 5
"""Customers with the event below which later months say nothing."""

Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Figures = dict[str, Any]
MEASURES: Final[Mapping[str, figures.Measure]] = {
    "auc": figures.auc, "average_precision": figures.average_precision,
    "lift_at_10pct": figures.lift,
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """The way chosen, the model learned from all rows, and what was seen on the way."""

    model: Model
    likely: Floats
    """Probabilities within 90 days of every row, by a model that had not seen its customer."""
    figures: Figures


def attempt(rows: Rows) -> Trial:
    """Try every kind on customers left out, and keep the one that held.

    Trees, or trees and line together, are kept where they rank better than the line by more than
    chance; else the line is. All count by the rows they stand for.
    """
    scores = _left_out(rows)
    kind = _chosen(rows, scores)
    curves = _curves(rows, scores[kind])
    model = Model(kind, *_fit(rows, np.ones(len(rows.who), bool)), curves)
    likely = curves[HORIZON].of(scores[kind])
    tried = scores | {"rules": rows.rules}
    found: Figures = {
        "rows": len(rows.who), "positives": int((rows.came[HORIZON] > 0).sum()),
        "customers": len(np.unique(rows.who[rows.came[HORIZON] > 0])), "chosen": kind,
        "kinds": {name: _measured(rows, score) for name, score in tried.items()},
        "calibration_error": _held(rows, likely, rows.month == rows.month.max()),
        "later": _later(rows, kind),
    }  # fmt: skip
    return Trial(model, likely, found)


def _left_out(rows: Rows) -> dict[Kind, Floats]:
    fold = rows.who % FOLDS
    scores: dict[Kind, Floats] = {kind: np.zeros(len(fold)) for kind in KINDS}
    for part in range(FOLDS):
        outside = fold == part
        trees, line = _fit(rows, ~outside)
        for kind in KINDS:
            scores[kind][outside] = mixed(kind, rows.matrix[outside], trees, line)
    return scores


def _chosen(rows: Rows, scores: Mapping[Kind, Floats]) -> Kind:
    came = rows.came[HORIZON] > 0
    curved: tuple[Kind, ...] = ("boosted", "blend")
    best = max(curved, key=lambda one: figures.average_precision(came, scores[one], rows.weight))
    low, _ = figures.better(came, (scores[best], scores["logistic"]), rows.who, rows.weight)
    return best if low > 0 else "logistic"


def _fit(rows: Rows, inside: Flags) -> tuple[Trees, Line]:
    part = rows.matrix[inside], rows.came[HORIZON][inside], rows.weight[inside]
    return fit_trees(*part), fit_line(*part)


def _curves(rows: Rows, score: Floats) -> dict[int, Curve]:
    curves: dict[int, Curve] = {}
    for horizon in HORIZONS:
        known = ~np.isnan(rows.came[horizon])
        curves[horizon] = fit_curve(score[known], rows.came[horizon][known], rows.weight[known])
    return curves


def _later(rows: Rows, kind: Kind) -> Figures | None:
    """The last months foreseen from those complete before them; None where they are too few."""
    first = int(rows.month.max()) - LATER + 1
    before, after = rows.month <= first - GAP, rows.month >= first
    came = rows.came[HORIZON] > 0
    if min(len(np.unique(rows.who[came & part])) for part in (before, after)) < FEWEST:
        return None
    trees, line = _fit(rows, before)
    score = mixed(kind, rows.matrix[after], trees, line)
    seen = mixed(kind, rows.matrix[before], trees, line)
    curve = fit_curve(seen, rows.came[HORIZON][before], rows.weight[before])
    later = rows.only(after)
    held = _held(later, curve.of(score), np.ones(len(score), bool))
    return _measured(later, score) | {
        "positives": int(came[after].sum()),
        "calibration_error": held,
    }


def _held(rows: Rows, likely: Floats, part: Flags) -> float:
    came = rows.came[HORIZON][part] > 0
    return figures.calibration_error(came, likely[part], rows.weight[part])


def _measured(rows: Rows, score: Floats) -> Figures:
    came = rows.came[HORIZON] > 0
    found: Figures = {name: one(came, score, rows.weight) for name, one in MEASURES.items()}
    found["intervals"] = {
        name: list(figures.interval(one, came, score, rows.who, rows.weight))
        for name, one in MEASURES.items()
    }
    return found
