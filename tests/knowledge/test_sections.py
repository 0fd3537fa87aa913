from knowledge.formats.writing import Body
from knowledge.sections import sections as read_sections
from knowledge.units import Unit


def sections(lines: list[str]) -> list[Unit]:
    return read_sections(Body("\n".join(lines)))


def test_numbered_sections_are_clauses_under_their_headings() -> None:
    found = sections(
        ["## 1 额度", "### 1.1 年度", "每人每年。", "### 1.2 用途", "须真实。", "补充。"]
    )
    assert [(one.article, one.heading, one.text) for one in found] == [
        ("1.1", ("额度", "年度"), "每人每年。"),
        ("1.2", ("额度", "用途"), "须真实。\n补充。"),
    ]


def test_a_section_without_a_title_is_its_own_words() -> None:
    found = sections(["1.1 每人每年有额度。", "1.2 用途须真实。"])
    assert [one.text for one in found] == ["每人每年有额度。", "用途须真实。"]


def test_english_stands_beside_the_chinese() -> None:
    found = sections(["### 1.1 甲", "每年。", "Each year.", "### 1.2 乙", "Only English."])
    assert (found[0].text, found[0].text_en) == ("每年。", "Each year.")
    assert (found[1].text, found[1].text_en) == ("Only English.", None)


def test_a_comment_gives_what_stands_beside_the_words() -> None:
    found = sections(["### 1.1 甲", "<!-- rules: a.b; odd -->", "每年。", "### 1.2 乙", "月。"])
    assert found[0].attributes == {"rules": "a.b"}


def test_a_list_of_steps_is_no_manual() -> None:
    assert sections(["1. 切菜", "2. 下锅", "3. 出锅"]) == []


def test_one_section_or_a_backward_count_is_no_manual() -> None:
    assert sections(["3.2 只有一条。"]) == []
    assert sections(["3.2 后。", "3.1 前。"]) == []
