"""The way in: runs a command and turns what goes wrong into a sentence and an exit code."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import Final

from typer.main import get_command

from assistant.channels.claims import SetupFailed
from assistant.channels.cli.words import complain
from assistant.errors import AdvisorError
from assistant.settings import BadSettings
from graph.errors import GraphError, GraphUnavailable, ServerNotStarted

REFUSED: Final = 1
USAGE: Final = 2
DEBUG: Final = "--debug"


def main() -> None:
    """Run the command of the process and end it: 0 done, 1 refused or failed, 2 usage or setup."""
    sys.excepthook = report_failure
    code = run(sys.argv[1:])
    # Everything is closed. The interpreter would still wait for threads whose answers nobody
    # reads, and take libraries apart that complain of it.
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(words: Sequence[str]) -> int:
    """Run one command; its exit code."""
    from assistant.channels.cli.app import commands

    is_debugging = DEBUG in words
    plain = [one for one in words if one != DEBUG]
    try:
        get_command(commands(plain)).main(args=plain, prog_name="advisor")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except (AdvisorError, GraphError, ModuleNotFoundError) as error:
        if is_debugging:
            traceback.print_exc()
        return _refused(error)
    return 0


def _refused(error: AdvisorError | GraphError | ModuleNotFoundError) -> int:
    if isinstance(error, AdvisorError):
        complain(error.zh, error.en)
        return USAGE if isinstance(error, SetupFailed | BadSettings) else REFUSED
    if isinstance(error, ModuleNotFoundError):
        complain(
            f"缺少依赖 {error.name}。请运行 make run，或安装 requirements.lock 里的依赖。",
            f"The package {error.name} is missing. Run make run, or install requirements.lock.",
        )
        return USAGE
    complain(f"图数据库：{error}", f"Graph: {error}")
    return USAGE if isinstance(error, GraphUnavailable | ServerNotStarted) else REFUSED


def report_failure(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The last resort: an unforeseen failure is one sentence, its traceback comes with --debug."""
    if DEBUG in sys.argv:
        sys.__excepthook__(kind, error, trace)
        return
    complain(
        f"程序出现意外错误：{kind.__name__}: {error}。加上 --debug 可以看到细节。",
        f"An unforeseen error: {kind.__name__}: {error}. Add --debug to see its details.",
    )
