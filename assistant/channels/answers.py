"""How an error is answered: JSON to programs, a page to people."""

from collections.abc import Sequence
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.channels.desk.pages import page
from assistant.channels.errors import NotSignedIn, PageNotFound, status_of
from assistant.channels.shield import refusal
from assistant.errors import AdvisorError
from graph.errors import CustomerNotFound, GraphUnavailable

PROGRAM_PATHS: Final = ("/v1", "/openapi.json", "/healthz", "/readyz")
COMPLAINTS: Final = {
    "missing": ("缺少", "is missing"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("太长", "is too long"),
    "extra_forbidden": ("不是本接口的字段", "is not a field here"),
    "json_invalid": ("不是有效的 JSON", "is not valid JSON"),
    "literal_error": ("不在可选值之内", "is not one of the allowed values"),
    "decimal_parsing": ("应为数字", "must be a number"),
    "date_from_datetime_parsing": ("应为日期（YYYY-MM-DD）", "must be a date (YYYY-MM-DD)"),
}
"""By pydantic's own names of what is wrong."""


class Malformed(AdvisorError):
    """The request does not have the form the interface describes."""

    code = "malformed"


class CustomerUnknown(AdvisorError):
    """No customer has this id."""

    code = "customer_not_found"

    def __init__(self, customer_id: str) -> None:
        super().__init__(
            f"没有编号为 {customer_id} 的客户，请核对后再试。",
            f"There is no customer {customer_id}; please check the id.",
        )


class BankUnavailable(AdvisorError):
    """The bank's data cannot be reached."""

    code = "bank_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "暂时连不上本行的数据，您的操作没有执行，请稍后再试。",
            "The bank's data cannot be reached; nothing was carried out. Please try again later.",
        )


def answer_refusal(request: Request, error: Exception) -> Response:
    """A refusal with its own status; a visitor who is not signed in is led to the sign-in page."""
    if not isinstance(error, AdvisorError):
        raise error
    return _answered(request, error, status_of(error))


def answer_unknown(request: Request, error: Exception) -> Response:
    """An error of the graph: an unknown customer is 404, an unreachable store 503."""
    if isinstance(error, CustomerNotFound):
        return _answered(request, CustomerUnknown(error.customer_id), 404)
    if isinstance(error, GraphUnavailable):
        return _answered(request, BankUnavailable(), 503)
    raise error


def answer_invalid(request: Request, error: Exception) -> Response:
    """A request that does not fit the interface: 422 and which field is wrong."""
    if not isinstance(error, RequestValidationError):
        raise error
    return _answered(request, _malformed(error.errors()), 422)


def answer_http(request: Request, error: Exception) -> Response:
    """What the router refuses: no such page, no such method."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == PageNotFound.status:
        return _answered(request, PageNotFound(), error.status_code)
    complaint = Malformed(f"请求未被接受（{error.detail}）。", f"Not accepted: {error.detail}.")
    return _answered(request, complaint, error.status_code)


def _malformed(errors: Sequence[Any]) -> Malformed:
    zh: list[str] = []
    en: list[str] = []
    for one in errors:
        field = ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0])
        words, english = COMPLAINTS.get(one["type"], ("格式不对", str(one["msg"]).lower()))
        zh.append(f"{field} {words}")
        en.append(f"{field} {english}")
    return Malformed(f"请求有误：{'；'.join(zh)}。", f"The request is not right: {'; '.join(en)}.")


def _answered(request: Request, error: AdvisorError, status: int) -> Response:
    if request.url.path.startswith(PROGRAM_PATHS):
        return refusal(error, status)
    if isinstance(error, NotSignedIn):
        return RedirectResponse("/sign-in", 303)
    return page(request, "refused.html", {"error": error, "status": status}, status)
