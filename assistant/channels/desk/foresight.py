"""A foreseen need on the desk: the path that leads to it, and who else shows the pattern."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.desk.flow import flow
from assistant.channels.desk.pages import page
from assistant.channels.errors import NeedNotFound
from assistant.channels.files import opened_file
from assistant.channels.gate import Staff, application, language
from assistant.privacy.masking import mask_name

router = APIRouter(prefix="/desk/customers")


@router.get("/{customer_id}/needs/{event}")
def need(customer_id: str, event: str, request: Request, speaker: Staff) -> Response:
    """The path of one event's need; of those alike only the speaker's own customers are named."""
    app = application(request)
    file = opened_file(app, speaker, customer_id)
    now = app.clock()
    path = next(iter(app.paths.of(customer_id, now, event)), None)
    if path is None:
        raise NeedNotFound(event)
    told = {
        "name": mask_name(file.customer.name),
        "customer_id": customer_id,
        "path": path,
        "today": now.date(),
        "drawn": flow(path, language(request)),
        "likeness": app.paths.like(customer_id, event, now, speaker.person_id),
    }
    return page(request, "need.html", told)
