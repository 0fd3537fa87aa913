"""How well clauses are found: hits, ranks and honest not-founds, beside BM25 and dense alone."""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from assistant.bootstrap import bank_clock
from evals.bench.lines import lines_of
from evals.errors import EvalError
from evals.machine import HOME, default_laws, measured
from evals.scores import seconds_of
from evals.tables import table
from evals.world import settings_of
from knowledge import Clause, Embedder, Library, Passage, find_embedder
from knowledge.corpus import Corpus
from knowledge.index import Indexer
from knowledge.table import ClauseTable

DEPTH: Final = 10
WIDE: Final = 60
"""Clauses asked of the vectors, some of which may not be in force."""
CUTS: Final = (1, 5, 10)
"""Ranks down to which a found article counts as a hit."""

Article = tuple[str, str]
"""A document's short title and an article's number."""


@dataclass(frozen=True)
class Answer:
    """What came back for a question: articles best first, each once, in how many seconds."""

    articles: tuple[Article, ...]
    seconds: float


@dataclass(frozen=True)
class Question:
    """A question with the articles that answer it; () where none does."""

    text: str
    type: str
    gold: frozenset[Article]

    def rank(self, answer: Answer) -> int | None:
        """The place of the first right article, from 1; None where none came back."""
        ranks = (at for at, one in enumerate(answer.articles, 1) if one in self.gold)
        return next(ranks, None)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    wanted = "lines of {id, type, question, gold: [{law, article, num}]}"
    parser.add_argument("--questions", type=Path, required=True, help=wanted)
    parser.add_argument("--laws", type=Path, default=default_laws())
    parser.add_argument("--as-of", type=date.fromisoformat, default=None, dest="as_of")


def measure(asked: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    """Ask every question of a library made afresh from the laws and the manual."""
    questions = [_question(one) for one in lines_of(asked.questions)]
    if asked.laws is None:
        message = "name the folder of laws: --laws DIR"
        raise EvalError(message)
    as_of = asked.as_of or bank_clock().date()
    with tempfile.TemporaryDirectory(prefix="retrieval-") as scratch:
        settings = settings_of(Path(scratch))
        embedder = find_embedder(settings.embedder_folder, HOME / "models", progress=tell)
        library = Library(Path(scratch), embedder)
        began = time.perf_counter()
        tell("索引 Indexing")
        library.manual()
        library.add([asked.laws])
        library.warm()
        indexed = time.perf_counter() - began
        result = _asked(library, questions, as_of, tell)
        result["index_seconds"] = round(indexed, 2)
        result["clauses"] = sum(one.clauses for one in library.documents())
        result["baselines"] = _baselines(Path(scratch), embedder, questions, as_of)
    result |= measured()
    return _table(result), result


def scores(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, Any]:
    """Hits and mean reciprocal rank over the questions an article answers; {n: 0} for none."""
    ranked = [one.rank(answer) for one, answer in zip(questions, answers, strict=True) if one.gold]
    count = len(ranked)
    if not count:
        return {"n": 0}
    hits = {
        f"hit_at_{cut}": round(sum(rank is not None and rank <= cut for rank in ranked) / count, 4)
        for cut in CUTS
    }
    return {"n": count, **hits, "mrr": round(sum(1 / rank for rank in ranked if rank) / count, 4)}


def _asked(
    library: Library, questions: Sequence[Question], as_of: date, tell: Callable[[str], None]
) -> dict[str, Any]:
    tell(f"{len(questions)} questions")
    answers = [_answer(library, one.text, as_of) for one in questions]
    types = dict.fromkeys(one.type for one in questions)
    return {
        "types": {
            name: scores(
                [one for one in questions if one.type == name],
                [
                    answer
                    for one, answer in zip(questions, answers, strict=True)
                    if one.type == name
                ],
            )
            for name in types
        },
        "all": scores(questions, answers),
        "abstain": _abstained(questions, answers),
        "query_seconds": seconds_of([one.seconds for one in answers]),
    }


def _abstained(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, float | None]:
    """Share of questions nothing came back for: of those none answers, and of the others."""
    silent: dict[bool, list[bool]] = {True: [], False: []}
    for one, answer in zip(questions, answers, strict=True):
        silent[bool(one.gold)].append(not answer.articles)
    return {
        "unanswerable_abstained": _share(silent[False]),
        "answerable_abstained": _share(silent[True]),
    }


def _share(found: Sequence[bool]) -> float | None:
    return round(sum(found) / len(found), 4) if found else None


def _baselines(
    library: Path, embedder: Embedder | None, questions: Sequence[Question], as_of: date
) -> dict[str, Any]:
    """The same clauses ranked by their words alone (BM25), and by their meaning alone."""
    table_of = ClauseTable(library)
    corpus = Corpus(*table_of.policies())
    allowed = corpus.allowed(as_of)

    def by_words(question: str) -> list[Article]:
        found = corpus.lexical.scores(question) * allowed
        best = [int(one) for one in np.argsort(-found, kind="stable")[:DEPTH]]
        return [_article(corpus.clauses[one]) for one in best if found[one] > 0]

    ranked = {"bm25": by_words}
    if embedder is not None:
        index = Indexer(library, table_of, embedder).open(corpus.version, corpus.clauses)

        def by_meaning(question: str) -> list[Article]:
            near = index.nearest(embedder.question(question), WIDE)
            held = [corpus.place[clause_id] for clause_id, _ in near]
            return [_article(corpus.clauses[one]) for one in held if allowed[one]][:DEPTH]

        ranked["dense"] = by_meaning
    return {
        name: scores(questions, [Answer(_once(rank(one.text)), 0.0) for one in questions])
        for name, rank in ranked.items()
    }


def _answer(library: Library, text: str, as_of: date) -> Answer:
    began = time.perf_counter()
    passages = library.search(text, as_of, DEPTH).passages
    return Answer(_articles(passages), round(time.perf_counter() - began, 4))


def _articles(passages: Sequence[Passage]) -> tuple[Article, ...]:
    return _once([_article(one.clause) for one in passages])


def _once(articles: Sequence[Article]) -> tuple[Article, ...]:
    return tuple(dict.fromkeys(articles))


def _article(clause: Clause) -> Article:
    return _title(clause.document), clause.article


def _question(line: dict[str, Any]) -> Question:
    gold = frozenset((_title(str(one["law"])), str(one["num"])) for one in line["gold"])
    return Question(text=str(line["question"]), type=str(line["type"]), gold=gold)


def _title(law: str) -> str:
    """A short title, however the parts of a code are joined to its name."""
    return law.replace("_", "·")


def _table(result: dict[str, Any]) -> str:
    heads = [f"hit_at_{cut}" for cut in CUTS]
    baselines = {f"{name} (all)": one for name, one in result["baselines"].items()}
    named = {**result["types"], "all": result["all"], **baselines}
    rows = [
        [name, one["n"], *(one.get(head, "–") for head in heads), one.get("mrr", "–")]
        for name, one in named.items()
    ]
    abstain = "  ".join(f"{key} {value}" for key, value in result["abstain"].items())
    seconds = result["query_seconds"]
    spent = f"p50 {seconds['p50']} s  p95 {seconds['p95']} s  index {result['index_seconds']} s"
    return "\n\n".join([table(["type", "n", *heads, "mrr"], rows), abstain, spent])
