"""The feeds' tables, open for reading; instants stand there on the bank's wall clock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import duckdb

from graph.hub.clock import wall_clock, zoned
from graph.hub.consents import Said, fill_in_force
from graph.hub.feeds import feeds

Row = dict[str, Any]


class Reader:
    """A connection that sees every feed under its own name."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, known_at: datetime | None = None
    ) -> None:
        """`known_at` is the moment whose rows the names show; None: those known last."""
        self.connection = connection
        self.known_at = known_at

    def select(self, sql: str, **parameters: Any) -> list[Row]:
        """Rows of a query in its order; instants carry the bank's zone, in as out."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        cursor = self.connection.execute(sql, bound)
        names = [one[0] for one in cursor.description or ()]
        return [dict(zip(names, map(_seen, row), strict=True)) for row in cursor.fetchall()]

    def tuples(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The same rows as they stand, in the order of the columns."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        return self.connection.execute(sql, bound).fetchall()

    def columns(self, sql: str, **parameters: Any) -> dict[str, Any]:
        """The same by column, as arrays of numpy; a column with unknown values is masked."""
        bound = {name: _bound(one) for name, one in parameters.items()}
        return self.connection.execute(sql, bound).fetchnumpy()


def consent_table(
    reader: Reader,
    now: datetime,
    said: Collection[Said] = (),
    customer_id: str | None = None,
) -> None:
    """Make the temporary table `in_force` (customer_id, purpose, consent_id, second).

    It holds the consents of the feeds in force at `now`, as known last, overlaid by those the graph
    knows. A withdrawal in either ends a consent, whatever past the reader looks at. Of
    everybody, or of one customer.
    """
    fill_in_force(reader.connection, now, said, customer_id)


def touched(reader: Reader, since: datetime | None) -> list[str]:
    """Customers of whom anything was learned after the moment, by id; everybody where None."""
    if since is None:
        return [one for (one,) in reader.tuples("SELECT customer_id FROM customers ORDER BY 1")]
    moved = "SELECT account_id FROM transactions WHERE learned_at > $since"
    parts = [
        f"SELECT customer_id FROM {feed.name} WHERE learned_at > $since"
        for feed in feeds().values()
        if any(one.name == "customer_id" for one in feed.columns)
    ]
    parts += [
        f"SELECT customer_id FROM accounts WHERE account_id IN ({moved})",
        f"SELECT customer_id FROM cards WHERE card_id IN ({moved})",
    ]
    rows = reader.tuples(f"{' UNION '.join(parts)} ORDER BY 1", since=since)
    return [one for (one,) in rows]


def _bound(parameter: object) -> object:
    return (
        wall_clock(parameter) if isinstance(parameter, datetime) and parameter.tzinfo else parameter
    )


def _seen(held: object) -> object:
    return zoned(held) if isinstance(held, datetime) else held
