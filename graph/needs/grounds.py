"""What learned probabilities rest on, asked of the models that gave them."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from graph.catalogue import Catalogue
from graph.hub import Reader, Said
from graph.needs.learning import Question, load
from graph.needs.reasons import Contribution

AT_MOST: Final = 100
"""Learned needs that are explained in one go; each is scored again without what was seen."""

Grounds = dict[tuple[str, str], list[Contribution]]
"""By customer and event what lowers the learned probability when left out; [] for nothing."""


def grounds(
    home: Path,
    reader: Reader,
    catalogue: Catalogue,
    asked: Sequence[Question],
    heard: Collection[Said],
) -> Grounds:
    """The grounds of each learned need asked about; none where there are too many to ask."""
    if not asked or len(asked) > AT_MOST:
        return {}
    champion = load(home)
    if champion is None:
        return {}
    return {
        (one.customer_id, one.event): [
            Contribution(found.signal, found.delta)
            for found in champion.explain(reader, catalogue, one, heard)
        ]
        for one in asked
    }
