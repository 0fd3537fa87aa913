"""Who sits at this conversation of the chat: signed in as whom, about whom, in which language."""

from collections.abc import Callable
from functools import partial
from http.cookies import SimpleCookie
from typing import Any, TypeVar

import chainlit as cl
from anyio.to_thread import run_sync

from assistant.channels.current import current
from assistant.channels.errors import NotSignedIn
from assistant.channels.files import CLIENT_COOKIE, context
from assistant.channels.gate import LANG_COOKIE
from assistant.conversation.model import Context
from assistant.privacy.model import Lang, Speaker

T = TypeVar("T")


async def turn_context() -> Context:
    """The circumstances of a turn of this conversation."""
    session = cl.context.session
    turn = await in_thread(
        context, current(), await _speaker(), session.thread_id, _client(), "chat"
    )
    return turn.model_copy(update={"lang": language()})


async def _speaker() -> Speaker:
    speaker = await in_thread(current().identity.speaker, username())
    if speaker is None:
        raise NotSignedIn
    return speaker


def username() -> str:
    """Who signed in; empty where nobody did."""
    user = cl.context.session.user
    return "" if user is None else user.identifier


def _client() -> str | None:
    """The client whose file a member of staff opened the chat about."""
    return _cookie(CLIENT_COOKIE)


def language() -> Lang:
    """The language chosen on the site, else the browser's: English where it says so."""
    chosen = _cookie(LANG_COOKIE) or str(getattr(cl.context.session, "language", "zh"))
    return "en" if chosen.lower().startswith("en") else "zh"


def _cookie(name: str) -> str | None:
    cookies = SimpleCookie(cl.context.session.environ.get("HTTP_COOKIE", ""))
    return cookies[name].value if name in cookies else None


async def in_thread(doing: Callable[..., T], *arguments: Any) -> T:
    """Everything below the channels waits: it runs beside the event loop."""
    return await run_sync(partial(doing, *arguments))
