"""How well the shipped engine hears what is wanted, beside TF-IDF with logistic regression."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

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
from evals.errors import EvalError
from evals.machine import measured
from evals.tables import table


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--train", type=Path, default=None, help="lines of {text, label}")
    parser.add_argument("--test", type=Path, required=True, help="lines of {text, label}")
    parser.add_argument("--builtin", action="store_true", help="the shipped engine, no training")


def measure(asked: argparse.Namespace, tell: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    """Accuracy and macro-F1 on the test lines."""
    test = lines_of(asked.test)
    texts = [one["text"] for one in test]
    gold = [_label(one) for one in test]
    tell(f"{len(test)} lines")
    if asked.builtin:
        heard = _heard(texts)
        train_texts = [text for text, _ in examples()]
        train_labels = [name for _, name in examples()]
    elif asked.train is None:
        message = "give --train FILE, or --builtin"
        raise EvalError(message)
    else:
        train = lines_of(asked.train)
        train_texts, train_labels = [one["text"] for one in train], [_label(one) for one in train]
        scorer = Scorer.train(train_texts, train_labels)
        heard = [scorer.best(text) for text in texts]
    baseline = _tfidf(train_texts, train_labels, texts)
    result = {**measured(), "n": len(test), **_scores(gold, heard)}
    result["baseline_tfidf"] = _scores(gold, baseline)
    rows = [
        ["ours", result["accuracy"], result["macro_f1"]],
        ["TF-IDF", result["baseline_tfidf"]["accuracy"], result["baseline_tfidf"]["macro_f1"]],
    ]
    return table(["", "accuracy", "macro F1"], rows), result


def _label(line: dict[str, Any]) -> str:
    return str(line.get("command") or line.get("label") or line.get("intent"))


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


def _scores(gold: list[str], heard: list[str]) -> dict[str, float]:
    return {
        "accuracy": round(float(accuracy_score(gold, heard)), 4),
        "macro_f1": round(float(f1_score(gold, heard, average="macro")), 4),
    }
