"""Plans: read them, and act on them as the policies allow."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.channels.documents import markdown
from assistant.channels.gate import Signed, Staff, application
from assistant.planning.model import AssumptionChange, Plan
from assistant.privacy.model import Lang
from assistant.service.model import Delivery
from graph.values import Value

router = APIRouter(prefix="/plans", tags=["方案 · Plans"])
ReasonText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Wanted(Value):
    """Which version of a plan, in which form; the language is the document's."""

    version: int | None = Field(default=None, ge=1)
    format: Literal["json", "markdown"] = "json"
    lang: Lang = "zh"


class Edit(Value):
    """Assumptions to change; the plan is computed again as its next version."""

    changes: Annotated[
        tuple[AssumptionChange, ...],
        Field(min_length=1, examples=[[{"key": "tuition", "value": "25000"}]]),
    ]


class Reason(Value):
    """Why a plan goes back or is rejected."""

    reason: Annotated[ReasonText, Field(examples=["学费请按录取通知书更新"])]


class Answer(Value):
    """A customer's answer to a delivered plan."""

    answer: Literal["accept", "decline"]


@router.get("", summary="我的方案 / 待审方案 · My plans, or those waiting for me")
def listed(
    request: Request, speaker: Signed, customer_id: Annotated[str | None, Query()] = None
) -> list[Plan]:
    """客户看到自己的；员工看到待审的，或指定客户的。 · Their own; for staff, what waits."""
    desk = application(request).desk
    if speaker.is_customer:
        return list(desk.of_customer(speaker.person_id, speaker))
    if customer_id is not None:
        return list(desk.of_customer(customer_id, speaker))
    return list(desk.waiting(speaker))


@router.get("/{plan_id}", summary="一份方案 · One plan", response_model=Plan)
def one(
    plan_id: str,
    request: Request,
    speaker: Signed,
    wanted: Annotated[Wanted, Query()],
) -> Response:
    """JSON，或 `?format=markdown` 的文档。 · JSON, or the document with `?format=markdown`."""
    plan = application(request).desk.plan(plan_id, speaker, wanted.version)
    if wanted.format == "markdown":
        document = markdown(plan, wanted.lang)
        return PlainTextResponse(document, media_type="text/markdown; charset=utf-8")
    return JSONResponse(plan.model_dump(mode="json"))


@router.get("/{plan_id}/versions", summary="全部版本 · Every version, oldest first")
def versions(plan_id: str, request: Request, speaker: Signed) -> list[Plan]:
    """每次修改都留下一个版本。 · Each edit leaves a version."""
    return list(application(request).desk.versions(plan_id, speaker))


@router.post("/{plan_id}/edit", summary="修改假设并重算 · Edit assumptions, compute again")
def edit(plan_id: str, body: Edit, request: Request, speaker: Staff) -> Plan:
    """返回重算后的新版本。 · Gives the version computed again."""
    app = application(request)
    return app.desk.edit(plan_id, body.changes, speaker, app.clock())


@router.post("/{plan_id}/approve", summary="批准 · Approve")
def approve(plan_id: str, request: Request, speaker: Staff) -> Plan:
    """需复核的方案经第二位同事批准后送达。 · Some plans need a second approver."""
    app = application(request)
    return app.desk.approve(plan_id, speaker, app.clock())


@router.post("/{plan_id}/return", summary="退回修改 · Return with a reason")
def send_back(plan_id: str, body: Reason, request: Request, speaker: Staff) -> Plan:
    """必须写明原因。 · The reason is required."""
    app = application(request)
    return app.desk.send_back(plan_id, body.reason, speaker, app.clock())


@router.post("/{plan_id}/reject", summary="否决 · Reject with a reason")
def reject(plan_id: str, body: Reason, request: Request, speaker: Staff) -> Plan:
    """必须写明原因。 · The reason is required."""
    app = application(request)
    return app.desk.reject(plan_id, body.reason, speaker, app.clock())


@router.post("/{plan_id}/answer", summary="客户答复 · The customer's answer")
def answer(plan_id: str, body: Answer, request: Request, speaker: Signed) -> Plan | Delivery:
    """接受或婉拒已送达的方案。 · Accept or decline a delivered plan."""
    app = application(request)
    return app.desk.answer(plan_id, body.answer, speaker, app.clock())
