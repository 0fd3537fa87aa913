"""The twenty-four-hour clock: a delivered plan nobody answered becomes the advisor's task."""

from datetime import datetime, timedelta
from typing import Final

from assistant.planning.model import Plan
from assistant.planning.shelf import Shelf
from assistant.service.inbox import Inbox
from assistant.service.model import Task
from assistant.service.tasks import Tasks

PATIENCE: Final = timedelta(hours=24)
"""How long a customer has before somebody asks."""


class FollowUp:
    """Which deliveries nobody has answered in time."""

    def __init__(self, shelf: Shelf, inbox: Inbox, tasks: Tasks) -> None:
        self._shelf = shelf
        self._inbox = inbox
        self._tasks = tasks

    def due(self, now: datetime) -> list[Task]:
        """The tasks for plans unanswered for a day, opened once each; [] for none."""
        unanswered = (one for one in self._shelf.with_status("delivered") if self._waits(one, now))
        return [self._opened(one, now) for one in unanswered]

    def _waits(self, plan: Plan, now: datetime) -> bool:
        delivered = [one for one in self._inbox.of_plan(plan.id) if one.kind == "plan"]
        return bool(delivered) and delivered[-1].delivered_at + PATIENCE <= now

    def _opened(self, plan: Plan, now: datetime) -> Task:
        note = f"方案已送达一天未答复：{plan.title} / unanswered for a day: {plan.title_en}"
        return self._tasks.open(
            customer_id=plan.customer_id,
            advisor_id=plan.advisor_id,
            reason="no_answer",
            note=note,
            now=now,
            plan_id=plan.id,
        )
