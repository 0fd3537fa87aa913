"""Foreseen needs on the desk: the path to each, who else shows it, and what became of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from assistant.channels.desk.flow import flow
from assistant.channels.desk.funnel import STAGES, funnel
from assistant.channels.desk.pages import page
from assistant.channels.desk.words import said
from assistant.channels.errors import NeedNotFound
from assistant.channels.files import opened_file
from assistant.channels.gate import Language, Staff, application
from assistant.privacy.masking import mask_name
from assistant.service.foresight import MOST_MONTHS

router = APIRouter(prefix="/desk")
MONTHS = (3, 6, 12, 24)


@router.get("/foresight")
def report(
    request: Request,
    speaker: Staff,
    lang: Language,
    months: Annotated[int, Query(ge=1, le=MOST_MONTHS)] = 6,
) -> Response:
    """What became of foreseen needs: an advisor's own customers; control sees the whole bank."""
    app = application(request)
    own = None if speaker.role in {"compliance", "auditor"} else speaker.person_id
    rows = app.foresight.report(app.clock(), months, own)
    words = {stage: said(f"stage_{stage}", lang) for stage in STAGES}
    told = {
        "rows": rows,
        "stages": STAGES,
        "own": own,
        "months": months,
        "choices_of_months": MONTHS,
        "drawn": funnel(rows, words, lang),
    }
    return page(request, "foresight.html", told)


@router.get("/customers/{customer_id}/needs/{event}")
def need(
    customer_id: str, event: str, request: Request, speaker: Staff, lang: Language
) -> Response:
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
        "drawn": flow(path, lang),
        "likeness": app.paths.like(customer_id, event, now, speaker.person_id),
    }
    return page(request, "need.html", told)
