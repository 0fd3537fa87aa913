import pytest

from knowledge.lexical import Lexical
from knowledge.spans import nearest_sentence, paragraph_span

TEXT = (
    "应当提供下列材料：\n（一）身份证件；\n（二）收入证明。\n"
    "借款人可以提前还款。利息按实际期间计算。"
)


def test_the_sentence_that_shares_the_rare_words_is_the_span() -> None:
    rarities = Lexical([TEXT, "其他内容"]).rarities("利息怎么计算")
    start, end = nearest_sentence(TEXT, rarities)
    assert TEXT[start:end] == "利息按实际期间计算。"


def test_without_shared_words_the_first_sentence_is_the_span() -> None:
    start, end = nearest_sentence(TEXT, {"外汇": 1.0})
    assert TEXT[start:end] == "应当提供下列材料："
    assert nearest_sentence("", {}) == (0, 0)


def test_items_belong_to_the_paragraph_above_them() -> None:
    first, second = paragraph_span(TEXT, 1), paragraph_span(TEXT, 2)
    assert first is not None
    assert second is not None
    assert TEXT[slice(*first)].endswith("（二）收入证明。")
    assert TEXT[slice(*second)] == "借款人可以提前还款。利息按实际期间计算。"


@pytest.mark.parametrize("number", [0, 3])
def test_a_paragraph_that_is_not_there_has_no_span(number: int) -> None:
    assert paragraph_span(TEXT, number) is None
    assert paragraph_span("  \n ", 1) is None
