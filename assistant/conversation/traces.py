"""What each turn leaves behind: who spoke, on whose data, what was read, decided and said."""

import json
from datetime import datetime
from typing import Final, LiteralString

from assistant.conversation.errors import TraceNotFound
from assistant.conversation.model import Context, Evidence, Memory, Reply, Understanding
from assistant.conversation.tape import Taped
from assistant.records import Records
from graph.values import Value

TABLES: Final[tuple[LiteralString, ...]] = (
    """
    CREATE TABLE IF NOT EXISTS traces (
        trace_id        TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL,
        customer_id     TEXT,
        at              TEXT NOT NULL,
        trace           TEXT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS traces_of_conversation ON traces (conversation_id, at)",
)


class ModelCall(Value):
    """One call of a language model: what for, how it went, and its words."""

    purpose: str
    outcome: str
    seconds: float
    words: str


class Trace(Value):
    """One turn, whole. `drafted` is the text code wrote; `reply` what was said.

    `consents` are the purposes in force for the customer whose data was used.
    """

    id: str
    context: Context
    message: str
    click: tuple[str, str, str] | None = None
    memory: Memory
    understanding: Understanding
    consents: tuple[str, ...]
    tape: tuple[Taped, ...]
    evidence: Evidence
    drafted: str
    phrased: tuple[str | None, ...] = ()
    unsupported: tuple[str, ...] = ()
    model_calls: tuple[ModelCall, ...] = ()
    reply: Reply


class Traces:
    """Traces by id."""

    def __init__(self, records: Records) -> None:
        self._records = records
        records.declare(TABLES)

    def keep(self, trace: Trace) -> None:
        """Keep a trace; one that is kept never changes."""
        with self._records.transaction() as connection:
            connection.execute(
                "INSERT INTO traces VALUES (?, ?, ?, ?, ?)",
                (
                    trace.id,
                    trace.context.conversation_id,
                    trace.context.customer_id,
                    trace.context.now.isoformat(),
                    trace.model_dump_json(),
                ),
            )

    def trace(self, trace_id: str) -> Trace:
        """The trace with this id.

        Raises:
            TraceNotFound: There is none.
        """
        with self._records.reading() as connection:
            row = connection.execute(
                "SELECT trace FROM traces WHERE trace_id = ?", (trace_id,)
            ).fetchone()
        if row is None:
            raise TraceNotFound(trace_id)
        return Trace.model_validate(json.loads(row["trace"]))

    def of_conversation(self, conversation_id: str, person_id: str) -> list[Trace]:
        """The turns of one person's conversation, oldest first; [] for none."""
        with self._records.reading() as connection:
            rows = connection.execute(
                "SELECT trace FROM traces WHERE conversation_id = ? ORDER BY at, rowid",
                (conversation_id,),
            ).fetchall()
        traces = [Trace.model_validate(json.loads(row["trace"])) for row in rows]
        return [one for one in traces if one.context.speaker.person_id == person_id]

    def newest(self, limit: int = 20) -> list[tuple[str, datetime]]:
        """The newest traces' ids and times, newest first."""
        with self._records.reading() as connection:
            rows = connection.execute(
                "SELECT trace_id, at FROM traces ORDER BY at DESC, rowid DESC LIMIT ?", (limit,)
            ).fetchall()
        return [(row["trace_id"], datetime.fromisoformat(row["at"])) for row in rows]
