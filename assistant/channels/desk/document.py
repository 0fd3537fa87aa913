"""A plan as its customer reads it: the document without the desk's tools."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.desk.input_names import input_names
from assistant.channels.desk.pages import page
from assistant.channels.gate import Signed, application
from assistant.planning.formulas import formulas

router = APIRouter(prefix="/plans", include_in_schema=False)


@router.get("/{plan_id}")
def document(plan_id: str, request: Request, speaker: Signed) -> Response:
    """The newest version, where the speaker may read it."""
    plan = application(request).desk.plan(plan_id, speaker)
    told = {
        "plan": plan,
        "figures": {one.key: one for one in plan.figures},
        "verdicts": {one.rule: one for one in plan.verdicts},
        "clauses": {one.clause_id: one for one in plan.citations},
        "formulas": formulas(),
        "input_names": input_names(plan),
    }
    return page(request, "document.html", told)
