"""`advisor policies rests-on`, and what adding a later edition asks to be checked again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Application
from assistant.channels.cli.plans import pairs

pytestmark = pytest.mark.graph

Run = Callable[..., tuple[int, str]]
RunJson = Callable[..., list[dict[str, Any]]]

HOME = ("price=2400000", "down_payment=720000", "city=杭州")
LAW = """---
title: 大通示例用途办法
effective_from: {day}
---
# 大通示例用途办法

第一条 {first}

第二条 本办法自公布之日起施行。
"""
MANUAL = """---
title: 大通示例细则
short_title: 大通示例细则
kind: manual
issuer: 大通银行
effective_from: 2026-01-01
---
# 大通示例细则

## 1 用途 Purpose

### 1.1 用途
<!-- rules: loan.purpose; based_on: 大通示例用途办法 1; packs: pv_loan -->
<!-- asks: 示例用途 -->
示例贷款须有示例用途。

An example loan needs an example purpose.

### 1.2 期限
<!-- rules: loan.capacity_term -->
<!-- asks: 示例期限 -->
示例贷款须有示例期限。

An example loan needs an example term.
"""


def law(folder: Path, day: str, first: str) -> Path:
    path = folder / f"{day}.md"
    path.write_text(LAW.format(day=day, first=first), encoding="utf-8")
    return path


def test_what_rests_on_a_clause_is_listed_by_id_by_number_and_by_citation(
    advisor: Run, advisor_json: RunJson
) -> None:
    found = advisor_json("policies", "rests-on", "大通经营与绿色信贷规则 4.2")
    assert ("Pack", "pv_loan") in {(one["kind"], one["id"]) for one in found}
    assert ("Product", "L-BUSINESS") in {(one["kind"], one["id"]) for one in found}
    assert ("Rule", "loan.entrusted_payment") in {(one["kind"], one["id"]) for one in found}
    assert advisor_json("policies", "rests-on", found[0]["clause_id"]) == found
    assert advisor("policies", "rests-on", "大通经营与绿色信贷规则第4.2条")[0] == 0
    code, said = advisor("policies", "rests-on", "没有这本 9")
    assert code != 0
    assert "没有找到条款" in said


def test_a_later_edition_names_the_plans_and_packs_to_check_again(
    served: Application, advisor: Run, advisor_json: RunJson, tmp_path: Path
) -> None:
    manual = tmp_path / "manual.md"
    manual.write_text(MANUAL, encoding="utf-8")
    advisor("policies", "add", law(tmp_path, "2024-01-01", "贷款须有用途。"), manual)
    now = served.clock()
    drafted = served.drafter.draft("home_purchase", pairs(HOME), "c-1002", now, "assistant")
    clause = served.library.clause("大通示例细则", "1.1", now.date())
    assert clause is not None
    cited = drafted.citations[0].model_copy(update={"clause_id": clause.id})
    grounded = drafted.model_copy(update={"citations": (*drafted.citations[1:], cited)})
    kept = served.desk.submit(grounded, now)
    found = advisor_json("policies", "rests-on", "大通示例用途办法 1")
    assert (kept.id, [clause.id]) in [(one["id"], one["through"]) for one in found]

    code, said = advisor("policies", "add", law(tmp_path, "2026-06-01", "贷款须有真实用途。"))
    assert code == 0
    assert f"请复核方案 {kept.id}" in said
    assert "pv_loan" in said
    tasks = [one for one in served.tasks.of_customer("c-1002") if one.plan_id == kept.id]
    assert "policy_changed" in {one.reason for one in tasks}
    rows = [one for one in served.ledger.rows() if one.action == "policy.supersede"]
    assert kept.id in rows[-1].details["plans"]

    code, said = advisor("policies", "add", tmp_path / "2026-06-01.md")
    assert "请复核" not in said
