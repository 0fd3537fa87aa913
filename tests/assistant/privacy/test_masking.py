"""Masks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.privacy.masking import (
    is_card,
    is_id_number,
    mask_card,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_text,
)

ID_NUMBER = "11010519491231002X"
CARD = "6222021234567894"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈静", "陈*"),
        ("王小明", "王**"),
        ("欧阳修文", "欧阳**"),
        ("诸葛亮", "诸葛*"),
        ("司马", "司*"),
        ("Zhao Wei", "Z*** W**"),
        ("", ""),
    ],
)
def test_names_keep_the_surname(name: str, masked: str):
    assert mask_name(name) == masked


def test_numbers_keep_their_ends():
    assert mask_id_number(ID_NUMBER) == "110***********002X"[:3] + "*" * 11 + "002X"
    assert mask_phone("138 1234 5678") == "138****5678"
    assert mask_card(CARD) == "*" * 12 + "7894"


def test_numbers_too_short_to_mask_are_hidden_whole():
    assert mask_id_number("1234") == "****"


def test_a_check_digit_tells_id_numbers():
    assert is_id_number(ID_NUMBER)
    assert is_id_number(ID_NUMBER.lower())
    assert not is_id_number("110105194912310021")
    assert not is_id_number("12345")


def test_luhn_tells_cards():
    assert is_card(CARD)
    assert is_card("6222 0212 3456 7894")
    assert not is_card("6222021234567890")
    assert not is_card("79927398713")


def test_text_is_masked_between_chinese_characters():
    text = f"我的身份证{ID_NUMBER}，卡号{CARD}，手机+86 13812345678请联系"
    masked = mask_text(text)
    assert "19491231" not in masked
    assert "622202" not in masked
    assert "138****5678" in masked


@pytest.mark.parametrize(
    "text",
    [
        "贷款1680000元，月供7173.88元",
        "保单号110105194912310021",
        "订单6222021234567890",
        "编号1381234567890123",
        "人口1412000000多",
    ],
)
def test_other_numbers_stay(text: str):
    assert mask_text(text) == text


@settings(deadline=None)
@given(st.text(alphabet="0123456789Xx 元卡号-", max_size=60))
def test_masking_twice_changes_nothing_more(text: str):
    once = mask_text(text)
    assert mask_text(once) == once


@settings(deadline=None)
@given(st.text(min_size=1, max_size=8))
def test_a_mask_never_shows_a_longer_name(name: str):
    assert len(mask_name(name)) <= len(name)
