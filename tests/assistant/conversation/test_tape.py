"""A tape answers a replay and does nothing twice."""

import pytest

from assistant.conversation.errors import TapeDiffers
from assistant.conversation.tape import Tape


def test_a_recorded_call_is_made_once() -> None:
    asked: list[str] = []
    tape = Tape()
    answer = tape.call("names", list[str], lambda: asked.append("asked") or ["陈静"])
    replay = Tape(tuple(tape.calls))
    assert replay.call("names", list[str], lambda: asked.append("again") or []) == answer
    assert asked == ["asked"]
    assert replay.is_replay


def test_a_replay_that_asks_for_something_else_is_an_error() -> None:
    tape = Tape()
    tape.call("names", list[str], lambda: ["陈静"])
    with pytest.raises(TapeDiffers, match="ages"):
        Tape(tuple(tape.calls)).call("ages", list[int], list)


def test_a_replay_that_asks_for_more_is_an_error() -> None:
    with pytest.raises(TapeDiffers):
        Tape(()).call("names", list[str], list)
