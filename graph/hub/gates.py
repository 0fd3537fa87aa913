"""Who may be derived from: what tags and features can read of the feeds, and nothing else."""

from typing import Final

from graph.hub.feeds import Feed, Use, feeds
from graph.hub.reader import Reader
from graph.hub.tables import as_known, current

OWNED: Final = (
    "SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards"
)
MAY: Final = """
CREATE OR REPLACE TEMP TABLE {name} AS
SELECT customer_id FROM in_force WHERE list_contains({purposes}, purpose)
  AND (second OR NOT list_contains({twice}::VARCHAR[], purpose))
GROUP BY 1 HAVING count(DISTINCT purpose) = {count}
"""


def gate(reader: Reader, use: Use, among: str | None = None) -> None:
    """Let the feeds' names show only rows whose customers let the use read them; once a reader.

    The consents are those of `in_force`, which `consent_table` makes. A payment is nobody's whose
    account or card is not seen; the consents themselves and what is nobody's stay as they are.
    With `among`, a table of customers, the rows of these alone are copied under the feeds' names:
    of a few customers each feed is then read once.
    """
    made: set[str] = set()
    for feed in feeds().values():
        if any(one.name == "customer_id" for one in feed.columns):
            _gate(reader, feed, _may(reader, feed, use, made), among)
    if among is not None:
        _copy(reader, feeds()["transactions"], f"account_id IN (SELECT account_id FROM ({OWNED}))")


def _may(reader: Reader, feed: Feed, use: Use, made: set[str]) -> str | None:
    """The table of the customers who let the use read the feed; None where all do."""
    purposes = sorted(set(feed.needs(use)))
    if not purposes:
        return None
    name = "_".join(("may", *purposes))
    if name not in made:
        twice = [one for one in purposes if one == feed.purpose]
        reader.connection.execute(
            MAY.format(name=name, purposes=purposes, twice=twice, count=len(purposes))
        )
        made.add(name)
    return name


def _gate(reader: Reader, feed: Feed, may: str | None, among: str | None) -> None:
    named = [one for one in (may, among) if one is not None]
    met = " AND ".join(f"customer_id IN (SELECT customer_id FROM {one})" for one in named)
    if among is not None:
        _copy(reader, feed, met)
    elif may is not None:
        rows = _rows(reader, feed)
        reader.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {feed.name} AS SELECT * FROM ({rows}) WHERE {met}"
        )


def _copy(reader: Reader, feed: Feed, met: str) -> None:
    rows = _rows(reader, feed)
    reader.connection.execute(f"CREATE TEMP TABLE copied AS SELECT * FROM ({rows}) WHERE {met}")
    if reader.known_at is not None:
        reader.connection.execute(f"DROP VIEW temp.{feed.name}")
    reader.connection.execute(f"ALTER TABLE copied RENAME TO {feed.name}")


def _rows(reader: Reader, feed: Feed) -> str:
    if reader.known_at is None:
        return current(reader.connection, feed)
    return as_known(reader.connection, feed, reader.known_at)
