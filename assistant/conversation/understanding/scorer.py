"""A small linear scorer over character n-grams, trained in memory from example sentences."""

import re
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.conversation.understanding.text import folded

_BUCKETS: Final = 1 << 13
_RIDGE: Final = 1.0
_SHARPNESS: Final = 8.0
_LONGEST: Final = 400
_LATIN: Final = re.compile(r"[a-z']+")
_NUMERAL: Final = re.compile(r"\d+(?:[.,]\d+)*")
_Array = npt.NDArray[np.float32]


def _pieces(text: str) -> list[str]:
    """Character 1- to 3-grams, and the words of English."""
    plain = _NUMERAL.sub("0", folded(text[:_LONGEST]))
    framed = f"^{plain}$"
    pieces = [framed[at : at + size] for size in (1, 2, 3) for at in range(len(framed) - size + 1)]
    return pieces + [f"w:{word}" for word in _LATIN.findall(plain)]


def _counts(text: str) -> _Array:
    row = np.zeros(_BUCKETS, dtype=np.float32)
    for piece in _pieces(text):
        row[zlib.crc32(piece.encode()) % _BUCKETS] += 1
    return row


class Scorer:
    """Ridge regression on hashed, weighted n-grams: one weight vector a label."""

    def __init__(self, labels: tuple[str, ...], idf: _Array, weights: _Array) -> None:
        self.labels = labels
        self._idf = idf
        self._weights = weights

    @classmethod
    def train(cls, texts: Sequence[str], targets: Sequence[str]) -> "Scorer":
        """A scorer that knows the labels of `targets`, one for each of `texts`.

        The same examples in the same order give the same scorer.
        """
        labels = tuple(sorted(set(targets)))
        counts = np.stack([_counts(text) for text in texts])
        seen = (counts > 0).sum(axis=0)
        idf = np.log((1 + len(texts)) / (1 + seen)).astype(np.float32) + 1
        rows = _normal(counts, idf)
        wanted = np.full((len(texts), len(labels)), -1.0, dtype=np.float32)
        index = {label: at for at, label in enumerate(labels)}
        wanted[np.arange(len(texts)), [index[target] for target in targets]] = 1.0
        kernel = rows @ rows.T
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        weights = rows.T @ np.linalg.solve(kernel, wanted + 1.0)
        return cls(labels, idf, weights.astype(np.float32))

    def scores(self, text: str) -> dict[str, float]:
        """The share of belief in each label, summing to one."""
        row = _normal(_counts(text)[None, :], self._idf)
        raw = (row @ self._weights)[0] * _SHARPNESS
        shares = np.exp(raw - raw.max())
        shares /= shares.sum()
        return dict(zip(self.labels, map(float, shares), strict=True))

    def best(self, text: str) -> str:
        """The label with the largest share."""
        scores = self.scores(text)
        return max(scores, key=scores.__getitem__)


def _normal(counts: _Array, idf: _Array) -> _Array:
    weighted = np.log1p(counts) * idf
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    return (weighted / np.maximum(lengths, 1e-9)).astype(np.float32)
