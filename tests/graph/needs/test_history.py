"""What became of what was foreseen: the event, the contact, and the customer's own word."""

from datetime import date
from pathlib import Path

import pytest

from graph.hub import Hub
from graph.needs.history import History, came_after, history, labels
from graph.needs.outcomes import Came
from tests.builders import NOW, TODAY
from tests.feeds import KeepingGraph, alarm, feed

SINCE = date(2026, 1, 1)
AGREED = "consent_id,customer_id,purpose,granted_at,authorisation\n"
CUSTOMERS = "customer_id,name,advisor_id\nc-1,李明,a-1\nc-2,王芳,a-1\nc-3,赵强,a-2\nc-4,周兰,a-2\n"
FX = "fx_id,customer_id,side,currency,amount_minor,purpose,traded_at\n"
CONTACTS = "contact_id,customer_id,at,channel,direction,text\n"


@pytest.fixture
def graph() -> KeepingGraph:
    kept = KeepingGraph()
    kept.alarms = [alarm("c-1", "2026-08-01"), alarm("c-2", "2026-03-01")]
    kept.answers = [
        {"customer_id": "c-2", "event": "study_abroad", "answer": "not_so",
         "at": "2026-04-02T01:00:00+00:00"},
        {"customer_id": "c-2", "event": "home_purchase", "answer": "not_interested",
         "at": "2026-04-02T01:00:00+00:00"},
    ]  # fmt: skip
    return kept


@pytest.fixture
def hub(tmp_path: Path, graph: KeepingGraph) -> Hub:
    """Three of four customers agree; one of them sends tuition abroad in October."""
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMERS)
    agreed = [f"k-{one},{one},need_prediction,2026-01-05T09:00:00+08:00,first\n"
              for one in ("c-1", "c-2", "c-3")]  # fmt: skip
    feed(folder, "consents", AGREED + "".join(agreed))
    feed(
        folder,
        "fx",
        FX + "f-1,c-1,remit_out,GBP,100000,tuition,2026-10-20T10:00:00+08:00\n"
        "f-2,c-4,remit_out,GBP,100000,tuition,2026-10-20T10:00:00+08:00\n",
    )
    feed(
        folder,
        "contacts",
        CONTACTS + "t-1,c-1,2026-07-01T10:00:00+08:00,phone,out,早\n"
        "t-2,c-1,2026-09-15T10:00:00+08:00,phone,out,回访\n"
        "t-3,c-2,2026-03-09T10:00:00+08:00,chat,in,请问\n"
        "t-4,c-2,2026-03-09T10:05:00+08:00,chat,out,您好\n",
    )
    opened = Hub(tmp_path / "hub")
    opened.load(folder, graph, NOW)
    return opened


def told(hub: Hub, graph: KeepingGraph) -> History:
    with hub.reading() as reader:
        return history(reader, graph, SINCE, NOW)


def test_an_alarm_is_labelled_with_what_came_and_who_turned_to_whom(
    hub: Hub, graph: KeepingGraph
) -> None:
    with hub.reading() as reader:
        first, second = labels(reader, graph, SINCE, NOW)
    assert (first.came_on, first.lead_days) == (date(2026, 10, 20), 80)
    assert first.contacted_on == date(2026, 9, 15)
    assert (first.answer, first.answered_on) == (None, None)
    assert (second.came_on, second.lead_days, second.contacted_on) == (None, None, None)
    assert (second.answer, second.answered_on) == ("not_so", date(2026, 4, 2))


def test_everybody_are_those_who_agreed(hub: Hub, graph: KeepingGraph) -> None:
    found = told(hub, graph)
    assert found.everybody == {"c-1", "c-2", "c-3"}
    assert found.base_rate("study_abroad", date(2026, 8, 1)) == pytest.approx(1 / 3)
    assert found.base_rate("study_abroad", date(2026, 10, 20)) == 0.0
    assert found.is_settled(date(2026, 3, 1))
    assert not found.is_settled(date(2026, 8, 1))


def test_without_anybody_there_is_no_base_rate() -> None:
    assert History(TODAY, (), {}, frozenset()).base_rate("study_abroad", TODAY) is None


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (None, None),
        (Came(date(2026, 3, 1), date(2026, 3, 1)), None),
        (Came(date(2026, 3, 2), date(2026, 9, 1)), date(2026, 3, 2)),
        (Came(date(2025, 3, 2), date(2026, 5, 1)), date(2026, 5, 1)),
        (Came(date(2025, 3, 2), date(2026, 8, 28)), date(2026, 8, 28)),
        (Came(date(2025, 3, 2), date(2026, 8, 29)), None),
    ],
)
def test_an_event_counts_after_the_alarm_and_within_half_a_year(
    came: Came | None, expected: date | None
) -> None:
    assert came_after(came, date(2026, 3, 1)) == expected


def test_an_answer_given_before_the_alarm_is_of_another(hub: Hub, graph: KeepingGraph) -> None:
    graph.alarms = [alarm("c-2", "2026-04-03")]
    assert [one.answer for one in told(hub, graph).labels] == [None]
