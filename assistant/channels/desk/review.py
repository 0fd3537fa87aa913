"""A plan on the desk: every figure with its evidence, assumptions to edit, the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from assistant.channels.desk.differences import changed_figures, edited_assumptions
from assistant.channels.desk.input_names import input_names
from assistant.channels.desk.pages import page
from assistant.channels.errors import NotConfirmed, status_of
from assistant.channels.gate import Staff, application
from assistant.errors import AdvisorError
from assistant.planning.errors import BadInput
from assistant.planning.formulas import formulas
from assistant.planning.model import AssumptionChange, Plan
from assistant.privacy.model import Speaker, Subject
from graph.values import Value

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(prefix="/desk/plans")
ReasonField = Annotated[str, Form(max_length=2000)]


class Rights(Value):
    """What the speaker may do with this version; `refusal` is why they may not approve."""

    approve: bool
    is_second: bool
    edit: bool
    send_back: bool
    reject: bool
    refusal: str
    refusal_en: str

    @property
    def any(self) -> bool:
        """Whether anything may be done."""
        return self.approve or self.edit or self.send_back or self.reject


class Complaint(Value):
    """Why a form was not carried out; `field` is the assumption it is about, "" for none."""

    zh: str
    en: str
    field: str = ""


@router.get("/{plan_id}")
def review(
    plan_id: str,
    request: Request,
    speaker: Staff,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """The newest version, or the one asked for."""
    app = application(request)
    plan = app.desk.plan(plan_id, speaker, version)
    told = _told(app, speaker, plan, None)
    return page(request, "plan.html", told | {"done": request.query_params.get("done")})


@router.post("/{plan_id}/edit")
async def edit(plan_id: str, request: Request, speaker: Staff) -> Response:
    """Compute again with the assumptions that were changed in the form."""
    form = await request.form()
    typed = {key: str(value).strip() for key, value in form.items()}
    return await run_in_threadpool(_edited, plan_id, typed, request, speaker)


def _edited(plan_id: str, typed: dict[str, str], request: Request, speaker: Speaker) -> Response:
    app = application(request)
    plan = app.desk.plan(plan_id, speaker)
    changes = tuple(
        AssumptionChange(key=one.key, value=typed[one.key])
        for one in plan.assumptions
        if one.key in typed and typed[one.key] != one.value
    )
    if not changes:
        return _done(plan_id, "unchanged")
    try:
        app.desk.edit(plan_id, changes, speaker, app.clock())
    except AdvisorError as error:
        told = _told(app, speaker, plan, _complaint(error), typed)
        return page(request, "plan.html", told, status_of(error))
    return _done(plan_id, "edit")


@router.post("/{plan_id}/approve")
def approve(
    plan_id: str, request: Request, speaker: Staff, checked: Annotated[str, Form()] = ""
) -> Response:
    """Approve, once the reviewer has ticked that they checked it."""
    app = application(request)
    if not checked:
        return _refused(request, speaker, plan_id, NotConfirmed())
    try:
        plan = app.desk.approve(plan_id, speaker, app.clock())
    except AdvisorError as error:
        return _refused(request, speaker, plan_id, error)
    return _left(plan, "await" if plan.status == "awaiting_second" else "approve")


@router.post("/{plan_id}/return")
def send_back(plan_id: str, request: Request, speaker: Staff, reason: ReasonField = "") -> Response:
    """Return with a reason."""
    app = application(request)
    try:
        plan = app.desk.send_back(plan_id, reason.strip(), speaker, app.clock())
    except AdvisorError as error:
        return _refused(request, speaker, plan_id, error)
    return _left(plan, "return")


@router.post("/{plan_id}/reject")
def reject(plan_id: str, request: Request, speaker: Staff, reason: ReasonField = "") -> Response:
    """Reject with a reason."""
    app = application(request)
    try:
        plan = app.desk.reject(plan_id, reason.strip(), speaker, app.clock())
    except AdvisorError as error:
        return _refused(request, speaker, plan_id, error)
    return _left(plan, "reject")


def _told(
    app: Application,
    speaker: Speaker,
    plan: Plan,
    complaint: Complaint | None,
    typed: dict[str, str] | None = None,
) -> dict[str, object]:
    kept = {one.version: one for one in app.desk.versions(plan.id, speaker)}
    newest = max(kept, default=plan.version)
    before = kept.get(plan.version - 1)
    return {
        "plan": plan,
        "figures": {one.key: one for one in plan.figures},
        "verdicts": {one.rule: one for one in plan.verdicts},
        "clauses": {one.clause_id: one for one in plan.citations},
        "formulas": formulas(),
        "input_names": input_names(plan),
        "versions": [kept[number] for number in sorted(kept, reverse=True)],
        "is_newest": plan.version == newest,
        "differences": [] if before is None else changed_figures(before, plan),
        "edited": [] if before is None else edited_assumptions(before, plan),
        "before": before,
        "rights": _rights(app, speaker, plan),
        "complaint": complaint,
        "typed": typed or {},
        "done": None,
        "assumption_units": {one.key: one.unit for one in plan.assumptions},
    }


def _rights(app: Application, speaker: Speaker, plan: Plan) -> Rights:
    subject = Subject(
        customer_id=plan.customer_id,
        advisor_id=plan.advisor_id,
        plan_status=plan.status,
        created_by=plan.created_by,
        approved_by=plan.approved_by,
        second_approved_by=plan.second_approved_by,
    )
    is_second = plan.status == "awaiting_second"
    is_open = plan.status in {"in_review", "awaiting_second"}
    approval = app.access.decide(
        speaker, "plan.second_approve" if is_second else "plan.approve", subject
    )
    return Rights(
        approve=is_open and approval.allowed,
        is_second=is_second,
        edit=is_open and app.access.decide(speaker, "plan.edit", subject).allowed,
        send_back=is_open and app.access.decide(speaker, "plan.return", subject).allowed,
        reject=is_open and app.access.decide(speaker, "plan.reject", subject).allowed,
        refusal=approval.reason,
        refusal_en=approval.reason_en,
    )


def _complaint(error: AdvisorError) -> Complaint:
    """The refusal; what is wrong with one input names its field."""
    field = error.field if isinstance(error, BadInput) else ""
    return Complaint(zh=error.zh, en=error.en, field=field)


def _refused(request: Request, speaker: Speaker, plan_id: str, error: AdvisorError) -> Response:
    app = application(request)
    plan = app.desk.plan(plan_id, speaker)
    told = _told(app, speaker, plan, _complaint(error))
    return page(request, "plan.html", told, status_of(error))


def _done(plan_id: str, what: str) -> Response:
    return RedirectResponse(f"/desk/plans/{plan_id}?done={what}", 303)


def _left(plan: Plan, what: str) -> Response:
    """Back to the list: what was decided no longer waits for this person."""
    return RedirectResponse(f"/desk?done={what}&plan={plan.id}", 303)
