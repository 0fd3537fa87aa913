"""What is said in the chat becomes a signal: the subject only, and only with consent."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.service import Attention
from graph.catalogue import load_catalogue
from graph.hub import Hub
from tests.builders import NOW
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, consents, feed

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def graph() -> KeepingGraph:
    return KeepingGraph()


@pytest.fixture
def hub(tmp_path: Path, graph: KeepingGraph) -> Hub:
    feed(tmp_path / "feeds", "customers", CUSTOMER)
    consents(tmp_path / "feeds", *ALL_CONSENTS)
    made = Hub(tmp_path / "hub")
    made.load(tmp_path / "feeds", graph, NOW)
    return made


@pytest.fixture
def attention(hub: Hub, graph: KeepingGraph) -> Generator[Attention]:
    made = Attention(hub, graph, load_catalogue())
    yield made
    made.close()


def kept(hub: Hub) -> list[str]:
    return [row["text"] for row in hub.select("SELECT text FROM contacts ORDER BY contact_id")]


def test_the_subject_is_kept_and_the_need_is_foreseen(
    attention: Attention, hub: Hub, graph: KeepingGraph
) -> None:
    attention.hear("c-1", "我女儿小雨想去英国留学，学费怎么汇？", LATER)
    attention.settle()
    assert kept(hub) == ["学费怎么汇、留学"]


def test_the_same_subject_is_noted_once_a_day(attention: Attention, hub: Hub) -> None:
    for _ in range(3):
        attention.hear("c-1", "装修要多少钱", LATER)
    attention.settle()
    assert kept(hub) == ["装修"]


def test_without_a_subject_nothing_is_noted(attention: Attention, hub: Hub) -> None:
    attention.hear("c-1", "你好", LATER)
    attention.settle()
    assert kept(hub) == []


@pytest.mark.parametrize("lacking", ["profiling", "need_prediction"])
def test_without_consent_nothing_is_noted(
    attention: Attention, hub: Hub, graph: KeepingGraph, lacking: str
) -> None:
    graph.withdraw(f"k-{lacking}", NOW.isoformat())
    attention.hear("c-1", "装修要多少钱", LATER)
    attention.settle()
    assert kept(hub) == []
