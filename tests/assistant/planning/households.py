"""What the golden households said, and a bank that knows them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from assistant.planning.ground import Ground
from assistant.planning.model import PlanCitation
from graph.bank import Bank
from graph.model import CustomerFile
from graph.offers import Product, Quote
from tests.builders import NOW, buying_couple, mortgage_product, quotes, studying_family
from tests.fakes import fake_bank

STUDY_SAID: Final = {
    "country": "英国", "level": "本科", "starts_on": "2028-09-01", "tuition": "24000",
    "living": "14000", "oneoff": "3000", "earmarked": "500000",
}  # fmt: skip
HOME_SAID: Final = {
    "price": "2400000", "down_ratio": "0.3", "household_income": "36000", "other_debt": "3500",
    "property_fee": "380", "renovation": "200000", "prepay_amount": "200000",
    "prepay_after_months": "36",
}  # fmt: skip


class HeldClauses:
    """A library that holds every clause it is asked for, and one section of the manual."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def clause(self, document: str, article: str, as_of: date) -> PlanCitation | None:
        self.asked.append((document, article))
        if document == "反洗钱法":
            return None
        return _citation(document, article)

    def for_rule(self, rule_key: str, as_of: date) -> tuple[PlanCitation, ...]:
        return (_citation("本行手册", "3.2"),) if rule_key == "mtg.dti" else ()


def _citation(document: str, article: str) -> PlanCitation:
    return PlanCitation(
        clause_id=f"{document}:{article}", document=document, article=article,
        label=f"第{article}条", quote="条文",
    )  # fmt: skip


def product(code: str, family: str, **changes: Any) -> Product:
    values: dict[str, Any] = {"code": code, "name": code, "family": family}
    return Product(**(values | changes))


def shelf_of_products() -> tuple[Product, ...]:
    return (
        mortgage_product(),
        product("D-1Y", "deposit", term_months=12, rate_low="0.0095", rate_high="0.0105"),
        product("D-3Y", "deposit", term_months=36),
        product("W-R1", "wealth", risk_level="R1", fee="0.20%", disclosures=("说明书",)),
        product("W-R2", "wealth", risk_level="R2", lock_up_days=180, term_months=6),
        product("W-R3", "wealth", risk_level="R3"),
        product("F-R5", "mutual_fund", risk_level="R5"),
        product("F-NONE", "mutual_fund"),
        product("P-R2", "wealth", risk_level="R2", qualified_investor_only=True),
        product("W-HNW", "wealth", risk_level="R1", tiers=("hnw",)),
        product("I-TERM", "insurance", name="定期寿险", min_amount=Decimal(100000)),
        product("I-PET", "insurance", name="宠物保险"),
        product("S-TRUST", "trust", name="家族信托咨询", tiers=("hnw",)),
        product(
            "L-STUDY", "study_loan", rate_low="0.036", rate_source="价目表",
            rate_as_of=date(2026, 11, 20),
        ),
    )  # fmt: skip


def bank_of(
    files: Iterable[CustomerFile] = (),
    products: Iterable[Product] | None = None,
    rates: Iterable[Quote] | None = None,
) -> Bank:
    known = list(files) or [studying_family(), buying_couple()]
    return fake_bank(
        known,
        shelf_of_products() if products is None else products,
        quotes() if rates is None else rates,
    )


def ground_of(bank: Bank | None = None) -> Ground:
    return Ground(bank or bank_of(), HeldClauses(), NOW)
