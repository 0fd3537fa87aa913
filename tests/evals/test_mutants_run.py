"""A run of mutants over a house of fakes: who is caught, and by what."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.bootstrap import Application, Shared
from assistant.conversation.model import Context, Reply
from assistant.settings import Settings
from evals.mutants import all_caught, mutants
from evals.mutations import Mutant, no_label, wrong_figure
from evals.script import Script
from evals.world import Clock, House, World
from tests.builders import NOW
from tests.desk_under_test import house
from tests.evals.stage import people

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


@dataclass(frozen=True)
class Whole:
    """What a player asks of an application."""

    bank: Any
    desk: Any
    tasks: Any
    ledger: Any
    library: Any
    advisor: Any
    traces: Any


def unchanged(world: World, context: Context, reply: Reply) -> Reply:
    del world, context
    return reply


def mutant(key: str, change: Any) -> Mutant:
    return Mutant(key, key, key, change, ("payment",))


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    def laid(_: House, script: Script, home: Path) -> World:
        del script
        held = house(home)
        whole = Whole(
            held.bank, held.desk, held.tasks, held.ledger, held.policies, held.advisor, held.traces
        )
        return World(cast("Application", whole), people(), Clock(NOW))

    monkeypatch.setattr(House, "_laid", laid)
    return House(Settings(home=tmp_path), cast("Shared", None), tmp_path)


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
