"""What the bank offers and at which prices: products, partners, market figures."""

from datetime import date
from decimal import Decimal
from typing import Literal

from graph.values import Value

ProductRisk = Literal["R1", "R2", "R3", "R4", "R5"]


class Partner(Value):
    """A firm outside the bank that a pack may involve; `agreement_until` is its last day."""

    id: str
    name: str
    kind: str
    services: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    agreement_until: date | None = None


class Product(Value):
    """A product as the bank may sell it."""

    code: str
    name: str
    name_en: str | None = None
    family: str
    issuer: str | None = None
    risk_level: ProductRisk | None = None
    min_amount: Decimal | None = None
    step: Decimal | None = None
    term_months: int | None = None
    lock_up_days: int | None = None
    redemption_days: int | None = None
    currency: str = "CNY"
    rate_low: Decimal | None = None
    rate_high: Decimal | None = None
    rate_kind: str | None = None
    rate_source: str | None = None
    rate_as_of: date | None = None
    fee: str | None = None
    tiers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    qualified_investor_only: bool = False
    disclosures: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    status: str = "on_sale"
    effective_from: date | None = None
    effective_to: date | None = None


class Quote(Value):
    """One market figure: a price, rate, index or exchange rate on a day."""

    instrument: str
    day: date
    kind: Literal["price", "rate", "fx", "index"]
    value: Decimal
    currency: str | None = None
    source: str
