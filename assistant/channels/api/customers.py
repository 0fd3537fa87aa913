"""Foreseen needs, the inbox, tasks and traces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request

from assistant.channels.files import opened_file, subject_of
from assistant.channels.gate import Signed, Staff, application
from assistant.conversation.traces import Trace
from assistant.privacy.model import Subject
from assistant.service.model import Delivery, Task
from graph.model import Need

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(tags=["客户 · Customers"])


@router.get("/needs", summary="预见的需求 · Foreseen needs")
def needs(
    request: Request, speaker: Signed, customer_id: Annotated[str | None, Query()] = None
) -> list[Need]:
    """客户看到自己的；员工须指定客户。 · A customer's own; staff name the client."""
    app = application(request)
    whose = speaker.person_id if speaker.is_customer else customer_id
    if whose is None:
        return []
    opened_file(app, speaker, whose)
    return app.bank.needs.of(whose)


@router.get("/inbox", summary="收件箱 · What waits for the customer")
def inbox(request: Request, speaker: Signed) -> list[Delivery]:
    """尚未查看的送达；员工没有收件箱。 · Deliveries not yet seen; [] for staff."""
    if not speaker.is_customer:
        return []
    return list(application(request).inbox.unseen(speaker.person_id))


@router.get("/tasks", summary="待办 · Tasks")
def tasks(request: Request, speaker: Staff) -> list[Task]:
    """分派给登录者的待办。 · The tasks of the signed-in member of staff."""
    return list(application(request).tasks.of_staff(speaker))


@router.get("/traces/{trace_id}", summary="一次答复的留痕 · The trace of one turn")
def trace(trace_id: str, request: Request, speaker: Staff) -> Trace:
    """谁、何时、依据什么得到这句话。 · Who was told what, when, on which evidence."""
    app = application(request)
    found = app.traces.trace(trace_id)
    app.access.require(speaker, "trace.read", _subject(app, found.context.customer_id))
    return found


def _subject(app: Application, customer_id: str | None) -> Subject:
    """The customer a trace is about, with the advisor who serves them."""
    if customer_id is None:
        return Subject()
    return subject_of(app.bank.customers.file(customer_id, app.clock()))
