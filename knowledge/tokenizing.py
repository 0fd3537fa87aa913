"""Texts to numbers, a number a token: the code points of Chinese, and a table of the rest."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FIRST_CHINESE: Final = 0x3400
LAST_CHINESE: Final = 0x9FFF
PAIR_BITS: Final = 16
LATIN: Final = re.compile(r"[a-z0-9]+(?:\.\d+)?")
LATIN_BASE: Final = 1 << 40
"""Words of Latin letters are numbered from here, above every pair of characters."""
AT_ONCE: Final = 4096
"""Texts joined into one array at a time, so that memory stays small."""


class Vocabulary:
    """The numbers of tokens; those of Latin words are given as they are met."""

    def __init__(self) -> None:
        self._latin: dict[str, int] = {}

    def encoded(
        self, texts: Sequence[str]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
        """The tokens of some texts at a time, and the text each stands in; texts in order."""
        for start in range(0, len(texts), AT_ONCE):
            yield self._part(texts[start : start + AT_ONCE], start)

    def code(self, token: str) -> int | None:
        """The number of one token; None for a Latin word no text holds."""
        if ord(token[0]) < FIRST_CHINESE:
            return self._latin.get(token)
        if len(token) == 1:
            return ord(token)
        return (ord(token[0]) << PAIR_BITS) | ord(token[1])

    def _part(
        self, texts: Sequence[str], start: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        lower = [f"{one.lower()}\n" for one in texts]
        points = np.frombuffer("".join(lower).encode("utf-32-le"), dtype=np.uint32)
        points = points.astype(np.int64)
        counts = np.array([len(one) for one in lower])
        owners = np.repeat(np.arange(start, start + len(texts), dtype=np.int32), counts)
        chinese = (points >= FIRST_CHINESE) & (points <= LAST_CHINESE)
        paired = chinese[:-1] & chinese[1:]
        pairs = (points[:-1][paired] << PAIR_BITS) | points[1:][paired]
        latin, whose = self._words(lower, start)
        return (
            np.concatenate([points[chinese], pairs, latin]),
            np.concatenate([owners[chinese], owners[:-1][paired], whose]),
        )

    def _words(
        self, texts: Sequence[str], start: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        codes: list[int] = []
        owners: list[int] = []
        for place, text in enumerate(texts, start):
            for word in LATIN.findall(text):
                codes.append(self._latin.setdefault(word, LATIN_BASE + len(self._latin)))
                owners.append(place)
        return np.array(codes, dtype=np.int64), np.array(owners, dtype=np.int32)
