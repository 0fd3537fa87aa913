"""How well an order of customers and its probabilities hold against what came to pass."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]

Measure = Callable[[Flags, Numbers, Numbers | None], float]

BINS: Final = 10
SEED: Final = 20261124
REPEATS: Final = 200
"""Draws of an interval."""


def auc(came: Flags, score: Numbers, weight: Numbers | None = None) -> float:
    """Area under the ROC curve; NaN where nobody or everybody had the event."""
    hit, miss = _steps(came, score, _counts(came, weight))
    if hit[-1] <= 0 or miss[-1] <= 0:
        return float("nan")
    return float((np.diff(miss) * (hit[1:] + hit[:-1])).sum() / (2 * hit[-1] * miss[-1]))


def average_precision(came: Flags, score: Numbers, weight: Numbers | None = None) -> float:
    """Average precision; NaN where nobody had the event."""
    hit, miss = _steps(came, score, _counts(came, weight))
    if hit[-1] <= 0:
        return float("nan")
    found = np.maximum(hit[1:] + miss[1:], 1e-12)
    return float((np.diff(hit) / hit[-1] * hit[1:] / found).sum())


def lift(came: Flags, score: Numbers, weight: Numbers | None = None, share: float = 0.1) -> float:
    """How much more often the event came in the first `share` of the order than on average."""
    counts = _counts(came, weight)
    total, happened = counts.sum(), float((counts * came).sum())
    if happened <= 0:
        return float("nan")
    first = max(1.0, float(np.round(total * share)))
    order = _order(score)
    counts, came = counts[order], came[order]
    taken = np.clip(first - (np.cumsum(counts) - counts), 0, counts)
    return float((taken * came).sum() / taken.sum() / (happened / total))


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
    measure: Measure,
    came: Flags,
    score: Numbers,
    who: npt.NDArray[np.integer],
    weight: Numbers | None = None,
) -> tuple[float, float]:
    """The 95 % interval of a measure by drawing customers with replacement; `who` numbers them."""
    order = np.argsort(-score, kind="stable")
    drawn = [
        measure(came[order], score[order], counts[order])
        for counts in draws(who, _counts(came, weight))
    ]
    return bounds(drawn)


def better(
    came: Flags,
    scores: tuple[Numbers, Numbers],
    who: npt.NDArray[np.integer],
    weight: Numbers | None = None,
) -> tuple[float, float]:
    """The 95 % interval of how much higher the average precision of the first is."""
    drawn = [
        average_precision(came, scores[0], counts) - average_precision(came, scores[1], counts)
        for counts in draws(who, _counts(came, weight))
    ]
    return bounds(drawn)


def draws(who: npt.NDArray[np.integer], counts: Numbers) -> Iterator[Numbers]:
    """How often each row counts in each of the draws of customers."""
    dice = np.random.default_rng(SEED)
    customers = int(who.max()) + 1 if len(who) else 0
    for _ in range(REPEATS):
        drawn = dice.integers(0, customers, customers)
        yield counts * np.bincount(drawn, minlength=customers)[who]


def bounds(drawn: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of what was drawn; NaN where nothing was."""
    held = [one for one in drawn if not np.isnan(one)]
    if not held:
        return (float("nan"), float("nan"))
    low, high = np.quantile(held, (0.025, 0.975))
    return float(low), float(high)


def _counts(came: Flags, weight: Numbers | None) -> Numbers:
    return np.ones(len(came)) if weight is None else weight


def _steps(came: Flags, score: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Events and others found down the order, one step for each different score; from 0."""
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1) if len(ranked) else []
    hit = np.cumsum((counts * came)[order])[ends] if len(ranked) else np.zeros(0)
    miss = np.cumsum((counts * ~came)[order])[ends] if len(ranked) else np.zeros(0)
    return np.concatenate([[0.0], hit]), np.concatenate([[0.0], miss])


def _order(score: Numbers) -> npt.NDArray[np.integer]:
    """The best first; equal scores in a drawn order that is always the same."""
    ties = np.random.default_rng(SEED).random(len(score))
    return np.lexsort((ties, -score))
