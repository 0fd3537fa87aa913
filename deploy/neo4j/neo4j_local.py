#!/usr/bin/env python3
"""A real Neo4j Community server from its jars, without a container.

    start     fetch the jars where they are missing, start, wait until Bolt answers
    stop      end the server and wait for it
    status    one line; exit code 3 where it does not run
    env       NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD as shell exports
    wipe      delete this home's data and password; the server must be stopped

Needs a Java of 17 or newer, and Maven for the first start. The password is made at the first start
and kept in HOME/password, readable by its owner alone. Not for Windows.
"""

import argparse
import contextlib
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

HERE: Final = Path(__file__).resolve().parent
VAR: Final = HERE.parent.parent / "var/neo4j"
HOST: Final = "127.0.0.1"
OLDEST_JAVA: Final = 17
NOT_RUNNING: Final = 3
HELLO: Final = bytes.fromhex("6060b01700040405000000040000000000000000")
"""A Bolt handshake; a server answers with the version it chose."""

VERSION_BYTES: Final = 4

JVM: Final = (
    "-XX:+ExitOnOutOfMemoryError", "-XX:-OmitStackTraceInFastThrow",
    "-Dlog4j2.disable.jmx=true", "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
)  # fmt: skip
LIGHT: Final = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Half the start and the memory, slower long runs: for tests."""


class Refused(Exception):
    """The server cannot do what was asked; the message says what to do."""


@dataclass(frozen=True)
class Local:
    """One server: where it lives, and what it may use."""

    home: Path
    lib: Path
    port: int
    heap: str
    java: str
    light: bool
    patience: float

    @property
    def uri(self) -> str:
        """Where Bolt answers."""
        return f"bolt://{HOST}:{self.port}"

    @property
    def password(self) -> Path:
        """The file of the password."""
        return self.home / "password"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one verb; the exit code."""
    asked = _parser().parse_args(arguments)
    local = Local(
        home=asked.home.absolute(), lib=asked.lib.absolute(), port=asked.port, heap=asked.heap,
        java=asked.java, light=asked.light, patience=asked.patience,
    )  # fmt: skip
    verbs = {"start": start, "stop": stop, "status": status, "env": env, "wipe": wipe}
    try:
        return verbs[asked.verb](local)
    except Refused as refusal:
        say(f"neo4j_local: {refusal}")
        return 1


def start(local: Local) -> int:
    """Start the server where it does not run yet."""
    if _pid(local):
        say(f"already running at {local.uri}")
        return 0
    _check_java(local)
    _check_port(local)
    _fetch(local)
    _lay_out(local)
    _set_password(local)
    began = time.monotonic()
    _await(local, _launch(local))
    say(f"up in {time.monotonic() - began:.1f} s at {local.uri}, password in {local.password}")
    return 0


def stop(local: Local) -> int:
    """End the server and wait until it is gone."""
    pid = _pid(local)
    if pid is None:
        say("not running")
        return 0
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + local.patience
    while _pid(local):
        if time.monotonic() > deadline:
            raise Refused(f"process {pid} did not end in {local.patience:.0f} s; end it yourself")
        time.sleep(0.1)
    (local.home / "pid").unlink(missing_ok=True)
    say("stopped")
    return 0


def status(local: Local) -> int:
    """Say whether the server runs."""
    pid = _pid(local)
    if pid is None:
        say("not running")
        return NOT_RUNNING
    say(f"process {pid}, Bolt {'answers' if _answers(local) else 'is silent'} at {local.uri}")
    return 0


def env(local: Local) -> int:
    """Write what a client needs as shell exports."""
    if not local.password.exists():
        raise Refused(f"{local.home} was never started")
    password = local.password.read_text(encoding="utf-8")
    known = {"NEO4J_URI": local.uri, "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": password}
    for name, value in known.items():
        sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
    return 0


def wipe(local: Local) -> int:
    """Delete the data and the password."""
    if _pid(local):
        raise Refused("stop the server first")
    for name in ("conf", "data", "import", "logs", "plugins", "run"):
        shutil.rmtree(local.home / name, ignore_errors=True)
    local.password.unlink(missing_ok=True)
    return 0


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["start", "stop", "status", "env", "wipe"])
    parser.add_argument("--home", type=Path, default=VAR / "home", help="data, logs, password")
    parser.add_argument("--lib", type=Path, default=VAR / "lib", help="the jars")
    parser.add_argument("--port", type=int, default=7687)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--java", default="java")
    parser.add_argument("--patience", type=float, default=180.0, help="seconds to wait")
    parser.add_argument("--light", action="store_true", help="quick start, small memory")
    return parser


def _check_java(local: Local) -> None:
    try:
        said = subprocess.run([local.java, "-version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refused(f"no Java of {OLDEST_JAVA} or newer found; name one with --java") from error
    found = re.search(r'version "(\d+)', said.stderr + said.stdout)
    version = int(found.group(1)) if found else 0
    if version < OLDEST_JAVA:
        raise Refused(f"Java {OLDEST_JAVA} or newer is needed; {local.java} is {version}")


def _check_port(local: Local) -> None:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, local.port))
        except OSError as error:
            raise Refused(f"port {local.port} is taken; choose another with --port") from error


def _fetch(local: Local) -> None:
    """Copy the jars the pom names, unless these very jars are there."""
    pom, stamp = HERE / "pom.xml", local.lib / "pom.xml"
    if stamp.exists() and stamp.read_bytes() == pom.read_bytes():
        return
    if shutil.which("mvn") is None:
        raise Refused("the jars are missing and so is Maven; install Maven")
    say(f"fetching the jars into {local.lib} (about 130 MB)")
    target = f"-Dlib.dir={local.lib}"
    command = ["mvn", "-B", "-ntp", "-q", "-C", "-f", str(pom), "generate-resources", target]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise Refused("Maven could not fetch the jars; its reason stands above")
    shutil.copyfile(pom, stamp)


def _lay_out(local: Local) -> None:
    for name in ("conf", "data", "import", "logs", "plugins", "run"):
        (local.home / name).mkdir(parents=True, exist_ok=True)
    local.home.chmod(0o700)
    memory = "64m" if local.light else "256m"
    template = Template((HERE / "neo4j.conf").read_text(encoding="utf-8"))
    filled = template.substitute(port=local.port, pagecache=memory, transactions="256m")
    (local.home / "conf/neo4j.conf").write_text(filled, encoding="utf-8")


def _set_password(local: Local) -> None:
    """Before the first start, and through a file: a command line is seen by every user."""
    if (local.home / "data/databases/system").exists():
        return
    password = secrets.token_urlsafe(24)
    _write_private(local.password, password)
    order = local.home / "run/order"
    _write_private(order, f'dbms\nset-initial-password\n"{password}"\n')
    known = [f"NEO4J_HOME={local.home}", f"NEO4J_CONF={local.home / 'conf'}"]
    tool = [local.java, *LIGHT, "-cp", f"{local.lib}/*", "org.neo4j.cli.AdminTool", f"@{order}"]
    try:
        done = subprocess.run(["env", *known, *tool], capture_output=True, text=True, check=False)
    finally:
        order.unlink()
    if done.returncode:
        raise Refused(f"the first password could not be set: {(done.stderr or done.stdout)[-500:]}")


def _write_private(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)


def _launch(local: Local) -> subprocess.Popen[bytes]:
    choice = LIGHT if local.light else ("-XX:+UseG1GC",)
    command = [
        local.java, "-Xms64m", f"-Xmx{local.heap}", *choice, *JVM, "-cp", f"{local.lib}/*",
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={local.home}", f"--config-dir={local.home / 'conf'}",
    ]  # fmt: skip
    with (local.home / "logs/console.log").open("ab") as log:
        server = subprocess.Popen(
            command, cwd=local.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    (local.home / "pid").write_text(str(server.pid), encoding="utf-8")
    return server


def _await(local: Local, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + local.patience
    while not _answers(local):
        if server.poll() is not None:
            raise Refused(f"the server ended with {server.returncode}; see {local.home / 'logs'}")
        if time.monotonic() > deadline:
            server.terminate()
            raise Refused(f"no answer in {local.patience:.0f} s; see {local.home / 'logs'}")
        time.sleep(0.1)


def _answers(local: Local) -> bool:
    try:
        with socket.create_connection((HOST, local.port), 2) as wire:
            wire.sendall(HELLO)
            return len(wire.recv(4)) == VERSION_BYTES
    except OSError:
        return False


def _pid(local: Local) -> int | None:
    """The server of this home, if the process of that number still is it."""
    try:
        pid = int((local.home / "pid").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ask = ["ps", "-ww", "-o", "stat=,args=", "-p", str(pid)]
    line = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    return pid if f"--home-dir={local.home} " in line and not line.startswith("Z") else None


if __name__ == "__main__":
    sys.exit(main())
