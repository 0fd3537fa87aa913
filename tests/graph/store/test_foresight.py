"""What is written of foreseen needs: differences, and nothing the customer wrote."""

from datetime import date, timedelta
from typing import Any

import pytest

from graph.model import Need
from graph.store import BoltGraph, stored_bank
from graph.store.foresight import ALARMS, EVENTS, HELD, Written, store_needs
from graph.store.foresight import SIGNALS as SIGNAL_NODES
from graph.store.loading import store_customers, store_owned
from tests.builders import NOW, TODAY, consent, customer, evidence, foreseen
from tests.fakes import RecordingGraph

NOTHING: dict[str, Any] = {"advisor": "a-1", "ends": [], "needs": [], "signals": [], "alarms": []}
SIGNALS = """
MATCH (c:Customer)-[:SHOWS]->(s:Signal)-[t:POINTS_TO]->(e:LifeEvent)
RETURN c.id AS who, s.signal AS signal, e.id AS event, t.strength AS strength, s.text AS text
ORDER BY who, signal, event
"""


def later(need: Need, days: int, **changes: Any) -> Need:
    """The same need so many days later, its evidence faded as declared."""
    faded = tuple(
        one.model_copy(update={"strength": round(one.strength * 0.5 ** (days / 60), 4)})
        for one in need.evidence
    )
    day = need.as_of + timedelta(days=days)
    return need.model_copy(update={"as_of": day, "evidence": faded} | changes)


def alarms(graph: BoltGraph) -> list[tuple[str, str, str]]:
    rows = graph.read(
        "MATCH (:Customer)-[:FORESEEN]->(a:Alarm) "
        "RETURN a.event AS event, a.firstOn AS first, a.lastOn AS last ORDER BY a.id"
    )
    return [(row["event"], row["first"], row["last"]) for row in rows]


def test_a_customer_who_is_not_in_the_graph_is_left_out() -> None:
    graph = RecordingGraph([])
    assert store_needs(graph, {"c-1": [foreseen()]}) == Written()
    assert graph.written == []


def test_customers_without_needs_and_nothing_held_ask_for_no_write() -> None:
    graph = RecordingGraph([{"id": "c-1", **NOTHING}])
    assert store_needs(graph, {"c-1": []}) == Written()
    assert [cypher for cypher, _ in graph.asked] == [HELD]
    assert graph.written == []


def test_the_customers_own_words_do_not_reach_the_signal() -> None:
    graph = RecordingGraph([{"id": "c-1", **NOTHING}])
    store_needs(graph, {"c-1": [foreseen(pack=None)]})
    held = next(given["rows"] for cypher, given in graph.written if cypher == SIGNAL_NODES)
    assert [one["properties"]["text"] for one in held] == [
        "在手机银行搜索过与“雅思”有关的内容", "一笔用途为“学费”的外汇业务",
    ]  # fmt: skip
    assert not any("李华" in repr(one) for one in held)


def test_a_signal_of_two_events_is_one_node_that_points_to_both() -> None:
    graph = RecordingGraph([{"id": "c-1", **NOTHING}])
    needs = [foreseen(), foreseen(event="language_test", evidence=(evidence(strength=0.5),))]
    written = store_needs(graph, {"c-1": needs})
    assert written == Written(needs=2, signals=2, alarms=2)
    rows = next(given["rows"] for cypher, given in graph.written if cypher == EVENTS)
    assert rows[0]["points"] == [
        {"event": "study_abroad", "strength": 1.0},
        {"event": "language_test", "strength": 0.5},
    ]
    assert rows[0]["properties"]["strength"] == 1.0


def test_what_is_served_already_raises_no_alarm() -> None:
    graph = RecordingGraph([{"id": "c-1", **NOTHING}])
    met = foreseen(contact="do_not_contact", contact_reason="already_served")
    assert store_needs(graph, {"c-1": [met]}).alarms == 0
    assert ALARMS not in [cypher for cypher, _ in graph.written]


@pytest.mark.graph
def test_a_second_run_writes_nothing(graph: BoltGraph) -> None:
    store_customers(graph, [customer(), customer(id="c-2")])
    needs = {"c-1": [foreseen()], "c-2": [foreseen("c-2", pack=None)], "c-404": [foreseen("c-404")]}
    assert store_needs(graph, needs) == Written(needs=2, signals=4, alarms=2)
    assert store_needs(graph, needs) == Written()
    assert stored_bank(graph).needs.of("c-1") == [foreseen()]
    assert stored_bank(graph).needs.of("c-2") == [foreseen("c-2", pack=None)]


@pytest.mark.graph
def test_signals_lead_from_the_customer_to_the_event_and_the_need(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    store_needs(graph, {"c-1": [foreseen()]})
    rows = graph.read(
        "MATCH (c:Customer)-[:SHOWS]->(s:Signal)-[:POINTS_TO]->(:LifeEvent)-[:RAISES]->(n:Need)"
        "-[:MET_BY]->(p:ScenarioPack) MATCH (c)-[:HAS_NEED]->(n) "
        "RETURN s.kind AS kind, n.id AS need, p.id AS pack ORDER BY kind"
    )
    assert rows == [
        {"kind": kind, "need": "need-c-1-study_abroad", "pack": "study_abroad_legacy"}
        for kind in ("exchange", "search")
    ]


@pytest.mark.graph
def test_the_next_day_changes_the_need_and_leaves_signals_that_only_faded(
    graph: BoltGraph,
) -> None:
    store_customers(graph, [customer()])
    store_needs(graph, {"c-1": [foreseen()]})
    next_day = later(foreseen(), 1)
    assert store_needs(graph, {"c-1": [next_day]}) == Written(needs=1, alarms=1)
    stronger = next_day.model_copy(
        update={"evidence": (evidence(strength=1.6), next_day.evidence[1])}
    )
    assert store_needs(graph, {"c-1": [stronger]}) == Written(needs=1, signals=1)
    assert [row["strength"] for row in graph.read(SIGNALS)] == [1.4, 1.6]


@pytest.mark.graph
def test_what_is_no_longer_seen_goes_and_the_day_of_the_first_alarm_stays(
    graph: BoltGraph,
) -> None:
    store_customers(graph, [customer()])
    store_needs(graph, {"c-1": [foreseen()]})
    home = foreseen(
        event="home_purchase", pack="home_purchase", evidence=(evidence("search:首付"),)
    )
    assert store_needs(graph, {"c-1": [home]}) == Written(needs=1, signals=1, alarms=1, removed=3)
    assert [row["signal"] for row in graph.read(SIGNALS)] == ["search:首付"]
    day = TODAY.isoformat()
    assert alarms(graph) == [("home_purchase", day, day), ("study_abroad", day, day)]


@pytest.mark.graph
def test_an_alarm_goes_on_and_begins_anew_after_half_a_year(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    for days in (0, 30, 30, 10, 300):
        store_needs(graph, {"c-1": [later(foreseen(), days)]})
    first, again = TODAY.isoformat(), (TODAY + timedelta(days=300)).isoformat()
    last = (TODAY + timedelta(days=30)).isoformat()
    assert alarms(graph) == [("study_abroad", first, last), ("study_abroad", again, again)]


@pytest.mark.graph
def test_another_pack_takes_the_place_of_the_one_before(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    packs = "MATCH (:Need)-[:MET_BY]->(p:ScenarioPack) RETURN p.id AS id"
    for pack in ("study_abroad_legacy", "education_growth"):
        store_needs(graph, {"c-1": [foreseen(pack=pack)]})
        assert graph.read(packs) == [{"id": pack}]
    store_needs(graph, {"c-1": [foreseen(pack=None)]})
    assert graph.read(packs) == []


@pytest.mark.graph
@pytest.mark.parametrize("purpose", ["need_prediction", "profiling", "sensitive_financial"])
def test_a_withdrawal_takes_signals_needs_and_alarms_with_it(
    graph: BoltGraph, purpose: Any
) -> None:
    store_customers(graph, [customer(), customer(id="c-2")])
    store_owned(graph, [("c-1", consent(purpose))])
    store_needs(graph, {"c-1": [foreseen()], "c-2": [foreseen("c-2")]})
    stored_bank(graph).consents.withdraw("c-1", purpose, NOW)
    assert {row["who"] for row in graph.read(SIGNALS)} == {"c-2"}
    assert stored_bank(graph).needs.of("c-1") == []
    assert len(alarms(graph)) == 1


@pytest.mark.graph
def test_a_dismissed_need_is_left_as_it_was(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    store_needs(graph, {"c-1": [foreseen()]})
    stored_bank(graph).needs.dismiss("need-c-1-study_abroad", NOW)
    store_needs(graph, {"c-1": [later(foreseen(), 1, probability_90=0.9)]})
    rows = graph.read("MATCH (n:Need) RETURN n.status AS status, n.probability90 AS likely")
    assert rows == [{"status": "dismissed", "likely": 0.6}]
    assert store_needs(graph, {"c-1": []}).removed == 2
    assert date.fromisoformat(alarms(graph)[0][1]) == TODAY
