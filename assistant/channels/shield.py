"""What every request passes: a limit to its size, where a form may come from, safe headers."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.errors import BodyTooLarge, ForeignForm
from assistant.errors import AdvisorError

BODY_LIMIT: Final = 1_000_000
"""Bytes; the longest message we read is far below."""
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
CHAT_PAGES: Final = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "connect-src 'self' ws: wss:; font-src 'self' data:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
"""Chainlit's page writes its theme inline and Plotly compiles functions."""
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def refusal(error: AdvisorError, status: int) -> JSONResponse:
    """A refusal as programs read it: its code and its sentence in both languages."""
    body = {"error": {"code": error.code, "zh": error.zh, "en": error.en}}
    return JSONResponse(body, status)


async def safe_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """The answer with the headers that keep a page to itself."""
    if _is_foreign(request):
        return refusal(ForeignForm(), 403)
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    is_chat = request.url.path.startswith("/chat")
    response.headers["Content-Security-Policy"] = CHAT_PAGES if is_chat else OWN_PAGES
    if not request.url.path.startswith(("/static", "/chat")):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _is_foreign(request: Request) -> bool:
    """Whether a change was sent by a page of another site; the cookie alone must not allow it."""
    if request.method in READING or "authorization" in request.headers:
        return False
    origin = request.headers.get("origin") or request.headers.get("referer")
    if origin is None:
        return request.url.path.startswith("/desk")
    return urlsplit(origin).netloc != request.headers.get("host")


class BodyLimit:
    """Refuses a body above the limit, announced or not, before anything reads it."""

    def __init__(self, app: ASGIApp, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or answer 413."""
        if scope["type"] != "http" or scope["method"] in READING:
            await self._app(scope, receive, send)
            return
        body = await self._whole(receive)
        if body is None:
            await refusal(BodyTooLarge(self._limit), 413)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _whole(self, receive: Receive) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self._limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` once, then whatever the server says next."""
    given: list[bytes] = [body]

    async def once() -> Message:
        if given:
            return {"type": "http.request", "body": given.pop(), "more_body": False}
        return await receive()

    return once
