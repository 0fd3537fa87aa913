"""Tags whose consents ended leave the portrait's store, past ones as well, with a receipt."""

from contextlib import suppress
from datetime import datetime
from typing import Final, Literal

import duckdb

from graph.bank import Consents
from graph.hub import Hub, HubBusy, feeds
from graph.hub.clock import wall_clock
from graph.model import Consent, Purpose
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
WHERE d.purposes = $purposes AND ($only IS NULL OR t.customer_id = $only) AND t.customer_id NOT IN (
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


def clear(
    hub: Hub, graph: Graph | None, now: datetime, customer_id: str | None = None
) -> list[Cleared]:
    """Remove every tag one of whose consents is no longer in force; by customer, [] for none.

    Of everybody, or of one customer.

    Raises:
        HubBusy: Another process is loading.
    """
    cleared: list[Cleared] = []
    with hub.reading() as reader:
        permit(reader, graph, now, customer_id)
        attach(reader.connection, hub.home)
        reader.connection.execute(RECEIPTS)
        kinds = reader.tuples("SELECT DISTINCT purposes FROM portrait.definitions ORDER BY 1")
        for (purposes,) in kinds:
            reader.connection.execute(LAPSED, {"purposes": purposes, "only": customer_id})
            found = reader.select("SELECT * FROM lapsed ORDER BY customer_id")
            if found:
                _remove(reader.connection, purposes, wall_clock(now))
            cleared += [Cleared.model_validate(one) for one in found]
    return sorted(cleared, key=lambda one: (one.customer_id, one.purposes))


class ClearingConsents:
    """The bank's consents; with a withdrawal goes what the feeds' stores hold under it."""

    def __init__(self, consents: Consents, hub: Hub, graph: Graph) -> None:
        self._consents = consents
        self._hub = hub
        self._graph = graph

    def grant(
        self,
        customer_id: str,
        purpose: Purpose,
        now: datetime,
        authorisation: Literal["first", "second"] = "first",
    ) -> Consent:
        """The consent in force after granting; the one already in force where there is one."""
        return self._consents.grant(customer_id, purpose, now, authorisation)

    def withdraw(self, customer_id: str, purpose: Purpose, now: datetime) -> list[Consent]:
        """The consents that were in force and now are not; [] where there was none.

        Nothing under them is shown or read from then on. While another process holds the feeds
        the stores are cleared by its end or by the refresh of the hour.
        """
        gone = self._consents.withdraw(customer_id, purpose, now)
        if gone and self._hub.path.exists():
            with suppress(HubBusy, duckdb.IOException):
                if purpose in {one.purpose for one in feeds().values()}:
                    self._hub.sweep(self._graph, now)
                clear(self._hub, self._graph, now, customer_id)
        return gone


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
