"""Checks of the stores: rows as known now and still open, at least one or exactly so many."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from pydantic import Field, model_validator

from assistant.privacy.model import AUDIT_ACTIONS
from assistant.service.model import Task
from evals.checks.check import Argument, Check, brief, read
from evals.moment import Moment, Seen

Row = dict[str, Any]
MOST: Final = 6
"""Rows shown of those that were seen."""


class Counted(Argument):
    """Columns a row must have, and how many such rows there are; None: at least one."""

    count: int | None = Field(default=None, ge=0)

    def columns(self) -> Row:
        """What the script says of the row."""
        return {name: getattr(self, name) for name in self.model_fields_set if name != "count"}


class ConsentRow(Counted):
    """A consent in the columns of its feed."""

    consent_id: str | None = None
    customer_id: str | None = None
    purpose: str | None = None
    scope: str | None = None
    granted_at: datetime | None = None
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    authorisation: str | None = None
    evidence_ref: str | None = None


class NeedRow(Counted):
    """A foreseen need."""

    customer_id: str | None = None
    event: str | None = None


class TaskRow(Counted):
    """A task for a person."""

    customer_id: str | None = None
    advisor_id: str | None = None
    reason: str | None = None


class PortraitRow(Counted):
    """A tag of the portrait."""

    customer_id: str | None = None
    tag_key: str | None = None
    value: str | None = None


class AuditRow(Counted):
    """A row of the ledger."""

    action: str | None = None
    actor: str | None = None
    customer_id: str | None = None
    subject: str | None = None

    @model_validator(mode="after")
    def _known(self) -> "AuditRow":
        if self.action is not None and self.action not in AUDIT_ACTIONS:
            message = f"there is no action {self.action}"
            raise ValueError(message)
        return self


def consent(argument: object) -> Check:
    """A consent in force; one withdrawn only where `withdrawn_at` says when."""
    row: ConsentRow = read(ConsentRow, argument)
    is_past = row.withdrawn_at is not None

    def rows(moment: Moment) -> list[Row]:
        return [
            {"customer_id": customer_id, "consent_id": one.id, **one.model_dump(exclude={"id"})}
            for customer_id in moment.customers
            for one in moment.application.bank.customers.file(customer_id, moment.now).consents
            if is_past or one.in_force(moment.now)
        ]

    return _check("consent", row, rows)


def need(argument: object) -> Check:
    """An open need."""
    return _check("need", read(NeedRow, argument), _needs)


def task(argument: object) -> Check:
    """An open task."""
    row: TaskRow = read(TaskRow, argument)
    return _check("task", row, lambda moment: [one.model_dump() for one in open_tasks(moment)])


def portrait(argument: object) -> Check:
    """A tag of a customer's portrait."""
    return _check("portrait", read(PortraitRow, argument), _tags)


def audit(argument: object) -> Check:
    """A row of the ledger."""
    row: AuditRow = read(AuditRow, argument)

    def rows(moment: Moment) -> list[Row]:
        return [one.model_dump() for one in moment.application.ledger.rows()]

    return _check("audit", row, rows)


def open_tasks(moment: Moment) -> list[Task]:
    """The open tasks of the world's customers."""
    tasks = moment.application.tasks
    return [
        one for key in moment.customers for one in tasks.of_customer(key) if one.closed_at is None
    ]


def matching(rows: Iterable[Row], columns: Row) -> list[Row]:
    """The rows that have every column as said."""
    return [row for row in rows if all(_same(row.get(key), one) for key, one in columns.items())]


def counted(found: Sequence[object], count: int | None) -> bool:
    """Whether there are as many as wanted."""
    return bool(found) if count is None else len(found) == count


def _check(name: str, row: Counted, rows: Callable[[Moment], list[Row]]) -> Check:
    columns = row.columns()
    if not columns and row.count is None:
        message = "neither a column nor a count is named"
        raise ValueError(message)
    wanted = "at least one" if row.count is None else f"exactly {row.count}"

    def look(moment: Moment) -> Seen:
        held = rows(moment)
        found = matching(held, columns)
        shown = "; ".join(_short(one, columns) for one in held[:MOST]) or "no rows"
        seen = f"{len(found)} of {len(held)}: {brief(shown)}"
        return Seen(counted(found, row.count), f"{wanted} with {_words(columns)}", seen)

    return Check(name, look)


def _needs(moment: Moment) -> list[Row]:
    needs = moment.application.bank.needs
    return [one.model_dump() for key in moment.customers for one in needs.of(key)]


def _tags(moment: Moment) -> list[Row]:
    files = moment.application.bank.customers
    return [
        {"customer_id": key, "tag_key": one.key, "value": one.value}
        for key in moment.customers
        for one in files.file(key, moment.now).tags
    ]


def _same(held: object, wanted: object) -> bool:
    if isinstance(held, Decimal):
        return held == Decimal(str(wanted))
    if isinstance(held, datetime) and isinstance(wanted, datetime):
        bare = wanted if wanted.tzinfo else wanted.replace(tzinfo=held.tzinfo)
        return held == bare
    return held == wanted


def _short(row: Row, columns: Row) -> str:
    return _words({key: row.get(key) for key in columns})


def _words(row: Row) -> str:
    return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in row.items()) + "}"


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
