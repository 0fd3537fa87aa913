"""Where every version of every plan is kept."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final, LiteralString

from assistant.planning.errors import VersionConflict
from assistant.planning.model import Plan, PlanStatus
from assistant.planning.stamps import stamped
from assistant.records import Records

PLANS: Final[LiteralString] = """
CREATE TABLE IF NOT EXISTS plans (
    plan_id     TEXT NOT NULL,
    version     INTEGER NOT NULL,
    customer_id TEXT NOT NULL,
    status      TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    plan        TEXT NOT NULL,
    PRIMARY KEY (plan_id, version)
)
"""
BY_CUSTOMER: Final[LiteralString] = (
    "CREATE INDEX IF NOT EXISTS plans_of_customer ON plans (customer_id)"
)
ADD: Final[LiteralString] = """
INSERT INTO plans (plan_id, version, customer_id, status, created_at, plan)
VALUES (?, ?, ?, ?, ?, ?)
"""
NEWEST: Final[LiteralString] = """
SELECT plan FROM plans AS one
WHERE version = (SELECT max(version) FROM plans WHERE plan_id = one.plan_id)
"""
STATUS: Final[LiteralString] = """
UPDATE plans SET status = ?, plan = ? WHERE plan_id = ? AND version = ?
"""
DECISION_FIELDS: Final = frozenset({
    "status", "advisor_id", "approved_by", "second_approved_by", "decided_at", "return_reason",
    "sections",
})  # fmt: skip
"""What a decision may change on a kept version; sections only through their stamps."""


class Shelf:
    """Plans, every version kept whole."""

    def __init__(self, records: Records) -> None:
        self._records = records
        records.declare((PLANS, BY_CUSTOMER))

    def add(self, plan: Plan, connection: sqlite3.Connection | None = None) -> None:
        """Keep a version, within the transaction of `connection` where one is given.

        Raises:
            VersionConflict: It does not follow the newest version kept.
        """
        with self._writing(connection) as open_connection:
            newest = _newest_version(open_connection, plan.id)
            if plan.version != newest + 1:
                raise VersionConflict(plan.id, plan.version, newest)
            row = (plan.id, plan.version, plan.customer_id, plan.status)
            kept = stamped(plan).model_dump_json()
            open_connection.execute(ADD, (*row, plan.created_at.isoformat(), kept))

    def set_status(self, plan: Plan, connection: sqlite3.Connection | None = None) -> None:
        """Keep a decision on the newest version: its status, who decided, when and why.

        Raises:
            VersionConflict: A newer version is kept, or more than the decision changed.
        """
        with self._writing(connection) as open_connection:
            newest = _newest_version(open_connection, plan.id)
            kept = _version(open_connection, plan.id, plan.version)
            if kept is None or plan.version != newest or not _same_but_decision(kept, plan):
                raise VersionConflict(plan.id, plan.version, newest)
            row = (plan.status, stamped(plan).model_dump_json(), plan.id, plan.version)
            open_connection.execute(STATUS, row)

    def latest(self, plan_id: str) -> Plan | None:
        """The newest version; None where no such plan is kept."""
        versions = self.versions(plan_id)
        return versions[-1] if versions else None

    def version(self, plan_id: str, number: int) -> Plan | None:
        """One version; None where it is not kept."""
        with self._records.reading() as connection:
            return _version(connection, plan_id, number)

    def versions(self, plan_id: str) -> tuple[Plan, ...]:
        """Every version, oldest first; () where no such plan is kept."""
        query = "SELECT plan FROM plans WHERE plan_id = ? ORDER BY version"
        return self._plans(query, (plan_id,))

    def of_customer(self, customer_id: str) -> tuple[Plan, ...]:
        """The newest version of each plan of a customer, newest plan first."""
        query = f"{NEWEST} AND customer_id = ? ORDER BY created_at DESC, plan_id DESC"
        return self._plans(query, (customer_id,))

    def with_status(self, *statuses: PlanStatus) -> tuple[Plan, ...]:
        """The newest version of each plan in one of the statuses, oldest first."""
        query = f"{NEWEST} ORDER BY created_at, plan_id"
        return tuple(one for one in self._plans(query, ()) if one.status in statuses)

    def _plans(self, query: LiteralString, parameters: tuple[str, ...]) -> tuple[Plan, ...]:
        with self._records.reading() as connection:
            rows = connection.execute(query, parameters).fetchall()
        return tuple(Plan.model_validate_json(row["plan"]) for row in rows)

    @contextmanager
    def _writing(self, connection: sqlite3.Connection | None) -> Generator[sqlite3.Connection]:
        if connection is not None:
            yield connection
            return
        with self._records.transaction() as own:
            yield own


def _newest_version(connection: sqlite3.Connection, plan_id: str) -> int:
    query = "SELECT max(version) AS newest FROM plans WHERE plan_id = ?"
    return connection.execute(query, (plan_id,)).fetchone()["newest"] or 0


def _version(connection: sqlite3.Connection, plan_id: str, number: int) -> Plan | None:
    query = "SELECT plan FROM plans WHERE plan_id = ? AND version = ?"
    row = connection.execute(query, (plan_id, number)).fetchone()
    return None if row is None else Plan.model_validate_json(row["plan"])


def _same_but_decision(kept: Plan, decided: Plan) -> bool:
    before = kept.model_dump(exclude=set(DECISION_FIELDS))
    sections_before = stamped(kept.model_copy(update=_decision(decided))).sections
    after = decided.model_dump(exclude=set(DECISION_FIELDS))
    return before == after and sections_before == stamped(decided).sections


def _decision(plan: Plan) -> dict[str, object]:
    return {key: getattr(plan, key) for key in DECISION_FIELDS - {"sections"}}
