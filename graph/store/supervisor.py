"""Keeps a server only as long as the process that asked for it: run by path, never imported.

The first line of standard input is the order as JSON; the rest of standard input is a pipe that
nobody writes to. It ends when the asking process ends, however that happens, and then so does the
server. The server's process id is answered on standard output once the folder is ours.
"""

import contextlib
import fcntl
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Final

LOCKED: Final = 73
"""Exit code when another server keeps the folder."""
STOP_WAIT: Final = 10.0
"""Seconds the server has to close its files before it is killed."""


def main(asking: IO[str]) -> int:
    """Run the server until it ends or nobody asks for it any more; its exit code."""
    order = json.loads(asking.readline())
    home = Path(order["home"])
    with (home / "lock").open("a", encoding="utf-8") as lock:
        if not _locked(lock, order["patience"]):
            return LOCKED
        with (home / "server.log").open("w", encoding="utf-8") as log:
            server = subprocess.Popen(
                order["command"], cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                pass_fds=(lock.fileno(),),
            )  # fmt: skip

        def end(*_: object) -> None:
            server.terminate()

        signal.signal(signal.SIGTERM, end)
        sys.stdout.write(f"{server.pid}\n")
        sys.stdout.flush()
        threading.Thread(target=_end_with, args=(asking, server, home), daemon=True).start()
        return server.wait()


def _locked(lock: IO[str], patience: float) -> bool:
    """Whether the folder is ours; the server inherits the lock, so it outlives us with it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.05)
    return False


def _end_with(asking: IO[str], server: subprocess.Popen[bytes], home: Path) -> None:
    asking.read()
    # Nobody shall find a server that is about to end.
    (home / "address.json").unlink(missing_ok=True)
    server.terminate()
    try:
        server.wait(STOP_WAIT)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    sys.exit(main(sys.stdin))
