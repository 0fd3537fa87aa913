"""Rows that arrive are signals at once, without waiting for the next refresh."""

from datetime import timedelta
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.needs import Observed, UnknownFeed, observe, read_rows
from tests.builders import NOW
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, consents, feed

SEARCH = {
    "event_id": "e-1", "customer_id": "c-1", "at": "2026-11-23T09:59:00+08:00", "kind": "search",
    "text": "雅思报名",
}  # fmt: skip


@pytest.fixture
def graph() -> KeepingGraph:
    return KeepingGraph()


@pytest.fixture
def hub(tmp_path: Path, graph: KeepingGraph) -> Hub:
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMER + "c-2,周,1990-01-01,1,a-1\n")
    feed(folder, "accounts", "account_id,customer_id,kind,balance_minor\na-1,c-1,current,100\n")
    consents(folder, *ALL_CONSENTS)
    made = Hub(tmp_path / "hub")
    made.load(folder, graph, NOW)
    return made


def seen(hub: Hub, graph: KeepingGraph, **rows: list[dict[str, str]]) -> Observed:
    return observe(hub, graph, load_catalogue(), rows, NOW + timedelta(minutes=1))


def test_a_row_becomes_a_need_of_its_customer(hub: Hub, graph: KeepingGraph) -> None:
    found = seen(hub, graph, app_events=[SEARCH])
    assert found.customers == ("c-1",)
    assert [one.event for one in found.needs] == ["study_abroad"]


def test_a_row_of_an_account_is_its_owners(hub: Hub, graph: KeepingGraph) -> None:
    paid = {
        "transaction_id": "t-1", "account_id": "a-1", "posted_at": "2026-11-23T09:00:00+08:00",
        "amount_minor": "-217000", "counterparty": "考试中心", "memo": "雅思考试费",
    }  # fmt: skip
    found = seen(hub, graph, transactions=[paid])
    assert found.customers == ("c-1",)
    assert found.needs[0].evidence[0].row == "transactions/t-1"


def test_without_consent_a_row_raises_nothing(hub: Hub, graph: KeepingGraph) -> None:
    found = seen(hub, graph, app_events=[SEARCH | {"customer_id": "c-2"}])
    assert (found.customers, found.needs) == (("c-2",), ())


def test_a_refused_row_is_reported_and_changes_nothing(hub: Hub, graph: KeepingGraph) -> None:
    found = seen(hub, graph, app_events=[SEARCH | {"kind": "dream"}])
    assert (found.report.rejected, found.needs) == (1, ())


def test_the_passing_folder_is_no_load_to_go_back_to(hub: Hub, graph: KeepingGraph) -> None:
    before = [one.folder for one in hub.status().loads]
    seen(hub, graph, app_events=[SEARCH])
    assert [one.folder for one in hub.status().loads] == before


def test_a_feed_nobody_knows_is_refused_by_name(
    hub: Hub, graph: KeepingGraph, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFeed, match="dreams"):
        seen(hub, graph, dreams=[{"customer_id": "c-1"}])
    with pytest.raises(UnknownFeed, match="one of: advisors"):
        read_rows(tmp_path / "dreams.csv")


def test_rows_are_read_from_a_file_named_after_its_feed(tmp_path: Path) -> None:
    feed(tmp_path, "app_events", "event_id,customer_id\ne-1,c-1\n")
    assert read_rows(tmp_path / "app_events.csv") == {
        "app_events": [{"event_id": "e-1", "customer_id": "c-1"}]
    }
