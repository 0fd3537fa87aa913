"""The present version of the library: its corpus and its search, renewed when it changes."""

import threading
from pathlib import Path

from filelock import Timeout

from knowledge.corpus import Corpus
from knowledge.dense import DenseIndex
from knowledge.embedding import Embedder
from knowledge.glossary import Glossary
from knowledge.index import Indexer, Progress, writing_lock
from knowledge.search import Search
from knowledge.table import ClauseTable


class Present:
    """What is searched now; a reader keeps the version it holds while another is being built."""

    def __init__(self, home: Path, table: ClauseTable, embedder: Embedder | None) -> None:
        self._table = table
        self._embedder = embedder
        self._writing = writing_lock(home)
        self._indexer = Indexer(home, table, embedder) if embedder else None
        self._glossary = Glossary()
        self._lock = threading.Lock()
        self._corpus: Corpus | None = None
        self._search: Search | None = None

    def corpus(self) -> Corpus:
        """The corpus of the library's present version."""
        version = self._table.version()
        held = self._corpus
        if held is not None and held.version == version:
            return held
        self._corpus = read = Corpus(*self._table.policies())
        return read

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make the search of the present version, its index included; for whoever writes."""
        self._search = self._made(self.corpus(), progress)

    def search(self, progress: Progress | None = None) -> Search:
        """The search of the present version, or of the one held while that is being built."""
        held = self._search
        if held is None:
            with self._lock:
                return self._renewed(progress)
        is_current = held.version == self._table.version() and not held.is_damaged
        if is_current or not self._lock.acquire(blocking=False):
            return held
        try:
            return self._renewed(progress)
        finally:
            self._lock.release()

    def warm(self, progress: Progress | None = None) -> None:
        """Load the clauses, the index and the model, so that the next search is quick."""
        self.search(progress)
        if self._embedder:
            self._embedder.question("预热")

    def reindex(self, progress: Progress | None = None) -> int:
        """Build the index from the clauses alone; how many clauses it holds."""
        corpus = self.corpus()
        dense = None
        if self._embedder is not None and self._indexer is not None:
            index = self._indexer.rebuild(corpus.version, corpus.clauses, progress)
            dense = self._embedder, index
        self._search = Search(corpus, self._glossary, dense)
        return len(corpus.clauses)

    def _renewed(self, progress: Progress | None) -> Search:
        held = self._search
        corpus = self.corpus()
        if held is not None and held.is_damaged:
            self.reindex(progress)
            held = self._search
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
