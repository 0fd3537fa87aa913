import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from io import StringIO
from pathlib import Path

import psutil
import pytest

from assistant.channels.claims import SetupFailed, claimed_home, claimed_port, holder
from assistant.channels.serve import serve
from assistant.settings import Settings

CUSTOMERS = 12
PATIENCE = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(home: Path) -> Settings:
    return Settings(home=home, port=free_port(), sample_customers=CUSTOMERS)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
            return json.load(response)["status"] == "ready"
    except OSError:
        return False


def until(is_so: object, seconds: float = PATIENCE) -> bool:
    assert callable(is_so)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def test_a_taken_port_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    taken = settings(tmp_path)
    with claimed_port(taken.host, taken.port), pytest.raises(SetupFailed, match="ADVISOR_PORT"):
        serve(taken, StringIO())
    assert not (tmp_path / "graph").exists()


def test_a_second_service_on_the_same_home_is_refused(tmp_path: Path) -> None:
    with claimed_home(tmp_path), pytest.raises(SetupFailed, match="ADVISOR_HOME"):
        serve(settings(tmp_path), StringIO())


@pytest.mark.graph
# Libraries Chainlit imports are behind pydantic's times.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_builds_serves_and_ends_when_told(tmp_path: Path) -> None:
    here, out = settings(tmp_path), StringIO()
    answered: list[bool] = []

    def stop() -> None:
        answered.append(until(lambda: answers(here.port)))
        os.kill(os.getpid(), signal.SIGTERM)

    watcher = threading.Thread(target=stop, daemon=True)
    watcher.start()
    serve(here, out)
    watcher.join()
    said = out.getvalue()
    assert answered == [True]
    assert f"http://127.0.0.1:{here.port}" in said
    assert "chenjing" in said
    assert "zhoulan" in said
    assert said.endswith("已停止。Stopped.\n")
    assert holder(tmp_path) is None
    assert _java_below(tmp_path) == []


@pytest.mark.graph
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running_however_it_ends(tmp_path: Path, ending: signal.Signals) -> None:
    child = _started(tmp_path)
    try:
        assert until(lambda: _java_below(tmp_path))
        child.send_signal(ending)
        assert child.wait(30) == (0 if ending != signal.SIGKILL else -signal.SIGKILL)
        assert until(lambda: not _java_below(tmp_path), 30)
    finally:
        child.kill()


def _started(home: Path) -> "subprocess.Popen[str]":
    plain = {"PATH": os.defpath, "HOME": str(home), "ADVISOR_HOME": str(home / "var"),
             "ADVISOR_PORT": str(free_port()),
             "ADVISOR_SAMPLE_CUSTOMERS": str(CUSTOMERS)}  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.channels.cli", "serve"], env=plain, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[3],
    )  # fmt: skip


def _java_below(home: Path) -> list[int]:
    """Graph servers whose data lie below `home`."""
    found: list[int] = []
    for one in psutil.process_iter(["pid", "cmdline"]):
        words = one.info["cmdline"] or []
        if words and "java" in words[0] and any(str(home) in word for word in words):
            found.append(one.info["pid"])
    return found
