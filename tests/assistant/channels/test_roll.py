"""An advisor's customers on the desk: found, a page at a time, with the next step in words."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.channels.desk.pages import share
from assistant.channels.desk.roll import PAGE, Asked, roll
from assistant.planning.choices import choices, named
from assistant.planning.model import Assumption
from graph.bank import CustomerSummary
from tests.assistant.channels.stage import FakeTasks, stage
from tests.assistant.channels.test_desk import at_desk
from tests.assistant.channels.values import ADVISOR, need, plan, task
from tests.builders import NOW, TODAY


class FakeCustomers:
    """As many customers as asked for; the first `foreseen` have a need."""

    def __init__(self, count: int) -> None:
        self._all = [
            CustomerSummary(id=f"c-{one}", name=f"客户{one}", tier="mass", advisor_id="a-1")
            for one in range(1, count + 1)
        ]

    def of_advisor(self, advisor_id: str) -> list[CustomerSummary]:
        return self._all


class FakeNeeds:
    def __init__(self, foreseen: int, **changes: Any) -> None:
        self._foreseen = foreseen
        self._changes = changes

    def of(self, customer_id: str) -> list[Any]:
        number = int(customer_id.removeprefix("c-"))
        if number > self._foreseen:
            return []
        return [need(customer_id=customer_id, probability_90=1 / number, **self._changes)]


@pytest.fixture
def staged(tmp_path: Path) -> Any:
    return stage(tmp_path)


def with_customers(staged: Any, count: int, foreseen: int, **changes: Any) -> Any:
    needs = FakeNeeds(foreseen, **changes)
    staged.bank = replace(staged.bank, customers=FakeCustomers(count), needs=needs)
    return staged


def test_those_with_a_need_come_first_and_the_rest_on_request(staged: Any) -> None:
    app = with_customers(staged, 50, 3)
    first = roll(app, ADVISOR, Asked())
    assert [one.summary.id for one in first.shown] == ["c-1", "c-2", "c-3"]
    assert (first.foreseen, first.total, first.pages) == (3, 50, 1)
    everyone = roll(app, ADVISOR, Asked(show="all"))
    assert len(everyone.shown) == PAGE
    assert everyone.pages == 3


def test_a_page_beyond_the_last_gives_the_last(staged: Any) -> None:
    found = roll(with_customers(staged, 50, 0), ADVISOR, Asked(show="all", page=99))
    assert (found.page, len(found.shown)) == (3, 10)


@pytest.mark.parametrize(("words", "found"), [("客户42", 1), (" C-42 ", 1), ("nobody", 0)])
def test_a_search_looks_among_all_by_name_or_number(staged: Any, words: str, found: int) -> None:
    assert roll(with_customers(staged, 50, 3), ADVISOR, Asked(q=words)).found == found


def test_the_page_pages_and_searches_without_a_script(staged: Any) -> None:
    client = at_desk(with_customers(staged, 50, 3), ADVISOR)
    page = client.get("/desk?show=all&page=2").text
    assert "第 2 / 3 页" in page
    assert "page=3#clients" in page
    assert "没有找到符合的客户" in client.get("/desk?q=nobody").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pack": "home_purchase"}, "起草方案，再约客户"),
        ({"pack": "silver_age"}, "打电话问近况"),
        ({"contact": "do_not_contact", "contact_reason": "sensitive_event"}, "等客户先说"),
        ({"contact": "do_not_contact", "contact_reason": None}, "暂不联系"),
    ],
)
def test_the_next_step_is_said_in_an_advisors_words(
    staged: Any, changes: dict[str, Any], words: str
) -> None:
    assert words in at_desk(with_customers(staged, 2, 1, **changes), ADVISOR).get("/desk").text


def test_a_task_says_what_to_do_why_and_since_when(staged: Any) -> None:
    opened = NOW - timedelta(hours=5)
    staged.tasks = FakeTasks(
        task(reason="complaint", note="手续费 / fee", due_at=None, plan_id=None, opened_at=opened)
    )
    page = at_desk(staged, ADVISOR).get("/desk").text
    assert "登记并回复处理结果" in page
    assert "已等 5 小时" in page
    assert 'href="/desk/customers/c-1">看档案' in page


def assumed(key: str, value: str) -> Assumption:
    return Assumption(
        key=key, label=key, label_en=key, value=value, unit="text", source="客户", as_of=TODAY
    )


def test_a_country_and_a_level_are_chosen_by_name_and_kept_as_they_are(staged: Any) -> None:
    first, second = assumed("country", "GB"), assumed("level", "undergraduate")
    staged.desk.kept["P-1"] = [plan(assumptions=(first, second))]
    page = at_desk(staged, ADVISOR).get("/desk/plans/P-1").text
    assert '<option value="GB" selected>英国</option>' in page
    assert '<option value="undergraduate" selected>本科</option>' in page


def test_a_value_that_is_not_on_the_list_stays_a_choice() -> None:
    assert choices(assumed("country", "冰岛"))[0].zh == "冰岛"
    assert named(assumed("country", "冰岛")) == ("冰岛", "冰岛")
    assert named(assumed("country", "GB")) == ("英国", "United Kingdom")
    assert choices(assumed("tuition", "24000")) == ()


def test_a_share_is_read_in_percent_and_words_stay_words() -> None:
    assert share("0.035") == "3.5%"
    assert share("很多") == "很多"
