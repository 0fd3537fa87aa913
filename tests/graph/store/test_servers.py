"""The embedded server: found, refused and ended, and never left behind."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from graph.errors import ServerNotStarted
from graph.store import EmbeddedServer, ServerAddress, prepare, running_server
from tests.servers import connected

ROOT = Path(__file__).parents[3]
PARENT = """
import sys, time
from pathlib import Path
from graph.store import BoltGraph, EmbeddedServer, prepare

address = EmbeddedServer(Path(sys.argv[1])).start()
with BoltGraph(address.uri, address.user, address.password, address.database) as graph:
    prepare(graph)
    for number in range(100000):
        graph.write([("CREATE (:Quote {id: $id})", {"id": str(number)})])
        print(number, flush=True)
"""


def until(true: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and waits to be collected does not."""
    asked = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def finding(spec: ModuleSpec | None) -> Callable[[str], ModuleSpec | None]:
    def find(_: str) -> ModuleSpec | None:
        return spec

    return find


def server_pid(home: Path) -> int:
    return json.loads((home / "address.json").read_text(encoding="utf-8"))["pid"]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerNotStarted, match=f"port {port} on 127.0.0.1 is taken"):
            EmbeddedServer(tmp_path, port=port).start()


@pytest.mark.parametrize("spec", [None, ModuleSpec("arcadedb_embedded", None)])
def test_a_missing_wheel_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", finding(spec))
    with pytest.raises(ServerNotStarted, match="pip install arcadedb-embedded"):
        EmbeddedServer(tmp_path).start()


def test_a_wheel_without_its_runtime_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = ModuleSpec("arcadedb_embedded", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", finding(spec))
    with pytest.raises(ServerNotStarted, match="holds no Java runtime"):
        EmbeddedServer(tmp_path).start()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerNotStarted, match="cannot be written"):
        EmbeddedServer(tmp_path / "file/home").start()


def test_stopping_what_never_started_is_nothing(tmp_path: Path) -> None:
    EmbeddedServer(tmp_path).stop()


def test_no_server_is_found_where_none_ran(tmp_path: Path) -> None:
    assert running_server(tmp_path) is None


def test_no_server_is_found_where_the_process_or_the_port_is_another(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret", encoding="utf-8")
    address = tmp_path / "address.json"
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        known = {"uri": uri, "database": "advisor", "pid": os.getpid()}
        address.write_text(json.dumps(known), encoding="utf-8")
        assert running_server(tmp_path) is None
    address.write_text(json.dumps(known | {"pid": 2**22 + 1}), encoding="utf-8")
    assert running_server(tmp_path) is None
    address.write_text("{", encoding="utf-8")
    assert running_server(tmp_path) is None


def test_a_password_is_not_shown_with_the_address() -> None:
    address = ServerAddress(uri="bolt://x", user="root", password="secret", database="advisor")
    assert "secret" not in repr(address)


@pytest.mark.graph
def test_a_server_is_found_by_others_while_it_runs(tmp_path: Path) -> None:
    told: list[str] = []
    server = EmbeddedServer(tmp_path / "home")
    address = server.start(told.append)
    try:
        pid = server_pid(tmp_path / "home")
        assert running_server(tmp_path / "home") == address
        assert (tmp_path / "home/password").stat().st_mode & 0o777 == 0o600
        asked = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
        shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        assert "ArcadeDBServer" in shown
        assert address.password not in shown
        assert address.uri in told[0]
    finally:
        server.stop()
    assert running_server(tmp_path / "home") is None
    assert not alive(pid)


@pytest.mark.graph
def test_a_wrong_password_finds_no_server(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path):
        (tmp_path / "password").write_text("of another", encoding="utf-8")
        assert running_server(tmp_path) is None


@pytest.mark.graph
def test_a_folder_has_one_server(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with server as address:
        with pytest.raises(ServerNotStarted, match="another process runs it"):
            EmbeddedServer(tmp_path).start()
        with pytest.raises(ServerNotStarted, match="stop it first"):
            server.start()
        assert running_server(tmp_path) == address


@pytest.mark.graph
def test_a_server_that_ends_by_itself_says_why(tmp_path: Path) -> None:
    with pytest.raises(ServerNotStarted, match=r"ended by itself.*heap"):
        EmbeddedServer(tmp_path, heap="1k").start()


@pytest.mark.graph
def test_killing_the_parent_leaves_no_server_and_loses_no_acknowledged_write(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        acknowledged = [parent.stdout.readline() for _ in range(50)]
        pid = server_pid(tmp_path)
        assert alive(pid)
        parent.send_signal(signal.SIGKILL)
    assert until(lambda: not alive(pid))
    assert running_server(tmp_path) is None
    with EmbeddedServer(tmp_path) as address, connected(address) as graph:
        prepare(graph)
        kept = {row["id"] for row in graph.read("MATCH (q:Quote) RETURN q.id AS id")}
    assert {line.strip() for line in acknowledged} <= kept


@pytest.mark.graph
def test_a_killed_server_starts_again_and_keeps_acknowledged_writes(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    address = server.start()
    try:
        with connected(address) as graph:
            prepare(graph)
            graph.write([("CREATE (:Quote {id: 'kept'})", {})])
            os.kill(server_pid(tmp_path), signal.SIGKILL)
        assert until(lambda: running_server(tmp_path) is None)
    finally:
        server.stop()
    with EmbeddedServer(tmp_path) as address, connected(address) as graph:
        assert graph.read("MATCH (q:Quote) RETURN q.id AS id") == [{"id": "kept"}]
