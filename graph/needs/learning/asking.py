"""What the models in use say of the customers of a day, for the forecast."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from graph.catalogue import Catalogue
from graph.hub import Reader, Said
from graph.needs.learning.champion import Scores
from graph.needs.learning.errors import DamagedModel, ModelOfAnotherVersion
from graph.needs.learning.labels import HORIZONS
from graph.needs.learning.shelf import load
from graph.needs.signals import Scope

Within = tuple[float, float, float]
"""Probabilities within 30, 90 and 180 days."""


class Learnt(NamedTuple):
    """Learned probabilities by customer and event, and by event the usual one within 90 days."""

    within: Mapping[tuple[str, str], Within]
    usual: Mapping[str, float]


def learnt(
    home: Path, reader: Reader, catalogue: Catalogue, scope: Scope, heard: Collection[Said] = ()
) -> Learnt:
    """What was learned of the scope's customers; nothing where no models are in use.

    `heard` are consents the graph knows, laid over those of the feeds. Models of another version of
    the program, damaged ones and those learned after the day are left aside: the declared rules go
    on.
    """
    try:
        champion = load(home)
    except (ModelOfAnotherVersion, DamagedModel):
        return Learnt({}, {})
    if champion is None or champion.training.as_of > scope.today:
        return Learnt({}, {})
    only = None if scope.customer_id is None else [scope.customer_id]
    scores = champion.score(reader, catalogue, scope.today, only, heard)
    usual = {event: one.usual for event, one in champion.training.events.items()}
    return Learnt(_by_customer(scores), usual)


def _by_customer(scores: Scores) -> dict[tuple[str, str], Within]:
    found: dict[tuple[str, str], Within] = {}
    for event, likely in scores.within.items():
        columns = np.column_stack([likely[horizon] for horizon in HORIZONS])
        for who, row in zip(scores.frame.customers, columns.tolist(), strict=True):
            if row[1] == row[1]:  # NaN: the event has come to pass
                found[str(who), event] = (round(row[0], 4), round(row[1], 4), round(row[2], 4))
    return found
