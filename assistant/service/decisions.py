"""Decisions on a plan: approve, return, reject, answer; each is one transaction."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from assistant.planning.model import Plan, PlanStatus
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.errors import NotAllowed
from assistant.privacy.ledger import Ledger
from assistant.privacy.masking import mask_text
from assistant.privacy.model import Act, AuditAction, AuditEntry, Speaker, Subject
from assistant.records import Records
from assistant.service.errors import (
    OwnDraft,
    PlanBlocked,
    PlanExpired,
    PlanNotFound,
    ReasonMissing,
    WrongStatus,
)
from assistant.service.inbox import Inbox
from assistant.service.model import Delivery
from assistant.service.notices import plan_ready, plan_rejected, plan_returned
from assistant.service.tasks import Tasks

OPEN: Final[tuple[PlanStatus, ...]] = ("in_review", "awaiting_second")
EDITABLE: Final[tuple[PlanStatus, ...]] = ("in_review", "returned", "awaiting_second")
ANSWERS: Final[dict[str, tuple[PlanStatus, AuditAction]]] = {
    "accept": ("accepted", "plan.accept"),
    "decline": ("declined", "plan.decline"),
}


@dataclass(frozen=True)
class Stamp:
    """By whom, when and why, as the ledger keeps it."""

    by: str
    now: datetime
    reason: str = ""


@dataclass(frozen=True)
class Decided:
    """A decision: on which plan, by whom, when, with which reason."""

    plan_id: str
    speaker: Speaker
    now: datetime
    reason: str = ""

    @property
    def by(self) -> str:
        """Who decides."""
        return self.speaker.person_id

    @property
    def stamp(self) -> Stamp:
        """The decision as the ledger keeps it."""
        return Stamp(self.by, self.now, self.reason)


@dataclass(frozen=True)
class TurnDown:
    """A way of not approving: the act, where it leaves the plan, what the customer is told."""

    act: Literal["plan.return", "plan.reject"]
    status: PlanStatus
    needed: tuple[PlanStatus, ...]
    notice: Callable[[Plan, datetime], Delivery]


RETURN: Final = TurnDown("plan.return", "returned", OPEN, plan_returned)
REJECT: Final = TurnDown("plan.reject", "rejected", EDITABLE, plan_rejected)


@dataclass(frozen=True)
class Decisions:
    """What may be decided on a plan, and what follows."""

    shelf: Shelf
    access: Access
    ledger: Ledger
    inbox: Inbox
    tasks: Tasks
    records: Records

    def approve(self, decided: Decided) -> None:
        """Approve; the last approval delivers the plan, and approving twice changes nothing."""
        delivery: Delivery | None = None
        with self._deciding(decided) as (plan, connection):
            if decided.by not in {plan.approved_by, plan.second_approved_by}:
                self._may_approve(plan, decided.speaker)
                delivery = self._approved(plan, decided, connection)
        if delivery is not None:
            self.inbox.announce(delivery)

    def turn_down(self, decided: Decided, way: TurnDown) -> None:
        """Return or reject; doing so twice changes nothing."""
        if not decided.reason.strip():
            raise ReasonMissing
        delivery: Delivery | None = None
        with self._deciding(decided) as (plan, connection):
            if plan.status != way.status:
                self.access.require(decided.speaker, way.act, subject_of(plan))
                needs(plan, way.needed)
                delivery = self._turned_down(plan, decided, way, connection)
        if delivery is not None:
            self.inbox.announce(delivery)

    def answer(self, decided: Decided, answer: Literal["accept", "decline"]) -> None:
        """Keep the customer's answer; the same answer again changes nothing."""
        status, action = ANSWERS[answer]
        with self._deciding(decided) as (plan, connection):
            self.access.require(decided.speaker, "plan.answer", subject_of(plan))
            if plan.status == status:
                return
            needs(plan, ("delivered",))
            if decided.now.date() > plan.valid_until:
                raise PlanExpired(plan)
            after = plan.model_copy(update={"status": status})
            self.shelf.set_status(after, connection)
            self.note(action, after, decided.stamp, connection)
            self.inbox.answered(connection, plan.id, answer, decided.now)
            self.tasks.close_for_plan(connection, plan.id, decided.by, decided.now)

    def newest(self, plan_id: str) -> Plan:
        """The newest version.

        Raises:
            PlanNotFound: There is no such plan.
        """
        plan = self.shelf.latest(plan_id)
        if plan is None:
            raise PlanNotFound(plan_id)
        return plan

    def note(
        self, action: AuditAction, plan: Plan, stamp: Stamp, connection: sqlite3.Connection
    ) -> None:
        """Add the act to the ledger within the transaction; reasons are kept, figures are not."""
        details = {"version": str(plan.version), "pack": plan.pack, "status": plan.status}
        if stamp.reason.strip():
            details["reason"] = mask_text(stamp.reason.strip())
        entry = AuditEntry(
            at=stamp.now, actor=stamp.by, action=action, subject=plan.id,
            customer_id=plan.customer_id, details=details,
        )  # fmt: skip
        self.ledger.append(entry, connection)

    def open_task(
        self,
        reason: Literal["plan_review", "second_approval"],
        plan: Plan,
        now: datetime,
        connection: sqlite3.Connection,
    ) -> None:
        """Let the plan wait for its advisor, or for any second approver."""
        self.tasks.open(
            customer_id=plan.customer_id,
            advisor_id=plan.advisor_id if reason == "plan_review" else None,
            reason=reason,
            note=f"{plan.title}（{plan.id} 第 {plan.version} 版）",
            now=now,
            plan_id=plan.id,
            connection=connection,
        )

    @contextmanager
    def recording_refusals(self, act: str, decided: Decided) -> Generator[None]:
        """Let the act run; when the policies refuse, the refusal enters the ledger."""
        try:
            yield
        except (NotAllowed, OwnDraft):
            plan = self.newest(decided.plan_id)
            entry = AuditEntry(
                at=decided.now,
                actor=decided.by,
                action="access.deny",
                subject=plan.id,
                customer_id=plan.customer_id,
                details={"act": act},
            )
            self.ledger.append(entry)
            raise

    @contextmanager
    def _deciding(self, decided: Decided) -> Generator[tuple[Plan, sqlite3.Connection]]:
        """The newest version, held still while the decision is made."""
        with (
            self.recording_refusals("plan.decide", decided),
            self.records.transaction() as connection,
        ):
            yield self.newest(decided.plan_id), connection

    def _may_approve(self, plan: Plan, speaker: Speaker) -> None:
        if plan.created_by == speaker.person_id:
            raise OwnDraft(plan.id)
        is_second = plan.status == "awaiting_second"
        act: Act = "plan.second_approve" if is_second else "plan.approve"
        self.access.require(speaker, act, subject_of(plan))
        needs(plan, OPEN)
        blocking = [one for one in plan.verdicts if one.decision == "block"]
        if blocking:
            raise PlanBlocked(plan.id, blocking)

    def _approved(
        self, plan: Plan, decided: Decided, connection: sqlite3.Connection
    ) -> Delivery | None:
        """Keep an approval and what follows; the delivery where it was the last one needed."""
        is_second = plan.status == "awaiting_second"
        after = approved(plan, decided)
        self.shelf.set_status(after, connection)
        action: AuditAction = "plan.second_approve" if is_second else "plan.approve"
        self.note(action, after, decided.stamp, connection)
        self.tasks.close_for_plan(connection, plan.id, decided.by, decided.now)
        if after.status == "awaiting_second":
            self.open_task("second_approval", after, decided.now, connection)
            return None
        delivery = plan_ready(after, decided.now)
        self.inbox.put(delivery, connection)
        self.note("plan.deliver", after, decided.stamp, connection)
        return delivery

    def _turned_down(
        self, plan: Plan, decided: Decided, way: TurnDown, connection: sqlite3.Connection
    ) -> Delivery:
        after = plan.model_copy(
            update={
                "status": way.status,
                "return_reason": decided.reason.strip(),
                "decided_at": decided.now,
                "approved_by": None,
                "second_approved_by": None,
            }
        )
        self.shelf.set_status(after, connection)
        self.note(way.act, after, decided.stamp, connection)
        self.tasks.close_for_plan(connection, plan.id, decided.by, decided.now)
        if way.status == "returned":
            self.open_task("plan_review", after, decided.now, connection)
        delivery = way.notice(after, decided.now)
        self.inbox.put(delivery, connection)
        return delivery


def approved(plan: Plan, decided: Decided) -> Plan:
    """The plan after one approval: awaiting the second, or delivered."""
    if plan.status == "awaiting_second":
        changes = {"second_approved_by": decided.by, "status": "delivered"}
    elif plan.needs_second_approver:
        changes = {"approved_by": decided.by, "status": "awaiting_second"}
    else:
        changes = {"approved_by": decided.by, "status": "delivered"}
    return plan.model_copy(update=changes | {"decided_at": decided.now, "return_reason": None})


def needs(plan: Plan, statuses: tuple[PlanStatus, ...]) -> None:
    """Return when the plan is in one of the statuses.

    Raises:
        WrongStatus: It is not.
    """
    if plan.status not in statuses:
        raise WrongStatus(plan, statuses)


def subject_of(plan: Plan) -> Subject:
    """The plan as the access policies see it."""
    return Subject(
        customer_id=plan.customer_id,
        advisor_id=plan.advisor_id,
        plan_status=plan.status,
        created_by=plan.created_by,
        approved_by=plan.approved_by,
        second_approved_by=plan.second_approved_by,
    )
