import json
from pathlib import Path

import pytest

from assistant.channels.cli.entry import run


def test_the_banks_own_catalogue_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["catalogue", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packs"] > 0


def test_a_folder_that_is_no_catalogue_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["catalogue", "check", str(tmp_path)]) == 1
    assert "图数据库" in capsys.readouterr().err


def test_rules_are_listed_with_their_decisions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--json"]) == 0
    rules = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({one["key"] for one in rules}) == len(rules) > 10


def test_rules_are_shown_with_what_they_rest_on(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rules", "list", "--json"])
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert run(["rules", "show", first["key"]]) == 0
    shown = capsys.readouterr().out
    assert first["title"] in shown
    assert first["title_en"] in shown


def test_a_table_of_rules_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list"]) == 0
    assert "决定 Decision" in capsys.readouterr().out


def test_an_unknown_rule_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "no.such"]) == 1
    assert "no.such" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["nonsense"], ["rules", "show"], ["calc", "sing"]])
def test_a_command_that_does_not_exist_is_a_usage_error(words: list[str]) -> None:
    assert run(words) == 2


def test_help_is_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert "大通顾问" in said
    for name in ("ask", "plan", "policies", "hub", "needs", "calc", "trace", "rules", "serve"):
        assert name in said
