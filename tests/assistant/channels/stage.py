"""An application for the site's tests: real sign-in, access and records; the rest are fakes."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

from fastapi import FastAPI

from assistant.bootstrap import Application
from assistant.channels.web import site
from assistant.conversation.errors import MessageTooLong
from assistant.conversation.model import Context, Reply
from assistant.conversation.traces import Trace
from assistant.planning.errors import BadInput
from assistant.planning.model import (
    AssumptionChange,
    Change,
    Plan,
)
from assistant.privacy.access import Access
from assistant.privacy.errors import NotAllowed
from assistant.privacy.identity import Identity
from assistant.privacy.model import Speaker
from assistant.records import Records
from assistant.service.errors import PlanNotFound, ReasonMissing
from assistant.service.foresight import EventMonth
from assistant.service.model import Delivery, Task
from graph.catalogue import load_catalogue
from graph.ground import Dependant
from graph.paths import Likeness, NeedPath
from knowledge import Filters
from knowledge.model import Clause, Findings, Passage
from tests.assistant.channels.values import (
    ADVISOR,
    CUSTOMER,
    SECOND,
    STRANGER,
    figure,
    need,
    plan,
    reply,
    tag,
    task,
)
from tests.builders import NOW, TODAY, advisor, buying_couple, quotes, studying_family
from tests.fakes import fake_bank

PASSWORD = "correct-horse"
SECRET = "a-secret-of-more-than-thirty-two-characters"
LONGEST = 8000

PEOPLE = (CUSTOMER, ADVISOR, STRANGER, SECOND)


class FakeAdvisor:
    """Answers every message with one reply and keeps what it was asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[Context, str]] = []
        self.clicks: list[tuple[str, str, str | None]] = []
        self.reply_given = reply()

    def reply(self, context: Context, message: str) -> Reply:
        if len(message) > LONGEST:
            raise MessageTooLong(len(message), LONGEST)
        self.heard.append((context, message))
        return self.reply_given

    def stream(self, context: Context, message: str) -> Iterator[str | Reply]:
        whole = self.reply(context, message)
        yield whole.text[:6]
        yield whole.text[6:]
        yield whole

    def greet(self, context: Context) -> Reply:
        self.heard.append((context, ""))
        return self.reply_given

    def click(self, context: Context, act: str, target: str, reason: str | None = None) -> Reply:
        self.clicks.append((act, target, reason))
        return self.reply_given


class FakeTraces:
    def __init__(self) -> None:
        self.kept: dict[str, Trace] = {}

    def trace(self, trace_id: str) -> Trace:
        return self.kept[trace_id]

    def of_conversation(self, conversation_id: str, person_id: str) -> list[Trace]:
        found = [one for one in self.kept.values() if one.context.speaker.person_id == person_id]
        return [one for one in found if one.context.conversation_id == conversation_id]


class FakeDesk:
    """Plans in memory; a tuition edited doubles the total, so that a change is seen."""

    def __init__(self, *plans: Plan) -> None:
        self.kept = {one.id: [one] for one in plans}
        self.answers: list[tuple[str, str]] = []

    def waiting(self, speaker: Speaker) -> list[Plan]:
        status = "awaiting_second" if speaker.role == "second_approver" else "in_review"
        return [kept[-1] for kept in self.kept.values() if kept[-1].status == status]

    def plan(self, plan_id: str, speaker: Speaker, version: int | None = None) -> Plan:
        if plan_id not in self.kept or (version or 1) > len(self.kept[plan_id]):
            raise PlanNotFound(plan_id)
        found = self.kept[plan_id][-1 if version is None else version - 1]
        if speaker.is_customer and found.customer_id != speaker.person_id:
            raise NotAllowed("这不是您的方案。", "This plan is not yours.")
        return found

    def versions(self, plan_id: str, speaker: Speaker) -> list[Plan]:
        self.plan(plan_id, speaker)
        return self.kept[plan_id]

    def of_customer(self, customer_id: str, speaker: Speaker) -> list[Plan]:
        return [kept[-1] for kept in self.kept.values() if kept[-1].customer_id == customer_id]

    def submit(self, plan: Plan, now: datetime) -> Plan:
        self.kept[plan.id] = [plan]
        return plan

    def edit(
        self, plan_id: str, changes: Sequence[AssumptionChange], speaker: Speaker, now: datetime
    ) -> Plan:
        found = self.plan(plan_id, speaker)
        typed = {one.key: one.value for one in changes}
        if not typed.get("tuition", "1").replace(".", "").isdigit():
            raise BadInput("tuition", "学费应为数字。", "Tuition must be a number.")
        assumptions = tuple(
            one.model_copy(update={"value": typed.get(one.key, one.value)})
            for one in found.assumptions
        )
        figures = (figure(value=Decimal("2170957.88")), *found.figures[1:])
        change = Change(version=found.version + 1, at=now, by=speaker.person_id, summary="改学费")
        return self._keep(
            found,
            version=found.version + 1,
            assumptions=assumptions,
            figures=figures,
            changes=(*found.changes, change),
        )

    def approve(self, plan_id: str, speaker: Speaker, now: datetime) -> Plan:
        found = self.plan(plan_id, speaker)
        if found.created_by == speaker.person_id:
            raise NotAllowed("不能审批自己的草稿。", "Nobody approves their own draft.")
        if found.status == "in_review":
            return self._replace(found, status="awaiting_second", approved_by=speaker.person_id)
        return self._replace(found, status="delivered", second_approved_by=speaker.person_id)

    def send_back(self, plan_id: str, reason: str, speaker: Speaker, now: datetime) -> Plan:
        if not reason:
            raise ReasonMissing
        return self._replace(self.plan(plan_id, speaker), status="returned", return_reason=reason)

    def reject(self, plan_id: str, reason: str, speaker: Speaker, now: datetime) -> Plan:
        if not reason:
            raise ReasonMissing
        return self._replace(self.plan(plan_id, speaker), status="rejected", return_reason=reason)

    def answer(self, plan_id: str, answer: str, speaker: Speaker, now: datetime) -> Plan:
        self.answers.append((plan_id, answer))
        return self._replace(self.plan(plan_id, speaker), status="accepted")

    def _keep(self, found: Plan, **changes: Any) -> Plan:
        self.kept[found.id].append(found.model_copy(update=changes))
        return self.kept[found.id][-1]

    def _replace(self, found: Plan, **changes: Any) -> Plan:
        self.kept[found.id][-1] = found.model_copy(update=changes)
        return self.kept[found.id][-1]


class FakeInbox:
    def __init__(self) -> None:
        self.waiting: list[Delivery] = []
        self.listeners: list[Callable[[Delivery], None]] = []
        self.seen: list[str] = []

    def unseen(self, customer_id: str) -> list[Delivery]:
        mine = [one for one in self.waiting if one.customer_id == customer_id]
        return [one for one in mine if one.id not in self.seen]

    def mark_seen(self, delivery_id: str, now: datetime) -> None:
        self.seen.append(delivery_id)

    def listen(self, callback: Callable[[Delivery], None]) -> None:
        self.listeners.append(callback)


class FakeTasks:
    def __init__(self, *tasks: Task) -> None:
        self.kept = list(tasks)

    def of_staff(self, speaker: Speaker) -> list[Task]:
        return [one for one in self.kept if one.advisor_id in {None, speaker.person_id}]


class FakeLibrary:
    def clauses(self) -> list[Clause]:
        return [one.clause for one in self.search("", TODAY).passages]

    def search(
        self, question: str, as_of: date, limit: int = 5, filters: Filters | None = None
    ) -> Findings:
        clause = Clause(
            id="cl-1", document_id="d-1", document="信用卡办法", article="15", label="第十五条",
            heading=(), text="应当披露。", source="manual",
        )  # fmt: skip
        passage = Passage(clause=clause, score=0.9, found_by="hybrid")
        return Findings(question=question, as_of=as_of, passages=(passage,)[:limit])


class FakeRecheck:
    """Answers with the dependants it was given that rest on what is asked."""

    def __init__(self, *held: Dependant) -> None:
        self.held = held

    def rests_on(self, clauses: Iterable[str]) -> list[Dependant]:
        asked = list(clauses)
        return [one for one in self.held if one.clause_id in asked]


class FakePaths:
    """Answers with the path and the likeness it was given, and keeps whose customers were asked."""

    def __init__(self, *held: NeedPath, likeness: Likeness | None = None) -> None:
        self.held = held
        self.likeness = likeness
        self.advisors: list[str | None] = []

    def of(self, customer_id: str, now: datetime, event: str | None = None) -> list[NeedPath]:
        return [
            one
            for one in self.held
            if one.customer_id == customer_id and event in {None, one.event.id}
        ]

    def like(
        self, customer_id: str, event: str, now: datetime, advisor_id: str | None = None
    ) -> Likeness | None:
        self.advisors.append(advisor_id)
        return self.likeness


class FakeForesight:
    """Answers with the rows it was given, and keeps for whom and for how long it was asked."""

    def __init__(self, *rows: EventMonth) -> None:
        self.rows = rows
        self.asked: list[tuple[int, str | None]] = []

    def report(
        self, now: datetime, months: int = 6, advisor_id: str | None = None
    ) -> list[EventMonth]:
        self.asked.append((months, advisor_id))
        return list(self.rows)


class FakeDrafter:
    """Drafts the plan it was given, or refuses for lack of inputs."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal

    def draft(self, pack: str, said: Any, customer_id: str, now: datetime, by: str) -> Plan:
        if self.refusal is not None:
            raise self.refusal
        return plan(id="P-2", pack=pack, customer_id=customer_id, created_by=by)


def stage(home: Path, **parts: Any) -> Any:
    """The application below `home`; `parts` replace its own."""
    records = Records(home / "advisor.sqlite")
    records.path.write_bytes(_signed_up())
    identity = Identity(records)
    files = (studying_family(tags=(tag(),)), buying_couple())
    packs = [SimpleNamespace(key="study_abroad", zh="留学", en="Study abroad")]
    own: dict[str, Any] = {
        "settings": SimpleNamespace(home=home),
        "secret": SECRET,
        "records": records,
        "identity": identity,
        "access": Access(),
        "bank": fake_bank(files, (), quotes(), (advisor(),), (need(),)),
        "catalogue": SimpleNamespace(packs=packs, contact=load_catalogue().contact),
        "library": FakeLibrary(),
        "advisor": FakeAdvisor(),
        "traces": FakeTraces(),
        "desk": FakeDesk(plan()),
        "inbox": FakeInbox(),
        "tasks": FakeTasks(task()),
        "recheck": FakeRecheck(),
        "paths": FakePaths(),
        "foresight": FakeForesight(),
        "drafter": FakeDrafter(),
        "clock": lambda: NOW,
    }
    return SimpleNamespace(**(own | parts))


@cache
def _signed_up() -> bytes:
    """Records in which everybody can sign in; made once, since hashing takes its time."""
    with TemporaryDirectory() as folder:
        records = Records(Path(folder) / "records.sqlite")
        identity = Identity(records)
        for one in PEOPLE:
            identity.add(one.username, PASSWORD, one)
        with closing(sqlite3.connect(records.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return records.path.read_bytes()


@cache
def _site() -> FastAPI:
    return site(as_application(SimpleNamespace()))


def opened(staged: Any) -> FastAPI:
    """The site over this stage; it is built once, since describing every route takes its time."""
    app = _site()
    app.state.application = staged
    return app


def as_application(staged: Any) -> Application:
    """The stage where an application is asked for."""
    return cast("Application", staged)
