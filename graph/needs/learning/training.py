"""Learning: what each event is foreseen by, chosen by what held for customers not learned from."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import Catalogue, LifeEvent
from graph.hub import Reader, Said
from graph.needs.learning.fairness import People, people, treated
from graph.needs.learning.frame import permit
from graph.needs.learning.labels import LEARNED
from graph.needs.learning.material import HORIZON, Material, gather
from graph.needs.learning.models import Model
from graph.needs.learning.rows import Rows, event_rows
from graph.needs.learning.shares import Shares, shares_of, signs_shown
from graph.needs.learning.trial import Trial, attempt

ENOUGH: Final = 30
"""Customers with the event below which nothing is learned: the declared rules go on."""

READ: Final = (
    "customers", "accounts", "transactions", "cards", "loans", "holdings", "trades", "insurance",
    "fx", "app_events", "contacts", "risk_assessments", "consents",
)  # fmt: skip
"""The feeds that are learned from."""

Floats = npt.NDArray[np.floating]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Learned:
    """What foresees one event, and how that was found."""

    event: str
    model: Model
    columns: tuple[str, ...]
    words: tuple[str, ...]
    usual: float
    """The part of customers to whom it came within 90 days, on average over the snapshots."""
    figures: dict[str, Any]


@dataclass(frozen=True)
class Training:
    """What was learned as of a day, and why some events were not."""

    as_of: date
    snapshots: tuple[date, ...]
    customers: int
    events: dict[str, Learned]
    left: dict[str, str]
    spread: dict[str, Shares]
    """How each number, each sign and each event's probability lay on the last snapshot."""
    feeds: dict[str, int]
    """Rows of each feed read; 0 where it is missing."""


def train(
    reader: Reader,
    catalogue: Catalogue,
    as_of: date,
    tell: Tell = lambda _: None,
    heard: Collection[Said] = (),
) -> Training:
    """Learn every event that has an outcome, from what lies before the day only.

    A snapshot's outcomes were complete by the day. Customers are those who consent on the day, by
    the feeds overlaid by what the graph knows (`heard`). An event with too few outcomes is left to
    the declared rules, with the reason.

    Raises:
        NothingToLearnFrom: The feeds hold no snapshot with its history before the day.
    """
    permit(reader, as_of, heard)
    material = gather(reader, catalogue, as_of, tell)
    learned: dict[str, Learned] = {}
    left: dict[str, str] = {}
    known, spread = people(reader, as_of), _spread(material)
    for event in LEARNED:
        found = _learn(catalogue.event(event), material, known)
        if isinstance(found, str):
            left[event] = found
        else:
            learned[event] = found[0]
            spread |= found[1]
        tell(f"{event}: {found if isinstance(found, str) else found[0].model.kind}")
    days = tuple(one.day for one in material.frames)
    size = len(material.weight)
    return Training(as_of, days, size, learned, left, spread, _feeds(reader))


def _learn(
    event: LifeEvent, material: Material, known: People
) -> tuple[Learned, dict[str, Shares]] | str:
    rows, columns, words = event_rows(event, material)
    positives = len(set(rows.who[rows.came[HORIZON] > 0]))
    if positives < ENOUGH:
        return f"只有 {positives} 例，少于 {ENOUGH} 例 only {positives} cases, fewer than {ENOUGH}"
    trial = attempt(rows)
    if _worse(trial):
        return "规则排得更准 the declared rules rank better"
    usual = float(np.average(rows.came[HORIZON], weights=rows.weight))
    last = rows.month == rows.month.max()
    spread = {f"probability.{event.key}": shares_of(trial.likely[last], rows.weight[last])}
    spread |= signs_shown(words, material.frames[-1], material.keys, _weights(material))
    found = trial.figures | {"fairness": _fairness(rows, trial, material, known)}
    return Learned(event.key, trial.model, columns, words, usual, found), spread


def _worse(trial: Trial) -> bool:
    """Whether the declared rules rank better by every measure of the few at the top."""
    kinds = trial.figures["kinds"]
    ours, rules = kinds[trial.figures["chosen"]], kinds["rules"]
    return all(ours[one] < rules[one] for one in ("average_precision", "lift_at_10pct"))


def _fairness(rows: Rows, trial: Trial, material: Material, known: People) -> dict[str, Any]:
    ids = np.array(sorted(material.weight), dtype=object)[rows.who]
    return treated(ids, rows.came[HORIZON] > 0, (trial.likely, rows.weight), known)


def _spread(material: Material) -> dict[str, Shares]:
    frame, weight = material.frames[-1], _weights(material)
    return {
        name: shares_of(column, weight)
        for name, column in zip(frame.names, frame.numbers.T, strict=True)
    }


def _weights(material: Material) -> Floats:
    return np.array([material.weight[one] for one in material.frames[-1].customers])


def _feeds(reader: Reader) -> dict[str, int]:
    return {one: reader.tuples(f"SELECT count(*) FROM {one}")[0][0] for one in READ}
