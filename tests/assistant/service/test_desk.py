"""The desk."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.compliance.model import Verdict
from assistant.errors import AdvisorError
from assistant.planning.errors import VersionConflict
from assistant.planning.model import AssumptionChange, Plan
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.errors import NotAllowed
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Role, Speaker
from assistant.records import Records
from assistant.service import Desk, Inbox, Tasks
from assistant.service.errors import (
    OwnDraft,
    PlanBlocked,
    PlanExpired,
    PlanNotFound,
    ReasonMissing,
    WrongStatus,
)
from tests.builders import NOW, plan


def speaker(person_id: str, role: Role) -> Speaker:
    return Speaker(username=person_id, person_id=person_id, name=person_id, role=role)


CUSTOMER = speaker("c-1", "customer")
STRANGER = speaker("c-9", "customer")
ADVISOR = speaker("a-1", "advisor")
OTHER_ADVISOR = speaker("a-2", "advisor")
SECOND = speaker("s-1", "second_approver")
ANOTHER_SECOND = speaker("s-2", "second_approver")
COMPLIANCE = speaker("k-1", "compliance")
CHANGES = (AssumptionChange(key="tuition", value="25000"),)
LATER = NOW + timedelta(hours=1)


def redraft(old: Plan, changes: Sequence[AssumptionChange], now: datetime, by: str) -> Plan:
    """The next version with its assumptions changed, as a draft of the editor's."""
    values = {one.key: one.value for one in changes}
    assumptions = tuple(
        one.model_copy(update={"value": values.get(one.key, one.value)}) for one in old.assumptions
    )
    return old.model_copy(
        update={
            "version": old.version + 1, "status": "draft", "created_at": now, "created_by": by,
            "assumptions": assumptions,
        }
    )  # fmt: skip


@dataclass
class Home:
    records: Records
    shelf: Shelf = field(init=False)
    ledger: Ledger = field(init=False)
    inbox: Inbox = field(init=False)
    tasks: Tasks = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.shelf, self.ledger = Shelf(self.records), Ledger(self.records)
        self.inbox, self.tasks = Inbox(self.records), Tasks(self.records, self.ledger)
        self.desk = Desk(
            self.shelf, redraft, Access(), self.ledger, self.inbox, self.tasks, self.records
        )

    def submitted(self, **changes: Any) -> Plan:
        return self.desk.submit(plan(**changes), NOW)

    def delivered(self, **changes: Any) -> Plan:
        kept = self.submitted(**changes)
        return self.desk.approve(kept.id, ADVISOR, NOW)

    def actions(self) -> list[str]:
        return [one.action for one in self.ledger.rows() if one.action.startswith("plan.")]

    def open_tasks(self) -> list[tuple[str, str | None]]:
        tasks = self.tasks.of_customer("c-1")
        return [(one.reason, one.advisor_id) for one in tasks if one.closed_at is None]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(Records(tmp_path / "records.db"))


def test_a_submitted_draft_waits_for_its_advisor(home: Home):
    kept = home.submitted()
    assert kept.status == "in_review"
    assert home.desk.waiting(ADVISOR) == [kept]
    assert home.desk.waiting(OTHER_ADVISOR) == []
    assert home.desk.waiting(SECOND) == []
    assert home.desk.waiting(COMPLIANCE) == []
    assert home.open_tasks() == [("plan_review", "a-1")]
    assert home.actions() == ["plan.draft"]
    assert home.inbox.all("c-1") == []


def test_only_drafts_are_submitted(home: Home):
    with pytest.raises(WrongStatus):
        home.submitted(status="delivered")


def test_one_approval_delivers_a_plain_plan(home: Home):
    approved = home.delivered()
    assert approved.status == "delivered"
    assert approved.approved_by == "a-1"
    assert approved.decided_at == NOW
    assert home.actions() == ["plan.draft", "plan.approve", "plan.deliver"]
    assert [one.kind for one in home.inbox.unseen("c-1")] == ["plan"]
    assert home.open_tasks() == []
    assert home.desk.waiting(ADVISOR) == []


def test_weighty_plans_need_a_second_person(home: Home):
    kept = home.submitted(needs_second_approver=True)
    first = home.desk.approve(kept.id, ADVISOR, NOW)
    assert first.status == "awaiting_second"
    assert home.inbox.unseen("c-1") == []
    assert home.open_tasks() == [("second_approval", None)]
    assert [one.reason for one in home.tasks.of_staff(SECOND)] == ["second_approval"]
    assert home.desk.waiting(SECOND) == [first]
    second = home.desk.approve(kept.id, SECOND, LATER)
    assert (second.status, second.approved_by, second.second_approved_by) == (
        "delivered", "a-1", "s-1",
    )  # fmt: skip
    assert home.actions()[-3:] == ["plan.approve", "plan.second_approve", "plan.deliver"]
    assert home.open_tasks() == []


def test_a_double_click_changes_nothing_more(home: Home):
    kept = home.submitted(needs_second_approver=True)
    for _ in range(2):
        home.desk.approve(kept.id, ADVISOR, NOW)
    for _ in range(2):
        home.desk.approve(kept.id, SECOND, NOW)
    home.desk.approve(kept.id, ADVISOR, LATER)
    assert len(home.inbox.all("c-1")) == 1
    assert home.actions().count("plan.approve") == 1
    assert home.actions().count("plan.second_approve") == 1


def test_two_approvers_at_once_deliver_once(home: Home):
    kept = home.submitted(needs_second_approver=True)
    home.desk.approve(kept.id, ADVISOR, NOW)
    outcomes: list[str] = []

    def approve(who: Speaker) -> None:
        try:
            outcomes.append(home.desk.approve(kept.id, who, LATER).status)
        except AdvisorError as error:
            outcomes.append(error.code)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(approve, [SECOND, ANOTHER_SECOND] * 2))
    assert outcomes.count("delivered") == 2
    assert len(home.inbox.all("c-1")) == 1
    assert home.actions().count("plan.second_approve") == 1
    assert home.ledger.verify()


def test_nobody_approves_their_own_draft(home: Home):
    kept = home.submitted(created_by="a-1")
    with pytest.raises(OwnDraft):
        home.desk.approve(kept.id, ADVISOR, NOW)
    assert home.desk.plan(kept.id, ADVISOR).status == "in_review"
    assert [one.details["act"] for one in home.ledger.rows("access.deny")] == ["plan.decide"]
    assert home.desk.waiting(SECOND) == [kept]
    assert home.desk.approve(kept.id, SECOND, NOW).status == "delivered"


@pytest.mark.parametrize("who", [CUSTOMER, STRANGER, OTHER_ADVISOR, SECOND, COMPLIANCE])
def test_others_may_not_approve_and_the_refusal_is_recorded(home: Home, who: Speaker):
    kept = home.submitted()
    with pytest.raises(NotAllowed):
        home.desk.approve(kept.id, who, NOW)
    assert home.shelf.latest(kept.id) == kept
    (row,) = home.ledger.rows("access.deny")
    assert row.actor == who.person_id


def test_the_first_approver_cannot_be_the_second(home: Home):
    kept = home.submitted(needs_second_approver=True, created_by="a-1")
    home.desk.approve(kept.id, SECOND, NOW)
    assert home.desk.approve(kept.id, SECOND, NOW).status == "awaiting_second"
    assert home.desk.waiting(SECOND) == []
    assert home.desk.approve(kept.id, ANOTHER_SECOND, NOW).status == "delivered"


def test_a_blocked_plan_cannot_be_approved(home: Home):
    verdict = Verdict(
        rule="mtg.dti", title="月供与收入比", title_en="Payment to income", decision="block",
        reason="超过上限", reason_en="above the cap",
    )  # fmt: skip
    kept = home.submitted(verdicts=(verdict,))
    with pytest.raises(PlanBlocked) as refused:
        home.desk.approve(kept.id, ADVISOR, NOW)
    assert refused.value.rules == ("mtg.dti",)
    assert home.desk.plan(kept.id, ADVISOR).status == "in_review"


def test_a_customer_sees_no_content_before_approval(home: Home):
    kept = home.submitted(created_by="a-1", needs_second_approver=True)
    assert not home.desk.visible(kept, CUSTOMER)
    with pytest.raises(NotAllowed, match="审核"):
        home.desk.plan(kept.id, CUSTOMER)
    (shown,) = home.desk.of_customer("c-1", CUSTOMER)
    assert shown.title == "留学方案"
    assert shown.status == "in_review"
    assert (shown.sections, shown.assumptions, shown.figures) == ((), (), ())


def test_a_customer_reads_a_delivered_plan_and_nobody_elses(home: Home):
    approved = home.delivered()
    assert home.desk.plan(approved.id, CUSTOMER) == approved
    assert home.desk.of_customer("c-1", CUSTOMER) == [approved]
    with pytest.raises(NotAllowed):
        home.desk.plan(approved.id, STRANGER)
    with pytest.raises(NotAllowed):
        home.desk.of_customer("c-1", STRANGER)


def test_staff_see_only_the_plans_they_may_read(home: Home):
    kept = home.submitted()
    assert home.desk.of_customer("c-1", ADVISOR) == [kept]
    assert home.desk.of_customer("c-1", OTHER_ADVISOR) == []
    assert home.desk.of_customer("c-1", COMPLIANCE) == [kept]


def test_an_edit_is_the_next_version_and_reviewed_again(home: Home):
    kept = home.submitted(needs_second_approver=True)
    home.desk.approve(kept.id, ADVISOR, NOW)
    edited = home.desk.edit(kept.id, CHANGES, SECOND, LATER)
    assert (edited.version, edited.status, edited.approved_by) == (2, "in_review", None)
    assert edited.assumptions[0].value == "25000"
    assert edited.created_by == "assistant"
    assert home.open_tasks() == [("plan_review", "a-1")]
    assert home.actions()[-1] == "plan.edit"
    assert home.desk.plan(kept.id, ADVISOR, version=1).assumptions[0].value == "24000"
    assert [one.version for one in home.desk.versions(kept.id, ADVISOR)] == [1, 2]


def test_the_advisor_who_edited_may_still_approve(home: Home):
    kept = home.submitted()
    home.desk.edit(kept.id, CHANGES, ADVISOR, NOW)
    assert home.desk.approve(kept.id, ADVISOR, NOW).status == "delivered"


def test_a_delivered_plan_is_no_longer_edited(home: Home):
    approved = home.delivered()
    with pytest.raises(WrongStatus, match="已送达"):
        home.desk.edit(approved.id, CHANGES, ADVISOR, NOW)


def test_only_the_first_of_two_edits_of_one_version_is_kept(home: Home):
    kept = home.submitted()

    def slow(old: Plan, changes: Sequence[AssumptionChange], now: datetime, by: str) -> Plan:
        home.desk.edit(old.id, CHANGES, ADVISOR, now)
        return redraft(old, changes, now, by)

    slow_desk = Desk(home.shelf, slow, Access(), home.ledger, home.inbox, home.tasks, home.records)
    with pytest.raises(VersionConflict, match="最新版本"):
        slow_desk.edit(kept.id, CHANGES, ADVISOR, LATER)
    assert [one.version for one in home.shelf.versions(kept.id)] == [1, 2]
    assert home.actions().count("plan.edit") == 1


def test_an_approval_while_figures_are_computed_wins(home: Home):
    kept = home.submitted()

    def slow(old: Plan, changes: Sequence[AssumptionChange], now: datetime, by: str) -> Plan:
        home.desk.approve(old.id, ADVISOR, now)
        return redraft(old, changes, now, by)

    slow_desk = Desk(home.shelf, slow, Access(), home.ledger, home.inbox, home.tasks, home.records)
    with pytest.raises(WrongStatus):
        slow_desk.edit(kept.id, CHANGES, ADVISOR, LATER)
    assert [one.status for one in home.shelf.versions(kept.id)] == ["delivered"]


def test_others_may_not_edit(home: Home):
    kept = home.submitted()
    with pytest.raises(NotAllowed):
        home.desk.edit(kept.id, CHANGES, CUSTOMER, NOW)
    assert [one.details["act"] for one in home.ledger.rows("access.deny")] == ["plan.edit"]


def test_a_returned_plan_tells_the_customer_no_inner_reason(home: Home):
    kept = home.submitted()
    returned = home.desk.send_back(kept.id, "学费与通知书不符", ADVISOR, NOW)
    home.desk.send_back(kept.id, "学费与通知书不符", ADVISOR, NOW)
    assert (returned.status, returned.return_reason) == ("returned", "学费与通知书不符")
    (note,) = home.inbox.unseen("c-1")
    assert note.kind == "plan_returned"
    assert "通知书" not in note.text
    assert home.open_tasks() == [("plan_review", "a-1")]
    assert home.actions() == ["plan.draft", "plan.return"]
    assert home.ledger.rows("plan.return")[0].details["reason"] == "学费与通知书不符"
    assert home.desk.waiting(ADVISOR) == [returned]
    edited = home.desk.edit(kept.id, CHANGES, ADVISOR, LATER)
    assert home.desk.approve(edited.id, ADVISOR, LATER).return_reason is None


def test_a_second_approver_may_return_a_plan(home: Home):
    kept = home.submitted(needs_second_approver=True)
    home.desk.approve(kept.id, ADVISOR, NOW)
    returned = home.desk.send_back(kept.id, "请核对汇率", SECOND, NOW)
    assert (returned.status, returned.approved_by) == ("returned", None)


@pytest.mark.parametrize("reason", ["", "  "])
def test_turning_down_needs_a_reason(home: Home, reason: str):
    kept = home.submitted()
    with pytest.raises(ReasonMissing):
        home.desk.send_back(kept.id, reason, ADVISOR, NOW)
    with pytest.raises(ReasonMissing):
        home.desk.reject(kept.id, reason, ADVISOR, NOW)


def test_a_rejected_plan_is_over(home: Home):
    kept = home.submitted()
    assert home.desk.reject(kept.id, "客户已改变主意", ADVISOR, NOW).status == "rejected"
    assert home.desk.reject(kept.id, "客户已改变主意", ADVISOR, NOW).status == "rejected"
    assert [one.kind for one in home.inbox.all("c-1")] == ["message"]
    assert home.open_tasks() == []
    with pytest.raises(WrongStatus):
        home.desk.approve(kept.id, ADVISOR, NOW)


@pytest.mark.parametrize(("answer", "status"), [("accept", "accepted"), ("decline", "declined")])
def test_a_customer_answers_once(home: Home, answer: Any, status: str):
    approved = home.delivered()
    for _ in range(2):
        assert home.desk.answer(approved.id, answer, CUSTOMER, LATER).status == status
    assert home.actions().count(f"plan.{answer}") == 1
    (delivery,) = home.inbox.all("c-1")
    assert (delivery.answer, delivery.seen_at) == (answer, LATER)
    other: Any = "decline" if answer == "accept" else "accept"
    with pytest.raises(WrongStatus):
        home.desk.answer(approved.id, other, CUSTOMER, LATER)


@pytest.mark.parametrize("who", [STRANGER, ADVISOR, COMPLIANCE])
def test_nobody_answers_for_the_customer(home: Home, who: Speaker):
    approved = home.delivered()
    with pytest.raises(NotAllowed):
        home.desk.answer(approved.id, "accept", who, LATER)


def test_a_plan_past_its_validity_is_not_accepted(home: Home):
    approved = home.delivered()
    with pytest.raises(PlanExpired):
        home.desk.answer(approved.id, "accept", CUSTOMER, NOW + timedelta(days=31))


def test_unknown_plans_and_versions_are_not_found(home: Home):
    with pytest.raises(PlanNotFound):
        home.desk.plan("p-9", ADVISOR)
    with pytest.raises(PlanNotFound):
        home.desk.approve("p-9", ADVISOR, NOW)
    kept = home.submitted()
    with pytest.raises(PlanNotFound):
        home.desk.plan(kept.id, ADVISOR, version=7)


@pytest.mark.parametrize("table", ["privacy_ledger", "service_task", "service_delivery"])
def test_a_crash_between_two_statements_leaves_nothing(home: Home, table: str):
    kept = home.submitted()
    before = home.actions()
    with home.records.transaction() as connection:
        connection.execute(
            f"CREATE TRIGGER crash BEFORE {'UPDATE' if table == 'service_task' else 'INSERT'} "
            f"ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(Exception, match="the disk is full"):
        home.desk.approve(kept.id, ADVISOR, NOW)
    assert home.shelf.latest(kept.id) == kept
    assert home.actions() == before
    assert home.inbox.all("c-1") == []
    assert home.open_tasks() == [("plan_review", "a-1")]
    with home.records.transaction() as connection:
        connection.execute("DROP TRIGGER crash")
    assert home.desk.approve(kept.id, ADVISOR, NOW).status == "delivered"
    assert home.ledger.verify()


def test_listeners_hear_of_a_delivery_after_it_is_kept(home: Home):
    heard: list[int] = []
    home.inbox.listen(lambda one: heard.append(len(home.inbox.unseen(one.customer_id))))
    home.delivered()
    assert heard == [1]
