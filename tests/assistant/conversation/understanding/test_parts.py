"""What is said of a provident-fund part, a renovation loan and a repricing."""

from typing import Any

import pytest

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding import LocalEngine
from assistant.privacy.model import Speaker
from tests.builders import NOW

ENGINE = LocalEngine()
SPEAKER = Speaker(username="u", person_id="c-1", name="陈静", role="customer")
CONTEXT = Context(
    conversation_id="v-1", speaker=SPEAKER, customer_id="c-1", now=NOW, channel="chat"
)
KNOWN = {
    "topic": "mortgage",
    "slots": {"mortgage": {"price": "2400000", "down_ratio": "0.3", "annual_rate": "0.031"}},
}


def slots(words: str) -> dict[str, str]:
    (command,) = ENGINE.understand(words, Memory.model_validate(KNOWN), CONTEXT).commands
    dumped: dict[str, Any] = command.model_dump(exclude_defaults=True)
    return {key: str(value) for key, value in dumped.items() if key != "name"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "公积金贷60万，公积金利率2.6%，月供多少",
            {"fund_loan": "600000.00", "fund_rate": "0.026"},
        ),
        ("公积金贷款60万，利率2.6%呢", {"fund_loan": "600000.00", "fund_rate": "0.026"}),
        (
            "公积金能贷50万，商贷118万，月供多少",
            {"fund_loan": "500000.00", "loan": "1680000.00"},
        ),
        (
            "with a provident fund loan of 600,000, provident fund rate 2.6%, what is the payment?",
            {"fund_loan": "600000.00", "fund_rate": "0.026"},
        ),
        ("装修贷15万，利率3.6%呢", {"renovation_loan": "150000.00", "renovation_rate": "0.036"}),
        ("装修贷每月还2000，月供占收入多少", {"other_debt": "2000.00", "asks_ratio": "True"}),
        (
            "还满两年后重定价，利率降20个基点",
            {"repricing_change": "-0.002", "repricing_after_months": "24"},
        ),
        (
            "重定价在还了36期的时候，利率涨0.5个百分点",
            {"repricing_change": "0.005", "repricing_after_months": "36"},
        ),
        ("重定价时利率降20个基点，月供多少", {"repricing_change": "-0.002"}),
        (
            "if it is repriced half a point higher after three years, what is the payment",
            {"repricing_change": "0.005", "repricing_after_months": "36"},
        ),
    ],
)
def test_the_part_and_its_rate_are_told_from_the_loan(words: str, expected: dict[str, str]) -> None:
    assert slots(words) == expected


def test_a_fund_account_is_no_loan() -> None:
    assert "fund_loan" not in slots("公积金账户里有8万，月供多少")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("帮我调整一下我的持仓。", "rebalance"),
        ("我的资产该怎么重新配置？", "rebalance"),
        ("看看我的持仓", "show_holdings"),
        ("我的资产有多少", "show_holdings"),
    ],
)
def test_what_is_held_is_shown_or_rearranged(words: str, command: str) -> None:
    (found,) = ENGINE.understand(words, Memory(), CONTEXT).commands
    assert found.name == command
