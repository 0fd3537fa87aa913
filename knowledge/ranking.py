"""How well each clause fits a question: words and meaning together, and the bar of an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Corpus, lexical_text
from knowledge.dense import DenseIndex
from knowledge.embedding import Embedder
from knowledge.errors import IndexMissing
from knowledge.lexical import coverage
from knowledge.model import Value

LEXICAL_WEIGHT: Final = 0.4
"""What the best match in words adds to a cosine (docs/decisions/0007-ranking.md)."""
MANUAL_PREFERENCE: Final = 0.01
"""What our own manual's clauses are raised by where they fit as well as the law."""
GROUND_LIFT: Final = 0.2
"""What the law articles are raised by on which the best clause of our manual rests."""
DEPTH: Final = 150
"""Pieces asked of the dense index; a clause beyond them counts as the last of them."""
LEAST_FIT: Final = 0.67
"""The cosine below which no clause answers (docs/decisions/0008-abstention.md)."""
LEAST_FIT_ELSEWHERE: Final = 0.85
"""The same for a question whose words belong to a law we lack."""
LEAST_FIT_IN_NAMED_LAW: Final = 0.45
LEAST_COVERAGE: Final = 0.18
"""Without vectors, the share of the question's words, by rarity, a clause must hold."""
JUDGED: Final = 5
"""How many of the best candidates are asked whether they answer the question."""


class Query(Value):
    """A question as it is searched, and the documents it names ([] = any).

    `words` are what a clause must share, `meaning` what is compared by vector, `text` what is
    matched word by word; `is_elsewhere` tells that its matter belongs to a law we lack.
    """

    words: str
    meaning: str
    text: str
    titles: tuple[str, ...]
    is_elsewhere: bool = False


class Ranking:
    """The scores of every clause for one query; `similar` is None without vectors."""

    def __init__(
        self, query: Query, lexical: NDArray[np.float32], similar: NDArray[np.float32] | None
    ) -> None:
        self.query = query
        self.lexical = lexical
        self.similar = similar
        self.scores = _fused(lexical, similar)

    def fit(self, place: int) -> float:
        """How well one clause fits, 0 to 1: its cosine, or its share of the best word score."""
        if self.similar is not None:
            return min(1.0, max(0.0, float(self.similar[place])))
        return float(self.lexical[place]) / (float(self.lexical.max(initial=0.0)) or 1.0)


class Ranker:
    """Ranks the clauses of a corpus; `dense` is None where there are no vectors."""

    def __init__(self, corpus: Corpus, dense: tuple[Embedder, DenseIndex] | None) -> None:
        self._corpus = corpus
        self._dense = dense
        self.is_damaged = False

    @property
    def has_vectors(self) -> bool:
        """Whether meaning is compared, and not words alone."""
        return self._dense is not None and not self.is_damaged

    def ranked(self, query: Query, titles: Sequence[str]) -> Ranking:
        """Every clause scored; vectors are asked within `titles` where any are given."""
        return Ranking(query, self._corpus.lexical.scores(query.text), self._similar(query, titles))

    def best(
        self, ranking: Ranking, allowed: NDArray[np.bool_], as_of: date, limit: int
    ) -> list[int]:
        """The places of the best allowed clauses in order; those that share nothing are left."""
        scores = np.where(allowed, ranking.scores, -1.0)
        scores[self._corpus.is_manual & (scores > 0)] += MANUAL_PREFERENCE
        self._lift_grounds(scores, as_of)
        return [place for place in _highest(scores, limit) if scores[place] > 0]

    def answers(self, ranking: Ranking, best: Sequence[int]) -> bool:
        """Whether the best candidates fit well enough to be shown."""
        return self.margin(ranking, best) >= 0

    def margin(self, ranking: Ranking, best: Sequence[int]) -> float:
        """By how much the best of the candidates passes the bar; -1 where there are none."""
        judged, query = best[:JUDGED], ranking.query
        if not judged:
            return -1.0
        if ranking.similar is None:
            return self._margin_by_words(query, judged)
        return max(float(ranking.similar[place]) for place in judged) - bar(query)

    def _margin_by_words(self, query: Query, judged: Sequence[int]) -> float:
        if query.titles:
            return 1.0
        if query.is_elsewhere:
            return -1.0
        weights = self._corpus.lexical.rarities(query.words)
        texts = (lexical_text(self._corpus.clauses[place]) for place in judged)
        return max(coverage(weights, text) for text in texts) - LEAST_COVERAGE

    def _lift_grounds(self, scores: NDArray[np.float64], as_of: date) -> None:
        """Let the law behind the best clause of the manual stand near it."""
        if not scores.size:
            return
        first = self._corpus.clauses[int(scores.argmax())]
        for ground in first.based_on:
            title, _, article = ground.rpartition(" ")
            clause = self._corpus.clause(self._corpus.names.titles(title), article, as_of)
            if clause is not None and scores[self._corpus.place[clause.id]] > 0:
                scores[self._corpus.place[clause.id]] += GROUND_LIFT

    def _similar(self, query: Query, titles: Sequence[str]) -> NDArray[np.float32] | None:
        """The cosine of each clause; None without a dense index, or when it breaks."""
        if self._dense is None or self.is_damaged or not self._corpus.clauses:
            return None
        embedder, index = self._dense
        try:
            near = index.nearest(embedder.question(query.meaning), DEPTH, titles)
        except IndexMissing:
            self.is_damaged = True
            return None
        floor = near[-1][1] if near else 0.0
        cosines = np.full(len(self._corpus.clauses), floor, dtype=np.float32)
        for clause_id, cosine in near:
            cosines[self._corpus.place[clause_id]] = cosine
        return cosines


def bar(query: Query) -> float:
    """The cosine a clause must reach to answer."""
    if query.titles:
        return LEAST_FIT_IN_NAMED_LAW
    return LEAST_FIT_ELSEWHERE if query.is_elsewhere else LEAST_FIT


def _highest(scores: NDArray[np.float64], limit: int) -> list[int]:
    """The places of the highest scores in order, the earlier of equals first."""
    if len(scores) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    return [int(one) for one in places[np.argsort(-scores[places], kind="stable")][:limit]]


def _fused(
    lexical: NDArray[np.float32], similar: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """Cosine plus a share of the words' score; the words' score alone without vectors."""
    words = lexical / max(float(lexical.max(initial=0.0)), 1e-9)
    if similar is None:
        return words.astype(np.float64)
    return similar.astype(np.float64) + LEXICAL_WEIGHT * words
