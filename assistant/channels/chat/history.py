"""Conversations kept in SQLite, and the guards Chainlit's own store lacks."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from chainlit.data.sql_alchemy import SQLAlchemyDataLayer
from chainlit.data.storage_clients.base import BaseStorageClient
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import event, text

from assistant.channels.gate import speaker_of
from assistant.channels.shield import refusal
from assistant.privacy.errors import NotAllowed

if TYPE_CHECKING:
    from chainlit.types import ThreadDict
    from starlette.requests import Request
    from starlette.responses import Response

THREAD_ID: Final = re.compile(r"[0-9a-fA-F-]{36}")
FEEDBACK_PATH: Final = "/chat/feedback"
DECODED: Final = ("metadata", "tags", "generation", "props")

SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS users (
        "id" TEXT PRIMARY KEY, "identifier" TEXT NOT NULL UNIQUE, "metadata" TEXT NOT NULL,
        "createdAt" TEXT)""",
    """CREATE TABLE IF NOT EXISTS threads (
        "id" TEXT PRIMARY KEY, "createdAt" TEXT, "name" TEXT,
        "userId" TEXT REFERENCES users("id") ON DELETE CASCADE, "userIdentifier" TEXT,
        "tags" TEXT, "metadata" TEXT)""",
    """CREATE TABLE IF NOT EXISTS steps (
        "id" TEXT PRIMARY KEY, "name" TEXT NOT NULL, "type" TEXT NOT NULL,
        "threadId" TEXT NOT NULL, "parentId" TEXT, "streaming" INTEGER NOT NULL,
        "waitForAnswer" INTEGER, "isError" INTEGER, "metadata" TEXT, "tags" TEXT, "input" TEXT,
        "output" TEXT, "createdAt" TEXT, "command" TEXT, "modes" TEXT, "start" TEXT, "end" TEXT,
        "generation" TEXT, "showInput" TEXT, "language" TEXT, "indent" INTEGER,
        "defaultOpen" INTEGER, "autoCollapse" INTEGER, "icon" TEXT)""",
    """CREATE TABLE IF NOT EXISTS elements (
        "id" TEXT PRIMARY KEY, "threadId" TEXT, "type" TEXT, "url" TEXT, "chainlitKey" TEXT,
        "name" TEXT NOT NULL, "display" TEXT, "objectKey" TEXT, "size" TEXT, "page" INTEGER,
        "language" TEXT, "forId" TEXT, "mime" TEXT, "props" TEXT, "autoPlay" INTEGER,
        "playerConfig" TEXT)""",
    """CREATE TABLE IF NOT EXISTS feedbacks (
        "id" TEXT PRIMARY KEY, "forId" TEXT NOT NULL, "threadId" TEXT, "value" INTEGER NOT NULL,
        "comment" TEXT)""",
    'CREATE INDEX IF NOT EXISTS steps_of_thread ON steps ("threadId")',
    'CREATE INDEX IF NOT EXISTS elements_of_thread ON elements ("threadId")',
    'CREATE INDEX IF NOT EXISTS threads_of_user ON threads ("userId")',
)
AUTHOR_OF_STEP: Final = """
SELECT threads."userIdentifier" FROM steps JOIN threads ON threads."id" = steps."threadId"
WHERE steps."id" = ?
"""
AUTHOR_OF_FEEDBACK: Final = """
SELECT threads."userIdentifier" FROM feedbacks
JOIN steps ON steps."id" = feedbacks."forId" JOIN threads ON threads."id" = steps."threadId"
WHERE feedbacks."id" = ?
"""
AUTHOR_OF_FILE: Final = """
SELECT threads."userIdentifier" FROM elements
JOIN threads ON threads."id" = elements."threadId" WHERE elements."objectKey" = ?
"""


class Files(BaseStorageClient):
    """What messages show beside their text, as files below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, key: str) -> Path | None:
        """The file of a key; None where the key would leave the folder."""
        path = (self.folder / key).resolve()
        return path if path.is_relative_to(self.folder) else None

    async def upload_file(
        self,
        object_key: str,
        data: bytes | str,
        mime: str = "application/octet-stream",
        overwrite: bool = True,
        content_disposition: str | None = None,
    ) -> dict[str, Any]:
        """Keep a file; {} where the key would leave the folder."""
        del mime, overwrite, content_disposition
        path = self.path(object_key)
        if path is None:
            return {}
        content = data.encode() if isinstance(data, str) else data
        await run_in_threadpool(_write, path, content)
        return {"object_key": object_key, "url": await self.get_read_url(object_key)}

    async def delete_file(self, object_key: str) -> bool:
        """Remove a file; whether there is none afterwards."""
        path = self.path(object_key)
        if path is not None:
            path.unlink(missing_ok=True)
        return path is not None

    async def get_read_url(self, object_key: str) -> str:
        """Where the site serves the file."""
        return f"/chat-files/{quote(object_key)}"

    async def close(self) -> None:
        """Nothing is held open."""


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


class History(SQLAlchemyDataLayer):
    """Chainlit's store over SQLite: lists are kept as JSON, and ids are checked."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "history.sqlite"
        self.files = Files(folder / "files")
        super().__init__(f"sqlite+aiosqlite:///{self.path}", storage_provider=self.files)
        event.listen(self.engine.sync_engine, "connect", _prepare)

    async def open(self) -> None:
        """Create the tables that do not exist."""
        async with self.engine.begin() as connection:
            for statement in SCHEMA:
                await connection.execute(text(statement))

    async def execute_sql(
        self, query: str, parameters: dict[str, Any]
    ) -> list[dict[str, Any]] | int | None:
        """Run one statement; SQLite cannot bind lists and mappings, so they go as JSON."""
        bound = {
            key: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
            for key, value in parameters.items()
        }
        return await super().execute_sql(query, bound)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> None:
        """Keep a conversation whose id has the right form; any other is not kept."""
        # The browser chooses the id, and Chainlit later puts it into a statement as text.
        if THREAD_ID.fullmatch(thread_id):
            await super().update_thread(thread_id, name, user_id, metadata, tags)

    async def get_all_user_threads(
        self, user_id: str | None = None, thread_id: str | None = None
    ) -> list[ThreadDict] | None:
        """Conversations with their steps, JSON columns decoded."""
        threads = await super().get_all_user_threads(user_id, thread_id)
        for thread in threads or ():
            for row in (thread, *thread["steps"], *(thread["elements"] or ())):
                _decode(row)
        return threads

    def author(self, query: str, key: str) -> str | None:
        """Whose conversation a step, a feedback or a file belongs to; None where unknown."""
        with sqlite3.connect(self.path) as connection:
            row = connection.execute(query, (key,)).fetchone()
        connection.close()
        return None if row is None else row[0]

    def file_of(self, key: str, username: str) -> Path | None:
        """The file of a key in one of this person's conversations; None for any other."""
        path = self.files.path(key)
        if path is None or not path.is_file() or self.author(AUTHOR_OF_FILE, key) != username:
            return None
        return path


def _prepare(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA busy_timeout=5000")


def _decode(row: Any) -> None:
    for key in DECODED:
        if isinstance(row.get(key), str) and row[key][:1] in "[{":
            row[key] = json.loads(row[key])


async def guard_feedback(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Feedback only on one's own conversation; Chainlit does not look whose it is."""
    if request.url.path != FEEDBACK_PATH or request.method not in {"PUT", "DELETE"}:
        return await call_next(request)
    body = await _json(request)
    if await run_in_threadpool(_is_own, request, body):
        return await call_next(request)
    return refusal(
        NotAllowed("只能评价您自己的对话。", "You can rate your own conversations only."), 403
    )


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _is_own(request: Request, body: dict[str, Any]) -> bool:
    speaker = speaker_of(request)
    history: History = request.app.state.history
    given = body.get("feedback")
    if isinstance(given, dict):
        author = history.author(AUTHOR_OF_STEP, str(given.get("forId")))
        kept = given.get("id")
        if kept is not None and history.author(AUTHOR_OF_FEEDBACK, str(kept)) != author:
            return False
    else:
        author = history.author(AUTHOR_OF_FEEDBACK, str(body.get("feedbackId")))
    return speaker is not None and author == speaker.username
