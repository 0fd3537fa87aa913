"""The desk: what happens to a draft until its customer has answered it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from assistant.planning.model import AssumptionChange, Plan
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import Speaker, Subject
from assistant.records import Records
from assistant.service.decisions import (
    EDITABLE,
    REJECT,
    RETURN,
    Decided,
    Decisions,
    Stamp,
    needs,
    subject_of,
)
from assistant.service.errors import PlanNotFound
from assistant.service.inbox import Inbox
from assistant.service.tasks import Tasks

Redraft = Callable[[Plan, tuple[AssumptionChange, ...], datetime, str], Plan]
"""The next version of a plan after changes, at a moment, by a person."""

REVIEWED_AGAIN: Final[dict[str, object]] = {
    "status": "in_review", "approved_by": None, "second_approved_by": None,
    "return_reason": None, "decided_at": None,
}  # fmt: skip
"""A version that was edited starts its review afresh."""

CONTENT: Final[dict[str, object]] = {
    "status": "in_review", "goal": "", "assumptions": (), "sections": (), "figures": (),
    "verdicts": (), "citations": (), "changes": (), "approved_by": None,
    "second_approved_by": None, "return_reason": None, "decided_at": None,
}  # fmt: skip
"""What a customer does not see of a plan that is under review."""


@dataclass(frozen=True)
class Desk:
    """Review, delivery and answer of plans.

    Every act is one transaction with its ledger rows; a second click changes nothing more.
    """

    shelf: Shelf
    redraft: Redraft
    access: Access
    ledger: Ledger
    inbox: Inbox
    tasks: Tasks
    records: Records
    listeners: tuple[Callable[[Plan], None], ...] = ()
    """Who hears of every version, once it is kept."""

    def submit(self, plan: Plan, now: datetime) -> Plan:
        """The draft, kept and waiting for its advisor.

        Raises:
            WrongStatus: The plan is no draft.
            VersionConflict: This version is kept already.
        """
        needs(plan, ("draft",))
        kept = plan.model_copy(update={"status": "in_review"})
        stamp = Stamp(plan.created_by, now)
        with self.records.transaction() as connection:
            self.shelf.add(kept, connection)
            self._decisions.note("plan.draft", kept, stamp, connection)
            self._decisions.open_task("plan_review", kept, now, connection)
        return self._told(plan.id)

    def waiting(self, speaker: Speaker) -> list[Plan]:
        """What waits for this member of staff, oldest first; [] for none.

        An advisor has the plans of their customers in review or returned; a second approver
        those awaiting a second approval, and those an advisor started and may not approve.
        """
        return [one for one in self.shelf.with_status(*EDITABLE) if self._waits(one, speaker)]

    def plan(self, plan_id: str, speaker: Speaker, version: int | None = None) -> Plan:
        """A plan, the newest version where none is named.

        Raises:
            PlanNotFound: There is no such plan or version.
            NotAllowed: The speaker may not read it.
        """
        found = self._decisions.newest(plan_id)
        self.access.require(speaker, "plan.read", subject_of(found))
        if version is None or version == found.version:
            return found
        older = self.shelf.version(plan_id, version)
        if older is None:
            raise PlanNotFound(plan_id)
        self.access.require(speaker, "plan.read", subject_of(older))
        return older

    def versions(self, plan_id: str, speaker: Speaker) -> list[Plan]:
        """Every version the speaker may read, oldest first.

        Raises:
            PlanNotFound: There is no such plan.
            NotAllowed: The speaker may not read it.
        """
        self.plan(plan_id, speaker)
        return [
            one
            for one in self.shelf.versions(plan_id)
            if not speaker.is_customer or self.visible(one, speaker)
        ]

    def of_customer(self, customer_id: str, speaker: Speaker) -> list[Plan]:
        """The customer's plans, newest first; of those under review a customer gets no content.

        Raises:
            NotAllowed: A customer asks for somebody else's.
        """
        found = self.shelf.of_customer(customer_id)
        if speaker.is_customer:
            self.access.require(speaker, "inbox.read", Subject(customer_id=customer_id))
            return [one if self.visible(one, speaker) else _titled_only(one) for one in found]
        return [one for one in found if self.visible(one, speaker)]

    def under_review(self, customer_id: str, pack: str) -> list[Plan]:
        """The customer's plans of a pack that await a decision, newest first; [] for none."""
        open_statuses = {"in_review", "awaiting_second"}
        return [
            one
            for one in self.shelf.of_customer(customer_id)
            if one.pack == pack and one.status in open_statuses
        ]

    def visible(self, plan: Plan, speaker: Speaker) -> bool:
        """Whether the speaker may read the content of the plan."""
        return self.access.decide(speaker, "plan.read", subject_of(plan)).allowed

    def edit(
        self, plan_id: str, changes: Sequence[AssumptionChange], speaker: Speaker, now: datetime
    ) -> Plan:
        """The next version, computed again with `changes` and back in review.

        Raises:
            NotAllowed, WrongStatus: The speaker may not, or the plan is past editing.
            VersionConflict: Somebody else's edit was kept first.
        """
        before = self._decisions.newest(plan_id)
        decided = Decided(plan_id, speaker, now)
        with self._decisions.recording_refusals("plan.edit", decided):
            self.access.require(speaker, "plan.edit", subject_of(before))
        needs(before, EDITABLE)
        redrafted = self.redraft(before, tuple(changes), now, speaker.person_id)
        after = redrafted.model_copy(update=REVIEWED_AGAIN | {"created_by": before.created_by})
        with self.records.transaction() as connection:
            # The plan may have been approved while the figures were computed.
            needs(self._decisions.newest(plan_id), (before.status,))
            self.shelf.add(after, connection)
            self._decisions.note("plan.edit", after, decided.stamp, connection)
            self.tasks.close_for_plan(connection, plan_id, speaker.person_id, now)
            self._decisions.open_task("plan_review", after, now, connection)
        return self._told(plan_id)

    def approve(self, plan_id: str, speaker: Speaker, now: datetime) -> Plan:
        """The plan after this approval: waiting for a second approver, or delivered.

        Approving twice gives the plan as it is.

        Raises:
            NotAllowed, OwnDraft: The speaker may not approve it; the refusal is recorded.
            WrongStatus, PlanBlocked: The plan cannot be approved as it stands.
        """
        self._decisions.approve(Decided(plan_id, speaker, now))
        return self._decisions.newest(plan_id)

    def send_back(self, plan_id: str, reason: str, speaker: Speaker, now: datetime) -> Plan:
        """The plan, returned to be improved; its customer learns no inner reasons.

        Raises:
            ReasonMissing, NotAllowed, WrongStatus: It cannot go back.
        """
        self._decisions.turn_down(Decided(plan_id, speaker, now, reason), RETURN)
        return self._decisions.newest(plan_id)

    def reject(self, plan_id: str, reason: str, speaker: Speaker, now: datetime) -> Plan:
        """The plan, rejected for good; its customer hears from the advisor.

        Raises:
            ReasonMissing, NotAllowed, WrongStatus: It cannot be rejected.
        """
        self._decisions.turn_down(Decided(plan_id, speaker, now, reason), REJECT)
        return self._decisions.newest(plan_id)

    def answer(
        self, plan_id: str, answer: Literal["accept", "decline"], speaker: Speaker, now: datetime
    ) -> Plan:
        """The plan with its customer's answer; the same answer again changes nothing.

        Raises:
            NotAllowed, WrongStatus, PlanExpired: It cannot be answered.
        """
        self._decisions.answer(Decided(plan_id, speaker, now), answer)
        return self._decisions.newest(plan_id)

    def _told(self, plan_id: str) -> Plan:
        """The newest version, after its listeners have heard of it."""
        newest = self._decisions.newest(plan_id)
        for listener in self.listeners:
            listener(newest)
        return newest

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self.shelf, self.access, self.ledger, self.inbox, self.tasks, self.records)

    def _waits(self, plan: Plan, speaker: Speaker) -> bool:
        if speaker.role == "advisor":
            return plan.advisor_id == speaker.person_id and plan.status != "awaiting_second"
        act = "plan.second_approve" if plan.status == "awaiting_second" else "plan.approve"
        is_second = speaker.role == "second_approver"
        return is_second and self.access.decide(speaker, act, subject_of(plan)).allowed


def _titled_only(plan: Plan) -> Plan:
    return plan.model_copy(update=CONTENT)
