"""The library: documents in, clauses and passages out."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from filelock import Timeout

from knowledge.corpus import Corpus
from knowledge.documents import Policy, policy
from knowledge.embedding import Embedder
from knowledge.errors import BadPolicyDocument
from knowledge.glossary import Glossary
from knowledge.index import DenseIndex, Indexer, writing_lock
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
        self._writing = writing_lock(home)
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
        with self._writing:
            outcome = self._read(paths, progress)
            if outcome.kept:
                self._table.keep(outcome.kept)
                self._search = self._made(self._current(), progress)
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

    def _read(self, paths: Sequence[Path], progress: Progress | None) -> "_Outcome":
        outcome = _Outcome()
        for path in _files(paths):
            if progress:
                progress(f"读取 {path.name} Reading")
            self._take(path, outcome)
        return outcome

    def _take(self, path: Path, outcome: "_Outcome") -> None:
        try:
            found = policy(path)
        except BadPolicyDocument as error:
            outcome.refused.append((path.name, error.reason))
            return
        fingerprint = _fingerprint(found)
        if self._table.fingerprint(found.document.id) == fingerprint:
            outcome.unchanged.append(found.document.short_title)
        else:
            outcome.kept[fingerprint] = found

    def _current(self) -> Corpus:
        """The corpus of the library's present version."""
        version = self._table.version()
        held = self._corpus
        if held is not None and held.version == version:
            return held
        self._corpus = read = Corpus(*self._table.policies())
        return read

    def _ready(self, progress: Progress | None = None) -> Search:
        """The search of the present version, or of the one held while that is being built."""
        held = self._search
        if held is None:
            with self._lock:
                return self._renewed(progress)
        if held.version == self._table.version() or not self._lock.acquire(blocking=False):
            return held
        try:
            return self._renewed(progress)
        finally:
            self._lock.release()

    def _renewed(self, progress: Progress | None) -> Search:
        held = self._search
        corpus = self._current()
        if held is not None and (held.version == corpus.version or self._is_being_built(corpus)):
            return held
        self._search = made = self._made(corpus, progress)
        return made

    def _made(self, corpus: Corpus, progress: Progress | None) -> Search:
        return Search(corpus, self._glossary, self._dense(corpus, progress))

    def _is_being_built(self, corpus: Corpus) -> bool:
        """Whether another process is at work on the index of this corpus."""
        if self._indexer is None or self._indexer.is_finished(corpus.version):
            return False
        try:
            with self._writing.acquire(timeout=0):
                return False
        except Timeout:
            return True

    def _dense(
        self, corpus: Corpus, progress: Progress | None
    ) -> tuple[Embedder, DenseIndex] | None:
        if self._embedder is None or self._indexer is None:
            return None
        return self._embedder, self._indexer.open(corpus.version, corpus.clauses, progress)


class _Outcome:
    """What adding has done so far."""

    def __init__(self) -> None:
        self.kept: dict[str, Policy] = {}
        self.unchanged: list[str] = []
        self.refused: list[tuple[str, str]] = []

    def report(self, seconds: float) -> AddReport:
        return AddReport(
            added=tuple(one.document.short_title for one in self.kept.values()),
            unchanged=tuple(self.unchanged),
            refused=tuple(self.refused),
            clauses=sum(len(one.clauses) for one in self.kept.values()),
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
    body = found.model_dump_json(
        exclude={"document": {"source"}, "clauses": {"__all__": {"source"}}}
    )
    return hashlib.sha256(body.encode()).hexdigest()
