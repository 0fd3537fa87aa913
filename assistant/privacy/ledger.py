"""The audit ledger: rows that are only ever added, each sealed with the digest of the one before.

Its actions are listed in `assistant.privacy.model.AuditAction`.
"""

import hashlib
import json
import sqlite3
from datetime import datetime
from typing import Final, LiteralString

from assistant.privacy.model import AuditAction, AuditEntry, AuditRow
from assistant.records import Records

GENESIS: Final = "0" * 64
"""The digest before the first row."""

TABLES: Final[tuple[LiteralString, ...]] = (
    """CREATE TABLE IF NOT EXISTS privacy_ledger (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        customer_id TEXT,
        details TEXT NOT NULL,
        digest TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS privacy_ledger_action ON privacy_ledger (action)",
    "CREATE INDEX IF NOT EXISTS privacy_ledger_customer ON privacy_ledger (customer_id)",
    """CREATE TRIGGER IF NOT EXISTS privacy_ledger_no_update BEFORE UPDATE ON privacy_ledger
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS privacy_ledger_no_delete BEFORE DELETE ON privacy_ledger
       BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)


class Ledger:
    """Who did what, when, to whose data."""

    def __init__(self, records: Records) -> None:
        self._records = records
        records.declare(TABLES)

    def append(self, entry: AuditEntry, connection: sqlite3.Connection | None = None) -> AuditRow:
        """The row after it was added, in the caller's transaction where `connection` is given."""
        if connection is not None:
            return _add(connection, entry)
        with self._records.transaction() as own:
            return _add(own, entry)

    def rows(
        self,
        action: AuditAction | None = None,
        customer_id: str | None = None,
        limit: int | None = None,
    ) -> list[AuditRow]:
        """Rows in the order they were added, the newest `limit` of them; [] for none."""
        with self._records.reading() as connection:
            found = connection.execute(
                "SELECT * FROM privacy_ledger WHERE (?1 IS NULL OR action = ?1) "
                "AND (?2 IS NULL OR customer_id = ?2) ORDER BY number DESC LIMIT ?3",
                (action, customer_id, -1 if limit is None else limit),
            ).fetchall()
        return [_row(one) for one in reversed(found)]

    def first_broken(self) -> int | None:
        """The number of the first row whose seal does not hold; None where all hold."""
        before = GENESIS
        for expected, row in enumerate(self.rows(), start=1):
            if row.number != expected or row.digest != _seal(before, row):
                return expected
            before = row.digest
        return None

    def verify(self) -> bool:
        """Whether no row was changed, put between others, or removed from before another."""
        return self.first_broken() is None


def _add(connection: sqlite3.Connection, entry: AuditEntry) -> AuditRow:
    last = connection.execute(
        "SELECT number, digest FROM privacy_ledger ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, before = (1, GENESIS) if last is None else (last["number"] + 1, last["digest"])
    row = AuditRow(number=number, digest="", **entry.model_dump())
    row = row.model_copy(update={"digest": _seal(before, row)})
    connection.execute(
        "INSERT INTO privacy_ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.number, row.at.isoformat(), row.actor, row.action, row.subject, row.customer_id,
            _details(row), row.digest,
        ),
    )  # fmt: skip
    return row


def _row(kept: sqlite3.Row) -> AuditRow:
    values = dict(kept)
    at = datetime.fromisoformat(values.pop("at"))
    return AuditRow(at=at, details=json.loads(values.pop("details")), **values)


def _details(row: AuditRow) -> str:
    return json.dumps(row.details, ensure_ascii=False, sort_keys=True)


def _seal(before: str, row: AuditRow) -> str:
    """The digest of a row after the one with digest `before`."""
    parts = [
        before, row.number, row.at.isoformat(), row.actor, row.action, row.subject,
        row.customer_id, _details(row),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
