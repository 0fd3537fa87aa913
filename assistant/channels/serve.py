"""The main job: make everything ready, answer until told to stop, and leave nothing running."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Final, TextIO

import structlog
import uvicorn

from assistant.bootstrap import Application, open_application
from assistant.channels.claims import claimed_home, claimed_port, require_packages
from assistant.channels.logs import close_logs, open_logs
from assistant.channels.steps import Steps
from assistant.channels.web import web_app
from assistant.founding import BUILDER, SignIn, found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.settings import Settings

FAREWELL: Final = 3
"""Seconds open connections are given to end."""
MINUTE: Final = 60.0
"""Seconds between two looks at what has fallen due."""
STOPPING: Final = (signal.SIGINT, signal.SIGTERM)
PACKAGES: Final = ("neo4j", "duckdb", "chromadb", "chainlit", "cedarpy", "pyxirr")
EMBEDDED: Final = "arcadedb_embedded"
"""The package of the embedded graph server."""

log = structlog.get_logger(__name__)


class Stopped(BaseException):
    """The process was asked to stop."""


def serve(settings: Settings, out: TextIO = sys.stdout) -> None:
    """Serve until the process is asked to stop; every child has stopped when this returns.

    Raises:
        SetupFailed: The folder, the port or a package is not to be had.
    """
    with _stoppable():
        try:
            with ExitStack() as stack:
                _serve(settings, stack, out)
        except Stopped:
            out.write("已停止。Stopped.\n")


def _serve(settings: Settings, stack: ExitStack, out: TextIO) -> None:
    """Everything in the order it is needed; `stack` undoes it in the opposite one."""
    require_packages(PACKAGES if settings.neo4j_uri else (*PACKAGES, EMBEDDED))
    home = stack.enter_context(claimed_home(settings.home))
    listener = stack.enter_context(closing(claimed_port(settings.host, settings.port)))
    open_logs(home, settings.log_level)
    stack.callback(close_logs)
    stack.callback(_deaf)
    steps = Steps(out)
    out.write("大通顾问 Datong Advisor\n")
    application = stack.enter_context(closing(open_application(settings, progress=steps)))
    sign_ins = found(application, steps) if settings.demo else ()
    steps("条款与所据 Clauses and what rests on them")
    application.recheck.renew(application.clock(), BUILDER)
    steps("预热 Warming up")
    application.warm()
    steps("网页与对话 Pages and chat")
    app = web_app(application)
    stack.enter_context(_clock(application))

    def announce() -> None:
        steps.end()
        out.write(_announcement(settings, sign_ins, steps.seconds))
        out.flush()
        log.info("serving", host=settings.host, port=settings.port, seconds=steps.seconds)

    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=FAREWELL
    )
    _Server(config, announce).run(sockets=[listener])


@contextmanager
def _clock(application: Application) -> Generator[None]:
    """While inside, what falls due is looked after every minute, also after a restart."""
    stopped = threading.Event()

    def tick() -> None:
        while not stopped.wait(MINUTE):
            for task in application.follow_up.due(application.clock()):
                log.info("follow_up", task=task.id)

    thread = threading.Thread(target=tick, name="follow-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(FAREWELL)


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets=sockets)
        self._on_ready()


@contextmanager
def _stoppable() -> Generator[None]:
    """While inside, a request to stop is raised as `Stopped`, so that everything is undone."""

    def stop(*_: object) -> None:
        _deaf()
        raise Stopped

    before = {one: signal.signal(one, stop) for one in STOPPING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _deaf() -> None:
    """Nothing interrupts what is being undone."""
    for one in STOPPING:
        signal.signal(one, signal.SIG_IGN)


def _announcement(settings: Settings, sign_ins: Sequence[SignIn], seconds: float) -> str:
    address = f"http://{settings.host}:{settings.port}"
    lines = [
        "",
        f"已就绪，用时 {seconds:.1f} 秒。Ready in {seconds:.1f} s.",
        f"  对话 Chat      {address}/chat",
        f"  工作台 Desk    {address}/desk",
        f"  接口 API       {address}/docs",
    ]
    if sign_ins:
        lines.append("  演示用户 Demo sign-ins")
        for one in sign_ins:
            lines.append(f"    {one.username:<12} {one.password}  {one.name}  {one.tip}")
            lines.append(f"    {'':<12} {'':<{len(one.password)}}  {one.tip_en}")
    lines.append("  按 Ctrl-C 停止。Ctrl-C stops it.")
    return "\n".join(lines) + "\n"
