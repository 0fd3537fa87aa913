from datetime import date
from pathlib import Path

import pytest

from knowledge.documents import policy
from knowledge.errors import BadPolicyDocument
from tests.knowledge.shelf import LAW, MANUAL, written


def test_a_law_has_a_short_title_a_day_of_effect_and_clauses(tmp_path: Path) -> None:
    found = policy(written(tmp_path, "law.md", LAW))
    assert found.document.short_title == "样例信息法"
    assert found.document.effective_from == date(2021, 11, 1)
    assert [one.citation for one in found.clauses][-1] == "《样例信息法》第三条"
    assert found.clauses[-1].heading == ("第二章 权利", "第一节 撤回")


def test_clause_ids_are_the_same_each_time_and_for_another_file_kind(tmp_path: Path) -> None:
    plain = "样例信息法\n第一条 甲。\n第二条 乙。\n第三条 本法自2021年11月1日起施行。"
    first = policy(written(tmp_path, "law.md", LAW))
    second = policy(written(tmp_path, "other.txt", plain))
    assert [one.id for one in first.clauses] == [one.id for one in second.clauses]


def test_a_law_amended_since_binds_from_its_amendment(tmp_path: Path) -> None:
    text = LAW.replace("as_stated", "original_enactment_only(amended_later)")
    text = text.replace("effective_stated: 2021-11-01", "effective_stated: 1994-01-01")
    assert policy(written(tmp_path, "a.md", text)).document.effective_from == date(2021, 8, 20)


def test_a_law_in_force_on_publication_binds_from_its_promulgation(tmp_path: Path) -> None:
    text = LAW.replace("effective_stated: 2021-11-01", "effective_stated: 公布之日")
    assert policy(written(tmp_path, "a.md", text)).document.effective_from == date(2021, 8, 20)


def test_a_text_without_front_matter_tells_its_title_number_and_days(tmp_path: Path) -> None:
    text = (
        "样例贷款管理办法(2024年1月30日国家样例总局令2024年第3号公布 自2024年7月1日起施行)\n"
        "第一条 甲。\n第二条 乙。"
    )
    document = policy(written(tmp_path, "x.txt", text)).document
    assert (document.title, document.kind) == ("样例贷款管理办法", "部门规章")
    assert document.number == "国家样例总局令2024年第3号"
    assert document.promulgated == date(2024, 1, 30)
    assert document.effective_from == date(2024, 7, 1)


def test_a_text_that_tells_nothing_is_named_by_its_file(tmp_path: Path) -> None:
    document = policy(written(tmp_path, "合约.txt", "第一条 自2024年13月1日起施行。\n第二条 乙。"))
    assert document.document.title == "合约"
    assert document.document.effective_from is None


def test_a_markdown_heading_is_a_title(tmp_path: Path) -> None:
    found = policy(written(tmp_path, "x.md", "# 员工须知\n第一条 甲。\n第二条 乙。"))
    assert found.document.title == "员工须知"


def test_a_manual_clause_carries_rules_grounds_english_and_its_own_day(tmp_path: Path) -> None:
    first, second = policy(written(tmp_path, "m.md", MANUAL)).clauses
    assert first.rules == ("fx.authentic",)
    assert first.based_on == ("样例信息法 2", "样例信息法 3")
    assert first.asks == ("一年能换多少", "额度用完怎么办")
    assert first.text_en == "Each person has an annual quota."
    assert first.citation == "《样例外汇规则》第1.1条"
    assert (first.effective_from, second.effective_from) == (date(2026, 1, 1), date(2026, 6, 1))


def test_a_letter_is_refused_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(BadPolicyDocument, match=r"编号条款.*no law or"):
        policy(written(tmp_path, "letter.txt", "亲爱的妈妈：\n我很好。"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPolicyDocument, match="没有这个文件"):
        policy(tmp_path / "none.md")


def test_numbers_that_are_missing_are_named_and_the_rest_stands(tmp_path: Path) -> None:
    text = "样例办法\n第一条　甲。\n第二条　乙。\n第四条　丁。\n第五条　戊。"
    found = policy(written(tmp_path, "m.txt", text))
    assert [one.article for one in found.clauses] == ["1", "2", "4", "5"]
    assert [note.place for note in found.notes] == ["m.txt"]
    assert "第 3 条" in found.notes[0].reason
