"""Who sits at which open tab, and what arrives for them while they do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from chainlit.context import init_ws_context
from chainlit.session import WebsocketSession

if TYPE_CHECKING:
    from assistant.service.model import Delivery

Show = Callable[["Delivery"], Awaitable[None]]


class Tabs:
    """The open tabs of this process by session id."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._people: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: set[asyncio.Task[None]] = set()

    def enter(self, session_id: str, person_id: str) -> None:
        """A person opened a tab; called on the loop the tabs live on."""
        self._loop = asyncio.get_running_loop()
        self._people[session_id] = person_id

    def leave(self, session_id: str) -> None:
        """The tab was closed."""
        self._people.pop(session_id, None)

    def arrived(self, delivery: Delivery) -> None:
        """Show a delivery in the customer's open tabs; may be called from any thread."""
        if self._loop is not None and delivery.customer_id in self._people.values():
            self._loop.call_soon_threadsafe(self._begin, delivery)

    def _begin(self, delivery: Delivery) -> None:
        """One task for each tab: each has a context of its own."""
        for session_id, person_id in list(self._people.items()):
            session = WebsocketSession.get_by_id(session_id)
            if person_id == delivery.customer_id and session is not None:
                task = asyncio.ensure_future(self._shown(session, delivery))
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def _shown(self, session: WebsocketSession, delivery: Delivery) -> None:
        init_ws_context(session)
        await self._show(delivery)
