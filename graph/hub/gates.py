"""Who may be derived from: the one condition that tags and features ask of a feed's rows."""

from typing import Final

from graph.hub.feeds import Feed, Use, feeds

OWNED: Final = (
    "SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards"
)


def permits(feed: Feed, use: Use, customer: str) -> str:
    """SQL: whether the customer named by the expression lets the use read the feed.

    It reads `in_force`, which `consent_table` makes; "true" where the feed is nobody's.
    """
    found = [_given(one, customer, second=one == feed.purpose) for one in feed.needs(use)]
    return " AND ".join(found) or "true"


def gated(name: str, use: Use) -> str:
    """The query of a feed's rows that the use may read, and no other's."""
    feed = feeds()[name]
    if any(one.name == "customer_id" for one in feed.columns):
        return f"SELECT fed.* FROM {name} fed WHERE {permits(feed, use, 'fed.customer_id')}"
    if not feed.needs(use):
        return f"SELECT * FROM {name}"
    mine = permits(feed, use, "owned.customer_id")
    return (
        f"SELECT fed.* FROM {name} fed WHERE account_id IN "
        f"(SELECT account_id FROM ({OWNED}) owned WHERE {mine})"
    )


def _given(purpose: str, customer: str, *, second: bool) -> str:
    twice = " AND given.second" if second else ""
    return (
        f"{customer} IN (SELECT given.customer_id FROM in_force given "
        f"WHERE given.purpose = '{purpose}'{twice})"
    )
