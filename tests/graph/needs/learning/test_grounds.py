"""A learned need names what its model rests on: without that it is less likely."""

import csv
import importlib
import shutil
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.model import Need
from graph.needs import Vantage, foresee
from graph.needs.learning import Training, keep
from tests.feeds import KeepingGraph
from tests.graph.needs.learning.town import AFTER, PEOPLE


def foreseen(home: Path, feeds: Path, training: Training, who: str | None = None) -> list[Need]:
    hub, graph = Hub(home), KeepingGraph()
    hub.load(feeds, graph, AFTER)
    keep(hub.home, training)
    return foresee(hub, graph, load_catalogue(), Vantage(AFTER, who))


def without(feeds: Path, row: str, folder: Path) -> Path:
    """The feeds without one row, named by feed and key."""
    name, key = row.split("/")
    folder.mkdir()
    for path in feeds.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [one for one in csv.reader(lines) if path.stem != name or one[0] != key]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows(rows)
    return folder


def searching(feeds: Path, folder: Path) -> Path:
    """The feeds with words of the catalogue beside those the town uses, from everybody."""
    shutil.copytree(feeds, folder)
    events = folder / "app_events.csv"
    rows = [
        f"s-{at}-{who},c-{who:03d},2026-11-{day},search,{text},home"
        for who in range(PEOPLE)
        for at, (day, text) in enumerate(((18, "看盘 云锦苑"), (22, "看盘 云锦苑 首付")))
    ]
    events.write_text(events.read_text(encoding="utf-8") + "\n".join([*rows, ""]), encoding="utf-8")
    return folder


def test_without_the_row_that_counts_most_a_learned_need_is_less_likely(
    feeds: Path, training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half this town buys a home: hardly anybody is twice as likely as the others.
    module = importlib.import_module("graph.needs.forecast")
    monkeypatch.setattr(module, "ABOVE_OTHERS", 0.2)
    feeds = searching(feeds, tmp_path / "searching")
    everybody = foreseen(tmp_path / "whole", feeds, training)
    need = next(one for one in everybody if one.basis == "learned")
    assert all(one.lowers > 0 for one in need.evidence)
    first = max(need.evidence, key=lambda one: one.lowers)
    less = without(feeds, first.row, tmp_path / "less")
    then = foreseen(tmp_path / "hub", less, training, need.customer_id)
    assert [one for one in then if one.event == need.event and one.basis == "learned"] == [] or (
        next(one for one in then if one.event == need.event).probability_90 < need.probability_90
    )


def test_words_nobody_declared_are_reasons_where_a_model_learned_them(
    feeds: Path, training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("graph.needs.forecast")
    monkeypatch.setattr(module, "ABOVE_OTHERS", 0.2)
    monkeypatch.setattr(module, "AT_MOST", 3)
    found = [one for one in foreseen(tmp_path, feeds, training) if one.basis == "learned"]
    assert 1 <= len(found) <= 3
    assert all(one.evidence for one in found)
    assert all(part.lowers > 0 and part.text for one in found for part in one.evidence)
    assert all(one.window_start < one.window_end for one in found)
