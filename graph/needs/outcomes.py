"""When a life event came to pass, as the feeds prove it."""

from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from graph.hub import Reader

QUERY: Final = Path(__file__).with_suffix(".sql")


class Came(NamedTuple):
    """The first and the latest day on which an event came to pass."""

    first: date
    latest: date


def came_to_pass(reader: Reader, until: date) -> dict[tuple[str, str], Came]:
    """The days up to `until` on which each event came to pass, by customer and event."""
    rows = reader.tuples(QUERY.read_text(encoding="utf-8"), until=until)
    return {(customer, event): Came(first, latest) for customer, event, first, latest in rows}


def outcomes(reader: Reader, today: date) -> dict[tuple[str, str], date]:
    """The latest day up to `today` on which an event came to pass, by customer and event."""
    return {key: came.latest for key, came in came_to_pass(reader, today).items()}
