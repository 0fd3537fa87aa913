"""A withdrawal in the chat takes with it what the feeds' stores hold under the consent."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb
import pytest

from graph.hub import Hub
from graph.model import Consent, Purpose
from graph.portrait import ClearingConsents, clear, refresh, show
from graph.portrait.store import attach
from tests.builders import NOW
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, feed

LATER = NOW + timedelta(hours=1)
TAX = "customer_id,month,taxable_income_minor\nc-1,2026-10,3000000\nc-2,2026-10,4000000\n"


class ChatConsents:
    """Consents as the graph keeps them, of the fake graph."""

    def __init__(self, graph: KeepingGraph) -> None:
        self._graph = graph

    def grant(
        self,
        customer_id: str,
        purpose: Purpose,
        now: datetime,
        authorisation: Literal["first", "second"] = "first",
    ) -> Consent:
        return Consent(
            id=f"{customer_id}-again", purpose=purpose, granted_at=now, authorisation=authorisation
        )

    def withdraw(self, customer_id: str, purpose: Purpose, now: datetime) -> list[Consent]:
        self._graph.withdraw(f"{customer_id}-{purpose}", now.isoformat())
        return [Consent(id=f"{customer_id}-{purpose}", purpose=purpose, granted_at=NOW)]


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub", patience=0.1)


@pytest.fixture
def graph(tmp_path: Path, hub: Hub) -> KeepingGraph:
    folder, graph = tmp_path / "feeds", KeepingGraph()
    feed(folder, "customers", CUSTOMER + "c-2,王芳,1990-01-01,900000,a-1\n")
    feed(folder, "accounts", (
        "account_id,customer_id,kind,balance_minor\na-1,c-1,current,900000\na-2,c-2,current,5\n"
    ))  # fmt: skip
    rows = [
        f"{who}-{purpose},{who},{purpose},2026-01-05,{second}"
        for who in ("c-1", "c-2")
        for purpose, second in [
            *((one, "first") for one in ALL_CONSENTS),
            ("outside_tax", "second"),
        ]
    ]
    feed(folder, "consents", "\n".join(
        ["consent_id,customer_id,purpose,granted_at,authorisation", *rows, ""]
    ))  # fmt: skip
    feed(folder, "outside_tax", TAX)
    hub.load(folder, graph, NOW)
    refresh(hub, graph, NOW)
    return graph


def kept(hub: Hub, customer_id: str) -> set[str]:
    """The purposes of what the portrait's store holds of the customer, past tags as well."""
    with hub.reading() as reader:
        attach(reader.connection, hub.home)
        rows = reader.tuples(
            "SELECT permitted_purposes FROM portrait.tags WHERE customer_id = $who", who=customer_id
        )
    return {one for (purposes,) in rows for one in purposes.split(";")}


def test_tags_leave_the_store_with_the_withdrawal_and_a_receipt(
    hub: Hub, graph: KeepingGraph
) -> None:
    assert "sensitive_financial" in kept(hub, "c-1")
    consents = ClearingConsents(ChatConsents(graph), hub, graph)
    consents.withdraw("c-1", "sensitive_financial", LATER)
    assert "sensitive_financial" not in kept(hub, "c-1")
    assert "profiling" in kept(hub, "c-1")
    assert "sensitive_financial" in kept(hub, "c-2")
    with hub.reading() as reader:
        attach(reader.connection, hub.home)
        receipts = reader.tuples("SELECT DISTINCT customer_id FROM portrait.receipts")
    assert receipts == [("c-1",)]
    assert clear(hub, graph, LATER) == []


def test_outside_rows_leave_with_the_withdrawal(hub: Hub, graph: KeepingGraph) -> None:
    consents = ClearingConsents(ChatConsents(graph), hub, graph)
    consents.withdraw("c-1", "outside_tax", LATER)
    assert hub.select("SELECT customer_id FROM outside_tax") == [{"customer_id": "c-2"}]
    assert hub.select("SELECT customer_id FROM receipts") == [{"customer_id": "c-1"}]
    assert "outside_tax" not in kept(hub, "c-1")


def test_while_the_store_is_held_elsewhere_nothing_is_shown_and_the_refresh_clears(
    hub: Hub, graph: KeepingGraph
) -> None:
    consents = ClearingConsents(ChatConsents(graph), hub, graph)
    with duckdb.connect(hub.path):
        gone = consents.withdraw("c-1", "profiling", LATER)
    assert [one.purpose for one in gone] == ["profiling"]
    assert show(hub, graph, "c-1", LATER) == []
    assert {one.customer_id for one in clear(hub, graph, LATER)} == {"c-1"}
    assert kept(hub, "c-1") == set()


def test_a_bank_without_feeds_withdraws_and_grants_as_before(tmp_path: Path) -> None:
    graph, hub = KeepingGraph(), Hub(tmp_path / "none")
    consents = ClearingConsents(ChatConsents(graph), hub, graph)
    assert consents.grant("c-1", "profiling", NOW).id == "c-1-again"
    assert len(consents.withdraw("c-1", "profiling", LATER)) == 1
    assert not hub.path.exists()
