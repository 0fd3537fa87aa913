"""The advisor's desk."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from assistant.planning.errors import InputsMissing
from assistant.privacy.errors import NotAllowed
from tests.assistant.channels.stage import (
    SECRET,
    FakeDesk,
    FakeDrafter,
    FakeTasks,
    opened,
    stage,
)
from tests.assistant.channels.values import (
    ADVISOR,
    CUSTOMER,
    SECOND,
    STRANGER,
    plan,
)

LANG = {"accept-language": "zh-CN"}


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    return stage(tmp_path)


def at_desk(staged: Any, speaker: Any) -> TestClient:
    client = TestClient(
        opened(staged),
        headers={"origin": "http://testserver"} | LANG,
        follow_redirects=False,
    )
    client.cookies.set(tokens.COOKIE, tokens.issued(speaker, SECRET, bank_clock()))
    return client


def test_the_first_page_shows_what_waits_masked(staged: Any) -> None:
    page = at_desk(staged, ADVISOR).get("/desk").text
    assert "留学资金方案" in page
    assert "陈*" in page
    assert "陈静" not in page
    assert "3 小时" in page
    assert "已超时" in page
    assert "子女留学" in page
    assert "64%" in page


def test_the_first_page_says_so_when_nothing_waits(staged: Any) -> None:
    staged.desk, staged.tasks = FakeDesk(), FakeTasks()
    page = at_desk(staged, ADVISOR).get("/desk").text
    assert "没有等待您审核的方案" in page
    assert "没有未完成的待办" in page


def test_the_desk_speaks_english_too(staged: Any) -> None:
    page = at_desk(staged, ADVISOR).get("/desk?lang=en").text
    assert "Plans to review" in page
    assert "Study-abroad plan" in page


def test_a_customer_is_told_that_the_desk_is_for_staff(staged: Any) -> None:
    answer = at_desk(staged, CUSTOMER).get("/desk")
    assert answer.status_code == 403
    assert "仅供本行员工使用" in answer.text


def test_a_visitor_is_led_from_the_desk_to_the_sign_in(staged: Any) -> None:
    client = TestClient(opened(staged), follow_redirects=False)
    assert client.get("/desk").headers["location"] == "/sign-in"


def test_a_clients_file_is_masked_and_shows_needs_with_evidence(staged: Any) -> None:
    page = at_desk(staged, ADVISOR).get("/desk/customers/c-1").text
    assert "陈静" not in page
    for words in ("近期购汇", "有高中生子女", "客户有异议", "-1,072,404.32", "稳健理财", "C3"):
        assert words in page


def test_another_advisors_client_is_refused(staged: Any) -> None:
    answer = at_desk(staged, STRANGER).get("/desk/customers/c-1")
    assert answer.status_code == 403
    assert "不由您负责" in answer.text


def test_a_client_there_is_not_is_told(staged: Any) -> None:
    assert at_desk(staged, ADVISOR).get("/desk/customers/c-404").status_code == 404


def test_a_draft_is_asked_for_and_opens(staged: Any) -> None:
    answer = at_desk(staged, ADVISOR).post(
        "/desk/customers/c-1/draft", data={"pack": "study_abroad"}
    )
    assert answer.headers["location"] == "/desk/plans/P-2?done=draft"


def test_a_draft_that_lacks_inputs_says_which(staged: Any) -> None:
    staged.drafter = FakeDrafter(InputsMissing(("tuition",), "还需要学费。", "Tuition is needed."))
    answer = at_desk(staged, ADVISOR).post(
        "/desk/customers/c-1/draft", data={"pack": "study_abroad"}
    )
    assert answer.status_code == 422
    assert "还需要学费" in answer.text


def test_the_chat_opens_with_the_clients_file(staged: Any) -> None:
    answer = at_desk(staged, ADVISOR).get("/desk/customers/c-1/chat")
    assert answer.headers["location"] == "/chat"
    assert "client=c-1" in answer.headers["set-cookie"]
    assert at_desk(staged, STRANGER).get("/desk/customers/c-1/chat").status_code == 403


def test_a_plan_shows_its_sections_with_the_evidence_of_every_figure(staged: Any) -> None:
    page = at_desk(staged, ADVISOR).get("/desk/plans/P-1").text
    for number in range(14):
        assert f'id="s{number}"' in page
    for words in ("24000 GBP", "客户提供", "1,085,478.94 元", "19.93%", "《外汇管理条例》第十二条"):
        assert words in page
    assert "年度便利化额度" in page
    assert "示意" in page
    assert "<svg" in page
    assert "wangmin 20" in page


def test_what_a_customer_said_is_escaped(staged: Any) -> None:
    page = at_desk(staged, ADVISOR).get("/desk/plans/P-1").text
    assert "孩子去&lt;英国&gt;读本科" in page


def test_an_edit_computes_again_and_shows_before_and_after(staged: Any) -> None:
    client = at_desk(staged, ADVISOR)
    answer = client.post("/desk/plans/P-1/edit", data={"tuition": "48000", "growth": "0.04"})
    assert answer.headers["location"] == "/desk/plans/P-1?done=edit"
    page = client.get(answer.headers["location"]).text
    assert "<del>1,085,478.94 元</del>" in page
    assert "<ins>2,170,957.88 元</ins>" in page
    assert "<b>学费</b> <del>24000</del> → <ins>48000</ins>" in page
    old = client.get("/desk/plans/P-1?version=1").text
    assert "您正在查看历史版本" in old
    assert "重新测算" not in old


def test_an_edit_that_changes_nothing_makes_no_version(staged: Any) -> None:
    client = at_desk(staged, ADVISOR)
    answer = client.post("/desk/plans/P-1/edit", data={"tuition": "24000"})
    assert answer.headers["location"] == "/desk/plans/P-1?done=unchanged"
    assert len(staged.desk.kept["P-1"]) == 1
    assert "没有改动任何假设" in client.get(answer.headers["location"]).text


def test_a_wrong_assumption_is_told_beside_its_field_and_keeps_what_was_typed(staged: Any) -> None:
    answer = at_desk(staged, ADVISOR).post("/desk/plans/P-1/edit", data={"tuition": "很多"})
    assert answer.status_code == 422
    assert 'aria-describedby="w-tuition"' in answer.text
    assert "学费应为数字" in answer.text
    assert 'value="很多"' in answer.text


def test_approval_needs_the_tick(staged: Any) -> None:
    answer = at_desk(staged, ADVISOR).post("/desk/plans/P-1/approve")
    assert answer.status_code == 422
    assert staged.desk.kept["P-1"][-1].status == "in_review"


def test_two_people_approve_and_the_plan_is_delivered(staged: Any) -> None:
    first = at_desk(staged, ADVISOR)
    answer = first.post("/desk/plans/P-1/approve", data={"checked": "yes"})
    assert answer.headers["location"] == "/desk?done=await&plan=P-1"
    assert "等待第二审核人复核" in first.get(answer.headers["location"]).text
    second = at_desk(staged, SECOND)
    assert "复核批准" in second.get("/desk/plans/P-1").text
    answer = second.post("/desk/plans/P-1/approve", data={"checked": "yes"})
    assert answer.headers["location"] == "/desk?done=approve&plan=P-1"
    assert staged.desk.kept["P-1"][-1].status == "delivered"


def test_nobody_is_offered_the_approval_of_their_own_draft(staged: Any) -> None:
    staged.desk = FakeDesk(plan(created_by="a-1"))
    client = at_desk(staged, ADVISOR)
    page = client.get("/desk/plans/P-1").text
    assert 'action="/desk/plans/P-1/approve"' not in page
    assert "不能由起草人本人审批" in page
    answer = client.post("/desk/plans/P-1/approve", data={"checked": "yes"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("act", "status"), [("return", "returned"), ("reject", "rejected")])
def test_a_decision_against_needs_its_reason(staged: Any, act: str, status: str) -> None:
    client = at_desk(staged, ADVISOR)
    assert client.post(f"/desk/plans/P-1/{act}", data={"reason": " "}).status_code == 422
    answer = client.post(f"/desk/plans/P-1/{act}", data={"reason": "学费有变"})
    assert answer.headers["location"] == f"/desk?done={act}&plan=P-1"
    assert staged.desk.kept["P-1"][-1].status == status


@pytest.mark.parametrize("act", ["return", "reject"])
def test_a_refused_decision_is_told_on_the_page(staged: Any, act: str) -> None:
    def refuse(*_: object) -> None:
        raise NotAllowed("轮不到您。", "Not yours.")

    staged.desk.send_back = staged.desk.reject = refuse
    answer = at_desk(staged, ADVISOR).post(f"/desk/plans/P-1/{act}", data={"reason": "有变"})
    assert answer.status_code == 403
    assert "轮不到您" in answer.text


def test_a_plan_that_is_closed_offers_nothing(staged: Any) -> None:
    staged.desk = FakeDesk(plan(status="delivered", return_reason="曾退回"))
    page = at_desk(staged, ADVISOR).get("/desk/plans/P-1").text
    assert "重新测算" not in page
    assert "<textarea" not in page


def test_the_customer_reads_the_document_without_the_desks_tools(staged: Any) -> None:
    page = at_desk(staged, CUSTOMER).get("/plans/P-1").text
    assert "1,085,478.94 元" in page
    assert 'id="s13"' in page
    assert '<form method="post" action="/desk' not in page
