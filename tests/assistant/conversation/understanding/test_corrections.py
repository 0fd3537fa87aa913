"""What is said instead, denied, below zero, asked for every month, or written for a machine."""

from datetime import datetime
from typing import Any, Final

import pytest

from assistant.conversation.model import Context, Memory
from assistant.conversation.understanding import LocalEngine
from assistant.privacy.model import Speaker

ENGINE: Final = LocalEngine()
WHO: Final = Speaker(username="u", person_id="c-1", name="n", role="customer")
CONTEXT: Final = Context(
    conversation_id="corrections",
    speaker=WHO,
    customer_id="c-1",
    now=datetime.fromisoformat("2026-11-23T10:00:00+08:00"),
    channel="chat",
)
HOME: Final[dict[str, str | int | bool | None]] = {
    "loan": "1200000", "annual_rate": "0.031", "months": 360, "prepay_amount": "100000.00",
    "prepay_after_months": 36, "household_income": "30000",
}  # fmt: skip


def heard(words: str, **memory: Any) -> dict[str, Any]:
    commands = ENGINE.understand(words, Memory(**memory), CONTEXT).commands
    return commands[0].model_dump(mode="json", exclude_none=True) if commands else {}


def in_a_home_loan(words: str) -> dict[str, Any]:
    return heard(words, topic="mortgage", slots={"mortgage": HOME})


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("Make it 150k, not 100k.", "prepay_amount", "150000.00"),
        ("不是10万，是15万", "prepay_amount", "150000.00"),
        ("and after five years instead of three?", "prepay_after_months", 60),
        ("利率记错了，3.05%", "annual_rate", "0.0305"),
        ("首付说错了，应该是四成", "down_ratio", "0.4"),
        ("收入说少了，是3万6", "household_income", "36000.00"),
        ("利率再上去半个点呢", "rate_change", "0.005"),
        ("what if rates climb by half a point", "rate_change", "0.005"),
        ("I owe 1,500 a month on my car", "other_debt", "1500.00"),
        ("and if I put down a quarter?", "down_ratio", "0.25"),
    ],
)
def test_what_is_said_instead_fills_its_slot(words: str, slot: str, value: object) -> None:
    command = in_a_home_loan(words)
    assert (command["name"], command[slot]) == ("compute_mortgage", value)


def test_a_record_of_the_bank_that_is_wrong_is_contested_even_in_a_home_loan() -> None:
    assert in_a_home_loan("你们系统里我的收入记错了，应该是3万")["name"] == "contest_tag"


def test_a_question_for_a_figure_stays_with_the_home_loan() -> None:
    assert in_a_home_loan("how much interest is that in total?")["name"] == "compute_mortgage"


@pytest.mark.parametrize(
    "words",
    ["SELECT * FROM customers WHERE 1=1; DROP TABLE consents;", "'; DROP TABLE plans; --",
     "{{7*7}} ${jndi:ldap://x} ../../etc/passwd", "<script>alert(1)</script>"],
)  # fmt: skip
def test_nothing_is_wished_in_what_is_written_for_a_machine(words: str) -> None:
    assert heard(words)["name"] == "out_of_scope"


def test_a_sum_below_zero_is_no_sum_before_anything_has_begun() -> None:
    assert "loan" not in heard("贷款-20万，20年，利率3%，月供多少")


def test_a_sum_below_zero_is_asked_about_once_something_has_begun() -> None:
    said = Memory(topic="mortgage", slots={"mortgage": HOME})
    zh = ENGINE.understand("贷款-30万", said, CONTEXT)
    en = ENGINE.understand("the loan is minus 300k", said, CONTEXT)
    assert (zh.commands, "30万" in (zh.doubt or "")) == ((), True)
    assert (en.commands, "300k" in (en.doubt or "")) == ((), True)


def test_a_dash_between_two_sums_makes_neither_negative() -> None:
    assert heard("买20-30万的车要攒几年")["goal"]


def test_a_few_percent_are_no_down_payment_where_that_is_a_sum() -> None:
    command = heard("首付90万，房子总价250万，商贷，3.15%，25年还清，月供")
    assert (command["annual_rate"], "down_ratio" in command) == ("0.0315", False)


def test_a_language_asked_for_stays_whatever_is_typed() -> None:
    assert ENGINE.understand("月供多少", Memory(chosen_lang="en"), CONTEXT).lang == "en"
