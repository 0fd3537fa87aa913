"""The bench of the portrait's speed: a small town measured whole, and pandas says the same."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from evals.bench import portrait_speed
from evals.bench.apart import Work, timed
from evals.bench.portrait import add_options, measure
from evals.errors import EvalError


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step in this process, where a breach can be followed."""
    monkeypatch.setattr(portrait_speed, "apart", _in_this_process)
    monkeypatch.setattr(portrait_speed, "ASKED", 2)
    monkeypatch.setattr(portrait_speed, "ACTIVE", 5)


def _in_this_process(work: Callable[..., dict[str, Any]], *given: object) -> Work:
    return timed(work, given)


def _asked(*options: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(options)


@pytest.mark.usefixtures("here")
def test_a_town_is_measured_whole_and_pandas_says_the_same() -> None:
    heard: list[str] = []
    shown, result = measure(_asked("--customers", "150", "--months", "4"), heard.append)
    town = result["towns"][0]
    assert town["customers"] == 150
    assert town["tags"] > 400
    assert town["pandas"]["tags"] > 100
    assert set(town["seconds"]) == {"write", "load", "full", "hour", "hour_load", "one", "show"}
    assert "promised" in shown
    assert len(heard) == 6


@pytest.mark.usefixtures("here")
def test_tags_that_pandas_does_not_find_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(_feeds: Path, _now: datetime) -> set[tuple[str, str, str | None, str]]:
        return {("c-1", "a.b", None, "x")}

    monkeypatch.setattr(portrait_speed, "tags_in_pandas", other)
    with pytest.raises(EvalError, match="differ in"):
        measure(_asked("--customers", "20", "--months", "2"), print)


def test_without_feeds_or_sizes_it_says_what_to_give() -> None:
    with pytest.raises(EvalError, match="--customers"):
        measure(_asked(), print)
