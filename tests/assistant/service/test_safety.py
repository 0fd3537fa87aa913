"""A talk about the safety of money: once, warm, without a word of monitoring."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.privacy.ledger import Ledger
from assistant.records import Records
from assistant.service import Inbox, Safeguard, Tasks
from graph.catalogue import load_catalogue
from graph.hub import Hub
from tests.builders import NOW, buying_couple, studying_family
from tests.fakes import fake_bank
from tests.feeds import feed

MOVES = "transaction_id,account_id,posted_at,amount_minor,channel,counterparty,counterparty_kind\n"
ODD = "t-1,a-1,2026-11-22T15:10:00+08:00,-20000000,app,赵六,person\n"
AGAIN = "t-2,a-1,2026-11-22T16:10:00+08:00,-20000000,app,赵六,person\n"
FORBIDDEN = re.compile(
    r"监控|监测|可疑|上报|举报|报告|洗钱|怀疑|monitor|suspicio|report|launder|flag", re.I
)

Load = Callable[..., Safeguard]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    records = Records(tmp_path / "records.sqlite")
    ledger = Ledger(records)
    bank = fake_bank(files=(studying_family(), buying_couple()))
    hub = Hub(tmp_path / "hub")

    def load(*rows: str, customer: str = "c-1") -> Safeguard:
        folder = tmp_path / "feeds"
        feed(
            folder, "customers", f"customer_id,name,monthly_income_minor\n{customer},陈静,2200000\n"
        )
        feed(
            folder,
            "accounts",
            f"account_id,customer_id,kind,balance_minor\na-1,{customer},current,1\n",
        )
        feed(folder, "transactions", MOVES + "".join(rows))
        hub.load(folder, None, NOW)
        return Safeguard(
            hub, load_catalogue(), bank.customers, Inbox(records), Tasks(records, ledger), ledger
        )

    return load


def test_an_odd_transfer_opens_one_talk_and_one_task(loaded: Load) -> None:
    guard = loaded(ODD)
    [concern] = guard.follow(NOW)
    assert concern.transaction_id == "t-1"
    [talk] = guard.inbox.unseen("c-1")
    assert (talk.id, talk.kind) == ("safety-t-1", "safety")
    assert "200,000.00 元" in talk.text
    [task] = guard.tasks.of_customer("c-1")
    assert (task.reason, task.advisor_id, task.due_at) == (
        "fund_safety",
        "a-1",
        NOW + timedelta(hours=1),
    )
    assert "首次收款人" in task.note
    assert [row.action for row in guard.ledger.rows()].count("safety.raise") == 1


def test_looking_again_says_nothing_again(loaded: Load) -> None:
    guard = loaded(ODD)
    guard.follow(NOW)
    assert guard.follow(NOW + timedelta(hours=1)) == []
    assert len(guard.inbox.all("c-1")) == 1
    assert len(guard.tasks.of_customer("c-1")) == 1


def test_a_later_transfer_is_another_talk_about_that_one(loaded: Load) -> None:
    loaded(ODD).follow(NOW)
    guard = loaded(ODD, AGAIN)
    assert [one.transaction_id for one in guard.follow(NOW)] == ["t-2"]
    assert len(guard.inbox.all("c-1")) == 2


def test_several_at_once_are_one_talk(loaded: Load) -> None:
    guard = loaded(ODD, AGAIN)
    assert len(guard.follow(NOW)) == 2
    assert [one.id for one in guard.inbox.all("c-1")] == ["safety-t-2"]


def test_the_customer_never_reads_of_monitoring_or_a_report(loaded: Load) -> None:
    guard = loaded(ODD)
    guard.follow(NOW)
    [talk] = guard.inbox.unseen("c-1")
    assert not FORBIDDEN.search(talk.text + talk.text_en)


def test_somebody_the_graph_does_not_know_is_left_alone(loaded: Load) -> None:
    guard = loaded(ODD, customer="c-404")
    assert guard.follow(NOW) == []
    assert guard.inbox.all("c-404") == []
