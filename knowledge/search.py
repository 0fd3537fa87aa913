"""A question to clauses: exact citations first, then words and meaning together."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.citations import Citation, citations
from knowledge.corpus import Corpus, lexical_text
from knowledge.embedding import Embedder
from knowledge.glossary import Glossary, is_english
from knowledge.dense import DenseIndex
from knowledge.lexical import coverage
from knowledge.model import Clause, Passage, Value

LEXICAL_WEIGHT: Final = 0.2
"""What the best match in words adds to a cosine."""
MANUAL_PREFERENCE: Final = 0.01
"""What our own manual's clauses are raised by where they fit as well as the law."""
GROUND_LIFT: Final = 0.1
"""What the law articles are raised by on which the best clause of our manual rests."""
DEPTH: Final = 100
"""Vectors asked of the dense index; a clause beyond them counts as the last of them."""
LEAST_FIT: Final = 0.63
"""The cosine below which no clause answers, as set in docs/decisions/0005-search.md."""
LEAST_FIT_IN_NAMED_LAW: Final = 0.45
LEAST_COVERAGE: Final = 0.18
"""Without vectors, the share of the question's words, by rarity, a clause must hold."""
JUDGED: Final = 5
"""How many of the best candidates are asked whether they answer the question."""
LEAST_WORDS: Final = 10
"""Letters of a question that must remain beside its citation to be searched for on their own."""


class Query(Value):
    """A question as it is searched, and the documents it names ([] = any).

    `words` are what a clause must share, `meaning` what is compared by vector, `text` what is
    matched word by word.
    """

    words: str
    meaning: str
    text: str
    titles: tuple[str, ...]


class Search:
    """Searches one corpus; `dense` is None where no embedding model was found."""

    def __init__(
        self, corpus: Corpus, glossary: Glossary, dense: tuple[Embedder, DenseIndex] | None
    ) -> None:
        self.version = corpus.version
        self._corpus = corpus
        self._glossary = glossary
        self._dense = dense

    def passages(self, question: str, as_of: date, limit: int) -> list[Passage]:
        """The clauses in force on `as_of` that answer, best first; [] when none fits."""
        cited = citations(question, self._corpus.names)
        exact = self._exact(cited, as_of)[:limit]
        rest = _without(question, cited)
        if cited and (not exact or len(rest) < LEAST_WORDS):
            return exact
        query = self._query(rest)
        if query is None or not query.meaning:
            return exact
        seen = {one.clause.id for one in exact}
        found = self._fitting(query, as_of, limit)
        return [*exact, *(one for one in found if one.clause.id not in seen)][:limit]

    def _exact(self, cited: Sequence[Citation], as_of: date) -> list[Passage]:
        clauses = (self._corpus.clause(one.titles, one.article, as_of) for one in cited)
        return [Passage(clause=one, score=1.0, found_by="citation") for one in clauses if one]

    def _query(self, question: str) -> Query | None:
        """The question as it is searched; None when it asks only about laws we do not hold."""
        mentions = self._corpus.names.mentions(question)
        titles = tuple(dict.fromkeys(title for one in mentions for title in one.titles))
        if mentions and not titles:
            return None
        words = question
        for one in reversed(mentions):
            words = words[: one.start] + " " + words[one.end :]
        words = words.strip(" 《》")
        if is_english(words):
            terms = self._glossary.chinese(words)
            return Query(words=terms, meaning=terms, text=f"{terms} {words}", titles=titles)
        legal = f"{words} {self._glossary.legal(words)}".strip()
        return Query(words=words, meaning=legal, text=legal, titles=titles)

    def _fitting(self, query: Query, as_of: date, limit: int) -> list[Passage]:
        allowed = self._corpus.allowed(as_of, query.titles)
        lexical = self._corpus.lexical.scores(query.text) * allowed
        similar = self._similar(query, allowed)
        scores = _fused(lexical, similar)
        if similar is not None or query.titles:
            scores = np.where(allowed, scores, -1.0)
        scores[self._corpus.is_manual & (scores > 0)] += MANUAL_PREFERENCE
        self._lift_grounds(scores, as_of)
        best = [int(place) for place in np.argsort(-scores, kind="stable")[: max(limit, JUDGED)]]
        best = [place for place in best if scores[place] > 0]
        if not self._answers(query, best, similar):
            return []
        return [self._passage(place, similar, lexical) for place in best[:limit]]

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

    def _similar(self, query: Query, allowed: NDArray[np.bool_]) -> NDArray[np.float32] | None:
        """The cosine of each clause; None without a dense index."""
        if self._dense is None or not len(allowed):
            return None
        embedder, index = self._dense
        near = index.nearest(embedder.question(query.meaning), DEPTH, query.titles)
        floor = near[-1][1] if near else 0.0
        cosines = np.full(len(allowed), floor, dtype=np.float32)
        for clause_id, cosine in near:
            cosines[self._corpus.place[clause_id]] = cosine
        return cosines

    def _answers(
        self, query: Query, best: Sequence[int], similar: NDArray[np.float32] | None
    ) -> bool:
        """Whether the best candidates fit well enough to be shown."""
        judged = best[:JUDGED]
        if not judged:
            return False
        if similar is None:
            shared = max(self._coverage(query, place) for place in judged)
            return shared >= LEAST_COVERAGE or bool(query.titles)
        fit = max(float(similar[place]) for place in judged)
        return fit >= (LEAST_FIT_IN_NAMED_LAW if query.titles else LEAST_FIT)

    def _coverage(self, query: Query, place: int) -> float:
        weights = self._corpus.lexical.rarities(query.words)
        return coverage(weights, lexical_text(self._corpus.clauses[place]))

    def _passage(
        self, place: int, similar: NDArray[np.float32] | None, lexical: NDArray[np.float32]
    ) -> Passage:
        found_by: Literal["hybrid", "lexical"] = "lexical" if similar is None else "hybrid"
        strongest = float(lexical.max()) or 1.0
        score = float(lexical[place]) / strongest if similar is None else float(similar[place])
        clause: Clause = self._corpus.clauses[place]
        return Passage(clause=clause, score=min(1.0, max(0.0, score)), found_by=found_by)


def _without(question: str, cited: Sequence[Citation]) -> str:
    """What a question says beside its citations and the phrases that only ask for their words."""
    rest = question
    for one in sorted(cited, key=lambda one: -one.start):
        rest = rest[: one.start] + rest[one.end :]
    return rest.strip(" ，。？?！!：:、") if cited else question


def _fused(
    lexical: NDArray[np.float32], similar: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """Cosine plus a share of the words' score; the words' score alone without vectors."""
    words = lexical / max(float(lexical.max(initial=0.0)), 1e-9)
    if similar is None:
        return words.astype(np.float64)
    return similar.astype(np.float64) + LEXICAL_WEIGHT * words
