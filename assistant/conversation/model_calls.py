"""Calls of a language model: bounded in time, and not made while the model keeps failing."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from httpx import HTTPError
from langchain_core.exceptions import LangChainException
from langgraph.errors import GraphRecursionError
from openai import OpenAIError

T = TypeVar("T")

FAILURES: Final = 2
"""Failures within `MINUTE` after which the model is left alone for one."""
MINUTE: Final = 60.0
"""Seconds."""


class CallFailed(Exception):
    """The model gave no answer: it is down, slow, or what it said cannot be read."""


# A server that speaks the protocol wrongly makes its client trip in these ways too.
TROUBLES: Final = (
    OpenAIError, HTTPError, LangChainException, GraphRecursionError,
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError,
)  # fmt: skip


class Calls:
    """Makes calls, each within `timeout` seconds; safe to share between threads."""

    def __init__(self, timeout: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._timeout = timeout
        self._clock = clock
        self._failed: list[float] = []
        self._lock = threading.Lock()

    @property
    def are_resting(self) -> bool:
        """Whether the model failed so often within the last minute that it is not asked."""
        with self._lock:
            return len(self._recent()) >= FAILURES

    def make(self, call: Callable[[], T]) -> T:
        """What `call` gives.

        Raises:
            CallFailed: It failed, took too long, or was not made because the model is resting.
        """
        if self.are_resting:
            raise CallFailed("resting")
        try:
            answer = _within(self._timeout, call)
        except CallFailed:
            with self._lock:
                self._failed = [*self._recent(), self._clock()]
            raise
        with self._lock:
            self._failed = []
        return answer

    def _recent(self) -> list[float]:
        since = self._clock() - MINUTE
        return [one for one in self._failed if one > since]


def _within(seconds: float, call: Callable[[], T]) -> T:
    """Run `call` beside us and leave it behind when it takes too long.

    A client's own timeout counts between two bytes, so a server that drips would hold a turn.
    """
    answers: list[T] = []
    reasons: list[Exception] = []

    def run() -> None:
        try:
            answers.append(call())
        except TROUBLES as error:
            reasons.append(error)

    thread = threading.Thread(target=run, daemon=True, name="model-call")
    thread.start()
    thread.join(seconds)
    if answers:
        return answers[0]
    if reasons:
        raise CallFailed(type(reasons[0]).__name__) from reasons[0]
    raise CallFailed("no answer in time")


def words_of(content: Any) -> str:
    """The text of a message's content, which is a text or a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(
        part if isinstance(part, str) else str(part.get("text", ""))
        for part in parts
        if isinstance(part, str | dict)
    )
