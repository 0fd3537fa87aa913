"""Valid values, one keyword to vary."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from assistant.planning.model import Assumption, Line, Plan, Section
from graph.model import (
    Account,
    Advisor,
    Consent,
    Customer,
    CustomerFile,
    Holding,
    Insurance,
    Loan,
    Need,
    Purpose,
    RiskAssessment,
    SignalEvidence,
)
from graph.offers import Product, Quote
from graph.paths import (
    NeedPath,
    PathClause,
    PathEvent,
    PathNeed,
    PathPack,
    PathPartner,
    PathProduct,
    PathSignal,
)

SHANGHAI = timezone(timedelta(hours=8))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


def consent(purpose: Purpose = "profiling", **changes: Any) -> Consent:
    values: dict[str, Any] = {
        "id": f"k-{purpose}",
        "purpose": purpose,
        "granted_at": datetime(2026, 1, 5, 1, 0, tzinfo=UTC),
    }
    return Consent(**(values | changes))


def customer(**changes: Any) -> Customer:
    values: dict[str, Any] = {
        "id": "c-1",
        "name": "陈静",
        "birth_date": date(1981, 3, 9),
        "children_birth_years": (2010,),
        "monthly_income": Decimal(55000),
        "advisor_id": "a-1",
    }
    return Customer(**(values | changes))


def assessment(level: str = "C3", **changes: Any) -> RiskAssessment:
    values: dict[str, Any] = {
        "id": "r-1",
        "level": level,
        "assessed_at": datetime(2026, 3, 18, 2, 0, tzinfo=UTC),
        "valid_until": date(2027, 3, 18),
    }
    return RiskAssessment(**(values | changes))


def advisor(**changes: Any) -> Advisor:
    values: dict[str, Any] = {"id": "a-1", "name": "王敏", "qualification_no": "AFP-110203"}
    return Advisor(**(values | changes))


def studying_family(**changes: Any) -> CustomerFile:
    """The household of golden case G1: child 16, C3, 1.2 million, mortgage 9,800 a month."""
    values: dict[str, Any] = {
        "customer": customer(),
        "tier": "potential",
        "accounts": (
            Account(id="acc-1", kind="current", balance=Decimal(180000), as_of=TODAY),
            Account(id="acc-2", kind="term", balance=Decimal(400000), as_of=TODAY),
        ),
        "holdings": (
            Holding(
                id="h-1", product_code="W-R2", product_name="稳健理财", family="wealth",
                risk_level="R2", quantity=Decimal(1), value=Decimal(350000), as_of=TODAY,
            ),
            Holding(
                id="h-2", product_code="F-R3", product_name="平衡基金", family="mutual_fund",
                risk_level="R3", quantity=Decimal(1), value=Decimal(270000), as_of=TODAY,
            ),
        ),
        "loans": (
            Loan(
                id="l-1", purpose="home_purchase", principal=Decimal(1500000),
                outstanding=Decimal("1072404.32"), annual_rate=Decimal("0.035"),
                granted_on=date(2017, 11, 20), term_months=240,
            ),
        ),
        "insurance": (Insurance(id="i-1", insured="self", cover=Decimal(500000)),),
        "assessments": (assessment(),),
        "consents": tuple(map(consent, ("profiling", "need_prediction", "marketing_contact"))),
        "advisor": advisor(),
        "living_month": Decimal(24000),
        "as_of": TODAY,
    }  # fmt: skip
    return CustomerFile(**(values | changes))


def buying_couple(**changes: Any) -> CustomerFile:
    """The household of golden case G2: 22,000 and 14,000 a month, savings 1.25 million."""
    values: dict[str, Any] = {
        "customer": customer(
            id="c-2", name="李明", birth_date=date(1994, 5, 2), children_birth_years=(),
            marital_status="married", monthly_income=Decimal(22000),
        ),
        "tier": "potential",
        "accounts": (Account(id="acc-9", kind="current", balance=Decimal(1250000), as_of=TODAY),),
        "assessments": (assessment(),),
        "consents": (consent("profiling"), consent("need_prediction")),
        "advisor": advisor(),
        "living_month": Decimal(12000),
        "as_of": TODAY,
    }  # fmt: skip
    return CustomerFile(**(values | changes))


def mortgage_product(**changes: Any) -> Product:
    """The bank's first-home mortgage at 3.10 % on the price sheet of the day."""
    values: dict[str, Any] = {
        "code": "M-FIRST", "name": "个人住房贷款（首套）", "name_en": "First-home mortgage",
        "family": "mortgage", "rate_low": Decimal("0.031"), "rate_high": Decimal("0.031"),
        "rate_kind": "loan_rate", "rate_source": "price sheet", "rate_as_of": date(2026, 11, 20),
    }  # fmt: skip
    return Product(**(values | changes))


def quotes() -> tuple[Quote, ...]:
    """The exchange rates of golden case G1."""
    day = date(2026, 11, 20)
    rates = {"GBPCNY": "9.31", "GBPUSD": "1.33", "USDCNY": "7.0"}
    return tuple(
        Quote(instrument=pair, day=day, kind="fx", value=Decimal(rate), source="demo")
        for pair, rate in rates.items()
    )


def plan(**changes: Any) -> Plan:
    """A draft for 陈静 as the assistant would start it, with a cover and an approval section."""
    values: dict[str, Any] = {
        "id": "p-1", "version": 1, "customer_id": "c-1", "customer_name": "陈静",
        "pack": "study_abroad_legacy", "title": "留学方案", "title_en": "Study-abroad plan",
        "status": "draft", "goal": "孩子去英国读本科", "created_at": NOW, "created_by": "assistant",
        "valid_until": TODAY + timedelta(days=30),
        "assumptions": (
            Assumption(
                key="tuition", label="学费", label_en="Tuition", value="24000", unit="GBP",
                source="客户口述", as_of=TODAY,
            ),
        ),
        "sections": tuple(
            Section(
                number=number, key=key, title=key, title_en=key,
                lines=(Line(text="待定", text_en="pending"),),
            )
            for number, key in ((0, "cover"), (13, "approval"))
        ),
        "figures": (), "verdicts": (), "citations": (), "needs_second_approver": False,
        "advisor_id": "a-1",
    }  # fmt: skip
    return Plan(**(values | changes))


def evidence(signal: str = "search:雅思", **changes: Any) -> SignalEvidence:
    values: dict[str, Any] = {
        "signal": signal, "at": TODAY - timedelta(days=10), "text": "您搜索了“李华 雅思报名”",
        "text_en": "You searched", "strength": 1.0, "half_life_days": 60,
    }  # fmt: skip
    return SignalEvidence(**(values | changes))


def foreseen(customer_id: str = "c-1", **changes: Any) -> Need:
    """A need of study abroad with two signals, in a pack of the catalogue."""
    event = changes.get("event", "study_abroad")
    values: dict[str, Any] = {
        "id": f"need-{customer_id}-{event}", "customer_id": customer_id, "as_of": TODAY,
        "event": event, "event_zh": "出国留学", "event_en": "Study abroad", "need": "学费",
        "probability_30": 0.2, "probability_90": 0.6, "probability_180": 0.8,
        "window_start": TODAY, "window_end": TODAY + timedelta(days=180),
        "expected_lead_days": 90, "basis": "declared", "contact": "allowed",
        "pack": "study_abroad_legacy",
        "evidence": (evidence(), evidence("exchange:tuition", strength=1.4)),
    }  # fmt: skip
    return Need(**(values | changes))


def need_path(**changes: Any) -> NeedPath:
    """A path of two signals to a pack with a product, a partner and a clause."""
    signals = tuple(
        PathSignal(
            kind=kind, at=TODAY - timedelta(days=30), as_of=TODAY - timedelta(days=30),
            strength=1.0, half_life_days=30, text=f"关于{kind}", text_en=f"about {kind}",
            row=f"{kind}/1",
        )
        for kind in ("exchange", "search")
    )  # fmt: skip
    values: dict[str, Any] = {
        "customer_id": "c-1", "signals": signals,
        "event": PathEvent(id="study_abroad", zh="出国留学", en="Study abroad"),
        "need": PathNeed(
            id="n-1", text="教育金", text_en="education money", as_of=TODAY, probability_30=0.2,
            probability_90=0.6, probability_180=0.8, window_start=TODAY,
            window_end=TODAY + timedelta(days=90), basis="declared", contact="allowed",
        ),
        "pack": PathPack(id="study", zh="留学包", en="Study pack"),
        "products": (PathProduct(code="D-1Y", name="存款", name_en="Deposit", family="deposit"),),
        "partners": (PathPartner(id="pt-1", name="远行留学", kind="agency"),),
        "clauses": (PathClause(id="m#1", title="手册 1"),),
    }  # fmt: skip
    return NeedPath(**(values | changes))
