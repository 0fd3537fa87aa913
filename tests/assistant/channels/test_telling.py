"""Which tables and figures a reply's text tells of, and how they are explained."""

from decimal import Decimal

import pytest

from assistant.channels.chat.telling import explained, ranked, told_figures, told_table
from tests.assistant.channels.values import figure, reply, schedule
from tests.builders import TODAY


def test_the_table_told_is_the_one_whose_cells_the_text_says() -> None:
    other = schedule().model_copy(update={"key": "other", "rows": (("2028", "77,777.00"),)})
    told = reply(text="第一年要付 77,777.00 元。", tables=(schedule(), other))
    assert told_table(told) == other
    assert [one.key for one in ranked(told)] == ["other", "schedule"]


def test_no_table_is_told_where_the_text_says_none_of_its_cells() -> None:
    assert told_table(reply(text="好的。")) is None
    assert told_table(reply(tables=())) is None


def test_figures_come_in_the_order_of_the_text_and_one_for_a_place() -> None:
    first = figure(key="a", label="月供", value=Decimal("3000"))
    second = figure(key="b", label="期数", value=Decimal(45), unit="months")
    same = figure(key="c", label="月供（另一情形）", value=Decimal("3000"))
    told = reply(text="分 45 个月，每月 3,000 元。", figures=(first, same, second))
    assert told_figures(told) == (second, first)


@pytest.mark.parametrize(
    ("value", "unit"), [("3", "count"), ("5", "CNY"), ("12345.6", "CNY"), ("3.45", "CNY")]
)
def test_a_number_that_only_looks_alike_is_not_told(value: str, unit: str) -> None:
    one = figure(value=Decimal(value), unit=unit)
    assert told_figures(reply(text="共 3 期，5 折，合计 912,345.60 元。", figures=(one,))) == ()


def test_a_figure_is_explained_by_formula_inputs_source_and_day() -> None:
    one = figure(formula="annuity", inputs={"principal": "100"}, source="客户提供 / the customer")
    zh, en = explained((one,), "zh"), explained((one,), "en")
    assert "**三年总费用：1,085,478.94 元**" in zh
    assert "公式：等额本息" in zh
    assert f"来源：客户提供；截至 {TODAY}" in zh
    assert "- Formula: Level payments" in en
    assert "Source: the customer" in en


def test_a_figure_without_inputs_or_a_kept_formula_is_explained_by_what_there_is() -> None:
    told = explained((figure(formula="by_hand", inputs={}),), "en")
    assert "- Formula: by_hand" in told
    assert "Inputs" not in told
