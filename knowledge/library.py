"""The library: documents in, clauses and passages out."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from knowledge.corpus import Corpus
from knowledge.documents import Policy, policy
from knowledge.embedding import Embedder
from knowledge.errors import BadPolicyDocument
from knowledge.glossary import Glossary
from knowledge.index import DenseIndex, Indexer
from knowledge.model import AddReport, Clause, Document, Findings
from knowledge.reading import SUFFIXES
from knowledge.search import Search
from knowledge.table import ClauseTable

POLICIES: Final = Path(__file__).parent / "policies"
LEXICAL_ONLY: Final = (
    "目前只按字面检索条款，可能漏掉换了说法的内容。"
    " Clauses are searched by their words only at present; other wordings may be missed."
)

Progress = Callable[[str], None]


class Library:
    """The clauses of one folder, shared by every process that opens it; safe for threads."""

    def __init__(self, home: Path, embedder: Embedder | None = None) -> None:
        self._table = ClauseTable(home)
        self._embedder = embedder
        self._indexer = Indexer(home, self._table, embedder) if embedder else None
        self._glossary = Glossary()
        self._lock = threading.Lock()
        self._corpus: Corpus | None = None
        self._search: Search | None = None

    def add(self, paths: Sequence[Path], progress: Progress | None = None) -> AddReport:
        """Take in files, and folders with the files below them; each file whole or not at all.

        A file whose words are already kept is unchanged; an edited file replaces its document; an
        edition with a later day of effect stands beside the earlier one, which ends that day.
        """
        begun = time.monotonic()
        outcome = _Outcome()
        for path in _files(paths):
            if progress:
                progress(f"读取 {path.name} Reading")
            self._take(path, outcome)
        if outcome.added:
            self._ready(progress)
        return outcome.report(time.monotonic() - begun)

    def manual(self, progress: Progress | None = None) -> AddReport:
        """Take in the bank's own policy manual that comes with this package."""
        return self.add([POLICIES], progress)

    def documents(self) -> list[Document]:
        """Every document and edition kept, by title and day of effect."""
        kept = self._current().documents
        return sorted(kept, key=lambda one: (one.short_title, one.effective_from or date.min))

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        """The article of the named document in force on `as_of`; None where there is none.

        `document` is a short title, a full title, an abbreviation or a file name; 民法典 stands for
        all its files. `article` is the number citations carry ("15", "15-1", "3.2").
        """
        corpus = self._current()
        return corpus.clause(corpus.names.titles(document), article, as_of)

    def clauses_for_rule(self, rule: str, as_of: date | None = None) -> list[Clause]:
        """The manual's clauses that state the compliance rule, in order; [] when none does."""
        return [
            one
            for one in self._current().clauses
            if rule in one.rules and (as_of is None or one.in_force(as_of))
        ]

    def search(self, question: str, as_of: date, limit: int = 5) -> Findings:
        """The clauses in force on `as_of` that answer the question, best first.

        No passages means nothing fits. Adds made by other processes are seen at the next call.
        """
        found = self._ready().passages(question, as_of, limit)
        return Findings(
            question=question,
            as_of=as_of,
            passages=tuple(found),
            notice=None if self._embedder else LEXICAL_ONLY,
        )

    def warm(self, progress: Progress | None = None) -> None:
        """Load the clauses, the index and the model, so that the next search is quick."""
        self._ready(progress)
        if self._embedder:
            self._embedder.question("预热")

    def _take(self, path: Path, outcome: "_Outcome") -> None:
        try:
            found = policy(path)
        except BadPolicyDocument as error:
            outcome.refused.append((path.name, error.reason))
            return
        fingerprint = _fingerprint(found)
        if self._table.fingerprint(found.document.id) == fingerprint:
            outcome.unchanged.append(found.document.short_title)
            return
        self._table.keep(found, fingerprint)
        outcome.added.append(found.document.short_title)
        outcome.clauses += len(found.clauses)

    def _current(self) -> Corpus:
        """The corpus of the library's present version."""
        with self._lock:
            if self._corpus is None or self._corpus.version != self._table.version():
                self._corpus = Corpus(*self._table.policies())
                self._search = None
            return self._corpus

    def _ready(self, progress: Progress | None = None) -> Search:
        corpus = self._current()
        with self._lock:
            if self._search is None or self._search.version != corpus.version:
                self._search = Search(corpus, self._glossary, self._dense(corpus, progress))
            return self._search

    def _dense(
        self, corpus: Corpus, progress: Progress | None
    ) -> tuple[Embedder, DenseIndex] | None:
        if self._embedder is None or self._indexer is None:
            return None
        return self._embedder, self._indexer.open(corpus.version, corpus.clauses, progress)


class _Outcome:
    """What adding has done so far."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.unchanged: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.clauses = 0

    def report(self, seconds: float) -> AddReport:
        return AddReport(
            added=tuple(self.added),
            unchanged=tuple(self.unchanged),
            refused=tuple(self.refused),
            clauses=self.clauses,
            seconds=seconds,
        )


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and of folders those of a kind that can be read, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES
            )
        else:
            yield path


def _fingerprint(found: Policy) -> str:
    body = found.model_dump_json(exclude={"document": {"source"}, "clauses": {"__all__": {"source"}}})
    return hashlib.sha256(body.encode()).hexdigest()
