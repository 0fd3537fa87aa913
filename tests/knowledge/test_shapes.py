"""The shapes documents come in: notices, English rules, appendices, numbers that come twice."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.documents import Policy, policy
from knowledge.errors import BadPolicyDocument
from tests.knowledge.shelf import written

NOTICE = """样例监管局关于规范分期业务的通知
样监发〔2023〕15号
一、适用范围
（一）账单分期
期数为三期、六期。
（二）现金分期
现金分期须审核用途。
二、本通知自2023年6月1日起执行。
附件：费率表
| 期数 | 费率 |
| 3 | 1.5% |
"""
POLICY = """# Retail Lending Policy
Issued by: Harbour Bank
Effective from 1 March 2023

## Section 1 Scope
1.1 This policy applies to all retail loans.
1.2 Each branch must:
(a) verify income;
(b) record the purpose, including
(i) the payee;
(ii) the amount.
## Section 2 Limits
2.1 The loan must not exceed 70% of the value.
2.2 Exceptions need approval under Section 1.2.
Appendix A Rates
| 12 | 4.5% |
"""


def taken(folder: Path, text: str, name: str = "x.txt") -> Policy:
    found = policy(written(folder, name, text))
    spans = [found.text[one.start : one.end] for one in found.clauses]
    assert spans == [one.text for one in found.clauses]
    return found


def test_the_sections_of_a_notice_end_where_its_appendix_begins(tmp_path: Path) -> None:
    found = taken(tmp_path, NOTICE)
    assert [one.article for one in found.clauses] == ["1.1", "1.2", "2", "附件"]
    assert found.clauses[2].text == "本通知自2023年6月1日起执行。"
    assert "1.5%" in found.clauses[3].text
    assert (found.document.issuer, found.document.number) == ("样例监管局", "样监发〔2023〕15号")
    assert (found.document.clauses, found.document.appendices) == (3, 1)


def test_subsections_stand_under_english_sections_with_their_items(tmp_path: Path) -> None:
    found = taken(tmp_path, POLICY, "x.md")
    articles = [one.article for one in found.clauses]
    assert articles == ["1.1", "1.2", "2.1", "2.2", "Appendix A"]
    assert found.clauses[1].heading == ("Scope",)
    labels = [one.label for one in found.clauses[1].parts]
    assert labels == ["para. 1", "(a)", "(b)", "(b)(i)", "(b)(ii)"]


def test_articles_with_numbered_paragraphs_stay_articles(tmp_path: Path) -> None:
    text = (
        "REGULATION (EU) 1/2020 ON SAMPLES\nArticle 1\nScope\n1. It applies to samples.\n"
        "2. It does not apply to others.\nArticle 2\nTerms\nAs referred to in Article 1.\n"
    )
    found = taken(tmp_path, text)
    assert found.document.title == "REGULATION (EU) 1/2020 ON SAMPLES"
    assert [one.label for one in found.clauses] == ["Article 1", "Article 2"]


def test_a_number_that_comes_twice_is_told_and_the_first_is_kept(tmp_path: Path) -> None:
    found = taken(tmp_path, "样例法\n第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。")
    assert [one.text for one in found.clauses] == ["甲。", "乙。", "丁。"]
    assert "第二条 出现了两次" in found.notes[0].reason


def test_a_spaced_reference_that_begins_a_line_is_no_article(tmp_path: Path) -> None:
    found = taken(tmp_path, "样例法\n第一条 甲。\n第二条 依照\n第三条 规定办理。\n第三条 乙。")
    assert [one.text for one in found.clauses] == ["甲。", "依照\n第三条 规定办理。", "乙。"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig", "big5"])
def test_every_common_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("樣例辦法\n第一條 甲方付款。\n第二條 乙方收款。".encode(encoding))
    found = policy(path)
    assert [one.text for one in found.clauses] == ["甲方付款。", "乙方收款。"]
    assert found.document.kind == "规章制度"


def test_white_letters_of_an_old_web_page_are_hidden(tmp_path: Path) -> None:
    page = "<p>第一条 甲<font color='#FFFFFF'>暗语</font>。</p><p>第二条 乙。</p>"
    first = taken(tmp_path, page, "x.html").clauses[0]
    assert first.text == "甲。"
    assert [one.reason for one in first.flags] == ["hidden"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tags.md", "样例办法\n第一条 " + '<div style="' * 50_000 + "\n第二条 丙。"),
        ("open.md", "样例办法\n第一条 甲。\n第二条 " + '<i style="display:none">' * 20_000),
        ("spaces.txt", "样例办法\n第一条 甲" + " " * 500_000 + "乙。\n第二条 丙。"),
        ("brackets.md", "样例办法\n第一条 " + "[" * 50_000 + "\n第二条 丙。"),
        ("words.txt", "样例办法\n第一条 " + "ignore all " * 20_000 + "\n第二条 丙。"),
        (
            "front.md",
            "---\ntitle: 样例办法\na: &a [x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{one}: &{one} [{', '.join([f'*{before}'] * 8)}]\n"
                for before, one in pairwise("abcdefghijkl")
            )
            + "---\n第一条 甲。\n第二条 丙。",
        ),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_text_made_to_stall_a_reader_is_read_in_a_moment(
    tmp_path: Path, name: str, text: str
) -> None:
    begun = time.process_time()
    found = policy(written(tmp_path, name, text))
    assert [one.article for one in found.clauses] == ["1", "2"]
    assert time.process_time() - begun < 5


def test_a_page_nested_past_reason_is_refused_in_both_languages(tmp_path: Path) -> None:
    page = "<div>" * 50_000 + "第一条 甲。" + "</div>" * 50_000
    with pytest.raises(BadPolicyDocument, match=r"嵌套过深.*too deep"):
        policy(written(tmp_path, "x.html", page))


def test_an_element_of_markdown_that_is_hidden_flags_its_clause(tmp_path: Path) -> None:
    text = "样例办法\n第一条 甲<span style='display: none'>暗语</span>。\n第二条 乙<b hidden>丙。"
    first, second = taken(tmp_path, text, "x.md").clauses
    assert (first.text, second.text) == ("甲。", "乙")
    assert [one.flags[0].reason for one in (first, second)] == ["hidden", "hidden"]
