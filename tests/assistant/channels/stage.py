"""An application for the site's tests: real sign-in, access and records; the rest are fakes."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

from fastapi import FastAPI

from assistant.bootstrap import Application
from assistant.channels.web import site
from assistant.compliance.model import Basis, Verdict
from assistant.conversation.errors import MessageTooLong
from assistant.conversation.model import Citation, Context, OfferedAct, Reply, Understanding
from assistant.conversation.traces import Trace
from assistant.planning.errors import BadInput
from assistant.planning.figures import Figure, Table
from assistant.planning.model import (
    Assumption,
    AssumptionChange,
    Change,
    Line,
    Plan,
    PlanCitation,
    Section,
)
from assistant.privacy.access import Access
from assistant.privacy.errors import NotAllowed
from assistant.privacy.identity import Identity
from assistant.privacy.model import Speaker
from assistant.records import Records
from assistant.service.errors import PlanNotFound, ReasonMissing
from assistant.service.model import Delivery, Task
from graph.model import Need, SignalEvidence, Tag
from knowledge.model import Clause, Findings, Passage
from tests.builders import NOW, TODAY, advisor, buying_couple, quotes, studying_family
from tests.fakes import fake_bank

PASSWORD = "correct-horse"
SECRET = "a-secret-of-more-than-thirty-two-characters"
LONGEST = 8000

CUSTOMER = Speaker(username="chenjing", person_id="c-1", name="陈静", role="customer")
ADVISOR = Speaker(username="wangmin", person_id="a-1", name="王敏", role="advisor")
STRANGER = Speaker(username="lilei", person_id="a-2", name="李磊", role="advisor")
SECOND = Speaker(username="zhoulan", person_id="a-9", name="周岚", role="second_approver")
PEOPLE = (CUSTOMER, ADVISOR, STRANGER, SECOND)


def figure(**changes: Any) -> Figure:
    values: dict[str, Any] = {
        "key": "total_cny", "label": "三年总费用", "label_en": "Cost of three years",
        "value": Decimal("1085478.94"), "unit": "CNY", "formula": "cost_inflation",
        "inputs": {"tuition": "24000 GBP", "growth": "4%"}, "source": "客户提供", "as_of": TODAY,
    }  # fmt: skip
    return Figure(**(values | changes))


def schedule(rows: int = 4) -> Table:
    return Table(
        key="schedule", title="资金安排", title_en="Funding schedule",
        columns=("月份", "支付", "余额", "说明"), columns_en=("Month", "Paid", "Balance", "Note"),
        rows=tuple(
            (f"2028-{month + 1:02d}", "1,200.50", f"{9000 - 1000 * month:,}", "学费")
            for month in range(rows)
        ),
    )  # fmt: skip


def plan(**changes: Any) -> Plan:
    values: dict[str, Any] = {
        "id": "P-1", "version": 1, "customer_id": "c-1", "customer_name": "陈静",
        "pack": "study_abroad", "title": "留学资金方案", "title_en": "Study-abroad plan",
        "status": "in_review", "goal": "孩子去<英国>读本科", "created_at": NOW - timedelta(hours=3),
        "created_by": "c-1", "valid_until": date(2026, 12, 20), "advisor_id": "a-1",
        "needs_second_approver": True,
        "assumptions": (
            Assumption(
                key="tuition", label="学费", label_en="Tuition", value="24000", unit="GBP",
                source="客户提供", as_of=TODAY,
            ),
            Assumption(
                key="growth", label="学费增长率", label_en="Tuition growth", value="0.04",
                unit="ratio", source="示意值", as_of=TODAY, is_illustrative=True, low="0.02",
                high="0.06",
            ),
        ),
        "sections": tuple(
            Section(
                number=number, key=f"s{number}", title=f"第 {number} 节", title_en=f"Part {number}",
                lines=(
                    Line(
                        text=f"内容 {number}", text_en=f"Text {number}", figures=("total_cny",),
                        rules=("fx.quota",), citations=("cl-1",),
                    ),
                ),
                tables=(schedule(),) if number == 4 else (),
            )
            for number in range(14)
        ),
        "figures": (
            figure(),
            figure(key="ratio", label="负债率", unit="ratio", value=Decimal("0.1993")),
        ),
        "verdicts": (
            Verdict(
                rule="fx.quota", title="年度便利化额度", title_en="Annual quota", decision="review",
                reason="超过额度需凭材料办理", reason_en="Above the quota by documents",
                basis=(Basis(document="外汇管理条例", article="12", quote="真实合法"),),
            ),
        ),
        "citations": (
            PlanCitation(
                clause_id="cl-1", document="外汇管理条例", article="12",
                label="《外汇管理条例》第十二条", quote="应当具有真实、合法的交易基础。",
            ),
        ),
    }  # fmt: skip
    return Plan(**(values | changes))


def need(**changes: Any) -> Need:
    values: dict[str, Any] = {
        "id": "n-1", "customer_id": "c-1", "as_of": TODAY, "event": "study_abroad",
        "event_zh": "子女留学", "event_en": "Study abroad", "need": "留学资金",
        "probability_30": 0.2, "probability_90": 0.64, "probability_180": 0.8,
        "window_start": date(2027, 1, 1), "window_end": date(2027, 9, 1),
        "expected_lead_days": 200, "basis": "learned", "pack": "study_abroad",
        "evidence": (SignalEvidence(signal="fx", at=TODAY, text="近期购汇", text_en="FX bought"),),
        "contact": "allowed",
    }  # fmt: skip
    return Need(**(values | changes))


def tag() -> Tag:
    return Tag(
        key="child", dimension="basic", value="1", label="有高中生子女", label_en="Has a teenager",
        source="customers", as_of=TODAY, legal_basis="合同所必需", explain="依据子女出生年",
        explain_en="From the child's birth year", status="contested",
    )  # fmt: skip


def reply(**changes: Any) -> Reply:
    values: dict[str, Any] = {
        "text": "三年约需 1,085,478.94 元。\n\n内容由人工智能生成。", "lang": "zh",
        "outcome": "answered", "engine": "local", "figures": (figure(),), "tables": (schedule(),),
        "citations": (
            Citation(
                clause_id="cl-1", document="外汇管理条例", article="12",
                label="《外汇管理条例》第十二条", quote="真实、合法的交易基础",
            ),
        ),
        "acts": (
            OfferedAct(act="not_interested", target="n-1", label="不感兴趣", needs_reason=False),
        ),
        "trace_id": "t-1",
    }  # fmt: skip
    return Reply(**(values | changes))


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


def trace(**changes: Any) -> Trace:
    context = Context(
        conversation_id="k-1", speaker=CUSTOMER, customer_id="c-1", now=NOW, channel="api"
    )
    values: dict[str, Any] = {
        "id": "t-1", "context": context, "message": "多少钱", "memory": {},
        "understanding": Understanding(commands=(), lang="zh", confidence=1.0, engine="local"),
        "consents": (), "tape": (), "evidence": {}, "drafted": "", "reply": reply(),
    }  # fmt: skip
    return Trace(**(values | changes))


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
    def search(self, question: str, as_of: date, limit: int = 5) -> Findings:
        clause = Clause(
            id="cl-1", document_id="d-1", document="信用卡办法", article="15", label="第十五条",
            heading=(), text="应当披露。", source="manual",
        )  # fmt: skip
        passage = Passage(clause=clause, score=0.9, found_by="hybrid")
        return Findings(question=question, as_of=as_of, passages=(passage,)[:limit])


class FakeDrafter:
    """Drafts the plan it was given, or refuses for lack of inputs."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal

    def draft(self, pack: str, said: Any, customer_id: str, now: datetime, by: str) -> Plan:
        if self.refusal is not None:
            raise self.refusal
        return plan(id="P-2", pack=pack, customer_id=customer_id, created_by=by)


def task(**changes: Any) -> Task:
    values: dict[str, Any] = {
        "id": "k-1", "customer_id": "c-1", "advisor_id": "a-1", "reason": "plan_review",
        "note": "审核留学方案", "opened_at": NOW, "due_at": NOW - timedelta(hours=1),
        "plan_id": "P-1",
    }  # fmt: skip
    return Task(**(values | changes))


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
        "catalogue": SimpleNamespace(packs=packs),
        "library": FakeLibrary(),
        "advisor": FakeAdvisor(),
        "traces": FakeTraces(),
        "desk": FakeDesk(plan()),
        "inbox": FakeInbox(),
        "tasks": FakeTasks(task()),
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
