"""Chainlit put into the site: its environment first, then its import, then what must be mended."""

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import FileResponse, RedirectResponse, Response

from assistant.channels.chat.home import ASSETS, furnish
from assistant.channels.current import hold_history
from assistant.channels.errors import FileNotSupported, PageNotFound, status_of
from assistant.channels.gate import Signed, speaker_of
from assistant.channels.shield import refusal

PATH: Final = "/chat"
APP: Final = Path(__file__).with_name("app.py")
MARK: Final = ASSETS / "public" / "favicon.svg"
OUTSIDE_LINK: Final = re.compile(r'<link[^>]*href="https?://[^>]*>', re.DOTALL)


def mount_chat(app: FastAPI, root: Path, secret: str) -> None:
    """Mount the chat at `/chat`; `root` is its folder, `secret` signs the tokens it accepts."""
    root = root.resolve()
    furnish(root)
    _set_environment(root, secret)
    from chainlit import server
    from chainlit.utils import mount_chainlit

    from assistant.channels.chat.history import History, guard_feedback

    history = History(root)
    _keep_inside(server)
    hold_history(history)
    app.state.history = history
    app.add_middleware(BaseHTTPMiddleware, dispatch=lead_to_sign_in)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard_feedback)
    app.router.add_event_handler("startup", history.open)
    app.add_api_route("/chat-files/{key:path}", kept_file, include_in_schema=False)
    app.add_api_route(
        f"{PATH}/project/file", decline_file, methods=["POST"], include_in_schema=False
    )
    app.add_api_route(f"{PATH}/avatars/{{name}}", avatar, include_in_schema=False)
    mount_chainlit(app=app, target=str(APP), path=PATH)


def _set_environment(root: Path, secret: str) -> None:
    """Chainlit takes its root and its secret from the environment only, when it is imported."""
    chosen = {
        "CHAINLIT_APP_ROOT": str(root),
        "CHAINLIT_AUTH_SECRET": secret,
        "CHAINLIT_COOKIE_SAMESITE": "strict",
        "CHAINLIT_CUSTOM_AUTH": "true",
    }
    os.environ.update(chosen)  # noqa: TID251 - written for a library, not read


def _keep_inside(server: Any) -> None:
    """Leave out the style sheets and fonts Chainlit's page would load from other machines."""
    shipped = server.get_html_template

    def inside(root_path: str) -> str:
        page = OUTSIDE_LINK.sub("", shipped(root_path))
        return page.replace('<html lang="en"', '<html lang="zh-CN"', 1)

    server.get_html_template = inside


async def lead_to_sign_in(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """The chat's pages for the signed-in; the sign-in page for the rest."""
    path = request.url.path
    is_page = path in {PATH, f"{PATH}/"} or path.startswith(f"{PATH}/thread")
    if path == f"{PATH}/login":
        return RedirectResponse("/", 303)
    if is_page and request.method == "GET" and await _nobody(request):
        return RedirectResponse("/sign-in", 303)
    return await call_next(request)


async def _nobody(request: Request) -> bool:
    return await run_in_threadpool(speaker_of, request) is None


def decline_file(_speaker: Signed) -> Response:
    """A file is declined in a sentence; the chat's page offers no way to send one."""
    declined = FileNotSupported()
    return refusal(declined, status_of(declined))


def avatar(name: str) -> Response:
    """Our mark for every author; Chainlit itself refuses names that are not ASCII."""
    del name
    return FileResponse(MARK, headers={"Cache-Control": "max-age=86400"})


def kept_file(key: str, request: Request, speaker: Signed) -> Response:
    """A picture or text of one of the speaker's own conversations."""
    path = request.app.state.history.file_of(key, speaker.username)
    if path is None:
        return refusal(PageNotFound(), PageNotFound.status)
    return FileResponse(path)
