"""A customer's file as the desk shows it, masked, and asking for a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from assistant.channels.desk.pages import page
from assistant.channels.errors import status_of
from assistant.channels.files import CLIENT_COOKIE, opened_file
from assistant.channels.gate import Staff, application
from assistant.errors import AdvisorError
from assistant.planning.planners import PLANNERS
from assistant.privacy.masking import mask_id_number, mask_name, mask_phone
from assistant.privacy.model import Speaker
from graph.model import CustomerFile, Need, Tag
from graph.needs import at_hour
from graph.values import Value

if TYPE_CHECKING:
    from assistant.bootstrap import Application

router = APIRouter(prefix="/desk/customers")


class Row(Value):
    """One thing owned or owed; `kind` is a word of words.yaml or the product's own name."""

    kind: str
    amount: Decimal
    currency: str


@router.get("/{customer_id}")
def client(customer_id: str, request: Request, speaker: Staff) -> Response:
    """The file, its tags, needs with evidence, and plans."""
    app = application(request)
    return page(request, "client.html", _told(app, speaker, customer_id, None))


@router.get("/{customer_id}/chat")
def chat(customer_id: str, request: Request, speaker: Staff) -> Response:
    """The chat with this client's file open; the chat checks access again at every turn."""
    opened_file(application(request), speaker, customer_id)
    response = RedirectResponse("/chat", 303)
    response.set_cookie(CLIENT_COOKIE, customer_id, httponly=True, samesite="strict", path="/chat")
    return response


@router.post("/{customer_id}/draft")
def draft(
    customer_id: str, request: Request, speaker: Staff, pack: Annotated[str, Form(max_length=100)]
) -> Response:
    """Draft a plan from what the bank knows; what is missing is told on the page."""
    app = application(request)
    opened_file(app, speaker, customer_id)
    now = app.clock()
    try:
        plan = app.drafter.draft(pack, {}, customer_id, now, speaker.person_id)
        kept = app.desk.submit(plan, now)
    except AdvisorError as error:
        told = _told(app, speaker, customer_id, error)
        return page(request, "client.html", told, status_of(error))
    return RedirectResponse(f"/desk/plans/{kept.id}?done=draft", 303)


def _told(
    app: Application, speaker: Speaker, customer_id: str, error: AdvisorError | None
) -> dict[str, object]:
    file = opened_file(app, speaker, customer_id)
    now = app.clock()
    return {
        "file": file,
        "name": mask_name(file.customer.name),
        "id_number": mask_id_number(file.customer.id_number or ""),
        "phone": mask_phone(file.customer.phone or ""),
        "today": now.date(),
        "consents": [(one, one.in_force(now)) for one in file.consents],
        "holdings": _holdings(file),
        "tags": _by_dimension(file.tags),
        "needs": [
            at_hour(one, app.catalogue.contact, now) for one in app.bank.needs.of(customer_id)
        ],
        "plans": list(app.desk.of_customer(customer_id, speaker)),
        "packs": [(key, one.title, one.title_en) for key, one in PLANNERS.items()],
        "error": error,
        "topics": _topics,
    }


def _topics(need: Need) -> str:
    """What the need hinges on, in its subjects."""
    subjects = (one.partition(":")[2] for one in need.hinges_on)
    return "、".join(dict.fromkeys(f"“{one}”" for one in subjects))


def _by_dimension(tags: tuple[Tag, ...]) -> dict[str, list[Tag]]:
    grouped: dict[str, list[Tag]] = {}
    for tag in tags:
        grouped.setdefault(tag.dimension, []).append(tag)
    return grouped


def _holdings(file: CustomerFile) -> list[Row]:
    """Accounts, holdings, then loans as negative amounts."""
    rows = [Row(kind=one.kind, amount=one.balance, currency=one.currency) for one in file.accounts]
    rows += [
        Row(kind=one.product_name or one.product_code, amount=one.value, currency=one.currency)
        for one in file.holdings
    ]
    rows += [
        Row(kind=one.purpose, amount=-one.outstanding, currency=one.currency) for one in file.loans
    ]
    return rows
