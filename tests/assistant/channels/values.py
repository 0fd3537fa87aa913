"""Values the site's tests show: people, a plan, a need, a reply and its trace."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assistant.compliance.model import Basis, Verdict
from assistant.conversation.model import Citation, Context, OfferedAct, Reply, Understanding
from assistant.conversation.traces import Trace
from assistant.planning.figures import Figure, Table
from assistant.planning.model import Assumption, Line, Plan, PlanCitation, Section
from assistant.privacy.model import Speaker
from assistant.service.model import Task
from graph.model import Need, SignalEvidence, Tag
from tests.builders import NOW, TODAY

CUSTOMER = Speaker(username="chenjing", person_id="c-1", name="陈静", role="customer")
ADVISOR = Speaker(username="wangmin", person_id="a-1", name="王敏", role="advisor")
STRANGER = Speaker(username="lilei", person_id="a-2", name="李磊", role="advisor")
SECOND = Speaker(username="zhoulan", person_id="a-9", name="周岚", role="second_approver")


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


def task(**changes: Any) -> Task:
    values: dict[str, Any] = {
        "id": "k-1", "customer_id": "c-1", "advisor_id": "a-1", "reason": "plan_review",
        "note": "审核留学方案", "opened_at": NOW, "due_at": NOW - timedelta(hours=1),
        "plan_id": "P-1",
    }  # fmt: skip
    return Task(**(values | changes))
