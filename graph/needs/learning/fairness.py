"""Whether groups of customers are foreseen equally well; what says so is used for nothing else."""

from collections import Counter
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.hub import Reader
from graph.needs.learning import figures

BANDS: Final = ((30, "<30"), (45, "30-44"), (60, "45-59"), (200, "60+"))
"""Age bands by their upper edge."""
REGIONS: Final = 6
"""Cities shown by name, the most frequent."""
ENOUGH: Final = 10
"""Rows with the event below which a group has no figure but its size."""
UNKNOWN, OTHER = "unknown", "other"

PERSONS: Final = """
SELECT customer_id, date_diff('year', birth_date, $day::DATE) AS age,
    coalesce(gender, 'U') AS gender, city FROM customers
"""

Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
People = dict[str, "Person"]


class Person(NamedTuple):
    """What groups a customer belongs to."""

    age_band: str
    gender: str
    region: str


def people(reader: Reader, day: date) -> People:
    """The groups of every customer on the day."""
    rows = reader.tuples(PERSONS, day=day)
    named = {city for city, _ in Counter(row[3] for row in rows if row[3]).most_common(REGIONS)}
    return {
        who: Person(_band(age), gender, city if city in named else OTHER if city else UNKNOWN)
        for who, age, gender, city in rows
    }


def treated(
    customers: npt.NDArray[np.object_], came: Flags, foreseen: tuple[Floats, Floats], known: People
) -> dict[str, dict[str, Any]]:
    """By attribute and group: how often the event came, was foreseen, and stood in the top tenth.

    `foreseen` are the probabilities and what each row counts. A group with few cases has its size.
    """
    likely, weight = foreseen
    first = _first(likely, weight)
    groups: dict[str, dict[str, Any]] = {}
    for attribute in Person._fields:
        of = np.array([getattr(known[one], attribute) for one in customers])
        groups[attribute] = {
            str(group): _figures(came, (likely, weight, first), of == group)
            for group in np.unique(of)
        }
    return groups


def _figures(came: Flags, foreseen: tuple[Floats, Floats, Flags], part: Flags) -> dict[str, Any]:
    likely, weight, first = foreseen[0][part], foreseen[1][part], foreseen[2][part]
    happened, total = came[part], float(weight.sum())
    size = {"rows": round(total), "positives": int(happened.sum())}
    if size["positives"] < ENOUGH or size["positives"] == len(happened):
        return size
    return size | {
        "came": float((weight * happened).sum() / total),
        "foreseen": float((weight * likely).sum() / total),
        "auc": figures.auc(happened, likely, weight),
        "in_top_tenth": float((weight * first).sum() / total),
        "found": float(first[happened].mean()),
    }


def _first(likely: Floats, weight: Floats) -> Flags:
    """Who stands in the top tenth."""
    order = np.argsort(-likely, kind="stable")
    first = np.zeros(len(likely), bool)
    first[order[np.cumsum(weight[order]) <= weight.sum() / 10]] = True
    return first


def _band(age: int | None) -> str:
    return UNKNOWN if age is None else next(name for edge, name in BANDS if age < edge)
