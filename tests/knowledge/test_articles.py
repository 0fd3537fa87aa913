from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import articles as read_articles
from knowledge.formats.writing import Body
from knowledge.numerals import numeral
from knowledge.units import Unit


def articles(lines: list[str]) -> list[Unit]:
    return [one for one in read_articles(Body("\n".join(lines))).units if one.level == "article"]


def test_a_reference_that_begins_a_line_is_no_article() -> None:
    found = articles(["第一条　甲。", "第三条规定的除外。", "第二条　乙。", "第三条　丙。"])
    assert [one.article for one in found] == ["1", "2", "3"]
    assert found[0].text == "甲。\n第三条规定的除外。"


def test_an_article_may_begin_in_the_middle_of_a_line() -> None:
    found = articles(["第一条　甲。第二条　乙。", "第三条　丙。"])
    assert [(one.article, one.text) for one in found] == [
        ("1", "甲。"),
        ("2", "乙。"),
        ("3", "丙。"),
    ]


def test_an_inserted_article_keeps_its_place() -> None:
    found = articles(["第十五条　甲。", "第十五条之一　乙。", "第十六条　丙。"])
    assert [(one.article, one.label) for one in found] == [
        ("15", "第十五条"), ("15-1", "第十五条之一"), ("16", "第十六条"),
    ]  # fmt: skip


def test_headings_above_an_article_are_its_path() -> None:
    lines = [
        "第一编 总则", "第一章 一般", "第一节 起点", "第一条　甲。",
        "第二章 其他", "第二条　乙。", "第二编 分则", "第三条　丙。",
    ]  # fmt: skip
    assert [one.heading for one in articles(lines)] == [
        ("第一编 总则", "第一章 一般", "第一节 起点"),
        ("第一编 总则", "第二章 其他"),
        ("第二编 分则",),
    ]


def test_what_follows_the_last_article_is_not_part_of_it() -> None:
    lines = ["第一条　甲。", "第二条　本法自公布之日起施行。", "个人所得税税率表一", "| 级数 |"]
    assert articles(lines)[-1].text == "本法自公布之日起施行。"
    assert articles([*lines[:2], "附件：清单。"])[-1].text == "本法自公布之日起施行。"


def test_an_excerpt_with_missing_numbers_is_read() -> None:
    found = articles(["第五条　甲。", "第七条　乙。", "第十二条　丙。"])
    assert [one.article for one in found] == ["5", "7", "12"]


def test_words_without_articles_give_none() -> None:
    assert articles(["今天天气很好。", "根据第一条规定。"]) == []


@given(st.integers(min_value=2, max_value=60), st.integers(min_value=1, max_value=900))
def test_a_whole_run_of_articles_is_found_whatever_it_cites(size: int, first: int) -> None:
    run = range(first, first + size)
    lines = [
        f"第{numeral(n)}条　适用第{numeral(n + 1)}条、第{numeral(n + 2)}条的规定。" for n in run
    ]
    assert [one.article for one in articles(lines)] == [str(n) for n in run]
