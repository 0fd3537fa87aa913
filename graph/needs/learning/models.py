"""One event's model: boosted trees, a line, or both, with probabilities that hold."""

import os
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import lightgbm
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Floats = npt.NDArray[np.floating]
Kind = Literal["boosted", "logistic", "blend"]

KINDS: Final[tuple[Kind, ...]] = ("boosted", "logistic", "blend")
ROUNDS: Final = 160
STEPS: Final = 400
"""Steps towards the line's weights at most."""
SEED: Final = 20261124
THREADS: Final = min(2, os.cpu_count() or 1)
WORTH_SHARING: Final = 20_000
"""Rows from which on threads share them."""
SETTINGS: Final[dict[str, Any]] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 12, "min_data_in_leaf": 40,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 20.0,
    "max_bin": 63, "verbosity": -1, "seed": SEED, "deterministic": True,
    "force_row_wise": True,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A logistic regression over numbers brought to one scale."""

    middle: Floats
    scale: Floats
    weights: Floats
    start: float

    def logit(self, matrix: Floats) -> Floats:
        """The score of each row, in log odds."""
        return _scaled(matrix, self.middle, self.scale) @ self.weights + self.start

    def as_json(self) -> dict[str, Any]:
        """What restores it."""
        arrays = {"middle": self.middle, "scale": self.scale, "weights": self.weights}
        return {name: held.tolist() for name, held in arrays.items()} | {"start": self.start}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> "Line":
        """The line so written."""
        arrays = {name: np.array(held[name]) for name in ("middle", "scale", "weights")}
        return cls(**arrays, start=held["start"])


@dataclass(frozen=True)
class Trees:
    """Boosted trees."""

    booster: lightgbm.Booster

    def logit(self, matrix: Floats) -> Floats:
        """The score of each row, in log odds."""
        return cast(
            "Floats", self.booster.predict(matrix, raw_score=True, num_threads=_threads(matrix))
        )


@dataclass(frozen=True)
class Curve:
    """From a score to a probability: 1 ∕ (1 + e^−(slope · score + start))."""

    slope: float
    start: float

    def of(self, score: Floats) -> Floats:
        """The probability of each score, in (0, 1); it rises with the score."""
        return 1 / (1 + np.exp(-np.clip(self.slope * score + self.start, -30, 30)))


@dataclass(frozen=True)
class Model:
    """What foresees one event: its parts, and the curve of each horizon in days."""

    kind: Kind
    trees: Trees
    line: Line
    curves: dict[int, Curve]

    def logit(self, matrix: Floats) -> Floats:
        """The score of each row."""
        return mixed(self.kind, matrix, self.trees, self.line)

    def probabilities(self, matrix: Floats) -> dict[int, Floats]:
        """The probability of each row within each horizon; it never falls with the horizon."""
        score, least = self.logit(matrix), np.zeros(len(matrix))
        found: dict[int, Floats] = {}
        for horizon in sorted(self.curves):
            least = np.maximum(least, self.curves[horizon].of(score))
            found[horizon] = least
        return found


def mixed(kind: Kind, matrix: Floats, trees: Trees, line: Line) -> Floats:
    """The score of the trees, of the line, or their mean."""
    if kind == "boosted":
        return trees.logit(matrix)
    if kind == "logistic":
        return line.logit(matrix)
    return (trees.logit(matrix) + line.logit(matrix)) / 2


def fit_trees(matrix: Floats, came: Floats, weight: Floats) -> Trees:
    """Trees fitted to rows that count by their weight."""
    settings = SETTINGS | {"num_threads": _threads(matrix)}
    data = lightgbm.Dataset(matrix, came, weight=weight, params=settings, free_raw_data=True)
    return Trees(lightgbm.train(settings, data, num_boost_round=ROUNDS))


def fit_line(matrix: Floats, came: Floats, weight: Floats, freedom: float = 0.02) -> Line:
    """A line fitted to the same; the less `freedom`, the nearer its weights stay to zero."""
    shown = _bounded(matrix)
    known = ~np.isnan(shown)
    count = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, shown, 0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, shown - middle, 0) ** 2).sum(axis=0) / count)
    scale = np.where(spread > 1e-6, spread, 1.0)
    fitted = LogisticRegression(C=freedom, max_iter=STEPS)
    fitted.fit(_placed(shown, middle, scale), came, sample_weight=weight)
    weights = fitted.coef_[0].astype(np.float64)
    return Line(middle, scale, weights, float(np.ravel(fitted.intercept_)[0]))


def _threads(matrix: Floats) -> int:
    """Few rows are done sooner by one thread than shared out."""
    return THREADS if len(matrix) >= WORTH_SHARING else 1


def fit_curve(score: Floats, came: Floats, weight: Floats) -> Curve:
    """The curve under which the scores' probabilities hold; flat where nobody had the event."""
    total, happened = float(weight.sum()), float((weight * came).sum())
    if happened <= 0 or happened >= total:
        share = min(max(happened / max(total, 1.0), 1e-6), 1 - 1e-6)
        return Curve(0.0, float(np.log(share / (1 - share))))
    fitted = LogisticRegression(C=1e6, max_iter=400)
    fitted.fit(score.reshape(-1, 1), came, sample_weight=weight)
    slope = max(0.0, float(fitted.coef_[0][0]))
    return Curve(slope, float(np.ravel(fitted.intercept_)[0]))


def _bounded(matrix: Floats) -> Floats:
    """Counts and amounts on a scale on which a few large ones do not rule."""
    return np.sign(matrix) * np.log1p(np.abs(matrix))


def _scaled(matrix: Floats, middle: Floats, scale: Floats) -> Floats:
    return _placed(_bounded(matrix), middle, scale)


def _placed(shown: Floats, middle: Floats, scale: Floats) -> Floats:
    """On one scale, the unknown in the middle; in single precision, which is enough to fit."""
    placed = (shown - middle.astype(np.float32)) / scale.astype(np.float32)
    return np.clip(np.nan_to_num(placed, nan=0.0), -8, 8)
