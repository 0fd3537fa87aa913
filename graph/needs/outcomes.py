"""When a life event came to pass, as the feeds prove it."""

from datetime import date

from graph.hub import Reader
from graph.needs.signals import query


def outcomes(reader: Reader, today: date) -> dict[tuple[str, str], date]:
    """The latest day up to `today` on which an event came to pass, by customer and event."""
    rows = reader.tuples(query("outcomes"), today=today)
    return {(customer, event): day for customer, event, day in rows}
