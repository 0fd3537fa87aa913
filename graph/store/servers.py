"""ArcadeDB from its wheel as a child process: no container, no Java of the house's own."""

import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from pydantic import Field

from graph.errors import GraphUnavailable, ServerNotStarted
from graph.store.connection import BoltGraph
from graph.values import Value

HOST: Final = "127.0.0.1"
USER: Final = "root"
DATABASE: Final = "advisor"
START_WAIT: Final = 60.0
"""Seconds until a server that does not answer is given up."""
STOP_WAIT: Final = 20.0
"""Seconds until a supervisor that does not end is killed."""
LOCK_WAIT: Final = 5.0
"""Seconds a server that is just ending has to give up the folder."""
LOCKED: Final = 73
"""The supervisor's exit code when another server keeps the folder."""

LEAN: Final = (
    "-Xms64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
    "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
)  # fmt: skip
"""One collector thread and the quick compiler: a third of the start of the server's own choice."""

Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    """Tell nobody."""


class ServerAddress(Value):
    """Where a graph server answers, and who may ask it."""

    uri: str
    user: str
    password: str = Field(repr=False)
    database: str


class EmbeddedServer:
    """A graph server that lives in `home` and no longer than this process.

    It runs until `stop`, whether or not anybody keeps this object.
    """

    _running: ClassVar[set["EmbeddedServer"]] = set()

    def __init__(self, home: Path, heap: str = "512m", port: int | None = None) -> None:
        self.home = home.absolute()
        self._heap = heap
        self._port = port
        self._supervisor: subprocess.Popen[str] | None = None

    def __enter__(self) -> ServerAddress:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, progress: Progress = _quiet) -> ServerAddress:
        """The address once the server has let us in; the password is made at the first start.

        Raises:
            ServerNotStarted: The port is taken, the wheel or its runtime is missing, the folder
                cannot be written, a server already runs there, or it ended by itself.
        """
        if self._supervisor is not None:
            raise ServerNotStarted(f"it already runs in {self.home}; stop it first.")
        base = _wheel()
        port = _free(self._port)
        password = _password(self.home)
        address = ServerAddress(
            uri=f"bolt://{HOST}:{port}", user=USER, password=password, database=DATABASE
        )
        progress(f"Starting the graph server on {address.uri}")
        self._supervisor = _supervise(self.home, _command(base, self.home, self._heap, port))
        try:
            pid = self._pid(self._supervisor)
            self._wait(self._supervisor, address)
            _publish(self.home, address, pid)
        except BaseException:
            self.stop()
            raise
        self._running.add(self)
        progress("The graph server is up")
        return address

    def stop(self) -> None:
        """End the server; nothing happens where it does not run."""
        self._running.discard(self)
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        with supervisor:
            if supervisor.stdin is not None:
                supervisor.stdin.close()
            try:
                supervisor.wait(STOP_WAIT)
            except subprocess.TimeoutExpired:
                supervisor.kill()

    def _pid(self, supervisor: subprocess.Popen[str]) -> int:
        line = supervisor.stdout.readline() if supervisor.stdout is not None else ""
        if line:
            return int(line)
        if supervisor.wait(STOP_WAIT) == LOCKED:
            raise ServerNotStarted(
                f"another process runs it in {self.home}; use that one, or end that process."
            )
        raise ServerNotStarted(f"the supervisor ended: {_tail(self.home / 'supervisor.log')}")

    def _wait(self, supervisor: subprocess.Popen[str], address: ServerAddress) -> None:
        deadline = time.monotonic() + START_WAIT
        while not _answers(address):
            if supervisor.poll() is not None:
                raise ServerNotStarted(f"it ended by itself: {_tail(self.home / 'server.log')}")
            if time.monotonic() > deadline:
                raise ServerNotStarted(f"no answer from {address.uri} in {START_WAIT:.0f} seconds.")
            time.sleep(0.05)


def running_server(home: Path) -> ServerAddress | None:
    """The address of the server that runs in `home`; None where none lets us in."""
    try:
        known = json.loads((home / "address.json").read_text(encoding="utf-8"))
        password = (home / "password").read_text(encoding="utf-8")
        os.kill(known["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    address = ServerAddress(
        uri=known["uri"], user=USER, password=password, database=known["database"]
    )
    return address if _answers(address) else None


def _wheel() -> Path:
    """The folder of the wheel that brings the server and its Java runtime."""
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or found.origin is None:
        raise ServerNotStarted(
            "the package arcadedb-embedded is not installed; run: pip install arcadedb-embedded"
        )
    base = Path(found.origin).parent
    if not (base / "jre/bin/java").is_file():
        raise ServerNotStarted(
            f"{base} holds no Java runtime; reinstall arcadedb-embedded for this platform."
        )
    return base


def _free(port: int | None) -> int:
    """A port nobody listens on: the one asked for, or any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port or 0))
        except OSError as error:
            raise ServerNotStarted(
                f"port {port} on {HOST} is taken; choose another or end what listens there."
            ) from error
        return int(probe.getsockname()[1])


def _password(home: Path) -> str:
    """The password kept in the folder, readable by its owner alone; made where there is none."""
    file = home / "password"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(24))
        _probe(home)
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ServerNotStarted(f"{home} cannot be written ({error.strerror}).") from error


def _probe(home: Path) -> None:
    """Open what the supervisor will open, so that a refusal has its own sentence."""
    for name in ("lock", "supervisor.log"):
        with (home / name).open("a", encoding="utf-8"):
            pass


def _command(base: Path, home: Path, heap: str, port: int) -> list[str]:
    settings = {
        "arcadedb.server.rootPath": home,
        "arcadedb.server.rootPasswordPath": home / "password",
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.server.defaultDatabases": f"{DATABASE}[{USER}]",
        "arcadedb.server.httpIncomingHost": HOST,
        "arcadedb.server.httpIncomingPort": _free(None),
        "arcadedb.bolt.host": HOST,
        "arcadedb.bolt.port": port,
        # Among others, closes the server's files to LOAD CSV.
        "arcadedb.server.mode": "production",
        # A commit is acknowledged only once it is on the disk.
        "arcadedb.txWalFlush": 2,
        "java.awt.headless": "true",
        "file.encoding": "UTF8",
    }
    java = (str(base / "jre/bin/java"), f"-Xmx{heap}", *LEAN)
    defined = [f"-D{key}={value}" for key, value in settings.items()]
    return [*java, *defined, "-cp", f"{base / 'jars'}/*", "com.arcadedb.server.ArcadeDBServer"]


def _supervise(home: Path, command: Sequence[str]) -> subprocess.Popen[str]:
    """A supervisor with its order; its own process group, so Ctrl-C reaches only us."""
    script = Path(__file__).with_name("supervisor.py")
    with (home / "supervisor.log").open("w", encoding="utf-8") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-I", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=log, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
    if supervisor.stdin is not None:
        order = {"home": str(home), "command": list(command), "patience": LOCK_WAIT}
        supervisor.stdin.write(json.dumps(order) + "\n")
        supervisor.stdin.flush()
    return supervisor


class _Impatient(BoltGraph):
    """A graph asked once."""

    patience = 0.0


def _answers(address: ServerAddress) -> bool:
    """Whether the server lets us in, asked once."""
    with socket.socket() as probe:
        probe.settimeout(1)
        host, port = address.uri.removeprefix("bolt://").split(":")
        if probe.connect_ex((host, int(port))) != 0:
            return False
    try:
        with _Impatient(address.uri, address.user, address.password, address.database) as graph:
            graph.ping()
    except GraphUnavailable:
        return False
    return True


def _publish(home: Path, address: ServerAddress, pid: int) -> None:
    """Let other processes of the same user find the server; the password stays in its own file."""
    known = {"uri": address.uri, "database": address.database, "pid": pid}
    draft = home / "address.json.draft"
    draft.write_text(json.dumps(known), encoding="utf-8")
    draft.replace(home / "address.json")


def _tail(log: Path) -> str:
    """The last lines of a log, on one line."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return " / ".join(lines[-5:]) or "it left no word"
