"""The site: sign-in, the programs' interface, the advisor's desk, and the chat beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware

from assistant.channels import api, desk
from assistant.channels.answers import answer_http, answer_invalid, answer_refusal, answer_unknown
from assistant.channels.chat.mounting import mount_chat
from assistant.channels.current import hold
from assistant.channels.health import router as health
from assistant.channels.shield import BodyLimit, safe_headers
from assistant.channels.sign_in import router as sign_in
from assistant.errors import AdvisorError
from graph.errors import GraphError

if TYPE_CHECKING:
    from assistant.bootstrap import Application

STATIC: Final = Path(__file__).parent / "desk" / "static"


def web_app(application: Application) -> FastAPI:
    """The whole site: `/` and `/sign-in`, `/v1`, `/docs`, `/desk`, and `/chat` (Chainlit).

    One per process: Chainlit keeps its application in its own module.
    """
    hold(application)
    app = site(application)
    mount_chat(app, application.settings.home / "chat", application.secret)
    return app


def site(application: Application) -> FastAPI:
    """Everything of the site but the chat; the application's secret signs the tokens."""
    app = FastAPI(
        title="Datong Advisor 大通顾问",
        description=api.DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.application = application
    app.add_middleware(BaseHTTPMiddleware, dispatch=safe_headers)
    app.add_middleware(BodyLimit)
    _answer_errors(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for part in (health, sign_in, api.router, api.reference, desk.router, desk.documents):
        app.include_router(part)
    return app


def _answer_errors(app: FastAPI) -> None:
    app.add_exception_handler(AdvisorError, answer_refusal)
    app.add_exception_handler(GraphError, answer_unknown)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.add_exception_handler(HTTPException, answer_http)
