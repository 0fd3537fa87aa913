import json
from decimal import Decimal
from typing import Any

import pytest

from assistant.channels.cli.entry import run


def figures(text: str) -> dict[str, Any]:
    return {one["key"]: one for one in json.loads(text)["figures"]}


def test_amounts_rates_and_terms_are_written_as_people_say_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(
        ["calc", "mortgage", "--loan", "168万", "--annual-rate", "3.1%", "--months", "30年",
         "--json"],
    )  # fmt: skip
    assert code == 0
    values = [Decimal(one["value"]) for one in figures(capsys.readouterr().out).values()]
    assert Decimal("7173.88") in {round(one, 2) for one in values}


def test_plain_numbers_give_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["calc", "mortgage", "--loan", "1680000", "--annual-rate", "0.031",
                "--months", "360"])  # fmt: skip
    assert code == 0
    assert "7,173.88" in capsys.readouterr().out


def test_years_stay_years(capsys: pytest.CaptureFixture[str]) -> None:
    run(["calc", "insurance-gap", "--debts", "0", "--goals", "0", "--living", "10万",
         "--support-years", "10年", "--json"])  # fmt: skip
    assert json.loads(capsys.readouterr().out)["inputs"]["support_years"] == "10"


def test_an_unreadable_input_is_a_sentence_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(["calc", "mortgage", "--loan", "很多", "--annual-rate", "3.1%", "--months", "360"])
    said = capsys.readouterr().err
    assert code == 1
    assert "loan" in said
    assert "Traceback" not in said


def test_a_missing_input_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calc", "mortgage", "--loan", "100万"]) == 1
    assert "annual_rate" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["calc", "list"], ["calc", "list", "--json"]])
def test_the_calculators_are_listed(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(words) == 0
    assert "mortgage" in capsys.readouterr().out


def test_help_names_every_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["calc", "mortgage", "--help"]) == 0
    assert "--annual-rate" in capsys.readouterr().out
