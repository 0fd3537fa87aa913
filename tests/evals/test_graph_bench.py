"""The bench of the path: its bank, its filling that goes on, and what it reports."""

import argparse
from pathlib import Path

import pytest

from evals.bench import paths
from evals.bench.graph_bank import foreseeable, foreseen
from evals.errors import EvalError
from graph.catalogue import load_catalogue


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    paths.add_options(parser)
    return parser.parse_args(words)


def test_the_same_number_is_the_same_customer() -> None:
    catalogue = load_catalogue()
    assert foreseen(catalogue, 7) == foreseen(catalogue, 7)
    drawn = [number for number in range(200) if foreseen(catalogue, number)]
    assert 60 < len(drawn) < 140
    assert all(foreseeable(number) for number in drawn)


def test_a_home_with_a_larger_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / paths.HELD).write_text("50", encoding="utf-8")
    with pytest.raises(EvalError, match="50 customers"):
        paths.measure(asked("--customers", "40", "--home", str(tmp_path)), lambda _: None)


@pytest.mark.graph
def test_a_small_graph_is_filled_asked_and_filled_on(tmp_path: Path) -> None:
    told: list[str] = []
    first, home = asked("--customers", "40", "--asked", "5", "--home", str(tmp_path)), tmp_path
    shown, result = paths.measure(first, told.append)
    assert (result["server"], result["customers"]) == ("arcadedb", 40)
    assert result["fill_seconds"] > 0
    assert set(result["warm_seconds"]) == {"why", "like", "file"}
    assert result["answers"]["signals"] >= 1
    assert result["answers"]["clauses"] > 0
    assert "why" in shown
    more = asked("--customers", "60", "--asked", "5", "--home", str(home))
    assert paths.measure(more, told.append)[1]["fill_seconds"] is None
    assert [one for one in told if "customers" in one] == [
        "40 位客户 customers", "60 位客户 customers",
    ]  # fmt: skip
