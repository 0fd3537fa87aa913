import sys
from pathlib import Path

import pytest
import typer

from assistant.channels.cli import app as commands_module
from assistant.channels.cli.entry import main, run
from graph.errors import GraphUnavailable


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


def test_the_process_ends_with_the_code_of_its_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["advisor", "rules", "show", "no.such"])
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    capsys.readouterr()


def test_an_unforeseen_failure_is_a_sentence_and_a_traceback_only_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["advisor", "--help"])
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with pytest.raises(SystemExit):
        main()
    capsys.readouterr()
    error = ZeroDivisionError("by zero")
    sys.excepthook(ZeroDivisionError, error, None)
    assert "意外错误" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["advisor", "--debug"])
    sys.excepthook(ZeroDivisionError, error, None)
    assert "意外错误" not in capsys.readouterr().err


def test_no_graph_server_runs_in_an_empty_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    assert run(["graph", "status", "--json"]) == 0
    assert '"running": false' in capsys.readouterr().out
    assert run(["graph", "stop"]) == 0
