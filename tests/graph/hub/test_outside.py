"""Outside rows: only under a second authorisation, and gone with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from graph.hub import Hub, consenting
from tests.builders import NOW
from tests.feeds import CUSTOMER, KeepingGraph, feed

TAX = "customer_id,month,taxable_income_minor\nc-1,2026-01,3000000\nc-1,2026-02,3000000\n"
HEADER = "consent_id,customer_id,purpose,granted_at,expires_at,withdrawn_at,authorisation\n"
GIVEN = "k-1,c-1,outside_tax,2026-01-05T09:00:00+08:00,,,second\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    feed(tmp_path / "feeds", "customers", CUSTOMER)
    feed(tmp_path / "feeds", "outside_tax", TAX)
    return tmp_path / "feeds"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub")


def kept(hub: Hub) -> int:
    return hub.select("SELECT count(*) AS kept FROM outside_tax")[0]["kept"]


@pytest.mark.parametrize(
    "consent",
    [
        "",
        "k-1,c-1,outside_tax,2026-01-05T09:00:00+08:00,,,first\n",
        "k-1,c-1,outside_social_security,2026-01-05T09:00:00+08:00,,,second\n",
        "k-1,c-1,outside_tax,2026-01-05T09:00:00+08:00,2026-02-01T00:00:00Z,,second\n",
        "k-1,c-1,outside_tax,2026-01-05T09:00:00+08:00,,2026-02-01T00:00:00Z,second\n",
        "k-1,c-1,outside_tax,2027-01-05T09:00:00+08:00,,,second\n",
    ],
    ids=["none", "first-only", "other-purpose", "expired", "withdrawn", "not-yet"],
)
def test_without_a_second_authorisation_nothing_is_kept(
    folder: Path, hub: Hub, consent: str
) -> None:
    feed(folder, "consents", HEADER + consent)
    report = hub.load(folder, KeepingGraph(), NOW)
    assert kept(hub) == 0
    assert report.rejected == 2
    refused = (hub.home / "rejected" / "outside_tax.csv").read_text(encoding="utf-8")
    assert "outside_tax" in refused
    assert "3000000" not in refused


def test_with_it_the_rows_are_kept_and_loading_twice_changes_nothing(
    folder: Path, hub: Hub
) -> None:
    feed(folder, "consents", HEADER + GIVEN)
    graph = KeepingGraph()
    hub.load(folder, graph, NOW)
    assert kept(hub) == 2
    assert not hub.load(folder, graph, NOW).changed_anything


def test_a_withdrawal_in_the_chat_removes_the_rows_with_a_receipt(folder: Path, hub: Hub) -> None:
    feed(folder, "consents", HEADER + GIVEN)
    graph = KeepingGraph()
    hub.load(folder, graph, NOW)
    feed(folder, "outside_tax", TAX.replace("3000000", "3100000"))
    hub.load(folder, graph, NOW)
    graph.withdraw("k-1", "2026-11-23T01:00:00+00:00")
    later = NOW + timedelta(hours=1)
    report = hub.load(folder, graph, later)
    assert report.withdrawn == 2
    assert kept(hub) == 0
    assert hub.select("SELECT count(*) AS kept FROM history.outside_tax") == [{"kept": 0}]
    assert hub.select("SELECT feed, customer_id, removed_rows, removed_at FROM receipts") == [
        {"feed": "outside_tax", "customer_id": "c-1", "removed_rows": 2, "removed_at": later}
    ]
    assert any("2" in line and "授权" in line for line in report.sentences("zh"))
    assert any("2 outside rows" in line for line in report.sentences("en"))
    again = hub.load(folder, graph, later)
    assert not again.changed_anything


def test_consents_in_force_are_named_by_customer(folder: Path, hub: Hub) -> None:
    feed(folder, "consents", HEADER + GIVEN + "k-2,c-1,profiling,2026-01-05,,2026-02-05,first\n")
    graph = KeepingGraph()
    hub.load(folder, graph, NOW)
    assert consenting(graph, "outside_tax", NOW) == {"c-1": "k-1"}
    assert consenting(graph, "profiling", NOW) == {}
