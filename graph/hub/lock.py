"""One load or refresh at a time: who comes second is told who is at it."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph.hub.errors import HubBusy


class Lock:
    """A lock of a folder between processes; whoever holds it may take it again."""

    def __init__(self, home: Path) -> None:
        self._path = home / "lock"
        self._held = 0

    @contextmanager
    def alone(self) -> Generator[None]:
        """Nobody else loads meanwhile; the system frees the lock of a process that was killed.

        Raises:
            HubBusy: Another process holds it.
        """
        if self._held:
            yield
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+", encoding="utf-8") as file:
            self._take(file)
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1
                file.truncate(0)

    def _take(self, file: IO[str]) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise HubBusy(self._path.parent, file.read().strip() or None) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
