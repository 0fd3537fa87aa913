"""A need on the desk: the path that leads to it, drawn and listed, and who else shows it."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.bootstrap import bank_clock
from assistant.channels import tokens
from assistant.channels.desk.flow import MOST, flow
from graph.paths import Alike, Likeness, PathProduct
from tests.assistant.channels.stage import SECRET, FakePaths, opened, stage
from tests.assistant.channels.values import ADVISOR, CUSTOMER, STRANGER
from tests.builders import need_path

PAGE = "/desk/customers/c-1/needs/study_abroad"
OTHER = Alike(
    customer_id="c-9", name="欧阳小明", tier="mass", kinds=("search",), similarity=0.5,
    probability_90=0.4,
)  # fmt: skip


def likeness(*own: Alike) -> Likeness:
    return Likeness(
        customer_id="c-1", event=need_path().event, kinds=("exchange", "search"), everywhere=37,
        own_count=len(own), own=own,
    )  # fmt: skip


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    return stage(tmp_path, paths=FakePaths(need_path(), likeness=likeness(OTHER)))


def client(staged: Any, speaker: Any = ADVISOR) -> TestClient:
    browser = TestClient(
        opened(staged),
        headers={"origin": "http://testserver", "accept-language": "zh-CN"},
        follow_redirects=False,
    )
    browser.cookies.set(tokens.COOKIE, tokens.issued(speaker, SECRET, bank_clock()))
    return browser


def test_the_path_is_drawn_and_listed(staged: Any) -> None:
    page = client(staged).get(PAGE).text
    assert '<svg class="flow"' in page
    for words in ("关于exchange", "出国留学", "教育金", "留学包", "存款", "远行留学", "手册 1"):
        assert page.count(words) >= 2, words
    assert "0.50" in page
    assert 'href="/desk/clauses/m%231"' in page


def test_only_the_speakers_own_customers_are_named_and_masked(staged: Any) -> None:
    page = client(staged).get(PAGE).text
    assert staged.paths.advisors == [ADVISOR.person_id]
    assert "欧阳小明" not in page
    assert "/desk/customers/c-9" in page
    assert "37" in page


def test_the_page_speaks_english(staged: Any) -> None:
    page = client(staged).get(PAGE, params={"lang": "en"}).text
    for words in ("Who else shows this pattern", "about search", "Study pack", "education money"):
        assert words in page


def test_nobody_alike_is_told(tmp_path: Path) -> None:
    nobody = stage(tmp_path, paths=FakePaths(need_path(pack=None), likeness=likeness()))
    assert "您名下没有其他客户呈现这些迹象" in client(nobody).get(PAGE).text
    alone = stage(tmp_path / "alone", paths=FakePaths(need_path()))
    assert "还有谁呈现同样的迹象" not in client(alone).get(PAGE).text


def test_a_need_that_is_not_foreseen_is_told(staged: Any) -> None:
    refused = client(staged).get("/desk/customers/c-1/needs/wedding")
    assert refused.status_code == 404
    assert "wedding" in refused.text


@pytest.mark.parametrize("speaker", [CUSTOMER, STRANGER])
def test_whoever_may_not_open_the_file_sees_no_path(staged: Any, speaker: Any) -> None:
    assert client(staged, speaker).get(PAGE).status_code == 403


def test_the_client_page_leads_to_the_path(staged: Any) -> None:
    assert f'href="{PAGE}"' in client(staged).get("/desk/customers/c-1").text


def test_a_long_column_is_cut_and_counted_and_hides_no_other_sort() -> None:
    products = tuple(
        PathProduct(code=f"P-{at}", name=f"产品<{at}>", name_en=f"Product {at}", family="deposit")
        for at in range(20)
    )
    drawn = str(flow(need_path(products=products), "zh"))
    assert f"另 {20 + 2 - MOST + 1} 项" in drawn
    assert "远行留学" in drawn
    assert "手册 1" in drawn
    assert "产品&lt;0&gt;" in drawn
    assert "and 17 more" in str(flow(need_path(products=products), "en"))


def test_a_need_without_a_pack_ends_at_the_need() -> None:
    drawn = flow(need_path(pack=None, products=(), partners=(), clauses=()), "zh")
    assert 'class="pack"' not in str(drawn)
    assert drawn.count('class="tie"') == 3
