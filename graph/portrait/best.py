"""Which of several origins of a tag is relied on; all of them stay beside each other."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

SUPPORTED: Final = 0.75
"""From this confidence on what was inferred counts for more than what was declared."""

Row = dict[str, Any]


def best_of(rows: Iterable[Row]) -> Iterator[Row]:
    """One row a customer, family and part, of rows ordered by them.

    Verified before well-supported inferred, that before declared, that before weakly inferred.
    """
    for _, group in groupby(rows, key=lambda row: (row["customer_id"], row["family"], row["part"])):
        yield min(group, key=rank)


def rank(row: Row) -> tuple[int, float]:
    """The place of a row, the first relied on."""
    if row["origin"] == "verified":
        place = 0
    elif row["origin"] == "said":
        place = 2
    else:
        place = 1 if row["confidence"] >= SUPPORTED else 3
    return place, -row["confidence"]
