"""A run of mutants over a house of fakes: who is caught, and by what."""

from pathlib import Path
from typing import Any

import pytest

from assistant.conversation.model import Context, Reply
from evals.mutants import all_caught, mutants
from evals.mutations import Mutant, no_label, wrong_figure
from evals.world import House, World
from tests.evals.stage import fake_house

SCRIPT = """title: 月供
kind: happy_path
lang: zh
today: 2026-11-23
speaker: c-1
turns:
- say: 贷款100万，20年，利率3%，月供多少？
  expect:
  - says_amount: {value: "VALUE", currency: CNY}
"""


def unchanged(world: World, context: Context, reply: Reply) -> Reply:
    del world, context
    return reply


def mutant(key: str, change: Any) -> Mutant:
    return Mutant(key, key, key, change, ("payment",))


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return fake_house(tmp_path, monkeypatch)


def scripts(folder: Path, value: str) -> Path:
    (folder / "payment.yaml").write_text(SCRIPT.replace("VALUE", value), encoding="utf-8")
    return folder


def test_a_mutant_is_caught_by_the_checks_that_only_it_breaks(fakes: House, tmp_path: Path) -> None:
    broken = (mutant("figure", wrong_figure), mutant("label", no_label))
    table, result = mutants(fakes, broken, scripts(tmp_path, "5545.98"))
    caught = {one["key"]: one["caught_by"] for one in result["mutants"]}
    assert caught == {"figure": ["figures_in_evidence", "says_amount"], "label": ["label"]}
    assert all_caught(result)
    assert "passes (1)" in table


def test_a_mutant_that_changes_nothing_is_caught_by_nobody(fakes: House, tmp_path: Path) -> None:
    table, result = mutants(fakes, (mutant("same", unchanged),), scripts(tmp_path, "5545.98"))
    assert result["mutants"][0]["caught_by"] == []
    assert not all_caught(result)
    assert "–" in table


def test_an_original_that_fails_its_script_is_said(fakes: House, tmp_path: Path) -> None:
    table, result = mutants(fakes, (mutant("label", no_label),), scripts(tmp_path, "1.23"))
    assert result["unbroken"]["broken"] == {"payment": ["says_amount"]}
    assert not all_caught(result)
    assert "broken:" in table
