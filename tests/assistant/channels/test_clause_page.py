"""A clause on the desk, and what rests on it."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from assistant.planning.model import PlanCitation
from graph.ground import Dependant, DependantKind
from tests.assistant.channels.stage import SECRET, FakeDesk, FakeRecheck, opened, stage
from tests.assistant.channels.values import ADVISOR, CUSTOMER, plan

CLAUSE = "law@2024-07-01:7"


def resting(kind: DependantKind, name: str, clause: str = "cl-1", **changes: Any) -> Dependant:
    values: dict[str, Any] = {
        "clause_id": clause, "kind": kind, "id": name, "title": f"{name}（中）",
        "title_en": f"{name} in English",
    }  # fmt: skip
    return Dependant(**(values | changes))


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    first = plan()
    return stage(
        tmp_path,
        desk=FakeDesk(first),
        recheck=FakeRecheck(
            resting("Plan", first.id, version=1, through=("m:1.1",)),
            resting("Plan", "P-of-a-colleague", version=2),
            resting("Pack", "pv_loan"),
            resting("Rule", "loan.purpose"),
            resting("Pack", "gone_pack", CLAUSE),
        ),
    )


def client(staged: Any, speaker: Any = ADVISOR) -> TestClient:
    browser = TestClient(
        opened(staged),
        headers={"origin": "http://testserver", "accept-language": "zh-CN"},
        follow_redirects=False,
    )
    browser.cookies.set(tokens.COOKIE, tokens.issued(speaker, SECRET, bank_clock()))
    return browser


def test_a_clause_shows_its_words_and_what_rests_on_it(staged: Any) -> None:
    page = client(staged).get("/desk/clauses/cl-1").text
    for words in (
        "《信用卡办法》第十五条",
        "应当披露",
        "pv_loan（中）",
        "loan.purpose",
        "经由本行制度 1 条",
    ):
        assert words in page
    assert f'href="/desk/plans/{plan().id}"' in page


def test_plans_of_colleagues_are_counted_and_not_named(staged: Any) -> None:
    page = client(staged).get("/desk/clauses/cl-1").text
    assert "另有 1 份方案" in page
    assert "P-of-a-colleague" not in page


def test_the_page_speaks_english(staged: Any) -> None:
    page = client(staged).get("/desk/clauses/cl-1?lang=en").text
    assert "Plans that rest on it" in page
    assert "pv_loan in English" in page


def test_a_clause_that_left_the_library_still_tells_what_rests_on_it(staged: Any) -> None:
    page = client(staged).get(f"/desk/clauses/{CLAUSE}").text
    assert "已移出制度库" in page
    assert "gone_pack" in page


def test_a_clause_nobody_knows_is_told(staged: Any) -> None:
    answer = client(staged).get("/desk/clauses/nowhere")
    assert answer.status_code == 404
    assert "没有找到条款" in answer.text


def test_a_customer_has_no_such_page(staged: Any) -> None:
    assert client(staged, CUSTOMER).get("/desk/clauses/cl-1").status_code == 403


def test_a_plan_links_its_clauses(staged: Any) -> None:
    cited = PlanCitation(
        clause_id=CLAUSE, document="办法", article="7", label="《办法》第七条", quote="用途"
    )
    staged.desk = FakeDesk(plan(citations=(cited,)))
    page = client(staged).get(f"/desk/plans/{plan().id}").text
    assert 'href="/desk/clauses/law%402024-07-01%3A7"' in page
    assert client(staged).get("/desk/clauses/law%402024-07-01%3A7").status_code == 200
