"""The talk about the safety of money is told first, once, and answered."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversation import Advisor, Memories
from assistant.service.model import Delivery
from tests.builders import NOW
from tests.desk_under_test import House, house, local_engine, speaker

STAFF = speaker("advisor", "a-1", "王敏")
TALK = Delivery(
    id="safety-t-1", customer_id="c-1", kind="safety", text="想和您核对一笔转账。",
    text_en="Just to be sure of a transfer.", delivered_at=NOW,
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> House:
    made = house(tmp_path)
    ports = replace(made.advisor._ports, inbox=made.inbox)
    made.advisor = Advisor(ports, local_engine(), None, Memories(made.records), made.traces)
    made.inbox.put(TALK)
    return made


def test_the_first_message_begins_with_the_talk_and_two_answers(home: House) -> None:
    assert "想和您核对" not in home.greets().text
    reply = home.says("你好")
    assert reply.text.startswith("想和您核对")
    assert [one.act for one in reply.acts][:2] == ["safety_mine", "safety_help"]
    assert home.inbox.unseen("c-1") == []
    assert "想和您核对" not in home.says("你好").text


def test_what_a_channel_has_shown_is_not_told_again_and_still_answered(home: House) -> None:
    home.inbox.mark_seen("safety-t-1", NOW)
    assert "想和您核对" not in home.says("你好").text
    assert "放心" in home.says("是我转的").text


def test_any_first_message_begins_with_the_talk(home: House) -> None:
    assert home.says("Hello there").text.startswith("Just to be sure")


def test_staff_are_not_told(home: House) -> None:
    assert "核对" not in home.says("你好", STAFF).text
    assert len(home.inbox.unseen("c-1")) == 1


@pytest.mark.parametrize(
    "words", ["是我转的", "是我本人操作的", "没问题，我认识收款人", "It was me."]
)
def test_all_is_well(home: House, words: str) -> None:
    home.greets()
    reply = home.says(words)
    assert (reply.outcome, reply.task_reason) == ("answered", None)


@pytest.mark.parametrize(
    "words", ["我有点担心", "不是我转的", "有人让我转的", "I am worried", "I didn't make it"]
)
def test_help_is_called_at_once(home: House, words: str) -> None:
    home.greets()
    reply = home.says(words)
    assert reply.task_reason == "fraud_report"


def test_both_answers_may_be_clicked(home: House) -> None:
    home.greets()
    assert home.clicks("safety_mine", "").outcome == "answered"
    assert home.clicks("safety_help", "").task_reason == "fraud_report"


def test_once_answered_the_same_words_mean_something_else(home: House) -> None:
    home.says("是我转的")
    assert "那就放心了" not in home.says("没问题").text


@pytest.mark.parametrize(
    "words", ["为什么监控我", "你们是不是把我上报了？", "Why are you monitoring me?"]
)
def test_nobody_is_told_of_monitoring(home: House, words: str) -> None:
    home.greets()
    reply = home.says(words)
    assert "aml.monitor_no_tipping" in {one.rule for one in reply.verdicts}
    assert not {"上报了", "没有上报", "reported you", "did not report"} & set(reply.text.split())
