"""The checks of wording, sums and ratios: each where it holds and where it does not."""

from pathlib import Path
from typing import Any

import pytest

from evals.checks import CHECKS
from tests.desk_under_test import House
from tests.evals.stage import empty_house, moment, reply


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return empty_house(Path(tmp_path_factory.mktemp("house")))


def holds(home: House, name: str, argument: Any, text: str) -> bool:
    return CHECKS[name](argument).look(moment(home, reply(text))).holds


@pytest.mark.parametrize(
    ("name", "argument", "text", "expected"),
    [
        ("says", ["月供", "年供"], "月供是多少", True),
        ("says", "月供", "月供是多少", True),
        ("says", ["年供"], "月供是多少", False),
        ("says", [r"/\d+ 期/"], "分 360 期", True),
        ("says", ["Payment"], "payment", False),
        ("does_not_say", ["保本"], "有风险", True),
        ("does_not_say", ["保本", "稳赚"], "稳赚不赔", False),
        ("does_not_say", ["/保.本/"], "保证本金", False),
    ],
)
def test_wording(home: House, name: str, argument: Any, text: str, expected: bool) -> None:
    assert holds(home, name, argument, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月还 7173.88 元", True),
        ("CNY 7,173.88", True),
        ("0.717388万", True),
        ("0.717388 万元", True),
        ("¥7,173.88", True),
        ("7,173.8836 元", True),
        ("7,173.89 元", False),
        ("7,174 元", False),
        ("USD 7,173.88", False),
        ("7,173.88%", False),
        ("17,173.88", False),
        ("没有数", False),
    ],
)
def test_a_sum_stands_however_it_is_written(home: House, text: str, expected: bool) -> None:
    argument = {"value": "7173.88", "currency": "CNY"}
    assert holds(home, "says_amount", argument, text) is expected


def test_whole_sums_may_be_said_in_ten_thousands(home: House) -> None:
    assert holds(home, "says_amount", {"value": "2400000.00"}, "240 万")
    assert holds(home, "says_amount", {"value": "2400000.00"}, "2.4 million")
    assert not holds(home, "says_amount", {"value": "2400000.00"}, "241 万")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("54.35%", True),
        ("54.3475%", True),
        ("54%", True),
        ("0.5435", True),
        ("0.543475", True),
        ("54.36%", False),
        ("0.5436", False),
        ("1", False),
        ("0.54 元", False),
    ],
)
def test_a_ratio_stands_as_percentage_or_fraction(home: House, text: str, expected: bool) -> None:
    assert holds(home, "says_ratio", {"value": "0.543475"}, text) is expected


@pytest.mark.parametrize("name", ["says", "says_amount", "says_ratio"])
def test_where_nothing_is_said_nothing_is_found(home: House, name: str) -> None:
    arguments: dict[str, Any] = {
        "says": ["x"], "says_amount": {"value": "1"}, "says_ratio": {"value": "0.5"},
    }  # fmt: skip
    seen = CHECKS[name](arguments[name]).look(moment(home))
    assert not seen.holds
    assert seen.expected


@pytest.mark.parametrize(
    ("ratio", "text", "expected"),
    [
        ("0.125", "13%", True),
        ("0.125", "12%", False),
        ("0.5", "0.5", True),
        ("0.543475", "0.5", False),
        ("0.543450", "54.34%", True),
        ("0.543450", "54.35%", True),
        ("0.54345", "54.34%", False),
        ("0.543478", "0.54347826", True),
        ("0.543478", "0.54347926", False),
        ("0.543478", "54.347826%", True),
        ("0.5", "5", False),
        ("0.5", "0.50万", False),
    ],
)
def test_a_ratio_is_equal_when_rounded_to_the_printed_digits(
    home: House, ratio: str, text: str, expected: bool
) -> None:
    assert holds(home, "says_ratio", {"value": ratio}, text) is expected
