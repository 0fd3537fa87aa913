"""The interface described on a page of our own, which loads nothing from outside."""

import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.api.examples import example, prepared
from assistant.channels.desk.pages import page
from assistant.channels.desk.words import said
from assistant.channels.gate import Language
from assistant.privacy.model import Lang
from graph.values import Value

router = APIRouter(include_in_schema=False)
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


class Endpoint(Value):
    """One endpoint as the page lists it; `body` names its schema, `example` is a command."""

    method: str
    path: str
    summary: str
    description: str
    body: str | None
    parameters: tuple[str, ...]
    example: str


@router.get("/docs")
def reference(request: Request, lang: Language) -> Response:
    """Every endpoint with its parameters, body and a command that calls it."""
    described: dict[str, Any] = request.app.openapi()
    told = {
        "endpoints": list(_endpoints(described, lang)),
        "schemas": described["components"]["schemas"],
        "about": spoken(described["info"]["description"], lang),
        "prepared": prepared(
            str(request.base_url), said("password_printed", lang), said("example_message", lang)
        ),
    }
    return page(request, "reference.html", told)


def _endpoints(described: dict[str, Any], lang: Lang) -> Iterator[Endpoint]:
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield Endpoint(
                method=method.upper(),
                path=path,
                summary=spoken(told.get("summary", ""), lang),
                description=spoken(told.get("description", ""), lang),
                body=_body(told),
                parameters=tuple(one["name"] for one in told.get("parameters", ())),
                example=example(method, path, told, schemas),
            )


def spoken(text: str, lang: Lang) -> str:
    """The parts of a text in one language, paragraph by paragraph; all of it where there are none.

    The parts stand on both sides of " · " or in paragraphs of their own.
    """
    parts = [part for paragraph in text.split("\n\n") for part in paragraph.split(" · ")]
    is_chinese = lang == "zh"
    kept = [part.strip() for part in parts if bool(CHINESE.search(part)) == is_chinese]
    return "\n\n".join(kept) or text


def _body(told: dict[str, Any]) -> str | None:
    content = told.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.rsplit("/", 1)[-1] or None
