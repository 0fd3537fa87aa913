"""The library: documents in, clauses and passages out."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from knowledge.embedding import Embedder
from knowledge.index import Progress, writing_lock
from knowledge.intake import Intake
from knowledge.model import AddReport, Clause, Document, Findings
from knowledge.present import Present
from knowledge.table import ClauseTable

POLICIES: Final = Path(__file__).parent / "policies"
LEXICAL_ONLY: Final = (
    "目前只按字面检索条款，可能漏掉换了说法的内容。"
    " Clauses are searched by their words only at present; other wordings may be missed."
)


class Library:
    """The clauses of one folder, shared by every process that opens it; safe for threads."""

    def __init__(self, home: Path, embedder: Embedder | None = None) -> None:
        self._table = ClauseTable(home)
        self._embedder = embedder
        self._writing = writing_lock(home)
        self._present = Present(home, self._table, embedder)

    def add(self, paths: Sequence[Path], progress: Progress | None = None) -> AddReport:
        """Take in files, and folders with the files below them; each file whole or not at all.

        A file whose words are already kept is unchanged; an edited file replaces its document; an
        edition with a later day of effect stands beside the earlier one, which ends that day.
        """
        begun = time.monotonic()
        with self._writing:
            intake = Intake(self._table)
            intake.read(paths, progress)
            if intake.keep():
                self._present.rebuild(progress)
        return intake.report(time.monotonic() - begun)

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

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        """The article of the named document in force on `as_of`; None where there is none.

        `document` is a short title, a full title, an abbreviation or a file name; 民法典 stands for
        all its files. `article` is the number citations carry ("15", "15-1", "3.2").
        """
        corpus = self._present.corpus()
        return corpus.clause(corpus.names.titles(document), article, as_of)

    def clauses_for_rule(self, rule: str, as_of: date | None = None) -> list[Clause]:
        """The manual's clauses that state the compliance rule, in order; [] when none does."""
        return [
            one
            for one in self._present.corpus().clauses
            if rule in one.rules and (as_of is None or one.in_force(as_of))
        ]

    def search(self, question: str, as_of: date, limit: int = 5) -> Findings:
        """The clauses in force on `as_of` that answer the question, best first.

        No passages means nothing fits. Adds made by other processes are seen at the next call.
        """
        found = self._present.search().passages(question, as_of, limit)
        return Findings(
            question=question,
            as_of=as_of,
            passages=tuple(found),
            notice=None if self._embedder else LEXICAL_ONLY,
        )

    def warm(self, progress: Progress | None = None) -> None:
        """Load the clauses, the index and the model, so that the next search is quick."""
        self._present.warm(progress)
