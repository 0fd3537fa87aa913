"""`advisor portrait` on a small founded bank: families, roles, households, decisions."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Application
from graph.portrait import adopt

Run = Callable[..., tuple[int, str]]
AsJson = Callable[..., list[dict[str, Any]]]
BANK_FAMILY = """- key: basic.own.in_town
  zh: 在沪
  en: in town
  source: customers
  sql: CASE WHEN city = '上海' THEN 'here' END
  explain: {zh: 因, en: why}
"""


@pytest.fixture(autouse=True)
def none_adopted() -> Iterator[None]:
    yield
    adopt()


def first_tag(served: Application) -> tuple[str, str]:
    for number in range(1001, 1013):
        file = served.bank.customers.file(f"c-{number}", served.clock())
        if file.tags and file.customer.advisor_id:
            return file.customer.id, file.tags[0].key
    pytest.fail("nobody in the sample has a tag")


def test_the_values_are_counted_by_dimension(advisor_json: AsJson, advisor: Run) -> None:
    counts = {one["dimension"]: one["values"] for one in advisor_json(
        "portrait", "families", "--count")}  # fmt: skip
    assert counts["all"] > 1000
    assert set(counts) == {"basic", "finance", "scenario", "risk", "all"}
    assert "scenario.goal.goal" in advisor("portrait", "families")[1]


def test_a_folder_of_families_is_checked(advisor: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(BANK_FAMILY, encoding="utf-8")
    assert advisor("portrait", "families", "check", tmp_path)[0] == 0
    bad = BANK_FAMILY.replace("city", "citty")
    (tmp_path / "own.yaml").write_text(bad, encoding="utf-8")
    code, said = advisor("portrait", "families", "check", tmp_path)
    assert code != 0
    assert "own.yaml: line 1" in said


def test_a_faulty_folder_of_the_bank_is_named_at_the_start(
    advisor: Run, served: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(BANK_FAMILY.replace("在沪", "宗教"), encoding="utf-8")
    monkeypatch.setenv("ADVISOR_FAMILIES_FOLDER", str(tmp_path))
    code, said = advisor("portrait", "show", first_tag(served)[0])
    assert code != 0
    assert "own.yaml: line 1" in said


def test_staff_see_by_role(advisor: Run, served: Application) -> None:
    customer, key = first_tag(served)
    assert key in advisor("portrait", "show", customer)[1]
    others = [
        one
        for one in served.identity.usernames()
        if getattr(served.identity.speaker(one), "role", "") == "second_approver"
    ]
    code, said = advisor("portrait", "show", customer, "--as", others[0])
    assert code != 0
    assert key not in said


def test_a_household_and_a_business_are_shown(advisor: Run, advisor_json: AsJson) -> None:
    found = advisor_json("portrait", "household", "c-1001")
    assert found[0]["customer_id"] == "c-1001"
    assert advisor("portrait", "household", "c-1001")[0] == 0
    assert advisor("portrait", "business", "c-1001")[0] == 0
    assert advisor_json("portrait", "business", "c-1001") == []


def test_a_contested_tag_is_decided_and_the_customer_told(
    advisor: Run, served: Application
) -> None:
    customer, key = first_tag(served)
    now = served.clock()
    file = served.bank.customers.file(customer, now)
    served.bank.customers.mark_tag(customer, key, "contested", now)
    served.tasks.open(
        customer_id=customer, advisor_id=file.customer.advisor_id, reason="portrait_contested",
        note=f"{key}：不对", now=now,
    )  # fmt: skip
    names = {getattr(served.identity.speaker(one), "person_id", ""): one
             for one in served.identity.usernames()}  # fmt: skip
    who = names[file.customer.advisor_id or ""]
    assert advisor("portrait", "decide", customer, key, "--as", who, "--wrong")[0] == 0
    told = served.inbox.unseen(customer)
    assert any("您说得对" in one.text for one in told)
    tag = next(one for one in served.bank.customers.file(customer, now).tags if one.key == key)
    assert tag.status == "corrected"
    assert all(one.closed_at for one in served.tasks.of_customer(customer)
               if one.reason == "portrait_contested")  # fmt: skip
    assert advisor("portrait", "decide", customer, "basic.no.tag", "--as", who, "--right")[0] != 0


def test_an_export_is_a_file_and_a_page(advisor: Run, served: Application, tmp_path: Path) -> None:
    customer, key = first_tag(served)
    assert advisor("portrait", "export", customer, "--out", tmp_path)[0] == 0
    data = json.loads((tmp_path / f"portrait-{customer}.json").read_text(encoding="utf-8"))
    assert key in {one["key"] for one in data}
    assert "<h2>" in (tmp_path / f"portrait-{customer}.html").read_text(encoding="utf-8")
