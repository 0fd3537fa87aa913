"""Amounts, ratios, lengths and days as people say them."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.conversation.understanding import Spoken, values
from tests.builders import TODAY


def said(text: str, today: date = TODAY) -> list[str]:
    return [f"{one.kind} {one.printed}{one.currency or ''}" for one in values(text, today)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("240万", "2400000.00CNY"), ("两百四十万", "2400000.00CNY"), ("2.4m", "2400000.00CNY"),
        ("240w", "2400000.00CNY"), ("24k", "24000.00CNY"), ("1.2亿", "120000000.00CNY"),
        ("二十四万五", "245000.00CNY"), ("3千", "3000.00CNY"), ("2.4万镑", "24000.00GBP"),
        ("24,000 pounds", "24000.00GBP"), ("£24k", "24000.00GBP"),
        ("US$5,000", "5000.00USD"),
        ("18万美元", "180000.00USD"), ("三千欧", "3000.00EUR"), ("¥500", "500.00CNY"),
        ("￥500", "500.00CNY"), ("$500", "500.00USD"), ("HK$300", "300.00HKD"),
        ("兩百四十萬", "2400000.00CNY"), ("２４０万", "2400000.00CNY"),
        ("240 万", "2400000.00CNY"),
        ("💰240万", "2400000.00CNY"), ("房价240万左右", "2400000.00CNY"),
        ("二十多万", "200000.00CNY"),
        ("20来万", "200000.00CNY"), ("3000多块", "3000.00CNY"), ("3万5千", "35000.00CNY"),
        ("2万3", "23000.00CNY"), ("3万5000元", "35000.00CNY"),
        ("1亿2000万", "120000000.00CNY"),
        ("一百零五块", "105.00CNY"), ("3块5", "3.50CNY"), ("三块五", "3.50CNY"),
        ("two hundred thousand", "200000.00CNY"),
        ("half a million pounds", "500000.00GBP"),
        ("a quarter of a million", "250000.00CNY"), ("24 thousand pounds", "24000.00GBP"),
        ("壹佰贰拾万元", "1200000.00CNY"), ("人民币5000", "5000.00CNY"),
        ("GBP 24,000", "24000.00GBP"),
        ("24，000镑", "24000.00GBP"), ("三千五", "3500.00CNY"), ("一千零五万", "10050000.00CNY"),
        ("two hundred and forty thousand dollars", "240000.00USD"),
        ("5百万", "5000000.00CNY"),
        ("1.5 billion yen", "1500000000.00JPY"), ("月供7173.88", "7173.88CNY"),
        ("2065.01元", "2065.01CNY"),
    ],
)  # fmt: skip
def test_money_is_read(text: str, expected: str) -> None:
    assert said(text) == [f"money {expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20到30万", ["200000.00CNY", "300000.00CNY"]),
        ("20-30万", ["200000.00CNY", "300000.00CNY"]),
        ("20 to 30k", ["20000.00CNY", "30000.00CNY"]),
        ("5000到1万", ["5000.00CNY", "10000.00CNY"]),
        ("二三十万", ["200000.00CNY", "300000.00CNY"]),
        ("一两万", ["10000.00CNY", "20000.00CNY"]),
        ("£20-30k", ["20000.00GBP", "30000.00GBP"]),
        ("between 200k and 300k", ["200000.00CNY", "300000.00CNY"]),
        ("首付72万，贷168万", ["720000.00CNY", "1680000.00CNY"]),
    ],
)
def test_two_amounts_are_read_in_order(text: str, expected: list[str]) -> None:
    assert said(text) == [f"money {one}" for one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三成", "0.3"), ("三成半", "0.35"), ("三成五", "0.35"), ("30%", "0.3"), ("30％", "0.3"),
        ("百分之三点一", "0.031"), ("百分之三十", "0.3"), ("百分之百", "1"), ("3.1个点", "0.031"),
        ("3.1个百分点", "0.031"), ("20bp", "0.002"), ("20个基点", "0.002"), ("八折", "0.8"),
        ("八五折", "0.85"), ("95折", "0.95"), ("一半", "0.5"), ("翻倍", "2"), ("翻一番", "2"),
        ("两倍", "2"), ("1.5倍", "1.5"), ("三分之一", "0.333333"), ("四分之三", "0.75"),
        ("a third", "0.333333"), ("two thirds", "0.666667"), ("half of it", "0.5"),
        ("3.1 percent", "0.031"), ("100 basis points", "0.01"),
        ("5 percentage points", "0.05"),
        ("万分之五", "0.0005"), ("it doubled", "2"), ("it tripled", "3"),
        ("LPR3.5%", "0.035"),
        ("5‰", "0.005"), ("1 point higher", "0.01"),
    ],
)  # fmt: skip
def test_a_ratio_is_read(text: str, expected: str) -> None:
    assert said(text) == [f"ratio {expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20%到30%", ["0.2", "0.3"]), ("三到五成", ["0.3", "0.5"]), ("3-5%", ["0.03", "0.05"])],
)
def test_a_range_of_ratios_is_two(text: str, expected: list[str]) -> None:
    assert said(text) == [f"ratio {one}" for one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三十年", 360), ("贷30年", 360), ("360期", 360), ("18个月", 18), ("两年半", 30),
        ("半年", 6), ("3 years", 36), ("18-month", 18), ("三年内", 36), ("2年6个月", 30),
        ("两年零三个月", 27), ("two and a half years", 30), ("a year and a half", 18),
        ("2 years and 3 months", 27), ("12 instalments", 12), ("分12期", 12), ("5年期", 60),
        ("half a year", 6), ("存一年利息多少", 12), ("for a year", 12), ("thirty years", 360),
    ],
)  # fmt: skip
def test_a_length_is_read_in_months(text: str, expected: int) -> None:
    assert said(text) == [f"months {expected}"]


def test_a_range_of_years_is_two_lengths() -> None:
    assert said("3到5年") == ["months 36", "months 60"]
    assert said("两三年") == ["months 24", "months 36"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三年后", "2029-11-23"), ("in two years", "2028-11-23"), ("三个月前", "2026-08-23"),
        ("10天后", "2026-12-03"), ("后年九月", "2028-09-01"), ("明年", "2027-01-01"),
        ("2028年9月", "2028-09-01"), ("next September", "2027-09-01"), ("年底", "2026-12-31"),
        ("月底", "2026-11-30"), ("秋季入学", "2027-09-01"), ("国庆", "2027-10-01"),
        ("下周三", "2026-12-02"), ("tomorrow", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("后天", "2026-11-25"), ("昨天", "2026-11-22"), ("明年年底", "2027-12-31"),
        ("end of 2028", "2028-12-31"), ("by the end of next year", "2027-12-31"),
        ("year-end", "2026-12-31"), ("半年后", "2027-05-23"), ("两年半后", "2029-05-23"),
        ("明年6月30日", "2027-06-30"), ("二零二八年九月", "2028-09-01"),
        ("2028-09-15", "2028-09-15"), ("2028.9.15", "2028-09-15"),
        ("1 September 2028", "2028-09-01"), ("September 1st, 2028", "2028-09-01"),
        ("in 2030", "2030-01-01"), ("下个月", "2026-12-01"), ("下月5号", "2026-12-05"),
        ("本周五", "2026-11-27"), ("周五", "2026-11-27"), ("next Wednesday", "2026-12-02"),
        ("two weeks ago", "2026-11-09"), ("三周后", "2026-12-14"), ("15号", "2026-12-15"),
        ("明年九月底", "2027-09-30"), ("next month", "2026-12-01"), ("元旦", "2027-01-01"),
        ("3 years later", "2029-11-23"), ("a month ago", "2026-10-23"),
        ("9月", "2027-09-01"),
        ("end of next month", "2026-12-31"), ("下月底", "2026-12-31"), ("过两年", "2028-11-23"),
        ("2028年秋季", "2028-09-01"), ("autumn 2028", "2028-09-01"), ("明年初", "2027-01-01"),
        ("september 2028", "2028-09-01"), ("on 5 May", "2027-05-05"),
        ("christmas", "2026-12-25"),
        ("半个月后", "2026-12-08"), ("再过三年", "2029-11-23"), ("in half a year", "2027-05-23"),
    ],
)  # fmt: skip
def test_a_day_is_read_from_today(text: str, expected: str) -> None:
    assert said(text) == [f"day {expected}"]


def test_a_month_later_ends_with_the_shorter_month() -> None:
    assert said("一个月后", date(2027, 1, 31)) == ["day 2027-02-28"]


@pytest.mark.parametrize(
    "text",
    [
        "孩子16岁", "a 16-year-old", "三年级",
        "year 12", "grade 10", "每月还款", "年化多少",
        "几百块", "几十万", "数万元户", "我坚持运动30天", "卡号6222 0212 3456 7890",
        "打400-888-1234",
        "许岚（c-314）", "13912345678", "万一我失业",
        "汇率9.31", "第三年", "1998年出生", "18个月大",
        "一年学费", "一个月存多少", "2026-2027学年", "百万医疗",
        "千万别", "3个人", "25楼", "18K金",
        "2月30日", "尾号8899", "三五年",
        "三五万", "一" * 9000, "", "😀", "每月15号",
    ],
)  # fmt: skip
def test_what_is_no_value_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_a_sentence_gives_its_values_in_order() -> None:
    assert said("我们想买240万的房子，首付三成，贷30年利率3.1%，月供多少？") == [
        "money 2400000.00CNY", "ratio 0.3", "months 360", "ratio 0.031",
    ]  # fmt: skip
    assert said("一年学费2.4万镑、生活费1.4万镑，首年杂费3000镑。") == [
        "money 24000.00GBP", "money 14000.00GBP", "money 3000.00GBP",
    ]  # fmt: skip
    assert said("健身卡3600分12期手续费多少？") == ["money 3600.00CNY", "months 12"]
    assert said("三年后提前还20万") == ["day 2029-11-23", "money 200000.00CNY"]


def test_a_value_stands_where_the_text_has_it() -> None:
    text = "房价２４０万，首付三成"
    found = values(text, TODAY)
    assert [(text[one.start : one.end], one.text) for one in found] == [
        ("２４０万", "２４０万"), ("三成", "三成"),
    ]  # fmt: skip


def test_a_day_has_no_amount() -> None:
    (day,) = values("明天", TODAY)
    assert day.amount == 0


SOME = settings(max_examples=40, deadline=None)
CENTS = st.integers(min_value=10000, max_value=10**12).map(lambda cents: Decimal(cents) / 100)


@SOME
@given(CENTS, st.sampled_from(["{}元", "{:,}元", "¥{}", "人民币{:,}", "{} yuan", "价格{}块"]))
def test_a_printed_sum_reads_back_the_same(amount: Decimal, form: str) -> None:
    (seen,) = values(form.format(amount), TODAY)
    assert (seen.kind, seen.value, seen.currency) == ("money", amount, "CNY")


@SOME
@given(st.integers(min_value=1, max_value=10**8), st.sampled_from(["万", "w", " 万元", "万块"]))
def test_ten_thousands_read_back_the_same(number: int, unit: str) -> None:
    (seen,) = values(f"{number}{unit}", TODAY)
    assert seen.value == Decimal(number) * 10000


@SOME
@given(st.integers(min_value=1, max_value=99999))
def test_a_percentage_reads_back_the_same(hundredths: int) -> None:
    (seen,) = values(f"利率{Decimal(hundredths) / 100}%", TODAY)
    assert (seen.kind, seen.value) == ("ratio", Decimal(hundredths) / 10000)


@SOME
@given(st.integers(min_value=1, max_value=600))
def test_months_read_back_the_same(months: int) -> None:
    (seen,) = values(f"分{months}期", TODAY)
    assert (seen.kind, seen.value) == ("months", months)


@SOME
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_a_printed_day_reads_back_the_same(day: date) -> None:
    for form in ("{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}", "{0.day} {0:%B} {0.year}"):
        (seen,) = values(form.format(day), TODAY)
        assert (seen.kind, seen.value) == ("day", day)


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below a hundred million in Chinese numerals, written out in full."""
    if number >= 10000:
        rest = number % 10000
        zero = "零" if 0 < rest < 1000 else ""
        return in_chinese(number // 10000) + "万" + zero + (in_chinese(rest) if rest else "")
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written


@SOME
@given(st.integers(min_value=1000, max_value=99_999_999))
def test_chinese_numerals_read_back_the_same(number: int) -> None:
    (seen,) = values(f"{in_chinese(number)}元", TODAY)
    assert seen.value == number


@SOME
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert all(isinstance(one, Spoken) for one in values(text, TODAY))


@pytest.mark.parametrize(
    "piece", ["240万", "1,111", "下周三", "一", "1", "房", "a ", "三年后", "half "]
)
def test_a_long_text_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        start = time.process_time()
        values(text, TODAY)
        return time.process_time() - start

    short, long = seconds(4_000), seconds(40_000)
    assert long < max(30 * short, 0.5)
