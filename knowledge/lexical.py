"""BM25 over Chinese characters one and two at a time, and over Latin words."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.tokenizing import Vocabulary

TOKEN: Final = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.\d+)?")
ASKING: Final = re.compile(
    "怎么办|怎么样|怎么|什么|多少|多久|如何|哪些|哪个|哪里|是否|能不能|可不可以|可以|有没有|是不是"
    "|请问|一下|为什么|几天|几年|谁|吗|呢|的|了|我们|你们|我|你"
)
"""Words that only ask; they tell nothing of the matter."""
SATURATION: Final = 1.2
LENGTH_WEIGHT: Final = 0.75
TEXT_BITS: Final = 22
"""Bits of a key that number the text: four million texts."""
TEXT_MASK: Final = (1 << TEXT_BITS) - 1


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
    """An index of texts; a text is its position in the sequence given.

    Postings lie in three arrays, token after token, built by one sort over all texts: a library of
    100,000 clauses is indexed without a loop over its tokens.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._vocabulary = Vocabulary()
        lengths, keys, times = _counted(self._vocabulary.encoded(texts), self._size)
        self._tokens, self._starts = _beginnings(keys >> TEXT_BITS)
        self._places = (keys & TEXT_MASK).astype(np.int32)
        del keys
        self._weights = self._weighed(times, np.maximum(lengths, 1).astype(np.float32))

    def rarities(self, question: str) -> dict[str, float]:
        """The telling pairs and words of a question, with how rare each is among the texts."""
        telling = {one for one in tokens(ASKING.sub(" ", question)) if len(one) > 1}
        return {one: _rarity(self._size, self._holding(one)) for one in telling}

    def scores(self, question: str) -> NDArray[np.float32]:
        """How well each text fits, as (texts,) float32: 0 where no word is shared."""
        found = np.zeros(self._size, dtype=np.float32)
        for token in sorted(set(tokens(question))):
            held = self._slice(token)
            found[self._places[held]] += self._weights[held]
        return found

    def _holding(self, token: str) -> int:
        held = self._slice(token)
        return held.stop - held.start

    def _slice(self, token: str) -> slice:
        """Where the postings of a token lie; an empty stretch for one no text holds."""
        code = self._vocabulary.code(token)
        if code is None:
            return slice(0, 0)
        at = int(np.searchsorted(self._tokens, code))
        if at == len(self._tokens) or self._tokens[at] != code:
            return slice(0, 0)
        return slice(int(self._starts[at]), int(self._starts[at + 1]))

    def _weighed(
        self, times: NDArray[np.float32], lengths: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """What each posting adds to the score of its text."""
        mean = float(lengths.mean()) if self._size else 1.0
        norms = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / mean)
        holding = np.diff(self._starts)
        rarities = np.log1p((self._size - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        each = np.repeat(rarities, holding)
        weights = each * times * (SATURATION + 1) / (times + norms[self._places])
        return weights.astype(np.float32)


def coverage(rarities: Mapping[str, float], text: str) -> float:
    """The share of a question's pairs and words, by rarity, that stand in `text`; 0 to 1."""
    held = set(tokens(text))
    whole = sum(rarities.values())
    return sum(weight for one, weight in rarities.items() if one in held) / whole if whole else 0.0


def _rarity(size: int, holding: int) -> float:
    return math.log1p((size - holding + 0.5) / (holding + 0.5))


def _counted(
    parts: Iterable[tuple[NDArray[np.int64], NDArray[np.int32]]], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Tokens a text, and the keys of each token in each text, in order, with how often it stands.

    A key is the token and the text in one number. Each part is counted by itself, so that the
    tokens of all texts are never held at once.
    """
    lengths = np.zeros(size, dtype=np.int64)
    keys = [np.zeros(0, dtype=np.int64)]
    times = [np.zeros(0, dtype=np.float32)]
    for codes, owners in parts:
        lengths += np.bincount(owners, minlength=size)
        found, often = np.unique((codes << TEXT_BITS) | owners, return_counts=True)
        keys.append(found)
        times.append(often.astype(np.float32))
    whole = np.concatenate(keys)
    keys.clear()
    # Each part is in order already; a stable sort only merges them.
    order = np.argsort(whole, kind="stable")
    return lengths, whole[order], np.concatenate(times)[order]


def _beginnings(tokens: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tokens, each once, and where the postings of each begin; the last is where all end."""
    first = np.ones(len(tokens), dtype=np.bool_)
    first[1:] = tokens[1:] != tokens[:-1]
    starts = np.flatnonzero(first)
    return tokens[starts], np.append(starts, len(tokens)).astype(np.int64)
