"""One version of the library in memory: clauses, names and the lexical index."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import MANUAL, Policy
from knowledge.lexical import Lexical
from knowledge.model import Audience, Clause, Document
from knowledge.names import Names

FOREVER: Final = date.max.toordinal() + 1


class Corpus:
    """What a search reads: never changed, replaced as a whole when the library changes."""

    def __init__(self, version: int, policies: Sequence[Policy]) -> None:
        self.version = version
        editions = list(map(_closed, *_with_ends(policies))) if policies else []
        self.documents = tuple(one.document for one in editions)
        self.clauses = tuple(clause for one in editions for clause in one.clauses)
        self.place = {one.id: place for place, one in enumerate(self.clauses)}
        self.is_manual = np.array([one.kind == MANUAL for one in self.clauses], dtype=np.bool_)
        self._begins = np.array([_ordinal(one.effective_from, 0) for one in self.clauses])
        self._ends = np.array([_ordinal(one.effective_to, FOREVER) for one in self.clauses])
        self._titles = np.array([one.document for one in self.clauses])
        self.names = Names(self.documents)
        self.lexical = Lexical([lexical_text(one) for one in self.clauses])
        self._by_citation: defaultdict[tuple[str, str], list[Clause]] = defaultdict(list)
        for one in self.clauses:
            self._by_citation[one.document, one.article].append(one)

    def clause(
        self, titles: Iterable[str], article: str, as_of: date, audience: Audience = "customer"
    ) -> Clause | None:
        """The article of the first of `titles` that holds it in force on `as_of`.

        What may not be cited to the audience is as if it were not held.
        """
        found = (one for title in titles for one in self._by_citation.get((title, article), ()))
        return next((one for one in found if one.in_force(as_of) and one.is_for(audience)), None)

    def allowed(self, as_of: date, titles: Sequence[str] = ()) -> NDArray[np.bool_]:
        """Which clauses are in force on `as_of`, in one of `titles` where any are given."""
        day = as_of.toordinal()
        in_force = (self._begins <= day) & (day < self._ends)
        if not titles:
            return in_force
        return in_force & np.isin(self._titles, titles)

    def ended(self, as_of: date) -> NDArray[np.bool_]:
        """Which clauses were in force before `as_of` and are no longer."""
        return self._ends <= as_of.toordinal()


def lexical_text(clause: Clause) -> str:
    """The words a clause can be found by."""
    above = (clause.document, *clause.heading)
    return " ".join((*above, clause.text, clause.text_en or "", *clause.asks))


def _ordinal(day: date | None, absent: int) -> int:
    return absent if day is None else day.toordinal()


def _with_ends(policies: Sequence[Policy]) -> tuple[list[Policy], list[date | None]]:
    """Each edition with the day its next edition begins."""
    ordered = sorted(
        policies, key=lambda one: (one.family, one.document.effective_from or date.min)
    )
    following = [*ordered[1:], None]
    ends = [
        after.document.effective_from if after and after.family == one.family else None
        for one, after in zip(ordered, following, strict=True)
    ]
    return ordered, ends


def _closed(policy: Policy, end: date | None) -> Policy:
    if end is None:
        return policy
    clauses = tuple(
        one if one.effective_to else one.model_copy(update={"effective_to": end})
        for one in policy.clauses
    )
    document: Document = policy.document.model_copy(
        update={"effective_to": policy.document.effective_to or end}
    )
    return policy.model_copy(update={"document": document, "clauses": clauses})
