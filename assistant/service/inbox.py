"""The inbox: what waits for a customer until they have seen it."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final, LiteralString

from assistant.records import Records
from assistant.service.model import Delivery

TABLES: Final[tuple[LiteralString, ...]] = (
    """CREATE TABLE IF NOT EXISTS service_delivery (
        id TEXT PRIMARY KEY,
        customer_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        text_en TEXT NOT NULL,
        plan_id TEXT,
        delivered_at TEXT NOT NULL,
        seen_at TEXT,
        answer TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS service_delivery_customer ON service_delivery (customer_id)",
)
LOG: Final = logging.getLogger(__name__)

Listener = Callable[[Delivery], None]


class Inbox:
    """Deliveries of every customer."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._listeners: list[Listener] = []
        self._guard = threading.Lock()
        records.declare(TABLES)

    def put(self, delivery: Delivery, connection: sqlite3.Connection | None = None) -> None:
        """Keep a delivery and tell the listeners; one already kept is not put twice.

        Within the caller's transaction nobody is told; call `announce` after it.
        """
        if connection is not None:
            _insert(connection, delivery)
            return
        with self._records.transaction() as own:
            _insert(own, delivery)
        self.announce(delivery)

    def announce(self, delivery: Delivery) -> None:
        """Tell every listener; one that fails hinders neither the others nor the delivery."""
        with self._guard:
            listeners = tuple(self._listeners)
        for tell in listeners:
            try:
                tell(delivery)
            except (RuntimeError, OSError, ValueError) as error:
                LOG.warning("A listener did not take delivery %s: %s", delivery.id, error)

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each delivery as it arrives, in the thread that delivers it."""
        with self._guard:
            self._listeners.append(listener)

    def unseen(self, customer_id: str) -> list[Delivery]:
        """What the customer has not seen, oldest first; [] for none."""
        return self._deliveries("customer_id = ? AND seen_at IS NULL", customer_id)

    def all(self, customer_id: str) -> list[Delivery]:
        """Everything ever delivered to the customer, oldest first."""
        return self._deliveries("customer_id = ?", customer_id)

    def of_plan(self, plan_id: str) -> list[Delivery]:
        """Everything delivered about a plan, oldest first."""
        return self._deliveries("plan_id = ?", plan_id)

    def mark_seen(self, delivery_id: str, now: datetime) -> None:
        """The customer has seen it; the first time counts."""
        with self._records.transaction() as connection:
            connection.execute(
                "UPDATE service_delivery SET seen_at = ? WHERE id = ? AND seen_at IS NULL",
                (now.isoformat(), delivery_id),
            )

    def answered(
        self, connection: sqlite3.Connection, plan_id: str, answer: str, now: datetime
    ) -> None:
        """Note the customer's answer on the plan's delivery, which they have thus seen."""
        connection.execute(
            "UPDATE service_delivery SET answer = ?, seen_at = ifnull(seen_at, ?) "
            "WHERE plan_id = ? AND kind = 'plan'",
            (answer, now.isoformat(), plan_id),
        )

    def _deliveries(self, where: LiteralString, value: str) -> list[Delivery]:
        query = f"SELECT * FROM service_delivery WHERE {where} ORDER BY delivered_at, rowid"
        with self._records.reading() as connection:
            rows = connection.execute(query, (value,)).fetchall()
        return [Delivery.model_validate(dict(row)) for row in rows]


def _insert(connection: sqlite3.Connection, delivery: Delivery) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO service_delivery VALUES (:id, :customer_id, :kind, :text, "
        ":text_en, :plan_id, :delivered_at, :seen_at, :answer)",
        delivery.model_dump(mode="json"),
    )
