"""Several rankings as one."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)
RANK_CONSTANT: Final = 60


def reciprocal_rank_fusion(
    rankings: Sequence[tuple[float, Sequence[Key]]],
) -> Mapping[Key, float]:
    """The weighed sum of 1 / (60 + rank) over rankings, largest first; ties keep first seen.

    >>> list(reciprocal_rank_fusion([(3.0, ["a", "b"]), (1.0, ["b", "c"])]))
    ['b', 'a', 'c']
    """
    scores: defaultdict[Key, float] = defaultdict(float)
    for weight, ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] += weight / (RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))
