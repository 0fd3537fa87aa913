"""Tags whose consents ended leave the portrait's store, past ones as well, with a receipt."""

from datetime import datetime
from typing import Final

import duckdb

from graph.hub import Hub
from graph.hub.clock import wall_clock
from graph.portrait.permission import permit
from graph.portrait.store import attach
from graph.store.connection import Graph
from graph.values import Value

RECEIPTS: Final = (
    "CREATE TABLE IF NOT EXISTS portrait.receipts "
    "(customer_id VARCHAR, purposes VARCHAR, tags BIGINT, cleared_at TIMESTAMP)"
)
# Outside sources and health need the second authorisation.
LAPSED: Final = """
CREATE OR REPLACE TEMP TABLE lapsed AS
SELECT t.customer_id, d.purposes, count(*) AS tags FROM (
    SELECT customer_id, version FROM portrait.standing
    UNION ALL SELECT customer_id, version FROM portrait.past
) t JOIN portrait.definitions d ON d.version = t.version
WHERE d.purposes = $purposes AND t.customer_id NOT IN (
    SELECT customer_id FROM in_force
    WHERE list_contains(string_split($purposes, ';'), purpose)
      AND (second OR NOT (starts_with(purpose, 'outside_') OR purpose = 'health'))
    GROUP BY 1 HAVING count(DISTINCT purpose) = len(list_distinct(string_split($purposes, ';')))
) GROUP BY ALL
"""
GONE: Final = """
DELETE FROM portrait.{table} WHERE customer_id IN (SELECT customer_id FROM lapsed)
AND version IN (SELECT version FROM portrait.definitions WHERE purposes = $purposes)
"""


class Cleared(Value):
    """Tags, past ones among them, that left with a consent of their customer."""

    customer_id: str
    purposes: str
    tags: int


def clear(hub: Hub, graph: Graph | None, now: datetime) -> list[Cleared]:
    """Remove every tag one of whose consents is no longer in force; by customer, [] for none.

    Raises:
        HubBusy: Another process is loading.
    """
    cleared: list[Cleared] = []
    with hub.reading() as reader:
        permit(reader, graph, now)
        attach(reader.connection, hub.home)
        reader.connection.execute(RECEIPTS)
        kinds = reader.tuples("SELECT DISTINCT purposes FROM portrait.definitions ORDER BY 1")
        for (purposes,) in kinds:
            reader.connection.execute(LAPSED, {"purposes": purposes})
            found = reader.select("SELECT * FROM lapsed ORDER BY customer_id")
            if found:
                _remove(reader.connection, purposes, wall_clock(now))
            cleared += [Cleared.model_validate(one) for one in found]
    return sorted(cleared, key=lambda one: (one.customer_id, one.purposes))


def _remove(connection: duckdb.DuckDBPyConnection, purposes: str, at: datetime) -> None:
    connection.begin()
    try:
        connection.execute("INSERT INTO portrait.receipts SELECT *, ? FROM lapsed", [at])
        for table in ("standing", "past"):
            connection.execute(GONE.format(table=table), {"purposes": purposes})
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
