"""How well needs are foreseen: learned against the declared rules and a line, in one run."""

import argparse
import csv
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from evals.bench import loan_timing
from evals.errors import EvalError
from evals.machine import measured
from evals.tables import table
from graph.catalogue import Catalogue, load_catalogue
from graph.hub import BANK_ZONE, Hub, Reader
from graph.needs.learning import (
    Champion,
    Frame,
    Keys,
    Training,
    already,
    came_within,
    days_of,
    declared,
    figures,
    permit,
    train,
)

HORIZON: Final = 90
TOP: Final = 0.1
BEFORE: Final = 180
"""Days before an event in which its customer may first stand in the top tenth."""

Tell = Callable[[str], None]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating]
Truth = dict[str, dict[str, np.datetime64]]


@dataclass
class Ranked:
    """The customers ranked for one event over all test days, by each way of foreseeing it."""

    came: list[Flags] = field(default_factory=list[Flags])
    who: list[npt.NDArray[np.object_]] = field(default_factory=list[npt.NDArray[np.object_]])
    days: list[date] = field(default_factory=list[date])
    scores: dict[str, list[Floats]] = field(default_factory=dict[str, list[Floats]])

    def add(self, day: date, who: Any, came: Flags, scores: Mapping[str, Floats]) -> None:
        """Take the customers of one test day."""
        self.days.append(day)
        self.who.append(who)
        self.came.append(came)
        for name, score in scores.items():
            self.scores.setdefault(name, []).append(score)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--feeds", type=Path, help="a folder of feeds")
    parser.add_argument("--truth", type=Path, help="customer_id,event,event_date")
    parser.add_argument("--train-until", type=date.fromisoformat, help="what is known for learning")
    parser.add_argument("--test", type=date.fromisoformat, nargs="+", default=[], help="test days")
    parser.add_argument(
        "--loan-timing", type=Path, help="the Czech bank's folder, instead of feeds"
    )


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """The figures of each event over all test days, and of the baselines beside them.

    Raises:
        EvalError: The options do not say what to measure, or the truth cannot be read.
    """
    if asked.loan_timing is not None:
        result = loan_timing.measure(asked.loan_timing, tell)
    elif asked.feeds and asked.truth and asked.train_until and asked.test:
        result = _of_feeds(asked, tell)
    else:
        message = "give --feeds, --truth, --train-until and --test, or --loan-timing"
        raise EvalError(message)
    return _table(result), {**measured(seeds=(figures.SEED,)), **result}


def _of_feeds(asked: argparse.Namespace, tell: Tell) -> dict[str, Any]:
    catalogue = load_catalogue()
    truth = truth_of(asked.truth)
    seconds = {"features": 0.0, "train": 0.0, "score": 0.0}
    with tempfile.TemporaryDirectory() as scratch:
        hub = Hub(Path(scratch))
        tell("loading the feeds")
        now = datetime.combine(max(asked.test), datetime.min.time(), BANK_ZONE)
        hub.load(asked.feeds, None, now + timedelta(days=1), tell)
        with hub.reading() as reader:
            began = time.perf_counter()
            learned = train(reader, catalogue, asked.train_until, tell)
            seconds["train"] = time.perf_counter() - began
            ranked = _ranked((reader, catalogue, learned), (asked.test, truth), seconds)
    return _figures(ranked, truth, learned) | {
        "unknown_events": sorted(set(truth) - set(ranked)),
        "seconds": {k: round(v, 2) for k, v in seconds.items()},
    }


def truth_of(path: Path) -> Truth:
    """The first day of each event by customer.

    Raises:
        EvalError: The file cannot be read or lacks a column.
    """
    found: Truth = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                day = np.datetime64(row["event_date"][:10], "D")
                of_event = found.setdefault(row["event"], {})
                of_event[row["customer_id"]] = min(day, of_event.get(row["customer_id"], day))
    except (OSError, KeyError, ValueError) as error:
        message = f"{path} is no truth file of customer_id,event,event_date: {error}"
        raise EvalError(message) from error
    return found


def _ranked(
    bank: tuple[Reader, Catalogue, Training],
    test: tuple[Sequence[date], Truth],
    seconds: dict[str, float],
) -> dict[str, Ranked]:
    """Everybody ranked on each day; what is known of them and their scores are timed apart."""
    reader, catalogue, learned = bank
    champion, (days, truth) = Champion("bench", learned), test
    ranked: dict[str, Ranked] = {event: Ranked() for event in truth if _known(catalogue, event)}
    for day in sorted(days):
        began = time.perf_counter()
        permit(reader, day)
        seen = champion.seen(reader, catalogue, day)
        seconds["features"] += time.perf_counter() - began
        began = time.perf_counter()
        for event, kept in ranked.items():
            first = days_of(seen[0].customers, truth[event])
            free = np.flatnonzero(~already(first, day))
            came = came_within(first[free], day, HORIZON)
            kept.add(
                day, seen[0].customers[free], came, _scores(champion, catalogue, event, seen, free)
            )
        seconds["score"] += time.perf_counter() - began
    return ranked


def _scores(
    champion: Champion, catalogue: Catalogue, event: str, seen: tuple[Frame, Keys], free: Any
) -> dict[str, Floats]:
    """Of those who have not had the event, by each way of foreseeing it."""
    rules = declared(catalogue.event(event), *seen)[free]
    learned = champion.training.events.get(event)
    if learned is None:
        return {"rules": rules, "ours": rules, "logistic": rules}
    matrix = champion.matrix(learned, catalogue, seen, free)
    likely = learned.model.probabilities(matrix)[HORIZON]
    return {"rules": rules, "ours": likely, "logistic": learned.model.line.logit(matrix)}


def _known(catalogue: Catalogue, event: str) -> bool:
    return any(one.key == event for one in catalogue.events)


def _figures(ranked: Mapping[str, Ranked], truth: Truth, learned: Training) -> dict[str, Any]:
    events: dict[str, Any] = {}
    baselines: dict[str, dict[str, Any]] = {"rules": {}, "logistic": {}}
    for event, one in ranked.items():
        basis = "learned" if event in learned.events else "declared"
        events[event] = {"basis": basis, **_of(one, "ours", truth[event])}
        for name, held in baselines.items():
            held[event] = _of(one, name, truth[event])
    return {"events": events, "baselines": baselines, "left": learned.left}


def _of(ranked: Ranked, name: str, happened: Mapping[str, np.datetime64]) -> dict[str, Any]:
    came, score = np.concatenate(ranked.came), np.concatenate(ranked.scores[name])
    numbers = np.unique(np.concatenate(ranked.who).astype(str), return_inverse=True)[1]
    lifts = [figures.lift(*one) for one in zip(ranked.came, ranked.scores[name], strict=True)]
    measures = {
        "auc": figures.auc, "average_precision": figures.average_precision,
        "lift_at_10pct": figures.lift,
    }  # fmt: skip
    values = {key: rounded(one(came, score)) for key, one in measures.items()}
    return {
        "n": len(came), "positives": int(came.sum()), **values,
        "lift_by_day": [rounded(one) for one in lifts],
        "precision_at_100": rounded(figures.precision(came, score)),
        "calibration_error": rounded(figures.calibration_error(came, score))
        if name != "logistic" else None,
        "median_lead_days": _lead(ranked, name, happened),
        "intervals": {
            key: [rounded(end) for end in figures.interval(one, came, score, numbers)]
            for key, one in measures.items()
        },
    }  # fmt: skip


def _lead(ranked: Ranked, name: str, happened: Mapping[str, np.datetime64]) -> float | None:
    """The median days from the first test day in the top tenth to the event."""
    alarms: dict[str, date] = {}
    for day, who, score in zip(ranked.days, ranked.who, ranked.scores[name], strict=True):
        first = max(1, round(len(who) * TOP))
        for one in who[np.argsort(-score, kind="stable")[:first]]:
            if one in happened and 0 < (happened[one] - np.datetime64(day)).astype(int) <= BEFORE:
                alarms.setdefault(one, day)
    leads = [(happened[one] - np.datetime64(day)).astype(int) for one, day in alarms.items()]
    return float(np.median(leads)) if leads else None


def rounded(value: float) -> float | None:
    """Four places; None where there is no figure."""
    return None if np.isnan(value) else round(float(value), 4)


def _table(result: Mapping[str, Any]) -> str:
    rows = [
        [event, name, one["n"], one["positives"], one["auc"], one["average_precision"],
         one["lift_at_10pct"], one["precision_at_100"], one["calibration_error"],
         one.get("median_lead_days")]
        for event in result["events"]
        for name, one in (("ours", result["events"][event]),
                          *((b, of[event]) for b, of in result["baselines"].items()))
    ]  # fmt: skip
    heads = ["event", "by", "n", "positives", "auc", "ap", "lift@10%", "p@100", "ece", "lead"]
    return table(heads, [["–" if cell is None else cell for cell in row] for row in rows])
