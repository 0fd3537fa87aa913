"""The rows of some customers apart, in a store of their own that may be changed."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from typing import Final

import duckdb

from graph.hub.feeds import Feed, feeds
from graph.hub.gates import OWNED
from graph.hub.reader import Reader
from graph.hub.tables import create_tables

FILLED: Final = "SELECT schema_name, table_name FROM duckdb_tables() WHERE estimated_size > 0"
IN_FORCE: Final = (
    "CREATE TABLE in_force "
    "(customer_id VARCHAR, purpose VARCHAR, consent_id VARCHAR, second BOOLEAN)"
)
MINE: Final = "customer_id IN (SELECT unnest($customers::VARCHAR[]))"


@contextmanager
def excerpt(reader: Reader, customers: Collection[str]) -> Generator[Reader]:
    """Every feed with the rows of these customers only, its history, and their consents.

    It lies in memory: what is left out there is left out only of what is asked there. Feeds that
    are nobody's are empty; `in_force` is there where `consent_table` made it before.
    """
    with duckdb.connect() as store:
        store.execute("SET TimeZone = 'Asia/Shanghai'")
        create_tables(store)
        wanted = {"customers": sorted(customers)}
        filled = set(reader.tuples(FILLED))
        for feed in feeds().values():
            if {("main", feed.name), ("history", feed.name)} & filled:
                _copy((reader.connection, store), feed.name, _mine(feed), wanted)
            if ("history", feed.name) in filled:
                _copy((reader.connection, store), f"history.{feed.name}", _mine(feed), wanted)
        if reader.tuples("SELECT 1 FROM duckdb_tables() WHERE table_name = 'in_force'"):
            store.execute(IN_FORCE)
            _copy((reader.connection, store), "in_force", MINE, wanted)
        yield Reader(store)


def _mine(feed: Feed) -> str:
    """SQL: whether a row of the feed is one of theirs."""
    names = {one.name for one in feed.columns}
    if "customer_id" in names:
        return MINE
    if "account_id" in names:
        return f"account_id IN (SELECT account_id FROM ({OWNED}) WHERE {MINE})"
    return "false"


def _copy(
    stores: tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection],
    table: str,
    where: str,
    wanted: dict[str, list[str]],
) -> None:
    source, store = stores
    asked = wanted if "$customers" in where else {}
    held = source.sql(f"SELECT * FROM {table} WHERE {where}", params=asked).to_arrow_table()
    store.register("held", held)
    store.execute(f"INSERT INTO {table} BY NAME SELECT * FROM held")
    store.unregister("held")
