"""BM25 over Chinese characters one and two at a time, and over Latin words."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

TOKEN: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.\d+)?")
ASKING: Final = re.compile(
    "怎么办|怎么样|怎么|什么|多少|多久|如何|哪些|哪个|哪里|是否|能不能|可不可以|可以|有没有|是不是"
    "|请问|一下|为什么|几天|几年|谁|吗|呢|的|了|我们|你们|我|你"
)
"""Words that only ask; they tell nothing of the matter."""
SATURATION: Final = 1.2
LENGTH_WEIGHT: Final = 0.75


def tokens(text: str) -> Iterator[str]:
    """Characters and pairs of neighbouring characters of Chinese; words of the rest."""
    for found in TOKEN.finditer(text.lower()):
        run = found.group()
        if run[0] < "\u3400":
            yield run
        else:
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))


class Lexical:
    """An index of texts; a text is its position in the sequence given."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(tokens(text)) for text in texts]
        lengths = np.array([max(1, count.total()) for count in counts], dtype=np.float32)
        self._size = len(texts)
        self._postings = _postings(counts, lengths)

    def rarities(self, question: str) -> dict[str, float]:
        """The telling pairs and words of a question, with how rare each is among the texts."""
        telling = {one for one in tokens(ASKING.sub(" ", question)) if len(one) > 1}
        return {
            one: _rarity(self._size, len(self._postings[one][0]) if one in self._postings else 0)
            for one in telling
        }

    def scores(self, question: str) -> NDArray[np.float32]:
        """How well each text fits, as (texts,) float32: 0 where no word is shared."""
        found = np.zeros(self._size, dtype=np.float32)
        for token in set(tokens(question)):
            if token in self._postings:
                places, weights = self._postings[token]
                found[places] += weights
        return found


def coverage(rarities: Mapping[str, float], text: str) -> float:
    """The share of a question's pairs and words, by rarity, that stand in `text`; 0 to 1."""
    held = set(tokens(text))
    whole = sum(rarities.values())
    return sum(weight for one, weight in rarities.items() if one in held) / whole if whole else 0.0


def _rarity(size: int, holding: int) -> float:
    return math.log1p((size - holding + 0.5) / (holding + 0.5))


def _postings(
    counts: Sequence[Counter[str]], lengths: NDArray[np.float32]
) -> dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]]:
    raw: dict[str, tuple[list[int], list[int]]] = {}
    for place, count in enumerate(counts):
        for token, times in count.items():
            places, frequencies = raw.setdefault(token, ([], []))
            places.append(place)
            frequencies.append(times)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    norms = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / mean)
    return {
        token: _weighed(np.array(places, np.int32), np.array(times, np.float32), norms)
        for token, (places, times) in raw.items()
    }


def _weighed(
    places: NDArray[np.int32], times: NDArray[np.float32], norms: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    rarity = _rarity(len(norms), len(places))
    weight = rarity * times * (SATURATION + 1) / (times + norms[places])
    return places, weight.astype(np.float32)
