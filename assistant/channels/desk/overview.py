"""The first page of the desk: what waits, what is due, and whom to think of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.desk.pages import page, since
from assistant.channels.gate import Language, Staff, application
from assistant.planning.model import Plan
from assistant.privacy.model import Lang, Speaker
from assistant.service.model import Task
from graph.bank import CustomerSummary
from graph.model import Need
from graph.values import Value

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(prefix="/desk")


class WaitingPlan(Value):
    """A plan in the list of those to review, and for how long it has waited."""

    plan: Plan
    age: str


class DueTask(Value):
    """A task with whether its time is over."""

    task: Task
    is_overdue: bool


class Client(Value):
    """A customer of the advisor with the need to speak of first; `step` is a key of words.yaml."""

    summary: CustomerSummary
    need: Need | None
    step: str


@router.get("")
def overview(request: Request, speaker: Staff, lang: Language) -> Response:
    """Plans to review, tasks by due time, customers by likelihood of their need."""
    app = application(request)
    now = app.clock()
    told = {
        "waiting": _waiting(app, speaker, now, lang),
        "tasks": _tasks(app, speaker, now),
        "clients": _clients(app, speaker),
        "done": request.query_params.get("done"),
    }
    return page(request, "overview.html", told)


def _waiting(app: Application, speaker: Speaker, now: datetime, lang: Lang) -> list[WaitingPlan]:
    plans = sorted(app.desk.waiting(speaker), key=lambda one: one.created_at)
    return [WaitingPlan(plan=one, age=since(one.created_at, now, lang)) for one in plans]


def _tasks(app: Application, speaker: Speaker, now: datetime) -> list[DueTask]:
    """Open tasks, soonest due first; those without a time last."""
    mine = [one for one in app.tasks.of_staff(speaker) if one.closed_at is None]
    mine.sort(key=lambda one: (one.due_at is None, one.due_at or one.opened_at, one.id))
    return [DueTask(task=one, is_overdue=_is_over(one, now)) for one in mine]


def _is_over(task: Task, now: datetime) -> bool:
    return task.due_at is not None and task.due_at < now


def _clients(app: Application, speaker: Speaker) -> list[Client]:
    """Likeliest need first; those with none last, by id."""
    found = [_client(app, one) for one in app.bank.customers.of_advisor(speaker.person_id)]
    found.sort(key=lambda one: (-(one.need.probability_90 if one.need else -1), one.summary.id))
    return found


def _client(app: Application, summary: CustomerSummary) -> Client:
    need = next(iter(app.bank.needs.of(summary.id)), None)
    if need is None:
        return Client(summary=summary, need=None, step="step_none")
    step = "step_contact" if need.contact == "allowed" else "step_quiet"
    return Client(summary=summary, need=need, step=step)
