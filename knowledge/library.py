"""The library: documents in, clauses and passages out."""

import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from knowledge.editions import difference
from knowledge.embedding import Embedder
from knowledge.errors import NoSuchPolicy
from knowledge.index import Progress, writing_lock
from knowledge.intake import Intake
from knowledge.limits import Limits
from knowledge.model import (
    AddReport,
    Audience,
    Clause,
    Clearance,
    Difference,
    Document,
    Filters,
    Findings,
    Receipt,
)
from knowledge.present import Present
from knowledge.removal import counted, receipt, sweep
from knowledge.search import Asked
from knowledge.table import ClauseTable

POLICIES: Final = Path(__file__).parent / "policies"


class Library:
    """The clauses of one folder, shared by every process that opens it; safe for threads."""

    def __init__(
        self, home: Path, embedder: Embedder | None = None, limits: Limits | None = None
    ) -> None:
        self._home = home
        self._limits = limits or Limits()
        self._table = ClauseTable(home)
        self._writing = writing_lock(home)
        self._present = Present(home, self._table, embedder)

    def add(
        self,
        paths: Sequence[Path],
        progress: Progress | None = None,
        at: datetime | None = None,
        by: str = "",
    ) -> AddReport:
        """Take in files, folders and archives with the files in them; each whole or not at all.

        A file whose words are already kept is unchanged; an edited file replaces its document, and
        a receipt names what this put out; an edition with a later day of effect stands beside the
        earlier one, which ends that day. `at` and `by` go on the receipts.
        """
        begun = time.monotonic()
        with self._writing:
            intake = Intake(self._table, self._limits, at, by)
            intake.read(paths, progress)
            intake.keep()
            if intake.has_changed or self._table.is_unswept():
                self._settle(progress)
        return intake.report(time.monotonic() - begun)

    def remove(
        self, document_ids: Sequence[str], at: datetime, by: str, progress: Progress | None = None
    ) -> tuple[Receipt, ...]:
        """Take documents out of the table and of every index; a receipt for each.

        Raises:
            NoSuchPolicy: One of the ids is not kept; nothing was removed.
        """
        with self._writing:
            held = {one.document.id: one for one in self._table.policies()[1]}
            missing = next((one for one in document_ids if one not in held), None)
            if missing is not None:
                raise NoSuchPolicy(missing)
            left = [c for one in held.values() if one.document.id not in document_ids
                    for c in one.clauses]  # fmt: skip
            filed = self._table.remove(
                counted(receipt(held[one].document, "removed", at, by), held[one].clauses, left,
                        self._table)
                for one in dict.fromkeys(document_ids)
            )  # fmt: skip
            self._settle(progress)
        return filed

    def receipts(self) -> list[Receipt]:
        """What has left the library, the latest first."""
        return self._table.receipts()

    def editions(self, name: str) -> list[Document]:
        """The editions of a document by day of effect, under any of its names or its id.

        Raises:
            NoSuchPolicy: Nothing is kept under this name.
        """
        titles = self._present.corpus().names.titles(name)
        found = [one for one in self.documents() if one.short_title in titles or one.id == name]
        if not found:
            raise NoSuchPolicy(name)
        return found

    def difference(
        self, name: str, older: date | None = None, newer: date | None = None
    ) -> Difference | None:
        """The last two editions of a document compared, or those in force on the two days.

        None where there are not two.

        Raises:
            NoSuchPolicy: Nothing is kept under this name.
        """
        editions = self.editions(name)
        last = _on(editions, newer) or editions[-1]
        before = [one for one in editions if one.id != last.id and _starts(one) <= _starts(last)]
        first = _on(editions, older) if older else next(iter(before[::-1]), None)
        if first is None or first.id == last.id:
            return None
        held = (self._table.policy(first.id), self._table.policy(last.id))
        return None if held[0] is None or held[1] is None else difference(held[0], held[1])

    def text(self, document_id: str) -> str:
        """The text that the clauses of a document point into.

        Raises:
            NoSuchPolicy: The document is not kept.
        """
        text = self._table.text(document_id)
        if text is None:
            raise NoSuchPolicy(document_id)
        return text

    def flagged(self) -> list[Clause]:
        """Suspicious clauses, cleared or not, in order."""
        return [one for one in self.clauses() if one.flags]

    def clear(self, clause_id: str, by: str, at: datetime, note: str = "") -> Clause:
        """Let a flagged clause be cited to customers; recorded, and void when its words change.

        Raises:
            NoSuchPolicy: No clause of this id is flagged.
        """
        with self._writing:
            found = next((one for one in self.flagged() if one.id == clause_id), None)
            if found is None:
                raise NoSuchPolicy(clause_id)
            given = Clearance(by=by, at=at, note=note)
            self._table.clear(found, given)
            self._settle(None)
        return found.model_copy(update={"clearance": given})

    def _settle(self, progress: Progress | None) -> None:
        """Build what is searched, and leave nowhere what has left the table."""
        self._present.rebuild(progress)
        if self._table.is_unswept():
            sweep(self._home, self._table, self._present.corpus().clauses)

    def manual(self, progress: Progress | None = None) -> AddReport:
        """Take in the bank's own policy manual that comes with this package."""
        return self.add([POLICIES], progress)

    def documents(self) -> list[Document]:
        """Every document and edition kept, by title and day of effect."""
        kept = self._present.corpus().documents
        return sorted(kept, key=lambda one: (one.short_title, one.effective_from or date.min))

    def clauses(self) -> list[Clause]:
        """Every clause of every edition kept, document by document in order."""
        return list(self._present.corpus().clauses)

    def clause(
        self, document: str, article: str, as_of: date, audience: Audience = "customer"
    ) -> Clause | None:
        """The article of the named document in force on `as_of`; None where there is none.

        `document` is a short title, a full title, an abbreviation or a file name; 民法典 stands for
        all its files. `article` is the number citations carry ("15", "15-1", "3.2").
        """
        corpus = self._present.corpus()
        return corpus.clause(corpus.names.titles(document), article, as_of, audience)

    def clauses_for_rule(self, rule: str, as_of: date | None = None) -> list[Clause]:
        """The manual's clauses that state the compliance rule, in order; [] when none does."""
        return [
            one
            for one in self._present.corpus().clauses
            if rule in one.rules and not one.is_held_back and (as_of is None or one.in_force(as_of))
        ]

    def search(
        self, question: str, as_of: date, limit: int = 5, filters: Filters | None = None
    ) -> Findings:
        """The clauses in force on `as_of` that answer the question, best first.

        No passages means nothing fits, and `reason` says why. Without filters, what a customer may
        be shown is searched. Adds made by other processes are seen at the next call.
        """
        asked = Asked(question=question, as_of=as_of, limit=limit, filters=filters or Filters())
        return self._present.search().findings(asked)

    def margin(self, question: str, as_of: date) -> float:
        """By how much the best clause passes the bar below which none is shown; below 0 none is.

        A question that cites or names what is kept or not is not weighed: 1 and -1.
        """
        return self._present.search().margin(
            Asked(question=question, as_of=as_of, filters=Filters(audience="staff"))
        )

    def reindex(self, progress: Progress | None = None) -> int:
        """Build the index from the clauses alone, whatever was there; how many clauses it holds.

        Earlier builds answer until the fresh one is whole.
        """
        with self._writing:
            return self._present.reindex(progress)

    def warm(self, progress: Progress | None = None) -> None:
        """Load the clauses, the index and the model, so that the next search is quick.

        A removal that was cut off after its receipt is brought to its end first.
        """
        if self._table.is_unswept():
            with self._writing:
                self._settle(progress)
        self._present.warm(progress)


def _starts(document: Document) -> date:
    return document.effective_from or date.min


def _on(editions: Sequence[Document], day: date | None) -> Document | None:
    """The edition in force on a day: the last that had begun."""
    begun = [one for one in editions if day is not None and _starts(one) <= day]
    return begun[-1] if begun else None
