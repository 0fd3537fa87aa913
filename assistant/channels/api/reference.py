"""The interface described on a page of our own, which loads nothing from outside."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.channels.desk.pages import page
from graph.values import Value

router = APIRouter(include_in_schema=False)


class Endpoint(Value):
    """One endpoint as the page lists it; `schema` names the body's schema."""

    method: str
    path: str
    summary: str
    description: str
    body: str | None
    parameters: tuple[str, ...]


@router.get("/docs")
def reference(request: Request) -> Response:
    """Every endpoint with its parameters and body."""
    described: dict[str, Any] = request.app.openapi()
    told = {
        "endpoints": list(_endpoints(described)),
        "schemas": described.get("components", {}).get("schemas", {}),
        "about": described["info"]["description"],
    }
    return page(request, "reference.html", told)


def _endpoints(described: dict[str, Any]) -> Iterator[Endpoint]:
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield Endpoint(
                method=method.upper(),
                path=path,
                summary=told.get("summary", ""),
                description=told.get("description", ""),
                body=_body(told),
                parameters=tuple(one["name"] for one in told.get("parameters", ())),
            )


def _body(told: dict[str, Any]) -> str | None:
    content = told.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    return reference.rsplit("/", 1)[-1] or None
