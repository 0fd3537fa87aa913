"""Tasks: what a person must do for a customer."""

import sqlite3
import uuid
from datetime import datetime
from typing import Final, LiteralString, NotRequired, TypedDict, Unpack

from assistant.privacy.ledger import Ledger
from assistant.privacy.model import AuditEntry, Speaker
from assistant.records import Records
from assistant.service.errors import TaskNotFound
from assistant.service.model import Task, TaskReason, due_after

TABLES: Final[tuple[LiteralString, ...]] = (
    """CREATE TABLE IF NOT EXISTS service_task (
        id TEXT PRIMARY KEY,
        customer_id TEXT NOT NULL,
        advisor_id TEXT,
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        due_at TEXT,
        closed_at TEXT,
        plan_id TEXT
    )""",
    "CREATE INDEX IF NOT EXISTS service_task_advisor ON service_task (advisor_id)",
    "CREATE INDEX IF NOT EXISTS service_task_customer ON service_task (customer_id)",
)
POOL: Final[TaskReason] = "second_approval"
"""A reason whose tasks wait for any second approver."""


class Opening(TypedDict):
    """What a task is opened with; `connection` lets it join the caller's transaction."""

    customer_id: str
    advisor_id: str | None
    reason: TaskReason
    note: str
    now: datetime
    due_at: NotRequired[datetime | None]
    plan_id: NotRequired[str | None]
    connection: NotRequired[sqlite3.Connection | None]


class Tasks:
    """The tasks of staff."""

    def __init__(self, records: Records, ledger: Ledger) -> None:
        self._records = records
        self._ledger = ledger
        records.declare(TABLES)

    def open(self, **opening: Unpack[Opening]) -> Task:
        """The open task for this customer, reason and plan; the one already open where there is.

        A task without a plan is another task when its note differs. Where no deadline is named it
        is the usual one of its reason.
        """
        connection = opening.get("connection")
        if connection is not None:
            return self._open(connection, opening)
        with self._records.transaction() as own:
            return self._open(own, opening)

    def of_staff(self, speaker: Speaker) -> list[Task]:
        """Open tasks that wait for this person, the earliest due first; [] for none."""
        pool = POOL if speaker.role == "second_approver" else ""
        return self._tasks(
            "closed_at IS NULL AND (advisor_id = ? OR (advisor_id IS NULL AND reason = ?))",
            (speaker.person_id, pool),
        )

    def of_customer(self, customer_id: str) -> list[Task]:
        """Every task about a customer, open and closed, the earliest due first."""
        return self._tasks("customer_id = ?", (customer_id,))

    def task(self, task_id: str) -> Task:
        """The task with this id.

        Raises:
            TaskNotFound: No task has it.
        """
        found = self._tasks("id = ?", (task_id,))
        if not found:
            raise TaskNotFound(task_id)
        return found[0]

    def close(self, task_id: str, speaker: Speaker, now: datetime) -> Task:
        """The task, closed; one already closed stays as it was.

        Raises:
            TaskNotFound: No task has this id.
        """
        task = self.task(task_id)
        if task.closed_at is None:
            with self._records.transaction() as connection:
                self._close(connection, task, speaker.person_id, now)
        return self.task(task_id)

    def close_for_plan(
        self, connection: sqlite3.Connection, plan_id: str, by: str, now: datetime
    ) -> None:
        """Close every open task of a plan within the caller's transaction."""
        rows = connection.execute(
            "SELECT * FROM service_task WHERE plan_id = ? AND closed_at IS NULL", (plan_id,)
        ).fetchall()
        for row in rows:
            self._close(connection, Task.model_validate(dict(row)), by, now)

    def _open(self, connection: sqlite3.Connection, opening: Opening) -> Task:
        plan_id = opening.get("plan_id")
        row = connection.execute(
            "SELECT * FROM service_task WHERE customer_id = ? AND reason = ? AND plan_id IS ? "
            "AND closed_at IS NULL AND (plan_id IS NOT NULL OR note = ?)",
            (opening["customer_id"], opening["reason"], plan_id, opening["note"]),
        ).fetchone()
        if row is not None:
            return Task.model_validate(dict(row))
        task = Task(
            id=f"t-{uuid.uuid4().hex[:12]}",
            customer_id=opening["customer_id"],
            advisor_id=opening["advisor_id"],
            reason=opening["reason"],
            note=opening["note"],
            opened_at=opening["now"],
            due_at=opening.get("due_at") or opening["now"] + due_after(opening["reason"]),
            plan_id=plan_id,
        )
        kept = task.model_dump(mode="json")
        connection.execute(
            "INSERT INTO service_task VALUES (:id, :customer_id, :advisor_id, :reason, :note, "
            ":opened_at, :due_at, :closed_at, :plan_id)",
            kept,
        )
        self._ledger.append(_entry("task.open", task, "assistant", task.opened_at), connection)
        return task

    def _close(self, connection: sqlite3.Connection, task: Task, by: str, now: datetime) -> None:
        closed = connection.execute(
            "UPDATE service_task SET closed_at = ? WHERE id = ? AND closed_at IS NULL",
            (now.isoformat(), task.id),
        )
        if closed.rowcount:
            self._ledger.append(_entry("task.close", task, by, now), connection)

    def _tasks(self, where: LiteralString, parameters: tuple[str, ...]) -> list[Task]:
        query = f"SELECT * FROM service_task WHERE {where} ORDER BY ifnull(due_at, opened_at), id"
        with self._records.reading() as connection:
            rows = connection.execute(query, parameters).fetchall()
        return [Task.model_validate(dict(row)) for row in rows]


def _entry(action: LiteralString, task: Task, actor: str, at: datetime) -> AuditEntry:
    return AuditEntry.model_validate(
        {
            "at": at,
            "actor": actor,
            "action": action,
            "subject": task.id,
            "customer_id": task.customer_id,
            "details": {"reason": task.reason},
        }
    )
