"""A clause on the desk: where it stands, and the plans, packs, products and rules on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.desk.pages import page
from assistant.channels.errors import ClauseNotFound
from assistant.channels.gate import Staff, application
from assistant.privacy.errors import NotAllowed
from assistant.privacy.model import Speaker
from assistant.service.errors import PlanNotFound
from graph.ground import Dependant

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(prefix="/desk/clauses")


@router.get("/{clause_id:path}")
def ground(clause_id: str, request: Request, speaker: Staff) -> Response:
    """The clause and what rests on it; of the plans only those the speaker may read."""
    app = application(request)
    clause = next((one for one in app.library.clauses() if one.id == clause_id), None)
    resting = app.recheck.rests_on([clause_id])
    if clause is None and not resting:
        raise ClauseNotFound(clause_id)
    plans = [one for one in resting if one.kind == "Plan"]
    readable = [one for one in plans if _may_read(app, speaker, one)]
    told = {
        "clause_id": clause_id,
        "clause": clause,
        "plans": readable,
        "others": len(plans) - len(readable),
        "groups": [
            (word, [one for one in resting if one.kind == kind])
            for word, kind in (("packs", "Pack"), ("products", "Product"), ("rules", "Rule"))
        ],
    }
    return page(request, "clause.html", told)


def _may_read(app: Application, speaker: Speaker, plan: Dependant) -> bool:
    try:
        app.desk.plan(plan.id, speaker)
    except (NotAllowed, PlanNotFound):
        return False
    return True
