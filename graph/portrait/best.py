"""Which of several origins of a tag is relied on; all of them stay beside each other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

SUPPORTED: Final = 0.75
"""From this confidence on what was inferred counts for more than what was declared."""

Row = dict[str, Any]


def best_of(rows: Iterable[Row]) -> Iterator[Row]:
    """One row a customer, family and part, of rows ordered by them.

    Verified before well-supported inferred, that before declared, that before weakly inferred.
    """
    for group in ranked(rows):
        yield group[0]


def ranked(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows of each customer, family and part, the one relied on first; `rows` ordered."""
    for _, group in groupby(rows, key=lambda row: (row["customer_id"], row["family"], row["part"])):
        yield sorted(group, key=rank)


def contrary(group: Sequence[Row]) -> Row | None:
    """What another origin says against the first row; None where all agree or it lists parts."""
    first = group[0]
    if first["part"] is not None:
        return None
    others = (one for one in group[1:] if one["origin"] != first["origin"])
    return next((one for one in others if one["value"] != first["value"]), None)


def rank(row: Row) -> tuple[int, float]:
    """The place of a row, the first relied on."""
    if row["origin"] == "verified":
        place = 0
    elif row["origin"] == "said":
        place = 2
    else:
        place = 1 if row["confidence"] >= SUPPORTED else 3
    return place, -row["confidence"]
