"""Tasks and the inbox."""

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Role, Speaker
from assistant.records import Records
from assistant.service import Inbox, Tasks
from assistant.service.errors import TaskNotFound
from assistant.service.model import Delivery, Task
from tests.builders import NOW


def speaker(person_id: str, role: Role) -> Speaker:
    return Speaker(username=person_id, person_id=person_id, name=person_id, role=role)


ADVISOR = speaker("a-1", "advisor")
SECOND = speaker("s-1", "second_approver")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records.db")


@pytest.fixture
def tasks(records: Records) -> Tasks:
    return Tasks(records, Ledger(records))


@pytest.fixture
def inbox(records: Records) -> Inbox:
    return Inbox(records)


def opened(tasks: Tasks, note: str = "请回电", hours: int | None = None) -> Task:
    due = None if hours is None else NOW + timedelta(hours=hours)
    return tasks.open(
        customer_id="c-1", advisor_id="a-1", reason="asked_for_person", note=note, now=NOW,
        due_at=due,
    )  # fmt: skip


def delivery(number: int = 1) -> Delivery:
    return Delivery(
        id=f"d-{number}", customer_id="c-1", kind="message", text="您好", text_en="Hello",
        delivered_at=NOW + timedelta(minutes=number),
    )  # fmt: skip


def test_a_task_waits_for_its_advisor_alone(tasks: Tasks):
    task = opened(tasks)
    assert tasks.of_staff(ADVISOR) == [task]
    assert tasks.of_staff(speaker("a-2", "advisor")) == []
    assert tasks.of_customer("c-1") == [task]


def test_the_earliest_due_comes_first(tasks: Tasks):
    opened(tasks, "后天", hours=48)
    opened(tasks, "今天", hours=4)
    opened(tasks, "未说期限")
    assert [one.note for one in tasks.of_staff(ADVISOR)] == ["今天", "未说期限", "后天"]


def test_a_task_without_a_deadline_gets_that_of_its_reason(tasks: Tasks):
    fraud = tasks.open(
        customer_id="c-1", advisor_id="a-1", reason="fraud_report", note="盗刷", now=NOW
    )
    assert fraud.due_at == NOW + timedelta(hours=1)
    assert opened(tasks).due_at == NOW + timedelta(hours=24)


def test_opening_the_same_task_twice_opens_one(tasks: Tasks):
    assert opened(tasks) == opened(tasks)
    assert opened(tasks, "另一件事") != opened(tasks)
    for note in ("第 1 版", "第 2 版"):
        tasks.open(
            customer_id="c-1", advisor_id="a-1", reason="plan_review", note=note, now=NOW,
            plan_id="p-1",
        )  # fmt: skip
    assert len([one for one in tasks.of_staff(ADVISOR) if one.plan_id == "p-1"]) == 1


def test_second_approvals_wait_for_any_second_approver(tasks: Tasks):
    task = tasks.open(
        customer_id="c-1", advisor_id=None, reason="second_approval", note="方案", now=NOW
    )
    assert tasks.of_staff(SECOND) == [task]
    assert tasks.of_staff(ADVISOR) == []


def test_a_closed_task_is_open_no_more_and_closes_once(tasks: Tasks, records: Records):
    task = opened(tasks)
    closed = tasks.close(task.id, ADVISOR, NOW)
    assert closed.closed_at == NOW
    assert tasks.close(task.id, ADVISOR, NOW + timedelta(days=1)) == closed
    assert tasks.of_staff(ADVISOR) == []
    actions = [one.action for one in Ledger(records).rows()]
    assert actions == ["task.open", "task.close"]
    with pytest.raises(TaskNotFound):
        tasks.close("t-none", ADVISOR, NOW)


def test_deliveries_wait_until_seen(inbox: Inbox):
    inbox.put(delivery(2))
    inbox.put(delivery(1))
    inbox.put(delivery(1))
    assert [one.id for one in inbox.unseen("c-1")] == ["d-1", "d-2"]
    inbox.mark_seen("d-1", NOW)
    inbox.mark_seen("d-1", NOW + timedelta(days=1))
    assert [one.id for one in inbox.unseen("c-1")] == ["d-2"]
    assert inbox.all("c-1")[0].seen_at == NOW
    assert inbox.unseen("c-2") == []
    assert inbox.of_plan("p-1") == []


def test_a_failing_listener_hinders_nobody(inbox: Inbox):
    heard: list[str] = []

    def broken(one: Delivery) -> None:
        raise RuntimeError(one.id)

    inbox.listen(broken)
    inbox.listen(lambda one: heard.append(one.id))
    inbox.put(delivery())
    assert heard == ["d-1"]
