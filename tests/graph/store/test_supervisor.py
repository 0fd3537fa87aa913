"""The supervisor keeps a process exactly as long as somebody asks for it."""

import fcntl
import io
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import servers
from graph.store.supervisor import LOCKED, main

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def order(home: Path, command: list[str]) -> str:
    return json.dumps({"home": str(home), "command": command, "patience": 0.1}) + "\n"


@pytest.fixture
def handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("handler")
def test_the_end_of_the_pipe_ends_the_server_and_its_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "address.json").touch()
    assert main(io.StringIO(order(tmp_path, SLEEP))) == -signal.SIGTERM
    assert int(capsys.readouterr().out) > 0
    assert not (tmp_path / "address.json").exists()


@pytest.mark.usefixtures("handler")
def test_a_server_that_ends_ends_its_supervisor(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as asking, os.fdopen(writing, "w") as order_pipe:
        order_pipe.write(order(tmp_path, [sys.executable, "-c", "print('why'); exit(7)"]))
        order_pipe.flush()
        assert main(asking) == 7
        order_pipe.close()
    assert (tmp_path / "server.log").read_text(encoding="utf-8") == "why\n"


@pytest.mark.usefixtures("handler")
def test_a_terminated_supervisor_ends_its_server(tmp_path: Path) -> None:
    reading, writing = os.pipe()

    def terminate() -> None:
        log = tmp_path / "server.log"
        while not (log.exists() and log.read_text(encoding="utf-8")):
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    with os.fdopen(reading, encoding="utf-8") as asking, os.fdopen(writing, "w") as order_pipe:
        order_pipe.write(order(tmp_path, SLEEP))
        order_pipe.flush()
        threading.Thread(target=terminate, daemon=True).start()
        assert main(asking) == -signal.SIGTERM
        order_pipe.close()


@pytest.mark.usefixtures("handler")
def test_a_server_that_will_not_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.supervisor.STOP_WAIT", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    reading, writing = os.pipe()

    def hang_up() -> None:
        time.sleep(0.5)
        order_pipe.close()

    with os.fdopen(reading, encoding="utf-8") as asking:
        order_pipe = os.fdopen(writing, "w")
        order_pipe.write(order(tmp_path, [sys.executable, "-c", deaf]))
        order_pipe.flush()
        threading.Thread(target=hang_up, daemon=True).start()
        assert main(asking) == -signal.SIGKILL


def test_a_folder_that_another_keeps_is_left_alone(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("a", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(io.StringIO(order(tmp_path, SLEEP))) == LOCKED
    assert not (tmp_path / "server.log").exists()


def test_both_sides_agree_on_the_exit_code() -> None:
    assert servers.LOCKED == LOCKED
