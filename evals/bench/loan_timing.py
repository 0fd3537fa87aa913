"""When a loan is wanted: a Czech bank of 1993, whose accounts show who borrows within 90 days."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from scipy.stats import rankdata

from evals.errors import EvalError
from graph.needs.learning import figures
from graph.needs.learning.models import fit_curve, fit_line

Floats = npt.NDArray[np.floating]
Days = npt.NDArray[np.int64]

FOLDS: Final = 5
SPANS: Final = (30, 90, 10_000)
"""Days before the day over which money out and in is counted; the last is all there is."""
RIDGE: Final = 0.1
"""How freely the line may leave zero: the cases are few."""


class Row(NamedTuple):
    """An account on a day, and whether a loan was granted within 90 days."""

    account: int
    day: date
    came: bool


@dataclass(frozen=True)
class Account:
    """An account's payments in the order of their days; amounts signed, in crowns."""

    days: Days
    amounts: Floats
    balances: Floats
    cash: npt.NDArray[np.bool_]


def measure(folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Foresee loans, and rank by the money that left the account alone beside it.

    Labels named `labels_train.csv` are learned from and any others of the folder foreseen; where
    there are no others, each month is foreseen from the rest, or each fifth of the accounts.

    Raises:
        EvalError: A file is missing or does not fit.
    """
    train, test = _labels(folder)
    began = time.perf_counter()
    accounts = _accounts(folder)
    tell(f"{len(train)} rows to learn from, {len(test) or len(train)} to foresee")
    rows = [*train, *test]
    numbers = np.array([_numbers(accounts.get(one.account), one.day) for one in rows])
    came = np.array([one.came for one in rows])
    read = time.perf_counter()
    rule = _ranks(numbers[:, OUTFLOW], rows)
    known = np.arange(len(rows)) < len(train)
    ours, line, shown, likely = _foreseen(numbers, came, (rows, known, bool(test)))
    done = time.perf_counter()
    scored = {"ours": ours, "rules": rule, "logistic": line}
    found = {
        name: _figures(score[shown], came[shown], [rows[at] for at in np.flatnonzero(shown)])
        for name, score in scored.items()
    }
    held = figures.calibration_error(came[shown], likely[shown])
    found["ours"]["calibration_error"] = round(held, 4)
    return {
        "events": {"loan": found["ours"]},
        "baselines": {name: {"loan": found[name]} for name in ("rules", "logistic")},
        "tested_on": "other labels" if test else _tested(train),
        "seconds": {
            "features": round(read - began, 2), "train": round(done - read, 2), "score": 0.0,
        },
    }  # fmt: skip


def _tested(rows: Sequence[Row]) -> str:
    months = len({one.day for one in rows})
    return f"{months} months, each from the others" if months > 1 else f"{FOLDS} folds of accounts"


def _labels(folder: Path) -> tuple[list[Row], list[Row]]:
    files = sorted(folder.glob("labels*.csv"))
    first = [one for one in files if one.stem == "labels_train"]
    if not first:
        message = f"{folder} holds no labels_train.csv"
        raise EvalError(message)
    others = [row for one in files if one not in first for row in _rows(one)]
    return _rows(first[0]), others


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [
                Row(int(one["account_id"]), date.fromisoformat(one["anchor"][:10]), one["y"] == "1")
                for one in csv.DictReader(file)
            ]
    except (OSError, KeyError, ValueError) as error:
        message = f"{path} holds no account_id,anchor,y: {error}"
        raise EvalError(message) from error


def _accounts(folder: Path) -> dict[int, Account]:
    files = sorted(folder.glob("trans*.parquet"))
    if not files:
        message = f"{folder} holds no trans*.parquet"
        raise EvalError(message)
    wanted = ["trans_id", "account_id", "date", "type", "operation", "amount", "balance"]
    held = [pq.read_table(one, columns=wanted).to_pydict() for one in files]
    columns = {name: np.array([v for one in held for v in one[name]]) for name in wanted}
    _, once = np.unique(columns["trans_id"], return_index=True)
    columns = {name: column[once] for name, column in columns.items()}
    days = columns["date"].astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((columns["trans_id"], days, columns["account_id"]))
    sign = np.where(columns["type"] == "credit", 1.0, -1.0)
    cash = (columns["type"] != "credit") & (columns["operation"] == "cash_withdrawal")
    parts = np.split(order, np.flatnonzero(np.diff(columns["account_id"][order])) + 1)
    return {
        int(columns["account_id"][part[0]]): Account(
            days[part], (sign * columns["amount"])[part], columns["balance"][part], cash[part]
        )
        for part in parts
    }


OUTFLOW: Final = 2
"""The column of all money that left the account."""
EVEN: Final = (8, 11, 12)
"""How often cash was drawn, money out a day and money in a day. Their ranks count evenly: weights
fitted to a few dozen cases hold worse than equal ones."""


def _numbers(account: Account | None, day: date) -> list[float]:
    """What the account shows up to the day: money out and in, balance, payments."""
    at = (day - date(1970, 1, 1)).days
    if account is None or account.days[0] > at:
        return [0.0] * 13
    known = account.days <= at
    ages, amounts = at - account.days[known], account.amounts[known]
    out = [float(-amounts[(amounts < 0) & (ages < span)].sum()) for span in SPANS]
    into = [float(amounts[(amounts > 0) & (ages < span)].sum()) for span in SPANS]
    balances = account.balances[known]
    return [
        *out, *into, float(balances.mean()), float(-amounts.min(initial=0)),
        float(account.cash[known].sum()), float(len(amounts)), float(ages.max()),
        out[-1] / max(1.0, float(ages.max())), into[-1] / max(1.0, float(ages.max())),
    ]  # fmt: skip


def _foreseen(
    numbers: Floats,
    came: npt.NDArray[np.bool_],
    about: tuple[Sequence[Row], npt.NDArray[np.bool_], bool],
) -> tuple[Floats, Floats, npt.NDArray[np.bool_], Floats]:
    """The scores, the line's, the rows they are shown of, and the probabilities.

    Each fold's probabilities have a curve of their own, so that they are compared with what came,
    not with one another.
    """
    rows, known, others = about
    fold = _folds([row for row, one in zip(rows, known, strict=True) if one], len(rows))
    line = np.zeros(len(rows))
    for part in np.unique(fold):
        inside = known & (fold != part)
        line[known & (fold == part)] = _line(numbers, came, inside, known & (fold == part))
    if others:
        line[~known] = _line(numbers, came, known, ~known)
    even = [_ranks(numbers[:, at], rows) for at in EVEN]
    mixed = np.mean(even, axis=0)
    likely = np.zeros(len(rows))
    for part in np.unique(fold):
        inside, outside = known & (fold != part), known & (fold == part)
        likely[outside] = _curve(mixed, came, inside).of(mixed[outside])
    if others:
        likely[~known] = _curve(mixed, came, known).of(mixed[~known])
    return mixed, line, ~known if others else known, likely


def _folds(rows: Sequence[Row], size: int) -> npt.NDArray[np.int64]:
    """The month of each known row; where there is one month only, a fifth of the accounts."""
    months = np.unique([one.day.toordinal() for one in rows], return_inverse=True)[1]
    parts = months if months.any() else np.array([one.account % FOLDS for one in rows])
    return np.append(parts, np.full(size - len(rows), parts.max()))


def _line(numbers: Floats, came: Any, inside: Any, outside: Any) -> Floats:
    counts = np.ones(int(inside.sum()))
    return fit_line(numbers[inside], came[inside], counts, RIDGE).logit(numbers[outside])


def _curve(score: Floats, came: Any, inside: Any) -> Any:
    return fit_curve(score[inside], came[inside].astype(float), np.ones(int(inside.sum())))


def _ranks(score: Floats, rows: Sequence[Row]) -> Floats:
    """The place of each row among those of its day, from 0 to 1."""
    days = np.array([one.day.toordinal() for one in rows])
    ranks = np.zeros(len(rows))
    for day in np.unique(days):
        here = days == day
        ranks[here] = rankdata(score[here]) / here.sum()
    return ranks


def _figures(score: Floats, came: npt.NDArray[np.bool_], rows: Sequence[Row]) -> dict[str, Any]:
    who = np.unique([one.account for one in rows], return_inverse=True)[1]
    measures = {
        "auc": figures.auc, "average_precision": figures.average_precision,
        "lift_at_10pct": figures.lift,
    }  # fmt: skip
    return {
        "n": len(rows), "positives": int(came.sum()),
        **{name: round(one(came, score), 4) for name, one in measures.items()},
        "precision_at_100": round(figures.precision(came, score), 4),
        "calibration_error": None, "median_lead_days": None,
        "intervals": {
            name: [round(end, 4) for end in figures.interval(one, came, score, who)]
            for name, one in measures.items()
        },
    }  # fmt: skip
