"""What each conversation remembers, kept between turns."""

from datetime import datetime
from typing import Final, LiteralString

from assistant.conversation.model import Memory
from assistant.records import Records

TABLES: Final[tuple[LiteralString, ...]] = (
    """
    CREATE TABLE IF NOT EXISTS memories (
        conversation_id TEXT NOT NULL,
        person_id       TEXT NOT NULL,
        memory          TEXT NOT NULL,
        updated_at      TEXT NOT NULL,
        PRIMARY KEY (conversation_id, person_id)
    )
    """,
)


class Memories:
    """Memories by conversation and person: nobody continues another person's conversation."""

    def __init__(self, records: Records) -> None:
        self._records = records
        records.declare(TABLES)

    def memory(self, conversation_id: str, person_id: str) -> Memory:
        """What the conversation remembers; an empty memory where it has not begun."""
        with self._records.reading() as connection:
            row = connection.execute(
                "SELECT memory FROM memories WHERE conversation_id = ? AND person_id = ?",
                (conversation_id, person_id),
            ).fetchone()
        return Memory() if row is None else Memory.model_validate_json(row["memory"])

    def keep(self, conversation_id: str, person_id: str, memory: Memory, now: datetime) -> None:
        """Remember `memory` from here on."""
        with self._records.transaction() as connection:
            connection.execute(
                """
                INSERT INTO memories VALUES (?, ?, ?, ?)
                ON CONFLICT (conversation_id, person_id)
                DO UPDATE SET memory = excluded.memory, updated_at = excluded.updated_at
                """,
                (conversation_id, person_id, memory.model_dump_json(), now.isoformat()),
            )
