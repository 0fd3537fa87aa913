"""Words and codes that go before an event, learned from what customers did: no list of ours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.hub import Reader
from graph.needs.learning.keys import Keys, Texts
from graph.needs.learning.policy import learnable
from graph.needs.learning.sources import SOURCES, Source

WORDS: Final = 20
"""Words kept of an event."""
CERTAINTY: Final = 4.0
"""Standard deviations a word must lie above chance."""
SUPPORT: Final = 15
"""Customers who must have shown it."""
ALIKE: Final = 0.8
"""Words shown by nearly the same customers say the same: the part they share."""
LIFE: Final = (1.0, 90.0)
"""Share and half-life, in days, of a learned word."""
WINDOW: Final = 180

LATIN: Final = re.compile(r"[a-z][a-z0-9]{2,}")
HAN: Final = re.compile(r"[\u4e00-\u9fff]+")

INCIDENCE: Final = """
SELECT DISTINCT row_no, text_no FROM ({sql}) JOIN ranked USING (customer_id)
JOIN (SELECT unnest($texts) AS text, unnest($numbers) AS text_no) USING (text)
WHERE day <= $day AND day > $day::DATE - {window} {gate}
"""

Matrix = Any
"""A sparse matrix of scipy: customers by words."""


@dataclass(frozen=True)
class Shown:
    """Which customers showed which words on one day."""

    names: tuple[str, ...]
    matrix: Matrix


def words_of(source: Source, text: str) -> set[str]:
    """The parts of a text that may be learned: a code itself, else words and characters."""
    if not learnable(source.name, text):
        return set()
    if not source.worded:
        return {text}
    parts = set(LATIN.findall(text))
    for run in HAN.findall(text):
        parts.update(run[at : at + size] for size in (2, 3) for at in range(len(run) - size + 1))
    return parts


def shown(reader: Reader, texts: Texts, day: date, rows: int) -> Shown:
    """The words each customer in `ranked` showed in the half year before the day."""
    names: list[str] = []
    found: list[Matrix] = []
    for source in SOURCES:
        those = texts.get(source.name, ())
        if those:
            words, matrix = _shown_of(reader, source, those, (day, rows))
            names += [f"word.{source.name}.{word}" for word in words]
            found.append(matrix)
    return Shown(tuple(names), sparse.hstack(found, format="csc") if found else None)


def _shown_of(
    reader: Reader, source: Source, texts: Sequence[str], at: tuple[date, int]
) -> tuple[list[str], Matrix]:
    gate = "AND financial" if source.financial else ""
    columns = reader.columns(
        INCIDENCE.format(sql=source.sql, window=WINDOW, gate=gate),
        day=at[0], texts=list(texts), numbers=list(range(len(texts))),
    )  # fmt: skip
    shape = (at[1], len(texts))
    ones = np.ones(len(columns["row_no"]), np.float32)
    seen = sparse.csr_matrix((ones, (columns["row_no"], columns["text_no"])), shape)
    numbers: dict[str, int] = {}
    pairs = [
        (at_text, numbers.setdefault(word, len(numbers)))
        for at_text, text in enumerate(texts)
        for word in words_of(source, text)
    ]
    left, right = zip(*pairs, strict=True) if pairs else ((), ())
    holds = sparse.csr_matrix((np.ones(len(left), np.float32), (left, right)),
                              (len(texts), len(numbers)))  # fmt: skip
    return list(numbers), sparse.csc_matrix((seen @ holds > 0).astype(np.float32))


def chosen(
    shown: Shown, positive: npt.NDArray[np.bool_], weight: npt.NDArray[np.float32]
) -> list[str]:
    """The words that go before an event more often than chance, the surest first, none twice."""
    if shown.matrix is None or not positive.any():
        return []
    base = float(weight[positive].sum() / weight.sum())
    support = np.asarray(shown.matrix.sum(axis=0)).ravel()
    expected = np.asarray(shown.matrix.T @ weight).ravel() * base
    came = np.asarray(shown.matrix.T @ (positive * weight)).ravel()
    certain = (came - expected) / np.sqrt(np.maximum(expected * (1 - base), 1e-9))
    certain[(support < SUPPORT) | (came < 3)] = 0
    kept: list[int] = []
    for at in np.argsort(-certain, kind="stable")[: WORDS * 12]:
        if certain[at] < CERTAINTY or len(kept) == WORDS:
            break
        if not any(_alike(shown.matrix, int(at), other) for other in kept):
            kept.append(int(at))
    return [shown.names[at] for at in kept]


def _alike(matrix: Matrix, one: int, other: int) -> bool:
    left, right = matrix[:, one], matrix[:, other]
    both = float(left.multiply(right).sum())
    return both / (float(left.sum()) + float(right.sum()) - both) > ALIKE


def add_words(keys: Keys, texts: Texts, words: Mapping[str, Sequence[str]]) -> None:
    """Let every text that holds a learned word of any event stand for that word."""
    sources = {one.name: one for one in SOURCES}
    for name in sorted({word for those in words.values() for word in those}):
        _, source, word = name.split(".", 2)
        keys.number(name)
        for text in texts.get(source, ()):
            if word in text if sources[source].worded else word == text:
                keys.add(source, text, name, LIFE)
