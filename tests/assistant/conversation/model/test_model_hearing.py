from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.conversation.commands import (
    AskPolicy,
    ComputeSavingsGoal,
    ComputeStudyAbroad,
    DraftPlan,
    WithdrawConsent,
)
from assistant.conversation.model_calls import words_of
from assistant.conversation.model_hearing import (
    KINDS,
    Heard,
    HeardCommand,
    Misheard,
    commands_of,
    described,
    read_heard,
)
from tests.builders import TODAY


def heard(name: str, message: str, **slots: str) -> Any:
    said = Heard(commands=[HeardCommand(name=name, slots=slots)])
    return commands_of(said, message, TODAY)[0]


def test_every_command_is_described_with_its_slots() -> None:
    text = described()
    assert all(f"- {name}:" in text for name in KINDS)
    assert "lang (zh | en)" in text
    assert "annual_rate" in text


def test_a_length_of_time_in_years_stays_years_where_the_slot_counts_them() -> None:
    command = heard(
        "compute_study_abroad", "2028年9月去英国读3年，学费每年4万英镑",
        starts_on="2028年9月", years="3年", tuition="4万英镑", currency="GBP",
    )  # fmt: skip
    assert command == ComputeStudyAbroad(
        starts_on=date(2028, 9, 1), years=3, tuition=Decimal(40000), currency="GBP"
    )


def test_a_number_no_reader_knows_is_taken_as_it_stands() -> None:
    command = heard("compute_study_abroad", "汇率9.31，读4", exchange_rate="9.31", years="读4")
    assert command.exchange_rate == Decimal("9.31")
    assert command.years == 4


def test_ratios_go_to_ratio_slots() -> None:
    command = heard("compute_savings_goal", "存3年到20万，年化2.5%", goal="20万", months="3年",
                    annual_yield="2.5%")  # fmt: skip
    assert command == ComputeSavingsGoal(
        goal=Decimal(200000), months=36, annual_yield=Decimal("0.025")
    )


def test_yes_or_no_slots_are_read() -> None:
    assert heard("withdraw_consent", "撤回所有授权", everything="true") == WithdrawConsent(
        everything=True
    )
    assert heard("draft_plan", "出个方案", share_with_partner="false") == DraftPlan()


def test_a_quotation_narrows_the_question() -> None:
    command = heard("ask_policy", "你好，提前还款收费吗", question="提前还款收费吗")
    assert command == AskPolicy(question="提前还款收费吗")


def test_empty_slots_say_nothing() -> None:
    assert heard("compute_savings_goal", "想存钱", goal=" ") == ComputeSavingsGoal()


@pytest.mark.parametrize(
    "slots",
    [{"goal": "很多"}, {"goal": "20万到30万 5"}, {"by": "以后"}, {"months": "很久"}],
)
def test_words_that_name_no_value_are_misheard(slots: dict[str, str]) -> None:
    with pytest.raises(Misheard):
        heard("compute_savings_goal", "以后很久想存很多", **slots)


def test_the_name_is_no_slot() -> None:
    said = Heard(commands=[HeardCommand(name="cancel", slots={"name": "show_plan"})])
    with pytest.raises(Misheard):
        commands_of(said, "算了", TODAY)


@pytest.mark.parametrize("text", ["", "好的", "[]", '{"commands": "x"}', "```json\n{]\n```"])
def test_an_answer_of_another_form_is_misheard(text: str) -> None:
    with pytest.raises(Misheard):
        read_heard(text)


def test_bare_json_is_read() -> None:
    assert read_heard('{"commands": [{"name": "cancel"}]}').commands[0].name == "cancel"


def test_content_in_parts_is_joined() -> None:
    assert words_of(["a", {"type": "text", "text": "b"}, {"type": "image"}, 3]) == "ab"
    assert words_of(None) == ""
