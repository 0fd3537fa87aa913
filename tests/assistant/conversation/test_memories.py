"""Conversations are remembered for the person who had them."""

from pathlib import Path

from assistant.conversation.memories import Memories
from assistant.conversation.model import Memory
from assistant.records import Records
from tests.builders import NOW


def test_a_conversation_begins_with_an_empty_memory(tmp_path: Path) -> None:
    assert Memories(Records(tmp_path / "r.sqlite")).memory("k", "c-1") == Memory()


def test_the_last_memory_is_kept(tmp_path: Path) -> None:
    memories = Memories(Records(tmp_path / "r.sqlite"))
    memories.keep("k", "c-1", Memory(turns=1), NOW)
    memories.keep("k", "c-1", Memory(turns=2, topic="mortgage"), NOW)
    assert memories.memory("k", "c-1") == Memory(turns=2, topic="mortgage")


def test_nobody_continues_another_persons_conversation(tmp_path: Path) -> None:
    memories = Memories(Records(tmp_path / "r.sqlite"))
    memories.keep("k", "c-1", Memory(turns=1), NOW)
    assert memories.memory("k", "c-2") == Memory()
