"""Which clauses a search may give: by day, title, kind, issuer, language and audience."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Corpus
from knowledge.model import Clause, Document, Filters

Mask = NDArray[np.bool_]


class Scope:
    """The clauses of a corpus by what filters ask of them; masks are kept once made."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._masks: dict[Filters, Mask] = {}
        self._documents = {one.id: one for one in corpus.documents}

    def visible(self, filters: Filters) -> Mask:
        """The clauses that pass the filters, whenever they are in force."""
        if filters not in self._masks:
            passing = [self.passes(one, filters) for one in self._corpus.clauses]
            self._masks[filters] = np.array(passing, dtype=np.bool_)
        return self._masks[filters]

    def allowed(self, as_of: date, filters: Filters, titles: Sequence[str]) -> Mask:
        """The clauses in force on `as_of` that pass, in one of `titles` where any are given."""
        return self._corpus.allowed(as_of, titles) & self.visible(filters)

    def ended(self, as_of: date, filters: Filters, titles: Sequence[str]) -> Mask:
        """The clauses that pass and were in force before `as_of`, but no longer are."""
        over = self._corpus.ended(as_of) & self.visible(filters)
        if titles:
            over &= np.array([one.document in titles for one in self._corpus.clauses])
        return over

    def passes(self, clause: Clause, filters: Filters) -> bool:
        """Whether one clause passes the filters."""
        document = self._documents[clause.document_id]
        return clause.is_for(filters.audience) and all(
            wanted is None or wanted == of(document)
            for wanted, of in (
                (filters.kind, _kind),
                (filters.issuer, _issuer),
                (filters.language, _language),
            )
        )


def _kind(document: Document) -> str:
    return document.kind


def _issuer(document: Document) -> str | None:
    return document.issuer


def _language(document: Document) -> str:
    return document.language
