"""When events were foreseen and what customers said comes back, on both servers alike."""

from datetime import timedelta

import pytest

from graph.foreseen import Alarm, Answered
from graph.store import BoltGraph, stored_bank
from graph.store.alarms import alarms, answers
from graph.store.foresight import store_needs
from graph.store.loading import store_customers, store_owned
from tests.builders import NOW, TODAY, consent, customer, foreseen

pytestmark = pytest.mark.graph


@pytest.fixture
def bank(graph: BoltGraph) -> BoltGraph:
    store_customers(graph, [customer(), customer(id="c-2")])
    store_owned(graph, [("c-1", consent("need_prediction"))])
    store_needs(graph, {one: [foreseen(one)] for one in ("c-1", "c-2")})
    return graph


def test_an_alarm_outlives_its_need_while_consent_holds(bank: BoltGraph) -> None:
    store_needs(bank, {"c-1": []})
    expected = Alarm(
        customer_id="c-1", advisor_id="a-1", event="study_abroad", first_on=TODAY, last_on=TODAY,
        probability_90=0.6, basis="declared", pack="study_abroad_legacy",
    )  # fmt: skip
    assert alarms(bank, TODAY, NOW) == [expected]
    assert alarms(bank, TODAY + timedelta(days=1), NOW + timedelta(days=2)) == []
    assert alarms(bank, TODAY - timedelta(days=9), NOW - timedelta(days=1)) == []
    stored_bank(bank).consents.withdraw("c-1", "need_prediction", NOW)
    assert alarms(bank, TODAY, NOW) == []


def test_what_was_said_of_a_need_comes_back(bank: BoltGraph) -> None:
    stored_bank(bank).needs.dismiss("need-c-1-study_abroad", NOW, "not_so")
    said = Answered(customer_id="c-1", event="study_abroad", answer="not_so", at=NOW)
    assert answers(bank, NOW) == [said]
    assert answers(bank, NOW - timedelta(minutes=1)) == []
