"""How well the shipped engine hears what is wanted, beside TF-IDF with logistic regression."""

import argparse
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding import LocalEngine
from assistant.conversation.understanding.lexicon import examples
from assistant.conversation.understanding.scorer import Scorer
from assistant.privacy.model import Speaker
from evals.bench.lines import lines_of
from evals.bench.spread import SEED, interval
from evals.errors import EvalError
from evals.machine import measured
from evals.tables import table


class Labelled(NamedTuple):
    """A text and what is wanted by it."""

    text: str
    label: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--train", type=Path, default=None, help="lines of {text, label}")
    parser.add_argument("--test", type=Path, default=None, help="lines of {text, label}")
    parser.add_argument("--builtin", action="store_true", help="the shipped engine, no training")
    holding = "without --test: the share of --train held out to test on, drawn by --seed"
    parser.add_argument("--hold-out", type=_share, default=0.2, help=holding)
    parser.add_argument("--seed", type=int, default=SEED)


def measure(asked: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    """Accuracy and macro-F1 on the test lines."""
    train, test = _sets(asked)
    texts, gold = [one.text for one in test], [one.label for one in test]
    tell(f"{len(test)} lines")
    train_texts, train_labels = [one.text for one in train], [one.label for one in train]
    if asked.builtin:
        heard = _heard(texts)
    else:
        scorer = Scorer.train(train_texts, train_labels)
        heard = [scorer.best(text) for text in texts]
    baseline: dict[str, Any] = _scores(gold, _tfidf(train_texts, train_labels, texts), asked.seed)
    result: dict[str, Any] = {
        **measured((asked.seed,)), "n": len(test), "n_train": len(train),
        **_scores(gold, heard, asked.seed), "baseline_tfidf": baseline,
        "baselines": {"tfidf": baseline},
    }  # fmt: skip
    rows = [
        [name, one["accuracy"], one["intervals"]["accuracy"], one["macro_f1"]]
        for name, one in (("ours", result), ("TF-IDF", baseline))
    ]
    return table(["", "accuracy", "95 %", "macro F1"], rows), result


def _sets(asked: argparse.Namespace) -> tuple[list[Labelled], list[Labelled]]:
    """The lines to learn from and those to test on."""
    if asked.builtin:
        if asked.test is None:
            message = "--builtin is tested on --test FILE"
            raise EvalError(message)
        return [Labelled(text, name) for text, name in examples()], _labelled(asked.test)
    if asked.train is None:
        message = "give --train FILE, or --builtin"
        raise EvalError(message)
    train = _labelled(asked.train)
    return (train, _labelled(asked.test)) if asked.test is not None else _held_out(train, asked)


def _held_out(
    lines: list[Labelled], asked: argparse.Namespace
) -> tuple[list[Labelled], list[Labelled]]:
    drawn = random.Random(asked.seed).sample(lines, len(lines))
    tested = max(1, round(len(lines) * asked.hold_out))
    return drawn[tested:], drawn[:tested]


def _labelled(path: Path) -> list[Labelled]:
    return [_line(path, number, one) for number, one in enumerate(lines_of(path), start=1)]


def _line(path: Path, number: int, line: dict[str, Any]) -> Labelled:
    """A line with its one label; several, or none, are no line of this bench."""
    label: Any = (
        line.get("command") or line.get("label") or line.get("intent") or line.get("intents")
    )
    if isinstance(label, list):
        several = cast("list[object]", label)
        label = several[0] if len(several) == 1 else None
    if not isinstance(line.get("text"), str) or not isinstance(label, str):
        message = f"{path}: entry {number} has no text with one label (label, intent or command)"
        raise EvalError(message)
    return Labelled(line["text"], label)


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        message = "a share between 0 and 1"
        raise argparse.ArgumentTypeError(message)
    return share


def _heard(texts: list[str]) -> list[str]:
    """The first command of each text; `doubt` where the engine asks back."""
    engine = LocalEngine()
    who = Speaker(username="bench", person_id="bench", name="bench", role="customer")
    context = Context(
        conversation_id="bench",
        speaker=who,
        customer_id="bench",
        now=datetime.fromisoformat("2026-11-23T10:00:00+08:00"),
        channel="evals",
    )
    understood = [engine.understand(text, Memory(), context) for text in texts]
    return [one.commands[0].name if one.commands else "doubt" for one in understood]


def _tfidf(train: list[str], labels: list[str], texts: list[str]) -> list[str]:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), sublinear_tf=True)
    model = make_pipeline(vectors, LogisticRegression(max_iter=1000, C=10))
    model.fit(train, labels)
    return [str(one) for one in model.predict(texts)]


def _scores(gold: list[str], heard: list[str], seed: int) -> dict[str, Any]:
    hits = [float(one == other) for one, other in zip(gold, heard, strict=True)]
    return {
        "accuracy": round(float(accuracy_score(gold, heard)), 4),
        "macro_f1": round(float(f1_score(gold, heard, average="macro")), 4),
        "intervals": {"accuracy": interval(hits, seed)},
    }
