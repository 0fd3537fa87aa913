"""What the bank knows of a customer, as values.

Amounts are `Decimal` in whole units of the currency beside them (CNY where none stands);
rates and probabilities are fractions; days are dates; instants carry their zone.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from graph.foreseen import Need as Need
from graph.foreseen import NeedAnswer as NeedAnswer
from graph.foreseen import SignalEvidence as SignalEvidence
from graph.foreseen import Suppression as Suppression
from graph.offers import ProductRisk
from graph.values import Value

RiskLevel = Literal["C1", "C2", "C3", "C4", "C5"]
Tier = Literal["mass", "potential", "hnw", "micro_business"]
Purpose = Literal[
    "profiling", "marketing_contact", "need_prediction", "partner_share", "sensitive_financial",
    "health", "location", "federated_learning", "outside_tax", "outside_social_security",
    "outside_provident_fund", "outside_ecommerce",
]  # fmt: skip


class Customer(Value):
    """A person or a micro-business, as the customers feed states it."""

    id: str
    name: str
    id_number: str | None = None
    phone: str | None = None
    birth_date: date | None = None
    gender: Literal["F", "M", "U"] = "U"
    city: str | None = None
    occupation: str | None = None
    employer: str | None = None
    education: str | None = None
    marital_status: Literal["single", "married", "divorced", "widowed", "unknown"] = "unknown"
    children_birth_years: tuple[int, ...] = ()
    monthly_income: Decimal | None = None
    kind: Literal["person", "micro_business"] = "person"
    opened_on: date | None = None
    advisor_id: str | None = None
    qualified_investor_until: date | None = None

    def age(self, today: date) -> int | None:
        """Whole years on `today`; None where the birth date is unknown."""
        if self.birth_date is None:
            return None
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (0 if had_birthday else 1)


class Account(Value):
    """A deposit account with its last known balance."""

    id: str
    kind: Literal["current", "term", "foreign"]
    currency: str = "CNY"
    balance: Decimal
    term_months: int | None = None
    rate: Decimal | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    matures_on: date | None = None
    as_of: date | None = None


class Card(Value):
    """A card with its limit and what is owed on it."""

    id: str
    kind: Literal["credit", "debit"]
    currency: str = "CNY"
    limit: Decimal | None = None
    balance: Decimal | None = None
    closed_on: date | None = None
    as_of: date | None = None


class Loan(Value):
    """A loan with its terms; `annual_rate` is nominal."""

    id: str
    product_code: str | None = None
    purpose: str
    principal: Decimal
    outstanding: Decimal
    currency: str = "CNY"
    annual_rate: Decimal
    method: Literal["annuity", "equal_principal"] = "annuity"
    granted_on: date
    term_months: int
    next_due_on: date | None = None
    arrears_days: int = 0
    status: Literal["active", "closed", "written_off"] = "active"


class Holding(Value):
    """A product the customer holds; family and risk level are the product's where it is known."""

    id: str
    product_code: str
    product_name: str | None = None
    family: str | None = None
    risk_level: ProductRisk | None = None
    quantity: Decimal
    cost: Decimal | None = None
    value: Decimal
    currency: str = "CNY"
    bought_on: date | None = None
    as_of: date | None = None


class Insurance(Value):
    """An insurance policy in force or past."""

    id: str
    product_code: str | None = None
    insured: Literal["self", "spouse", "child", "parent"]
    cover: Decimal
    premium: Decimal | None = None
    currency: str = "CNY"
    starts_on: date | None = None
    ends_on: date | None = None


class RiskAssessment(Value):
    """One risk assessment; the newest valid one is the customer's risk level."""

    id: str
    level: RiskLevel
    score: int | None = None
    assessed_at: datetime
    valid_until: date


class Consent(Value):
    """A consent to one purpose; `second` authorisation opens outside sources."""

    id: str
    purpose: Purpose
    scope: str | None = None
    granted_at: datetime
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    authorisation: Literal["first", "second"] = "first"
    evidence_ref: str | None = None

    def in_force(self, now: datetime) -> bool:
        """Whether the consent may be relied on at `now`."""
        if self.granted_at > now:
            return False
        if self.withdrawn_at is not None and self.withdrawn_at <= now:
            return False
        return self.expires_at is None or self.expires_at > now


class FxTrade(Value):
    """A foreign-exchange purchase, sale or remittance; `usd` is its equivalent in US dollars."""

    id: str
    side: Literal["buy", "sell", "remit_out", "remit_in"]
    currency: str
    amount: Decimal
    usd: Decimal | None = None
    purpose: str | None = None
    traded_at: datetime


class Advisor(Value):
    """A member of staff: who may serve, approve, check or audit."""

    id: str
    name: str
    qualification_no: str | None = None
    team: str | None = None
    role: Literal["advisor", "second_approver", "compliance", "auditor"] = "advisor"
    cities: tuple[str, ...] = ()
    capacity: int | None = None


Origin = Literal["said", "inferred", "verified"]
"""Whether the customer declared it, it was inferred, or the bank's books or a document show it."""


TagStatus = Literal["current", "contested", "corrected"]


class Tag(Value):
    """One portrait tag with where it comes from.

    `other` is what another origin says of the same, where it says something else; a tag that is
    contested or was corrected is used for nothing.
    """

    key: str
    dimension: Literal["basic", "finance", "scenario", "risk"]
    value: str
    label: str
    label_en: str
    source: str
    as_of: date
    legal_basis: str
    explain: str
    explain_en: str = ""
    sensitivity: Literal["S0", "S1", "S2", "S3"] = "S2"
    status: TagStatus = "current"
    origin: Origin | None = None
    confidence: float = 1.0
    other: str = ""
    other_en: str = ""
    other_origin: Origin | None = None
    expires_on: date | None = None


class CustomerFile(Value):
    """Everything known of one customer as of a day: the one value the assistant reasons from.

    Lists are [] where the bank knows nothing. `living_month` is the average monthly spending
    that is not debt service over the last six months, None where no transactions are known.
    """

    customer: Customer
    tier: Tier = "mass"
    accounts: tuple[Account, ...] = ()
    cards: tuple[Card, ...] = ()
    loans: tuple[Loan, ...] = ()
    holdings: tuple[Holding, ...] = ()
    insurance: tuple[Insurance, ...] = ()
    assessments: tuple[RiskAssessment, ...] = ()
    consents: tuple[Consent, ...] = ()
    fx: tuple[FxTrade, ...] = ()
    tags: tuple[Tag, ...] = ()
    needs: tuple[Need, ...] = ()
    advisor: Advisor | None = None
    living_month: Decimal | None = None
    as_of: date

    @property
    def relied_on(self) -> tuple[Tag, ...]:
        """The tags nobody contests: the only ones prediction and marketing may use."""
        return tuple(one for one in self.tags if one.status == "current")

    def risk_level(self, today: date) -> RiskAssessment | None:
        """The newest assessment valid on `today`; None where there is none."""
        valid = [one for one in self.assessments if one.valid_until >= today]
        return max(valid, key=lambda one: one.assessed_at, default=None)

    def consents_to(self, purpose: Purpose, now: datetime) -> bool:
        """Whether a consent to `purpose` is in force at `now`."""
        return any(one.purpose == purpose and one.in_force(now) for one in self.consents)

    def quota_used(self, year: int) -> Decimal:
        """US dollars of the year's convenience quota already bought; tuition goes by documents."""
        bought = (
            one.usd or Decimal(0)
            for one in self.fx
            if one.side == "buy" and one.traded_at.year == year and one.purpose != "tuition"
        )
        return sum(bought, Decimal(0))
