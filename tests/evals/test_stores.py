"""The checks of the stores: rows still open, at least one or exactly so many."""

from pathlib import Path
from typing import Any

import pytest

from assistant.privacy.model import AuditEntry
from evals.checks import CHECKS
from tests.builders import NOW, plan
from tests.desk_under_test import House, speaker
from tests.evals.stage import empty_house, exchange, figure, moment, reply


@pytest.fixture
def home(tmp_path: Path) -> House:
    return empty_house(tmp_path)


def holds(home: House, name: str, argument: dict[str, Any]) -> bool:
    return CHECKS[name](argument).look(moment(home, reply("好"))).holds


def draft(home: House, **changes: Any) -> str:
    kept = home.desk.submit(plan(status="draft", **changes), NOW)
    return kept.id


def test_a_consent_in_force(home: House) -> None:
    row = {"customer_id": "c-1", "purpose": "profiling", "withdrawn_at": None}
    assert holds(home, "consent", row)
    assert holds(home, "consent", row | {"count": 1})
    home.bank.consents.withdraw("c-1", "profiling", NOW)
    assert not holds(home, "consent", row)
    assert holds(home, "consent", row | {"count": 0})


def test_a_consent_withdrawn_is_found_by_its_moment(home: House) -> None:
    home.bank.consents.withdraw("c-1", "profiling", NOW)
    row = {"customer_id": "c-1", "purpose": "profiling", "withdrawn_at": NOW.isoformat()}
    assert holds(home, "consent", row)


def test_a_task_that_is_closed_is_no_row(home: House) -> None:
    opened = home.tasks.open(
        customer_id="c-1", advisor_id="a-1", reason="complaint", note="", now=NOW
    )
    row = {"customer_id": "c-1", "advisor_id": "a-1", "reason": "complaint"}
    assert holds(home, "task", row)
    assert not holds(home, "task", row | {"count": 2})
    home.tasks.close(opened.id, speaker("advisor", "a-1", "王敏"), NOW)
    assert holds(home, "task", row | {"count": 0})


def test_rows_may_be_counted_whatever_they_say(home: House) -> None:
    assert holds(home, "task", {"count": 0})
    home.tasks.open(customer_id="c-1", advisor_id="a-1", reason="complaint", note="", now=NOW)
    assert holds(home, "task", {"count": 1})
    assert not holds(home, "task", {"count": 0})


def test_a_row_of_the_ledger(home: House) -> None:
    assert holds(home, "audit", {"action": "consent.grant", "count": 0})
    home.ledger.append(AuditEntry(at=NOW, actor="c-1", action="consent.grant", subject="profiling"))
    assert holds(home, "audit", {"action": "consent.grant"})
    assert holds(home, "audit", {"action": "consent.grant", "actor": "c-1", "count": 1})
    assert not holds(home, "audit", {"action": "consent.withdraw"})


def test_a_need_and_a_tag_are_looked_for(home: House) -> None:
    assert not holds(home, "need", {"customer_id": "c-1", "event": "study_abroad"})
    assert holds(home, "need", {"customer_id": "c-1", "count": 0})
    assert holds(home, "portrait", {"tag_key": "nobody", "count": 0})
    assert not holds(home, "portrait", {"tag_key": "nobody"})


def test_a_plan_with_its_figures_and_rules(home: House) -> None:
    draft(home, figures=(figure(), figure("ratio", "0.296497", "ratio")))
    row: dict[str, Any] = {"customer_id": "c-1", "status": "in_review"}
    assert holds(home, "plan", row | {"figures": {"payment": "7173.88", "ratio": "0.2965"}})
    assert holds(home, "plan", row | {"count": 1})
    assert not holds(home, "plan", row | {"figures": {"payment": "7173.89"}})
    assert not holds(home, "plan", row | {"figures": {"unknown": "1"}})
    assert not holds(home, "plan", row | {"rules": ["fx.no_splitting"]})
    assert not holds(home, "plan", {"customer_id": "c-2"})
    assert holds(home, "plan", {"status": "delivered", "count": 0})


def test_a_draft_is_shown_to_its_advisor_alone(home: House) -> None:
    plan_id = draft(home)
    drafted = moment(home, exchange(reply("好", outcome="drafted", plan_id=plan_id)))
    assert CHECKS["shown_to"]("a-1").look(drafted).holds
    assert not CHECKS["shown_to"]("c-1").look(drafted).holds
    assert not CHECKS["shown_to"]("a-3").look(drafted).holds


def test_a_draft_whose_figures_reached_the_customer_is_shown_to_more(home: House) -> None:
    plan_id = draft(home)
    said = reply("7,173.88", outcome="drafted", plan_id=plan_id, figures=(figure(),))
    assert not CHECKS["shown_to"]("a-1").look(moment(home, exchange(said))).holds
