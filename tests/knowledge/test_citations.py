from datetime import date
from pathlib import Path

import pytest

from knowledge.citations import citations
from knowledge.errors import BadVocabulary
from knowledge.model import Document
from knowledge.names import Names
from tests.knowledge.shelf import written


def document(title: str, source: str = "x.md") -> Document:
    return Document(
        id=title, title=f"中华人民共和国{title}", short_title=title, kind="法律",
        effective_from=date(2021, 1, 1), source=source, clauses=1,
    )  # fmt: skip


HELD = (
    "信托法", "个人信息保护法", "保险法", "民法典·总则编", "民法典·合同编", "个人所得税法",
    "个人所得税法实施条例", "大通外汇服务规则",
)  # fmt: skip
NAMES = Names(map(document, HELD))


@pytest.mark.parametrize(
    ("question", "title", "article"),
    [
        ("《信托法》第三十七条的内容是什么？", "信托法", "37"),
        ("信托法37条", "信托法", "37"),
        ("中华人民共和国信托法 第 37 条", "信托法", "37"),
        ("个保法第15条", "个人信息保护法", "15"),
        ("个保法第十五条之一", "个人信息保护法", "15-1"),
        ("PIPL art. 15", "个人信息保护法", "15"),
        ("Personal Information Protection Law Article 15", "个人信息保护法", "15"),
        ("What does Article 15 of the Personal Information Protection Law say?",
         "个人信息保护法", "15"),
        ("民法典·合同编第677条", "民法典·合同编", "677"),
        ("个税法实施条例第二十五条", "个人所得税法实施条例", "25"),
        ("大通外汇服务规则1.2", "大通外汇服务规则", "1.2"),
        ("大通外汇服务规则第1.2条", "大通外汇服务规则", "1.2"),
        ("大通外汇服务规则 §1.2", "大通外汇服务规则", "1.2"),
    ],
)  # fmt: skip
def test_a_citation_is_understood_however_it_is_written(
    question: str, title: str, article: str
) -> None:
    assert [(one.titles, one.article) for one in citations(question, NAMES)] == [
        ((title,), article)
    ]


def test_the_civil_code_stands_for_all_its_files() -> None:
    (found,) = citations("民法典第六百七十七条怎么说", NAMES)
    assert found.titles == ("民法典·总则编", "民法典·合同编")


def test_two_articles_of_one_law_are_two_citations() -> None:
    assert [one.article for one in citations("个税法第六条、第八条", NAMES)] == ["6", "8"]


@pytest.mark.parametrize(
    "question", ["《刑法》第264条", "社会保险法第10条", "《社会保险法》第3条", "《票据条例》第3条"]
)
def test_a_law_we_do_not_hold_is_cited_without_a_document(question: str) -> None:
    assert [one.titles for one in citations(question, NAMES)] == [()]


def test_a_repealed_law_lends_its_matter_but_not_its_numbers() -> None:
    assert citations("合同法第52条", NAMES)[0].titles == ()
    assert NAMES.mentions("合同法怎么规定违约金")[0].titles == ("民法典·合同编",)


def test_an_article_without_a_law_is_no_citation() -> None:
    assert citations("第十五条是什么", NAMES) == []
    assert citations("贷30年利率3.1%", NAMES) == []


def test_a_book_that_is_no_law_names_nothing() -> None:
    assert NAMES.mentions("《红楼梦》好看吗") == []


def test_documents_are_known_by_title_file_and_abbreviation() -> None:
    names = Names([document("信托法", source="trust_law.md")])
    assert names.titles("trust_law.md") == names.titles("《信托法》") == ("信托法",)
    assert names.titles("不存在的法") == ()


def test_a_table_of_names_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    table = written(tmp_path, "names.yaml", "families: {}\nlaws: {}\nodd: 1\n")
    with pytest.raises(BadVocabulary, match=r"names\.yaml"):
        Names([], table)
