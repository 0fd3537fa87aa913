"""What the catalogue's files hold, as values."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from graph.catalogue.terms import Hours, SafetyTerms
from graph.errors import GraphError
from graph.model import Tier
from graph.offers import Partner, Product, ProductRisk
from graph.values import Value, from_minor

Family = Literal[
    "deposit", "treasury", "wealth", "mutual_fund", "private_fund", "pension", "mortgage",
    "personal_loan", "consumer_loan", "study_loan", "renovation_loan", "business_loan",
    "card_instalment", "insurance", "fx", "trust", "service",
]  # fmt: skip
Mcc = Annotated[str, Field(pattern=r"^\d{4}$")]
Month = Annotated[int, Field(ge=1, le=12)]


class UnknownKey(GraphError):
    """The catalogue holds nothing under this key."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"The catalogue holds no {kind} named {key}.")


class Text(Value):
    """One text in both languages."""

    zh: str
    en: str


class Texts(Value):
    """Lists of texts in both languages."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def both(self) -> tuple[str, ...]:
        """The texts of both languages, Chinese first."""
        return self.zh + self.en


class ServedBy(Value):
    """What a customer has where a need is met: running loans by purpose, products by family."""

    loans: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()


class Fatigue(Value):
    """So many contacts within so many days are enough."""

    contacts: int = Field(ge=1)
    days: int = Field(ge=1)


class ContactTerms(Value):
    """When the bank keeps silent of a foreseen need; ages in years, spans in days."""

    quiet: Hours
    fatigue: Fatigue
    refusal_days: int = Field(ge=0)
    served_days: int = Field(ge=0)
    adult_age: int
    elder_age: int
    elder_rule: str
    """Events bound by this rule are made for the elder and may be spoken of to them."""
    arrears_days: int = Field(ge=1)
    refusals: Texts


class LifeEvent(Value):
    """A life event: what points to it, how long before, and what the household then needs."""

    key: str
    zh: str
    en: str
    lead: tuple[int, int]
    """Months between the first signals and the event, at least and at most."""
    proactive: bool = True
    """Whether the bank may raise the subject unasked."""
    phrases: Texts
    mcc: tuple[Mcc, ...] = ()
    memos: tuple[str, ...] = ()
    counterparties: tuple[str, ...] = ()
    fx_purposes: tuple[str, ...] = ()
    season: tuple[Month, ...] = ()
    """Months in which the event, or the preparation for it, is common."""
    ages: tuple[int, int] | None = None
    """Ages of the customer at which the event is plausible."""
    child_ages: tuple[int, int] | None = None
    """Ages of a child at which the event is plausible."""
    needs: tuple[Text, ...]
    pack: str | None = None
    families: tuple[Family, ...] = ()
    partners: tuple[str, ...] = ()
    served_by: ServedBy = ServedBy()
    documents: Texts = Texts()
    rules: tuple[str, ...] = ()


class Component(Text):
    """One part of a pack, which may be refused on its own."""

    families: tuple[Family, ...] = ()


class Pack(Value):
    """A scenario pack: what it is made of, for whom, and what binds it."""

    key: str
    zh: str
    en: str
    audience: Text
    components: tuple[Component, ...]
    eligibility: Texts
    tiers: dict[Tier, Text]
    partners: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class TierTerms(Value):
    """A tier: the assets in CNY from which it holds, and how it is served."""

    key: Tier
    zh: str
    en: str
    assets_from: Decimal | None
    service: Text
    follow_up_hours: int | None


class ProductRow(Value):
    """A product of the sample bank in the columns of its feed."""

    product_code: str
    name: str
    name_en: str
    family: Family
    issuer: str = "大通银行（示例）"
    risk_level: ProductRisk | None = None
    min_amount_minor: int | None = None
    step_minor: int | None = None
    term_months: int | None = None
    lock_up_days: int | None = None
    redemption_days: int | None = None
    currency: str = "CNY"
    rate_low: Decimal | None = None
    rate_high: Decimal | None = None
    rate_kind: Literal["deposit_rate", "performance_reference", "loan_rate", "premium"] | None = (
        None
    )
    fee: str | None = None
    tiers: tuple[Tier, ...]
    channels: tuple[str, ...] = ("app", "branch")
    qualified_investor_only: bool = False
    disclosures: tuple[str, ...]
    clauses: tuple[str, ...] = ()
    status: str = "on_sale"

    def product(self) -> Product:
        """The same product as the assistant sees it."""
        fields = self.model_dump(exclude={"product_code", "min_amount_minor", "step_minor"})
        return Product(
            code=self.product_code,
            min_amount=_amount(self.min_amount_minor, self.currency),
            step=_amount(self.step_minor, self.currency),
            **fields,
        )


class PartnerRow(Value):
    """A partner of the sample bank in the columns of its feed."""

    partner_id: str
    name: str
    kind: str
    services: tuple[str, ...]
    cities: tuple[str, ...]
    agreement_until: date

    def partner(self) -> Partner:
        """The same partner as the assistant sees it."""
        return Partner(id=self.partner_id, **self.model_dump(exclude={"partner_id"}))


class Catalogue(Value):
    """The bank's life events, packs, tiers, and the products and partners of the sample bank."""

    events: tuple[LifeEvent, ...]
    packs: tuple[Pack, ...]
    tiers: tuple[TierTerms, ...]
    product_rows: tuple[ProductRow, ...]
    partner_rows: tuple[PartnerRow, ...]
    contact: ContactTerms
    safety: SafetyTerms

    @property
    def products(self) -> tuple[Product, ...]:
        """The sample bank's products, in the order of the file."""
        return tuple(one.product() for one in self.product_rows)

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The sample bank's partners, in the order of the file."""
        return tuple(one.partner() for one in self.partner_rows)

    def event(self, key: str) -> LifeEvent:
        """The life event with this key.

        Raises:
            UnknownKey: There is none.
        """
        for one in self.events:
            if one.key == key:
                return one
        raise UnknownKey("life event", key)

    def pack(self, key: str) -> Pack:
        """The pack with this key.

        Raises:
            UnknownKey: There is none.
        """
        for one in self.packs:
            if one.key == key:
                return one
        raise UnknownKey("pack", key)

    def tier_of(self, assets: Decimal, kind: str) -> Tier:
        """The tier of a customer of this kind with these assets in CNY."""
        if kind == "micro_business":
            return "micro_business"
        reached = [
            one for one in self.tiers if one.assets_from is not None and assets >= one.assets_from
        ]
        return (
            max(reached, key=lambda one: one.assets_from or Decimal(0)).key if reached else "mass"
        )


def _amount(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else from_minor(minor, currency)
