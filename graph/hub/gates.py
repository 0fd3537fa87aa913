"""Who may be derived from: what tags and features can read of the feeds, and nothing else."""

from typing import Final

from graph.hub.feeds import Feed, Use, feeds
from graph.hub.reader import Reader
from graph.hub.tables import as_known, current

OWNED: Final = "SELECT account_id FROM accounts UNION ALL SELECT card_id AS account_id FROM cards"
MAY: Final = """
CREATE OR REPLACE TEMP TABLE {name} AS
SELECT customer_id FROM in_force WHERE list_contains({purposes}, purpose)
  AND (second OR NOT list_contains({twice}, purpose))
GROUP BY 1 HAVING count(DISTINCT purpose) = {count}
"""


def gate(reader: Reader, use: Use) -> None:
    """Let the feeds' names show only rows whose customers let the use read them.

    The consents are those of `in_force`, which `consent_table` makes. Payments are seen of the
    accounts and cards that are; the consents themselves and what is nobody's stay as they are.
    """
    made: set[str] = set()
    for feed in feeds().values():
        if not feed.needs(use):
            continue
        name = "_".join(("may", *sorted(feed.needs(use))))
        if name not in made:
            reader.connection.execute(_may(feed, use, name))
            made.add(name)
        rows = current(reader.connection, feed)
        if reader.known_at is not None:
            rows = as_known(reader.connection, feed, reader.known_at)
        reader.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {feed.name} AS SELECT * FROM ({rows}) fed WHERE "
            + _seen(feed, name)
        )


def _may(feed: Feed, use: Use, name: str) -> str:
    purposes = sorted(set(feed.needs(use)))
    twice = [one for one in purposes if one == feed.purpose]
    return MAY.format(
        name=name, purposes=purposes, twice=f"{twice}::VARCHAR[]", count=len(purposes)
    )


def _seen(feed: Feed, name: str) -> str:
    if any(one.name == "customer_id" for one in feed.columns):
        return f"customer_id IN (SELECT customer_id FROM {name})"
    return f"account_id IN ({OWNED})"
