"""The tape of a turn: what it asked of the bank and what it did, so that the turn can be replayed.

Recording, every call goes through and its answer is kept. Replaying, every call is answered from
the tape: nothing is read and nothing is done twice.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from assistant.conversation.errors import TapeDiffers
from graph.values import Value

T = TypeVar("T")


class Taped(Value):
    """One call with its answer as JSON."""

    call: str
    answer: str


class Tape:
    """Calls in order."""

    def __init__(self, recorded: tuple[Taped, ...] | None = None) -> None:
        self._recorded = recorded
        self._position = 0
        self.calls: list[Taped] = []

    @property
    def is_replay(self) -> bool:
        """Whether answers come from the tape."""
        return self._recorded is not None

    def call(self, name: str, shape: type[T] | Any, act: Callable[[], T]) -> T:
        """The answer of `act`, or the recorded one; `shape` is the answer's type.

        Raises:
            TapeDiffers: The replay asks for something the recorded turn did not.
        """
        adapter: TypeAdapter[T] = TypeAdapter(shape)
        if self._recorded is None:
            answer = act()
            self.calls.append(Taped(call=name, answer=adapter.dump_json(answer).decode()))
            return answer
        taped = self._next(name)
        self.calls.append(taped)
        return adapter.validate_json(taped.answer)

    def _next(self, name: str) -> Taped:
        recorded = cast("tuple[Taped, ...]", self._recorded)
        if self._position >= len(recorded) or recorded[self._position].call != name:
            raise TapeDiffers(name)
        self._position += 1
        return recorded[self._position - 1]
