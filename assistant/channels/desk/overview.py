"""The first page of the desk: what waits, what is due, and whom to think of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant.channels.desk.pages import page, since
from assistant.channels.desk.roll import Asked, roll
from assistant.channels.gate import Language, Staff, application
from assistant.planning.model import Plan
from assistant.privacy.model import Lang, Speaker
from assistant.service.model import Task
from graph.values import Value

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(prefix="/desk")


class WaitingPlan(Value):
    """A plan in the list of those to review, and for how long it has waited."""

    plan: Plan
    age: str


class DueTask(Value):
    """A task with its customer's name, for how long it has waited, and whether its time is over."""

    task: Task
    name: str
    age: str
    is_overdue: bool


@router.get("")
def overview(
    request: Request,
    speaker: Staff,
    lang: Language,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Plans to review, tasks by due time, and a page of the advisor's customers."""
    app = application(request)
    now = app.clock()
    told = {
        "waiting": _waiting(app, speaker, now, lang),
        "tasks": _tasks(app, speaker, now, lang),
        "clients": roll(app, speaker, asked),
        "done": request.query_params.get("done"),
    }
    return page(request, "overview.html", told)


def _waiting(app: Application, speaker: Speaker, now: datetime, lang: Lang) -> list[WaitingPlan]:
    plans = sorted(app.desk.waiting(speaker), key=lambda one: one.created_at)
    return [WaitingPlan(plan=one, age=since(one.created_at, now, lang)) for one in plans]


def _tasks(app: Application, speaker: Speaker, now: datetime, lang: Lang) -> list[DueTask]:
    """Open tasks, soonest due first; those without a time last."""
    mine = [one for one in app.tasks.of_staff(speaker) if one.closed_at is None]
    mine.sort(key=lambda one: (one.due_at is None, one.due_at or one.opened_at, one.id))
    names = {one.id: one.name for one in app.bank.customers.of_advisor(speaker.person_id)}
    return [
        DueTask(
            task=one,
            name=names.get(one.customer_id, ""),
            age=since(one.opened_at, now, lang),
            is_overdue=_is_over(one, now),
        )
        for one in mine
    ]


def _is_over(task: Task, now: datetime) -> bool:
    return task.due_at is not None and task.due_at < now
