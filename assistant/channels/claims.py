"""What a service must have to itself before it starts: its folder, its port, its packages."""

import fcntl
import importlib.util
import os
import socket
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

from assistant.errors import AdvisorError

SERVE_LOCK: Final = "serve.lock"
GRAPH_LOCK: Final = "graph.lock"
BACKLOG: Final = 128


class SetupFailed(AdvisorError):
    """The machine is not ready for what was asked; the sentence says what to change."""

    code: ClassVar[str] = "setup_failed"


@contextmanager
def claimed_home(home: Path, name: str = SERVE_LOCK) -> Generator[Path]:
    """`home`, made where missing, writable, and held against a second service.

    Raises:
        SetupFailed: It cannot be written, or another service holds it.
    """
    lock = _lock_file(home, name)
    try:
        yield home
    finally:
        os.close(lock)


def _lock_file(home: Path, name: str) -> int:
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SetupFailed(
            f"数据目录 {home} 无法写入（{error.strerror}）。"
            "请用 ADVISOR_HOME 换一个目录，或修改权限。",
            f"The folder {home} cannot be written ({error.strerror}). "
            "Choose another with ADVISOR_HOME or change its permissions.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = os.pread(lock, 20, 0).decode() or "?"
        os.close(lock)
        raise SetupFailed(
            f"数据目录 {home} 已有一个服务在运行（进程 {owner}）。"
            "请先停止它，或用 ADVISOR_HOME 换一个目录。",
            f"A service (process {owner}) already runs on {home}. "
            "Stop it first, or choose another ADVISOR_HOME.",
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def holder(home: Path, name: str = SERVE_LOCK) -> int | None:
    """The process that holds `home` by this lock now; None where none does."""
    try:
        lock = os.open(home / name, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(os.pread(lock, 20, 0) or b"0") or None
    finally:
        os.close(lock)
    return None


def claimed_port(host: str, port: int) -> socket.socket:
    """A listening socket, so that the port stays ours while the rest is made ready.

    Raises:
        SetupFailed: The port is taken or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise SetupFailed(
            f"无法使用 {host}:{port}（{error.strerror}）。"
            "请停止占用它的程序，或用 ADVISOR_PORT 换一个端口。",
            f"{host}:{port} cannot be used ({error.strerror}). "
            "Stop what holds it, or choose another with ADVISOR_PORT.",
        ) from error
    return listener


def require_packages(names: Iterable[str]) -> None:
    """Return when every package can be imported.

    Raises:
        SetupFailed: Some cannot; the sentence names them.
    """
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise SetupFailed(
            f"缺少依赖：{'、'.join(missing)}。请运行 make run，或安装 requirements.lock 里的依赖。",
            f"Packages are missing: {', '.join(missing)}. "
            "Run make run, or install what requirements.lock names.",
        )
