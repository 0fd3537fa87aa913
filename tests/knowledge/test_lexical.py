from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexical import Lexical, coverage, tokens


def test_chinese_is_cut_into_characters_and_pairs_and_the_rest_into_words() -> None:
    assert list(tokens("撤回PIPL 3.1")) == ["撤", "回", "撤回", "pipl", "3.1"]


def test_the_text_that_shares_the_rarer_words_comes_first() -> None:
    index = Lexical(["个人有权撤回同意", "个人有权查阅信息", "贷款应当归还"])
    scores = index.scores("怎样撤回")
    assert scores.argmax() == 0
    assert scores[2] == 0


def test_an_empty_library_scores_nothing() -> None:
    assert Lexical([]).scores("撤回").size == 0


def test_words_that_only_ask_do_not_count_as_shared() -> None:
    index = Lexical(["撤回同意", "其他内容"])
    assert coverage(index.rarities("怎么撤回？"), "撤回同意") == 1.0
    assert coverage(index.rarities("怎么办？"), "怎么办") == 0.0


@given(st.lists(st.text("撤回同意个人信息", max_size=12), min_size=1, max_size=8))
def test_a_text_scores_the_same_wherever_it_stands(texts: list[str]) -> None:
    forward = Lexical(texts).scores("撤回同意")
    backward = Lexical(texts[::-1]).scores("撤回同意")[::-1]
    assert abs(forward - backward).max() < 1e-5
