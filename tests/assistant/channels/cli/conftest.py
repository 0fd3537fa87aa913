import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Application, open_application
from assistant.channels.cli.entry import run
from assistant.founding import found
from assistant.settings import Settings

CUSTOMERS = 12

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """A small founded bank whose graph server runs, as beside a service."""
    settings = Settings(home=tmp_path_factory.mktemp("bank"), sample_customers=CUSTOMERS)
    application = open_application(settings)
    try:
        found(application, lambda _: None)
        yield application
    finally:
        application.close()


@pytest.fixture
def advisor(
    served: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs `advisor` on the bank: its exit code and what it printed."""
    monkeypatch.setenv("ADVISOR_HOME", str(served.settings.home))

    def command(*words: str | Path) -> tuple[int, str]:
        code = run([str(one) for one in words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return command


@pytest.fixture
def advisor_json(
    served: Application, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[dict[str, Any]]]:
    """Runs `advisor … --json`, which must succeed: one object a line."""
    monkeypatch.setenv("ADVISOR_HOME", str(served.settings.home))

    def command(*words: str | Path) -> list[dict[str, Any]]:
        code = run([*map(str, words), "--json"])
        said = capsys.readouterr()
        assert code == 0, said.err
        return [json.loads(line) for line in said.out.splitlines()]

    return command
