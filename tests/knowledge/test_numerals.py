import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import number, numeral


@given(st.integers(min_value=1, max_value=9999))
def test_every_article_number_reads_back_as_itself(value: int) -> None:
    assert number(numeral(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("三十七", 37), ("一百零三", 103), ("十", 10), ("37", 37), ("３７", 37), ("一〇三", 103)],
)
def test_numerals_are_read_as_laws_write_them(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "甲", "3a"])
def test_other_words_are_no_number(text: str) -> None:
    assert number(text) is None
