"""Rules, their verdicts, and the facts they are asked about."""

from decimal import Decimal
from typing import Final, Literal

from graph.model import RiskLevel
from graph.offers import ProductRisk
from graph.values import Value

Decision = Literal["block", "review", "disclose", "mask", "log"]
STRICTNESS: Final[tuple[Decision, ...]] = ("block", "review", "disclose", "mask", "log")
"""Decisions, strictest first."""


class Basis(Value):
    """A clause a rule rests on: `document` is a short title, `article` its number as cited.

    `status` says how far the text was read: only `full` is shown to a customer.
    """

    document: str
    article: str
    quote: str = ""
    status: Literal["full", "secondary", "none"] = "full"


class Verdict(Value):
    """One rule that fired: its decision, the reason in both languages, and its clauses."""

    rule: str
    title: str
    title_en: str
    decision: Decision
    reason: str
    reason_en: str
    basis: tuple[Basis, ...] = ()


class Rule(Value):
    """A rule in the bank's words: its decisions (the first is the usual one) and its clauses.

    `kept_by` says who keeps it: `facts` a function that looks at facts, `design` the way the
    program is built, `people` a procedure of the bank. `triggers` are patterns of words that make
    it look closer.
    """

    key: str
    title: str
    title_en: str
    text: str
    text_en: str
    decisions: tuple[Decision, ...]
    kept_by: Literal["facts", "design", "people"]
    basis: tuple[Basis, ...]
    triggers: tuple[str, ...] = ()


class Finding(Value):
    """What one rule says of the facts: a decision and its reason in both languages."""

    decision: Decision
    reason: str
    reason_en: str


class ProposedProduct(Value):
    """A product a plan or a reply would name."""

    code: str
    family: str
    risk_level: ProductRisk | None
    amount: Decimal | None = None
    lock_up_days: int | None = None
    qualified_investor_only: bool = False


class Facts(Value):
    """What the rules look at; a rule whose facts are absent (None) does not apply.

    Ratios are fractions, amounts CNY unless the name says otherwise. `is_plan` says that the
    facts are a plan's; `free_assets` are financial assets outside the emergency fund.
    """

    message: str | None = None
    reply: str | None = None
    lang: Literal["zh", "en"] = "zh"
    customer_age: int | None = None
    risk_level: RiskLevel | None = None
    risk_assessment_valid: bool | None = None
    has_profiling_consent: bool | None = None
    asks_about_another_person: bool | None = None
    products: tuple[ProposedProduct, ...] = ()
    is_plan: bool = False
    pack: str | None = None
    cross_border: bool | None = None
    loan_purpose: str | None = None
    loan_amount: Decimal | None = None
    loan_term_months: int | None = None
    down_payment_ratio: Decimal | None = None
    housing_ratio: Decimal | None = None
    all_debt_ratio: Decimal | None = None
    usd_by_year: dict[int, Decimal] = {}
    usd_by_documents: dict[int, Decimal] = {}
    quota_left: dict[int, Decimal] = {}
    insurance_gap: Decimal | None = None
    names_minor: bool | None = None
    is_staff: bool | None = None
    consent_withdrawn: bool | None = None
    reads_sensitive: bool | None = None
    has_sensitive_consent: bool | None = None
    youngest_age: int | None = None
    has_guardian_consent: bool | None = None
    shares_with_partner: bool | None = None
    has_partner_consent: bool | None = None
    recipient_country: str | None = None
    is_marketing: bool | None = None
    has_marketing_consent: bool | None = None
    qualified_investor: bool | None = None
    free_assets: Decimal | None = None
    horizon_days: int | None = None
    keeps_emergency_fund: bool | None = None
    self_payment: Decimal | None = None
    down_payment_borrowed: bool | None = None
    loan_to_value: Decimal | None = None
    premium_to_income: Decimal | None = None
    insurance_term_months: int | None = None
    outbound_usd: Decimal | None = None


def strictest(verdicts: tuple[Verdict, ...]) -> Decision | None:
    """The strictest decision of those that fired; None where none did."""
    fired = {one.decision for one in verdicts}
    return next((decision for decision in STRICTNESS if decision in fired), None)
