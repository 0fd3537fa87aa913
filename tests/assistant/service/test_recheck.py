"""Plans and packs are looked at again when a clause they rest on no longer stands."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.compliance.model import Basis, Rule
from assistant.planning.model import PlanCitation
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Speaker
from assistant.records import Records
from assistant.service import Desk, Grounding, Inbox, Recheck, Tasks
from assistant.service.recheck import is_live
from graph.catalogue import load_catalogue
from graph.ground import Dependant, Superseded, Tie
from graph.offers import Product
from knowledge import Library
from tests.builders import NOW, TODAY, mortgage_product, plan
from tests.fakes import FakeGrounds, FakeProducts

LAW = """---
title: 中华人民共和国示例贷款办法
effective_from: {day}
---
# 中华人民共和国示例贷款办法

第一条 贷款应当有明确用途。

第二条 {second}

第三条 利率由双方约定。
{fourth}"""
MANUAL = """---
title: 示例规则
short_title: 示例规则
kind: manual
issuer: 示例银行
effective_from: 2026-01-01
---
# 示例规则

## 1 贷款 Loans

### 1.1 用途
<!-- rules: loan.purpose; based_on: 示例贷款办法 1; packs: pv_loan; families: mortgage -->
<!-- asks: 用途 -->
贷款须有用途。

A loan needs a purpose.

### 1.2 期限
<!-- rules: loan.capacity_term; based_on: 示例贷款办法 2, 没有的办法 9 -->
<!-- asks: 期限 -->
贷款期限有上限。

A term has a limit.
"""
RULE = Rule(
    key="loan.purpose", title="用途", title_en="Purpose", text="用途", text_en="Purpose",
    decisions=("block",), kept_by="facts",
    basis=(Basis(document="示例贷款办法", article="3"), Basis(document="没有", article="1")),
)  # fmt: skip
ADVISOR = Speaker(username="a-1", person_id="a-1", name="王敏", role="advisor")
CLAUSE = "law@2024-01-01:2"
CHANGED = Superseded(clause_id=CLAUSE, title="《示例贷款办法》第二条", how="changed", successor="s")


class Home:
    """The service room over a fake graph."""

    def __init__(self, folder: Path, *products: Product) -> None:
        self.records = Records(folder / "records.db")
        self.library = Library(folder / "library")
        self.grounds = FakeGrounds(
            Dependant(
                clause_id=CLAUSE, kind="Pack", id="pv_loan", title="光伏贷", title_en="Solar"
            ),
            Dependant(clause_id=CLAUSE, kind="Rule", id="loan.purpose", title="r", title_en="r"),
        )
        self.shelf, self.ledger = Shelf(self.records), Ledger(self.records)
        self.tasks = Tasks(self.records, self.ledger)
        grounding = Grounding(self.library, (RULE,), load_catalogue().packs, FakeProducts(products))
        self.recheck = Recheck(
            self.grounds, grounding, self.shelf, self.tasks, self.ledger, self.records
        )
        self.desk = Desk(
            self.shelf, lambda old, changes, now, by: old, Access(), self.ledger,
            Inbox(self.records), self.tasks, self.records, (self.recheck.keep,),
        )  # fmt: skip

    def submit(self, plan_id: str, *clauses: str, **changes: Any) -> None:
        citations = tuple(
            PlanCitation(clause_id=one, document="d", article="2", label="第二条", quote="…")
            for one in clauses
        )
        self.desk.submit(plan(id=plan_id, citations=citations, **changes), NOW)

    def tasks_of_policy(self) -> list[str]:
        found = self.tasks.of_customer("c-1")
        return [one.plan_id or "" for one in found if one.reason == "policy_changed"]

    def law(self, folder: Path, day: str, second: str, fourth: str = "") -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / f"{day}.md"
        path.write_text(LAW.format(day=day, second=second, fourth=fourth), encoding="utf-8")
        return path

    def manual(self, folder: Path) -> Path:
        path = folder / "manual.md"
        path.write_text(MANUAL, encoding="utf-8")
        return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, mortgage_product(clauses=("示例规则 1.2", "没有空格")))


def test_a_stored_version_is_kept_with_the_clauses_it_rests_on(home: Home) -> None:
    home.submit("p-1", CLAUSE, CLAUSE)
    assert home.grounds.kept["p-1"].clauses == (CLAUSE,)
    assert [one.id for one in home.recheck.rests_on([CLAUSE])] == ["p-1", "pv_loan", "loan.purpose"]


def test_a_plan_stored_while_the_graph_was_away_is_found_all_the_same(home: Home) -> None:
    home.grounds.is_away = True
    home.submit("p-1", CLAUSE)
    assert home.grounds.kept == {}
    home.grounds.is_away = False
    assert home.recheck.rests_on([CLAUSE])[0].id == "p-1"


def test_every_live_plan_becomes_one_task_of_its_advisor_however_often_it_is_asked(
    home: Home,
) -> None:
    home.submit("p-1", CLAUSE)
    home.submit("p-2", "another")
    first = home.recheck.recheck([CHANGED], NOW, "operator")
    again = home.recheck.recheck([CHANGED], NOW, "operator")
    assert first == again
    assert [one.id for one in first[0].plans] == ["p-1"]
    assert [one.id for one in first[0].packs] == ["pv_loan"]
    assert [one.id for one in first[0].rules] == ["loan.purpose"]
    assert home.tasks_of_policy() == ["p-1"]
    task = next(one for one in home.tasks.of_staff(ADVISOR) if one.reason == "policy_changed")
    assert "《示例贷款办法》第二条" in task.note
    assert "please check it again: Study-abroad plan" in task.note


def test_the_ledger_says_what_was_superseded_and_what_rested_on_it(home: Home) -> None:
    home.submit("p-1", CLAUSE)
    unused = CHANGED.model_copy(update={"clause_id": "nobody"})
    home.recheck.recheck([CHANGED, unused], NOW, "operator")
    rows = [one for one in home.ledger.rows() if one.action == "policy.supersede"]
    assert [(one.subject, one.actor) for one in rows] == [(CLAUSE, "operator")]
    assert rows[0].details == {
        "how": "changed", "successor": "s", "plans": "p-1", "packs": "pv_loan",
    }  # fmt: skip


def test_a_task_names_three_clauses_and_counts_the_rest(home: Home) -> None:
    home.submit("p-1", *(f"x:{at}" for at in range(5)))
    changed = [Superseded(clause_id=f"x:{at}", title=f"第{at}条", how="gone") for at in range(5)]
    home.recheck.recheck(changed, NOW, "operator")
    task = next(one for one in home.tasks.of_staff(ADVISOR) if one.reason == "policy_changed")
    assert "第0条、第1条、第2条等 5 条" in task.note
    assert "and 2 more" in task.note


@pytest.mark.parametrize(
    ("status", "days", "live"),
    [
        ("in_review", 0, True), ("delivered", 0, True), ("delivered", 31, False),
        ("accepted", 400, True), ("rejected", 0, False), ("declined", 0, False),
    ],
)  # fmt: skip
def test_a_plan_is_live_while_somebody_may_act_on_it(status: str, days: int, live: bool) -> None:
    assert is_live(plan(status=status), TODAY + timedelta(days=days)) == live


def test_a_plan_that_ended_opens_no_task(home: Home) -> None:
    home.submit("p-1", CLAUSE)
    home.desk.reject("p-1", "不做了", ADVISOR, NOW)
    assert home.recheck.recheck([CHANGED], NOW, "operator")[0].plans == ()
    assert home.tasks_of_policy() == []


def test_renewing_opens_the_tasks_before_it_writes(home: Home) -> None:
    home.submit("p-1", CLAUSE)
    home.grounds.superseded = [CHANGED]
    renewal = home.recheck.renew(NOW, "operator")
    assert [one.superseded.clause_id for one in renewal.rechecked] == [CLAUSE]
    assert home.recheck.renew(NOW, "operator").rechecked == ()
    assert home.tasks_of_policy() == ["p-1"]


def test_what_rests_on_what_is_read_from_library_rules_and_catalogue(
    home: Home, tmp_path: Path
) -> None:
    law = home.law(tmp_path / "texts", "2024-01-01", "期限不得超过五年。")
    home.library.add([law, home.manual(tmp_path / "texts")])
    ground = home.recheck.grounding.ground(TODAY)
    by_id: dict[str, str] = {one.id: one.title for one in ground.clauses}

    def named(ties: Iterable[Tie]) -> set[tuple[str, str]]:
        return {(by_id.get(one.source, one.source), by_id[one.target]) for one in ties}

    assert named(ground.rules) == {
        ("loan.purpose", "《示例规则》第1.1条"), ("loan.capacity_term", "《示例规则》第1.2条"),
        ("loan.purpose", "《示例贷款办法》第三条"),
    }  # fmt: skip
    assert ("pv_loan", "《示例规则》第1.1条") in named(ground.packs)
    assert ("farmer_inclusive", "《示例规则》第1.2条") in named(ground.packs)
    assert named(ground.products) == {
        ("M-FIRST", "《示例规则》第1.1条"), ("M-FIRST", "《示例规则》第1.2条"),
    }  # fmt: skip
    assert named(ground.bases) == {
        ("《示例规则》第1.1条", "《示例贷款办法》第一条"),
        ("《示例规则》第1.2条", "《示例贷款办法》第二条"),
    }
    assert ground.successors == ()
    assert {one.status for one in ground.clauses} == {"current"}


def test_a_later_edition_leaves_changes_moves_and_drops_clauses(home: Home, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    old = home.law(texts, "2024-01-01", "期限不得超过五年。", "\n第四条 自公布之日起施行。\n")
    later = home.law(texts, "2027-01-01", "期限不得超过八年。")
    moved = later.read_text(encoding="utf-8").replace(
        "第三条 利率", "第三条 先核实身份。\n\n第五条 利率"
    )
    later.write_text(moved, encoding="utf-8")
    home.library.add([old, later])
    ground = home.recheck.grounding.ground(date(2026, 11, 24))
    fates = {one.title: one.status for one in ground.clauses if "2024" in one.document_id}
    assert fates == {
        "《示例贷款办法》第一条": "unchanged", "《示例贷款办法》第二条": "changed",
        "《示例贷款办法》第三条": "moved", "《示例贷款办法》第四条": "gone",
    }  # fmt: skip
    assert {
        (one.source.partition(":")[2], one.target.partition(":")[2]) for one in ground.successors
    } == {("1", "1"), ("2", "2"), ("3", "5")}
