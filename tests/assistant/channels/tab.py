"""A tab of the chat, spoken to over its own socket."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import socketio

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from tests.assistant.channels.stage import SECRET
from tests.builders import NOW

PATIENCE = 15.0
"""Seconds to wait for what must come."""


def cookie(speaker: Any) -> dict[str, str]:
    return {tokens.COOKIE: tokens.issued(speaker, SECRET, bank_clock())}


def browser(address: str, speaker: Any) -> httpx.Client:
    return httpx.Client(
        base_url=address, cookies=cookie(speaker), timeout=PATIENCE, follow_redirects=True
    )


class Tab:
    """One open tab: what it received, and what it can send."""

    def __init__(self, address: str, speaker: Any, thread_id: str = "", **cookies: str) -> None:
        self.address = address
        self.session_id = str(uuid4())
        self.received: list[tuple[str, Any]] = []
        self._speaker = speaker
        self._thread_id = thread_id
        self._cookies = cookies
        self._client = socketio.AsyncClient()
        self._client.on("*", self._receive)
        self._client.on("ask", self._answer)
        self.answer: str | None = "因为变了"

    async def _receive(self, event: str, *data: Any) -> None:
        self.received.append((event, data[0] if data else None))

    async def _answer(self, data: Any) -> Any:
        self.received.append(("ask", data))
        return None if self.answer is None else message(self.answer)

    async def __aenter__(self) -> "Tab":
        given = cookie(self._speaker) | {"client": "c-1"} | self._cookies
        header = "; ".join(f"{name}={value}" for name, value in given.items())
        await self._client.connect(
            self.address,
            headers={"Cookie": header, "Accept-Language": "zh-CN"},
            socketio_path="/chat/ws/socket.io",
            transports=["websocket"],
            auth={
                "sessionId": self.session_id, "clientType": "webapp",
                "threadId": self._thread_id, "userEnv": "{}",
            },
        )  # fmt: skip
        await self._client.emit("connection_successful")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.disconnect()

    async def say(self, words: str) -> None:
        payload: dict[str, Any] = {"message": message(words), "fileReferences": []}
        await self._client.emit("client_message", payload)

    async def until(self, seen: Callable[["Tab"], Any]) -> Any:
        """What `seen` gives once it gives something."""
        for _ in range(int(PATIENCE / 0.05)):
            if found := seen(self):
                return found
            await asyncio.sleep(0.05)
        raise AssertionError([(name, str(data)[:200]) for name, data in self.received])

    def texts(self) -> list[str]:
        """Every message as it stands."""
        kept = [data for name, data in self.received if name in {"new_message", "update_message"}]
        return [one["output"] for one in kept if one["type"] == "assistant_message"]

    def labels(self) -> list[str]:
        return [data["label"] for name, data in self.received if name == "action"]

    def actions(self, name: str) -> list[Any]:
        return [data for event, data in self.received if event == "action" and data["name"] == name]

    def elements(self, kind: str) -> list[Any]:
        return [data for name, data in self.received if name == "element" and data["type"] == kind]

    async def click(self, action: Any) -> None:
        async with httpx.AsyncClient(cookies=cookie(self._speaker), timeout=PATIENCE) as client:
            body = {"sessionId": self.session_id, "action": action}
            answer = await client.post(f"{self.address}/chat/project/action", json=body)
            assert answer.status_code == 200, answer.text


def message(words: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()), "name": "陈静", "type": "user_message", "output": words,
        "createdAt": NOW.isoformat(), "threadId": "",
    }  # fmt: skip
