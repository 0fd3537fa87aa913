"""How well clauses are found: hits, ranks and honest not-founds, beside BM25 and dense alone."""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from assistant.bootstrap import bank_clock
from evals.bench.lines import lines_of
from evals.bench.ranks import CUTS, SEED, Answer, Article, Question, by_type, scores
from evals.bench.retrieval_speed import speed
from evals.errors import EvalError
from evals.machine import HOME, default_laws, measured
from evals.scores import seconds_of
from evals.tables import table
from evals.world import settings_of
from knowledge import Clause, Embedder, Filters, Library, Passage, find_embedder
from knowledge.corpus import Corpus
from knowledge.index import Indexer
from knowledge.table import ClauseTable

DEPTH: Final = 10
WIDE: Final = 60
"""Clauses asked of the vectors, some of which may not be in force."""
ABSENT: Final = Path(__file__).parent / "questions" / "law_not_loaded.jsonl"
"""Our own questions whose law is not among those of the bench, for the curve of abstentions."""
STAFF: Final = Filters(audience="staff")

Tell = Callable[[str], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    wanted = "lines of {id, type, question, gold: [{law, article, num}]}"
    parser.add_argument("--questions", type=Path, default=None, help=wanted)
    parser.add_argument("--absent", type=Path, default=ABSENT, help="questions no law answers")
    parser.add_argument("--laws", type=Path, default=default_laws())
    parser.add_argument("--as-of", type=date.fromisoformat, default=None, dest="as_of")
    parser.add_argument("--manual", action="store_true", help="our own manual beside the laws")
    parser.add_argument("--size", type=int, default=None, help="measure speed at N clauses")


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Ask every question of a library made afresh from the laws, or time one of that size."""
    if asked.laws is None:
        message = "name the folder of laws: --laws DIR"
        raise EvalError(message)
    if asked.size is not None:
        return speed(asked.laws, asked.size, tell)
    if asked.questions is None:
        message = "name a file of questions: --questions FILE, or a size: --size N"
        raise EvalError(message)
    questions = [_question(one) for one in lines_of(asked.questions)]
    absent = [_question(one) for one in lines_of(asked.absent)]
    with tempfile.TemporaryDirectory(prefix="retrieval-") as scratch:
        result = _measured(Path(scratch), asked, (questions, absent), tell)
    result |= measured(seeds=(SEED,))
    return _table(result), result


def _measured(
    home: Path,
    asked: argparse.Namespace,
    questions: tuple[Sequence[Question], Sequence[Question]],
    tell: Tell,
) -> dict[str, Any]:
    embedder = find_embedder(settings_of(home).embedder_folder, HOME / "models", progress=tell)
    library = Library(home, embedder)
    began = time.perf_counter()
    tell("索引 Indexing")
    if asked.manual:
        library.manual()
    library.add([asked.laws])
    library.warm()
    indexed = time.perf_counter() - began
    as_of = asked.as_of or bank_clock().date()
    result = _asked(library, questions, as_of, tell)
    result["index_seconds"] = round(indexed, 2)
    result["clauses"] = sum(one.clauses for one in library.documents())
    result["baselines"] = _baselines(home, embedder, questions[0], as_of)
    return result


def _asked(
    library: Library,
    questions: tuple[Sequence[Question], Sequence[Question]],
    as_of: date,
    tell: Tell,
) -> dict[str, Any]:
    asked, absent = questions
    tell(f"{len(asked)} questions, {len(absent)} that no law loaded answers")
    answers = [_answer(library, one.text, as_of) for one in asked]
    silent = [_answer(library, one.text, as_of) for one in absent]
    return {
        "types": by_type(asked, answers),
        "all": scores(asked, answers),
        "abstain": _abstained([*asked, *absent], [*answers, *silent]),
        "curve": _curve(library, questions, as_of),
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


def _curve(
    library: Library, questions: tuple[Sequence[Question], Sequence[Question]], as_of: date
) -> list[dict[str, float | None]]:
    """What abstains at other bars, from 0.10 below the shipped one to 0.10 above it."""
    asked, absent = questions
    held = [library.margin(one.text, as_of) for one in asked if one.gold]
    lacked = [library.margin(one.text, as_of) for one in (*asked, *absent) if not one.gold]
    return [
        {
            "raised_by": shift / 100,
            "unanswerable_abstained": _share([one < shift / 100 for one in lacked]),
            "answerable_abstained": _share([one < shift / 100 for one in held]),
        }
        for shift in range(-10, 11, 2)
    ]


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
    return {name: _of_baseline(questions, rank) for name, rank in ranked.items()}


def _of_baseline(
    questions: Sequence[Question], rank: Callable[[str], list[Article]]
) -> dict[str, Any]:
    answers = [Answer(_once(rank(one.text)), 0.0) for one in questions]
    return {**scores(questions, answers), "types": by_type(questions, answers)}


def _answer(library: Library, text: str, as_of: date) -> Answer:
    began = time.perf_counter()
    passages = library.search(text, as_of, DEPTH, STAFF).passages
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
    heads = [*(f"hit_at_{cut}" for cut in CUTS), "mrr"]
    named = {**result["types"], "all": result["all"]}
    for baseline, one in result["baselines"].items():
        named |= {f"{baseline}: {name}": each for name, each in one["types"].items()}
        named[f"{baseline}: all"] = one
    rows = [[name, one["n"], *(_cell(one, head) for head in heads)] for name, one in named.items()]
    curve = table(
        ["bar raised by", "unanswerable abstained", "answerable abstained"],
        [list(one.values()) for one in result["curve"]],
    )
    abstain = "  ".join(f"{key} {value}" for key, value in result["abstain"].items())
    seconds = result["query_seconds"]
    spent = f"p50 {seconds['p50']} s  p95 {seconds['p95']} s  index {result['index_seconds']} s"
    return "\n\n".join([table(["type", "n", *heads], rows), abstain, curve, spent])


def _cell(one: dict[str, Any], head: str) -> str:
    if head not in one:
        return "–"
    low, high = one["intervals"][head]
    return f"{one[head]:.3f} ({low:.2f}–{high:.2f})"
