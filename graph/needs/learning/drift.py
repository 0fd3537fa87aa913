"""Whether customers still look as they did when the models were learned."""

from typing import Any, Final, NamedTuple

from graph.needs.learning.champion import Scores
from graph.needs.learning.labels import HORIZONS
from graph.needs.learning.shares import moved, shown_signs
from graph.needs.learning.training import Training

SLIGHT, STRONG = 0.1, 0.25
"""Below the first nothing has moved; from the second on the models should be learned again.
Source: the usual thresholds of the population stability index in credit scoring."""
MIDDLE: Final = HORIZONS[1]


class Moved(NamedTuple):
    """How far a number, a sign (`word.…`, `catalogue.…`) or a probability has moved."""

    name: str
    by: float

    @property
    def verdict(self) -> str:
        """One of stable, slight and strong."""
        return "stable" if self.by < SLIGHT else "slight" if self.by < STRONG else "strong"


def drift(training: Training, scores: Scores) -> list[Moved]:
    """How far each input and each probability has moved since the models were learned.

    The farthest first. The time of the year is left out: it always moves.
    """
    frame = scores.frame
    found: dict[str, Any] = dict(zip(frame.names, frame.numbers.T, strict=True))
    signs = [one for one in training.spread if "." in one and not one.startswith("probability.")]
    found |= shown_signs(signs, frame, scores.keys)
    for event, within in scores.within.items():
        likely = within[MIDDLE]
        found[f"probability.{event}"] = likely[likely == likely]  # without those it came to
    measured = [
        Moved(name, moved(spread, found[name]))
        for name, spread in training.spread.items()
        if not name.startswith("season_") and len(found[name])
    ]
    return sorted(measured, key=lambda one: (-one.by, one.name))
