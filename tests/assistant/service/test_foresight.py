"""The report on what was foreseen: counted from the alarm to the plan and to the event."""

from pathlib import Path

import pytest

from assistant.planning.model import PlanStatus
from assistant.planning.shelf import Shelf
from assistant.records import Records
from assistant.service import Foresight
from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.store.alarms import FIRST
from tests.builders import NOW, plan
from tests.feeds import KeepingGraph, alarm, feed

FX = "fx_id,customer_id,side,currency,amount_minor,purpose,traded_at\n"
AGREED = "consent_id,customer_id,purpose,granted_at,authorisation\n"
PEOPLE = [f"c-{number}" for number in range(1, 11)]


@pytest.fixture
def graph() -> KeepingGraph:
    """Study abroad is foreseen of three in April; an event the catalogue holds no more of one."""
    kept = KeepingGraph()
    kept.alarms = [
        alarm("c-1", "2026-04-10"), alarm("c-2", "2026-04-02"),
        alarm("c-3", "2026-04-20", advisor_id="a-2"), alarm("c-4", "2026-11-05"),
        alarm("c-5", "2026-11-06", event="wedding", pack=None),
    ]  # fmt: skip
    kept.answers = [
        {"customer_id": "c-3", "event": "study_abroad", "answer": "not_so",
         "at": "2026-05-02T01:00:00+00:00"},
        {"customer_id": "c-5", "event": "wedding", "answer": "not_interested",
         "at": "2026-11-07T01:00:00+00:00"},
    ]  # fmt: skip
    return kept


@pytest.fixture
def foresight(tmp_path: Path, graph: KeepingGraph) -> Foresight:
    folder = tmp_path / "feeds"
    feed(folder, "customers", "customer_id,name\n" + "".join(f"{one},客户\n" for one in PEOPLE))
    agreed = [f"k-{one},{one},need_prediction,2026-01-05T09:00:00+08:00,first\n" for one in PEOPLE]
    feed(folder, "consents", AGREED + "".join(agreed))
    paid = [
        f"f-{one},{one},remit_out,GBP,100000,tuition,2026-07-19T10:00:00+08:00\n"
        for one in ("c-1", "c-9")
    ]
    feed(folder, "fx", FX + "".join(paid))
    hub = Hub(tmp_path / "hub")
    hub.load(folder, graph, NOW)
    shelf = Shelf(Records(tmp_path / "advisor.sqlite"))
    drafted: dict[str, PlanStatus] = {"c-1": "accepted", "c-2": "declined", "c-4": "in_review"}
    for who, status in drafted.items():
        day = NOW.replace(month=11 if who == "c-4" else 5)
        shelf.add(plan(id=f"p-{who}", customer_id=who, status=status, created_at=day))
    shelf.add(plan(id="p-old", customer_id="c-3", created_at=NOW.replace(month=3)))
    return Foresight(hub, graph, load_catalogue(), shelf)


def test_each_event_and_month_is_counted_along_the_way(foresight: Foresight) -> None:
    april, november, wedding = foresight.report(NOW, months=12)
    assert (april.event, april.month, april.foreseen) == ("study_abroad", "2026-04", 3)
    assert (april.drafted, april.approved, april.delivered, april.accepted) == (2, 2, 2, 1)
    assert (april.contacted, april.refused, april.not_so) == (2, 1, 1)
    assert (november.month, november.drafted, november.approved) == ("2026-11", 1, 0)
    assert (wedding.event_zh, wedding.refused) == ("wedding", 1)
    assert april.event_zh == "出国留学"


def test_what_came_true_is_held_against_everybody(foresight: Foresight) -> None:
    april, november, wedding = foresight.report(NOW, months=12)
    assert (april.came, april.base_rate, april.lift) == (1, 0.2, 1.67)
    assert (april.median_lead_days, april.is_settled) == (100.0, True)
    assert (november.came, november.base_rate, november.lift) == (0, 0.0, None)
    assert (november.median_lead_days, november.is_settled) == (None, False)
    assert (wedding.came, wedding.base_rate, wedding.lift) == (None, None, None)


def test_an_advisor_is_told_of_their_own_customers(foresight: Foresight) -> None:
    rows = foresight.report(NOW, 12, "a-2")
    assert [(one.event, one.foreseen, one.not_so) for one in rows] == [("study_abroad", 1, 1)]
    assert foresight.report(NOW, 12, "a-9") == []


@pytest.mark.parametrize(
    ("months", "first"),
    [(1, "2026-11-01"), (11, "2026-01-01"), (12, "2025-12-01"), (0, "2026-11-01"),
     (99, "2023-12-01")],
)  # fmt: skip
def test_months_are_whole_and_at_most_three_years(
    foresight: Foresight, graph: KeepingGraph, months: int, first: str
) -> None:
    foresight.report(NOW, months)
    assert graph.asked[FIRST]["since"] == first
