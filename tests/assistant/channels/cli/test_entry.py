import subprocess
import sys
from pathlib import Path

import pytest
import typer

from assistant.channels.cli import app as commands_module
from assistant.channels.cli.entry import report_failure, run
from graph.errors import GraphUnavailable

ROOT = Path(__file__).parents[4]


def failing(error: Exception) -> typer.Typer:
    """A command line whose only command fails."""
    app = typer.Typer()

    @app.command()
    def fail() -> None:
        raise error

    return app


def commands_that_fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def made(_: object) -> typer.Typer:
        return failing(error)

    monkeypatch.setattr(commands_module, "commands", made)


def test_a_bad_variable_is_one_sentence_and_a_setup_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_PORT", "http")
    assert run(["graph", "status"]) == 2
    said = capsys.readouterr().err
    assert "ADVISOR_PORT" in said
    assert "Traceback" not in said


def test_details_come_with_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_PORT", "http")
    assert run(["graph", "status", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_missing_package_says_how_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands_that_fail(monkeypatch, ModuleNotFoundError("no module", name="chainlit"))
    assert run([]) == 2
    said = capsys.readouterr().err
    assert "chainlit" in said
    assert "make run" in said


def test_a_graph_server_that_is_away_is_a_setup_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands_that_fail(monkeypatch, GraphUnavailable("bolt://h:1", "refused"))
    assert run([]) == 2
    assert "图数据库" in capsys.readouterr().err


def process(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "assistant.channels.cli", *words], capture_output=True, text=True,
        cwd=ROOT, check=False, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_process_ends_with_the_code_of_its_command() -> None:
    done = process("rules", "show", "no.such")
    assert done.returncode == 1
    assert "no.such" in done.stderr
    assert process("rules", "list", "--json").stdout.count("\n") > 10


def test_an_unforeseen_failure_is_a_sentence_and_a_traceback_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ZeroDivisionError("by zero")
    monkeypatch.setattr(sys, "argv", ["advisor", "rules", "list"])
    report_failure(ZeroDivisionError, error, None)
    assert "意外错误" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["advisor", "--debug"])
    report_failure(ZeroDivisionError, error, None)
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_no_graph_server_runs_in_an_empty_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    assert run(["graph", "status", "--json"]) == 0
    assert '"running": false' in capsys.readouterr().out
    assert run(["graph", "stop"]) == 0
