from pathlib import Path

import pytest

from knowledge.errors import BadVocabulary
from knowledge.matters import Matters
from knowledge.model import Document
from knowledge.names import Names


def names(*titles: str) -> Names:
    return Names(
        Document(id=one, title=one, short_title=one, kind="law", source=f"{one}.md", clauses=1)
        for one in titles
    )


def test_words_of_a_law_we_lack_are_elsewhere() -> None:
    matters = Matters(names("保险法"))
    assert matters.are_elsewhere("试用期最长可以约定多久？")
    assert not matters.are_elsewhere("被保险人在试用期内能理赔吗？")
    assert not matters.are_elsewhere("今天吃什么？")


def test_words_of_a_law_that_is_added_are_no_longer_elsewhere() -> None:
    assert not Matters(names("劳动合同法")).are_elsewhere("试用期最长可以约定多久？")


def test_either_of_two_laws_covers_a_matter() -> None:
    assert not Matters(names("劳动法")).are_elsewhere("周末加班工资怎么算？")


@pytest.mark.parametrize("body", ["[1, 2]", "保险法: 投保", "{"])
def test_a_table_of_another_form_is_refused(tmp_path: Path, body: str) -> None:
    table = tmp_path / "matters.yaml"
    table.write_text(body, encoding="utf-8")
    with pytest.raises(BadVocabulary):
        Matters(names(), table=table)


def test_an_empty_table_puts_nothing_elsewhere(tmp_path: Path) -> None:
    table = tmp_path / "matters.yaml"
    table.write_text("{}", encoding="utf-8")
    assert not Matters(names(), table=table).are_elsewhere("试用期")


def test_what_the_banks_manual_speaks_of_is_no_matter_of_a_law_it_lacks() -> None:
    lacking = Matters(names("劳动法"))
    assert lacking.are_elsewhere("购汇额度一年多少？")
    assert not Matters(names("劳动法"), ["个人购汇实行年度便利化额度。"]).are_elsewhere(
        "购汇额度一年多少？"
    )
