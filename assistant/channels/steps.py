"""What a long start says while it goes on: one line a step, with its seconds."""

import time
from collections.abc import Callable
from typing import TextIO

Clock = Callable[[], float]


class Steps:
    """Prints a step when it begins and its seconds when the next one does.

    Calling it begins a step, so it serves wherever progress is reported as a sentence.
    """

    def __init__(self, out: TextIO, clock: Clock = time.perf_counter) -> None:
        self._out = out
        self._clock = clock
        self._began = self._last = clock()
        self._is_open = False

    def __call__(self, text: str) -> None:
        """Begin a step, which ends the one before."""
        self.end()
        self._last = self._clock()
        self._is_open = True
        self._say(f"· {text} ")

    def end(self) -> None:
        """End the step that is going on; nothing where none is."""
        if self._is_open:
            self._say(f"{self._clock() - self._last:.1f} s\n")
            self._is_open = False

    @property
    def seconds(self) -> float:
        """Seconds since the first moment."""
        return self._clock() - self._began

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
