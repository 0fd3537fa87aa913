"""What became of foreseen needs, drawn and listed at the desk, by role."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from assistant.channels.desk.funnel import MOST, STAGES, funnel, totals
from assistant.privacy.model import Speaker
from assistant.service.foresight import EventMonth
from tests.assistant.channels.stage import SECRET, FakeForesight, opened, stage
from tests.assistant.channels.values import ADVISOR, CUSTOMER

WORDS = {one: f"<{one}>" for one in STAGES}


def event_month(event: str = "study_abroad", **changes: Any) -> EventMonth:
    values: dict[str, Any] = {
        "event": event, "event_zh": f"{event}（中）", "event_en": f"{event} in English",
        "month": "2026-04", "foreseen": 40, "contacted": 21, "drafted": 13, "approved": 12,
        "delivered": 11, "accepted": 7, "refused": 4, "not_so": 3, "came": 9, "base_rate": 0.05,
        "lift": 4.5, "median_lead_days": 81.0, "is_settled": True,
    }  # fmt: skip
    return EventMonth(**(values | changes))


UNPROVEN: dict[str, Any] = {"came": None, "base_rate": None, "lift": None, "median_lead_days": None}


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    rows = (event_month(), event_month(month="2026-11", is_settled=False),
            event_month("wedding", foreseen=3, **UNPROVEN))  # fmt: skip
    return stage(tmp_path, foresight=FakeForesight(*rows))


def client(staged: Any, speaker: Speaker = ADVISOR) -> TestClient:
    browser = TestClient(
        opened(staged),
        headers={"origin": "http://testserver", "accept-language": "zh-CN"},
        follow_redirects=False,
    )
    browser.cookies.set(tokens.COOKIE, tokens.issued(speaker, SECRET, bank_clock()))
    return browser


def test_the_report_is_drawn_and_listed(staged: Any) -> None:
    page = client(staged).get("/desk/foresight").text
    for words in ('<svg class="funnel"', "study_abroad（中）", "2026-11", "4.5", "81", "9+", "–"):
        assert words in page
    assert "您名下客户" in page
    assert staged.foresight.asked == [(6, ADVISOR.person_id)]


def test_the_report_speaks_english(staged: Any) -> None:
    page = client(staged).get("/desk/foresight", params={"lang": "en", "months": 12}).text
    assert "wedding in English" in page
    assert "Came true" in page
    assert staged.foresight.asked == [(12, ADVISOR.person_id)]


def test_control_is_told_of_the_whole_bank(staged: Any) -> None:
    auditor = ADVISOR.model_copy(update={"role": "auditor"})
    staged.identity.add(
        "auditor", "a-long-password", auditor.model_copy(update={"username": "auditor"})
    )
    page = client(staged, auditor.model_copy(update={"username": "auditor"})).get("/desk/foresight")
    assert "全行客户" in page.text
    assert staged.foresight.asked == [(6, None)]


def test_nothing_foreseen_is_told(tmp_path: Path) -> None:
    page = client(stage(tmp_path)).get("/desk/foresight").text
    assert "没有预见的需求" in page
    assert "<svg" not in page


def test_a_customer_has_no_report_and_a_wrong_span_is_refused(staged: Any) -> None:
    assert client(staged, CUSTOMER).get("/desk/foresight").status_code == 403
    assert client(staged).get("/desk/foresight", params={"months": 0}).status_code in {400, 422}


def test_the_desk_leads_to_the_report(staged: Any) -> None:
    assert 'href="/desk/foresight"' in client(staged).get("/desk").text


def test_months_are_added_up_and_the_most_foreseen_come_first() -> None:
    rows = [event_month("b", foreseen=1), event_month("a"), event_month("a", came=None)]
    assert list(totals(rows)) == ["a", "b"]
    assert totals(rows)["a"]["foreseen"] == 80
    assert totals(rows)["a"]["came"] == 9
    assert totals([event_month(**UNPROVEN)])["study_abroad"]["came"] is None
    assert "&lt;came&gt; –" in str(funnel([event_month(**UNPROVEN)], WORDS, "zh"))


def test_the_drawing_holds_to_its_width_and_to_so_many_events() -> None:
    rows = [event_month(f"event_{at:02}", foreseen=at) for at in range(MOST + 4)]
    drawn = str(funnel(rows, WORDS, "en"))
    assert "event_15 in English" in drawn
    assert "event_03 in English" not in drawn
    assert "&lt;came&gt;" in drawn
    assert funnel([], WORDS, "zh") is None
    assert funnel([event_month(foreseen=0)], WORDS, "zh") is not None
