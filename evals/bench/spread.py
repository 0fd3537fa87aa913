"""How far a share could be off: a bootstrap over what was measured."""

from collections.abc import Sequence
from typing import Final

import numpy as np

SEED: Final = 20261123
DRAWS: Final = 1000


def interval(held: Sequence[float], seed: int = SEED, draws: int = DRAWS) -> list[float]:
    """The 95 % bootstrap interval of the mean; [] where nothing was measured."""
    if not held:
        return []
    values = np.asarray(held, dtype=float)
    picked = np.random.default_rng(seed).integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[picked].mean(axis=1), [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]
