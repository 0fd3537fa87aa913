import os
import signal
import threading
import time
from pathlib import Path

import pytest

from assistant.channels.claims import GRAPH_LOCK, SERVE_LOCK, claimed_home, holder
from assistant.channels.cli.entry import run


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))


def test_a_server_that_belongs_to_a_service_is_not_stopped_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with claimed_home(tmp_path, SERVE_LOCK):
        assert run(["graph", "stop"]) == 1
    assert str(os.getpid()) in capsys.readouterr().err


@pytest.mark.graph
def test_a_server_is_left_running_found_and_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["graph", "start"]) == 0
    assert "bolt://" in capsys.readouterr().out
    assert run(["graph", "start", "--json"]) == 0
    assert '"running": true' in capsys.readouterr().out
    assert run(["graph", "stop"]) == 0
    assert holder(tmp_path, GRAPH_LOCK) is None
    assert run(["graph", "status"]) == 0
    assert "not running" in capsys.readouterr().out


@pytest.mark.graph
def test_a_server_in_the_foreground_ends_when_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def stop() -> None:
        while not (tmp_path / "graph" / "address.json").exists():
            time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop, daemon=True).start()
    assert run(["graph", "start", "--foreground"]) == 0
    for one, handler in before.items():
        signal.signal(one, handler)
    assert "bolt://" in capsys.readouterr().out


@pytest.mark.graph
def test_a_server_that_cannot_start_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "graph").write_text("in the way", encoding="utf-8")
    assert run(["graph", "start"]) == 2
    assert "图数据库" in capsys.readouterr().err
