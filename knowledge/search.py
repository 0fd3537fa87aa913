"""A question to clauses: exact citations first, then words and meaning together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.citations import Citation, citations
from knowledge.corpus import Corpus
from knowledge.documents import MANUAL
from knowledge.embedding import Embedder
from knowledge.fusion import reciprocal_rank_fusion
from knowledge.glossary import Glossary
from knowledge.index import DenseIndex
from knowledge.model import Clause, Passage, Value

DENSE_WEIGHT: Final = 3.0
LEXICAL_WEIGHT: Final = 1.0
DEPTH: Final = 50
"""How far down each ranking is read."""
MANUAL_PREFERENCE: Final = 1.02
"""What our own manual's clauses are raised by: about one rank among the first."""
LEAST_COSINE: Final = 0.45
LEAST_SHARE: Final = 0.2
LEAST_WORDS: Final = 10
"""Letters of a question that must remain beside its citation to be searched for on their own."""


class Query(Value):
    """A question as it is searched: its words without the laws it names, and those laws."""

    words: str
    titles: tuple[str, ...]
    is_elsewhere: bool


class Search:
    """Searches one corpus; `dense` is None where no embedding model was found."""

    def __init__(
        self, corpus: Corpus, glossary: Glossary, dense: tuple[Embedder, DenseIndex] | None
    ) -> None:
        self._corpus = corpus
        self._glossary = glossary
        self._dense = dense

    def passages(self, question: str, as_of: date, limit: int) -> list[Passage]:
        """The clauses in force on `as_of` that answer, best first; [] when none fits."""
        cited = citations(question, self._corpus.names)
        exact = self._cited(cited, as_of)
        rest = _without(question, cited)
        if cited and (not exact or len(rest) < LEAST_WORDS):
            return exact[:limit]
        found = [] if not question.strip() else self._fitting(rest, question, as_of, limit)
        seen = {one.clause.id for one in exact}
        return [*exact, *(one for one in found if one.clause.id not in seen)][:limit]
