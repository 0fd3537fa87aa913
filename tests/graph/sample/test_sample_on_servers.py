"""The sample bank in a real graph, from feeds to foreseen needs."""

from decimal import Decimal
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue, plant
from graph.hub import Hub
from graph.needs import forecast
from graph.portrait import refresh
from graph.sample import write_sample
from graph.store import BoltGraph, stored_bank
from tests.builders import NOW, TODAY


@pytest.fixture
def town(tmp_path: Path, graph: BoltGraph) -> BoltGraph:
    hub, catalogue = Hub(tmp_path / "hub"), load_catalogue()
    write_sample(tmp_path / "feeds", TODAY, 12)
    hub.load(tmp_path / "feeds", graph, NOW)
    plant(catalogue, graph)
    refresh(hub, graph, NOW)
    forecast(hub, graph, catalogue, NOW)
    again = hub.load(tmp_path / "feeds", graph, NOW)
    assert not again.changed_anything
    refresh(hub, graph, NOW)
    return graph


@pytest.mark.graph
def test_the_sample_fills_a_real_graph(town: BoltGraph) -> None:
    bank = stored_bank(town)
    chen = bank.customers.file("c-1001", NOW)
    assert (chen.customer.name, chen.tier) == ("陈静", "potential")
    assert chen.living_month is not None
    assert abs(chen.living_month - 24000) < 720
    assert [one.risk_level for one in chen.holdings] == ["R2", "R3"]
    assert {one.key for one in chen.tags} >= {
        "risk.profile.c_level", "scenario.event_stage.study_abroad",
    }  # fmt: skip
    assert bank.needs.of("c-1001")[0].event == "study_abroad"
    quote = bank.market.quote("GBPCNY", TODAY)
    assert quote is not None
    assert quote.value == Decimal("9.31")


@pytest.mark.graph
def test_a_dismissed_need_is_not_foreseen_again(tmp_path: Path, town: BoltGraph) -> None:
    bank = stored_bank(town)
    need = bank.needs.of("c-1001")[0]
    bank.needs.dismiss(need.id, NOW)
    needs = forecast(Hub(tmp_path / "hub"), town, load_catalogue(), NOW, "c-1001")
    assert [one.status for one in needs if one.event == need.event] == ["dismissed"]
    assert need.id not in {one.id for one in bank.needs.of("c-1001")}
