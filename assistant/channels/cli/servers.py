"""`advisor serve` and `advisor graph`: what keeps running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Annotated, Final

import typer

from assistant.channels.claims import GRAPH_LOCK, SERVE_LOCK, claimed_home, holder
from assistant.channels.cli.words import AsJson, complain, say, say_json
from assistant.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, help="内置图数据库。The embedded graph server.")

LEFT_RUNNING: Final[list[subprocess.Popen[bytes]]] = []
"""Servers that outlive this process; a handle that is dropped would complain that they run."""
WAIT: Final = 60.0
"""Seconds a server has to start or to stop."""


def serve() -> None:
    """启动大通顾问，直到 Ctrl-C。Start the advisor until Ctrl-C."""
    from assistant.channels.serve import serve as serve_until_stopped

    serve_until_stopped(read_settings())


@app.command()
def start(
    foreground: Annotated[
        bool, typer.Option("--foreground", help="不放到后台。Stay in the foreground.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """启动图数据库。Start the graph server and leave it running."""
    settings = read_settings()
    if foreground:
        _keep(settings)
        return
    if _address(settings) is None:
        _spawn(settings)
    status(as_json)


@app.command()
def stop() -> None:
    """停止由 graph start 启动的图数据库。Stop the server that graph start started."""
    settings = read_settings()
    keeper = holder(settings.home, GRAPH_LOCK)
    if keeper is None:
        serving = holder(settings.home, SERVE_LOCK)
        if serving is not None:
            complain(
                f"图数据库属于正在运行的服务（进程 {serving}），请停止该服务。",
                f"The graph server belongs to the service (process {serving}); stop that.",
            )
            raise typer.Exit(1)
        say("没有在运行。It is not running.")
        return
    os.kill(keeper, signal.SIGTERM)
    if not _until(lambda: holder(settings.home, GRAPH_LOCK) is None):
        complain(f"进程 {keeper} 没有结束。", f"Process {keeper} did not end.")
        raise typer.Exit(1)
    for child in LEFT_RUNNING:
        child.poll()
    say("已停止。Stopped.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """图数据库是否在运行、在哪里。Whether the graph server runs, and where."""
    uri = _address(read_settings())
    if as_json:
        say_json({"running": uri is not None, "uri": uri})
    else:
        say("没有在运行。It is not running." if uri is None else f"正在运行 Running: {uri}")


def _keep(settings: Settings) -> None:
    """Run the server until the process is asked to stop."""
    from graph.store.servers import EmbeddedServer

    asked = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda _number, _frame: asked.set())
    with claimed_home(settings.home, GRAPH_LOCK):
        server = EmbeddedServer(settings.graph_home, settings.graph_heap)
        try:
            say(server.start().uri)
            asked.wait()
        finally:
            server.stop()


def _spawn(settings: Settings) -> None:
    """A process of its own that keeps the server; returns when the server answers."""
    command = [sys.executable, "-m", "assistant.channels.cli", "graph", "start", "--foreground"]
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "graph-start.log").open("w+", encoding="utf-8") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        if _until(lambda: child.poll() is not None or _address(settings) is not None):
            if child.poll() is None:
                LEFT_RUNNING.append(child)
                return
            log.seek(0)
            typer.echo(log.read().strip(), err=True)
        else:
            child.terminate()
            complain("图数据库没有在 60 秒内启动。", "The graph server did not start in 60 s.")
    raise typer.Exit(2)


def _address(settings: Settings) -> str | None:
    from graph.store.servers import running_server

    found = running_server(settings.graph_home)
    return None if found is None else found.uri


def _until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; whether it came to be in time."""
    deadline = time.monotonic() + WAIT
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
