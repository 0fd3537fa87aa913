"""How well an order of customers and its probabilities hold against what came to pass."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, roc_auc_score

Numbers = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]

BINS: Final = 10
SEED: Final = 20261124


def auc(came: Flags, score: Numbers) -> float:
    """Area under the ROC curve; NaN where nobody or everybody had the event."""
    return float(roc_auc_score(came, score)) if 0 < came.sum() < len(came) else float("nan")


def average_precision(came: Flags, score: Numbers) -> float:
    """Average precision; NaN where nobody had the event."""
    return float(average_precision_score(came, score)) if came.any() else float("nan")


def lift(came: Flags, score: Numbers, share: float = 0.1) -> float:
    """How much more often the event came in the first `share` of the order than on average."""
    if not came.any():
        return float("nan")
    first = max(1, round(len(came) * share))
    return float(came[_order(score)[:first]].mean() / came.mean())


def precision(came: Flags, score: Numbers, first: int = 100) -> float:
    """The part of the first so many that had the event."""
    return float(came[_order(score)[:first]].mean()) if len(came) else float("nan")


def calibration_error(came: Flags, probability: Numbers, weight: Numbers | None = None) -> float:
    """Expected calibration error over ten bins of equal count, rows counted by `weight`."""
    if not len(came):
        return float("nan")
    counts = np.ones(len(came)) if weight is None else weight
    order = np.argsort(probability, kind="stable")
    place = np.cumsum(counts[order]) - counts[order] / 2
    bins = np.minimum((place / counts.sum() * BINS).astype(int), BINS - 1)
    gap = np.bincount(bins, ((came - probability) * counts)[order], minlength=BINS)
    return float(np.abs(gap).sum() / counts.sum())


def interval(
    measure: Callable[[Flags, Numbers], float],
    came: Flags,
    score: Numbers,
    who: npt.NDArray[np.integer],
    repeats: int = 200,
) -> tuple[float, float]:
    """The 95 % interval of a measure by drawing customers with replacement; `who` numbers them."""
    dice = np.random.default_rng(SEED)
    starts = np.argsort(who, kind="stable")
    counts = np.bincount(who)
    ends = np.cumsum(counts)
    drawn: list[float] = []
    for _ in range(repeats):
        times = np.bincount(dice.integers(0, len(counts), len(counts)), minlength=len(counts))
        rows = np.repeat(starts, np.repeat(times, counts)) if len(ends) else starts
        drawn.append(measure(came[rows], score[rows]))
    held = [one for one in drawn if not np.isnan(one)]
    if not held:
        return (float("nan"), float("nan"))
    low, high = np.quantile(held, (0.025, 0.975))
    return float(low), float(high)


def _order(score: Numbers) -> npt.NDArray[np.integer]:
    """The best first; equal scores in a drawn order that is always the same."""
    ties = np.random.default_rng(SEED).random(len(score))
    return np.lexsort((ties, -score))
