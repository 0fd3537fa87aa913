"""What of a table is drawn, and how."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.chat.charts import chart
from assistant.channels.desk.charts import drawing
from assistant.channels.series import number, series
from assistant.planning.figures import Table
from tests.assistant.channels.values import (
    schedule,
)


def two_columns(names: tuple[str, str], cell: str) -> Table:
    rows = tuple((str(year), cell) for year in range(2028, 2032))
    return Table(key="t", title="t", title_en="t", columns=names, columns_en=names, rows=rows)


def test_the_columns_of_numbers_are_the_lines() -> None:
    course = series(schedule(), "zh")
    assert course is not None
    assert [line.name for line in course.lines] == ["支付", "余额"]
    assert course.lines[0].points[0] == Decimal("1200.50")
    english = series(schedule(), "en")
    assert english is not None
    assert english.axis == "Month"


def test_a_table_of_few_rows_of_words_or_of_repeated_places_is_no_course() -> None:
    assert series(schedule(2), "zh") is None
    words = schedule().model_copy(update={"rows": (("甲", "1", "2", ""),) * 3})
    assert series(words, "zh") is None
    repeated = schedule().model_copy(update={"rows": (("2028", "1", "2", ""),) * 3})
    assert series(repeated, "zh") is None


def test_a_table_without_a_column_of_numbers_is_no_course() -> None:
    table = two_columns(("年", "项"), "学费")
    assert series(table, "zh") is None
    assert drawing(table, "zh") is None


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
    )
)
def test_a_printed_amount_is_read_back(value: Decimal) -> None:
    assert number(f"{value:,}") == value


def test_a_cell_that_is_no_number_is_none() -> None:
    assert number("学费") is None
    assert number("NaN") is None
    assert number("") is None


def test_a_drawing_escapes_its_words_and_draws_every_line() -> None:
    table = schedule().model_copy(update={"title": "<b>", "columns": ("月", "<i>", "余额", "说明")})
    drawn = drawing(table, "zh")
    assert drawn is not None
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert drawn.count("<polyline") == 2


def test_a_course_of_nothing_but_zeros_is_drawn() -> None:
    table = two_columns(("Y", "C"), "0")
    assert drawing(table, "en") is not None


def test_few_points_are_bars_and_many_are_lines() -> None:
    few, many = series(schedule(4), "zh"), series(schedule(12 + 1), "zh")
    assert few is not None
    assert many is not None
    assert {type(one).__name__.lower() for one in chart(few).data} == {"bar"}
    assert {type(one).__name__.lower() for one in chart(many).data} == {"scatter"}
