"""The whole service as a process of its own, spoken to over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from evals.errors import EvalError
from evals.machine import PROJECT

PATIENCE: Final = 300.0
"""Seconds a start may take."""
SIGN_IN: Final = re.compile(r"^\s+(\w+)\s+([0-9a-f]{8})\s", re.MULTILINE)


@dataclass(frozen=True)
class Service:
    """A running service: its address, its demo sign-ins, and how long it took to be ready."""

    address: str
    passwords: dict[str, str]
    start_seconds: float
    process: psutil.Process

    def client(self, username: str) -> httpx.Client:
        """A client signed in as a demo user."""
        client = httpx.Client(base_url=self.address, timeout=60)
        words = {"username": username, "password": self.passwords[username]}
        token = client.post("/v1/sign-in", json=words).raise_for_status().json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    def resident_bytes(self) -> int:
        """The memory of the service and of every process it started, as the system counts it."""
        everyone = [self.process, *self.process.children(recursive=True)]
        return sum(one.memory_info().rss for one in everyone)


@contextmanager
def running(home: Path) -> Generator[Service]:
    """The service over a data folder, started as a user starts it and stopped at the end.

    Raises:
        EvalError: It did not become ready.
    """
    port = _free_port()
    log = home.parent / f"{home.name}-{port}.log"
    settings = {"ADVISOR_HOME": str(home), "ADVISOR_PORT": str(port)}
    begun = time.perf_counter()
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "assistant.channels.cli", "serve"],
            cwd=PROJECT, env=_plain() | settings, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, child, log)
        seconds = time.perf_counter() - begun
        passwords = dict(SIGN_IN.findall(log.read_text(encoding="utf-8")))
        yield Service(address, passwords, seconds, psutil.Process(child.pid))
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(30)


def _plain() -> dict[str, str]:
    """The shell's environment without settings of this program."""
    inherited = os.environ  # noqa: TID251 - handed on to a child, not read
    return {
        key: one for key, one in inherited.items() if not key.startswith(("ADVISOR_", "NEO4J_"))
    }


def _wait(address: str, child: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        if "Ctrl-C" in log.read_text(encoding="utf-8") and _is_ready(address):
            return
        time.sleep(0.05)
    message = f"the service did not become ready: {log.read_text(encoding='utf-8')[-600:]}"
    raise EvalError(message)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=2).is_success
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def spoken(client: httpx.Client, conversation: str, message: str) -> tuple[dict[str, Any], float]:
    """The reply to a message and the seconds the client waited for it."""
    begun = time.perf_counter()
    said = {"message": message, "conversation_id": conversation}
    answer = client.post("/v1/messages", json=said)
    return answer.raise_for_status().json()["reply"], time.perf_counter() - begun
