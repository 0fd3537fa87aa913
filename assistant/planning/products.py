"""Which products a plan may name: families first, never above the customer's level or horizon."""

from datetime import date
from decimal import Decimal
from typing import Final

from assistant.compliance.model import ProposedProduct
from assistant.planning.figures import Figure
from assistant.planning.ground import Ground
from assistant.planning.planners.planner import Planner, proposed
from graph.model import CustomerFile
from graph.offers import Product, ProductRisk
from graph.values import Value

SOON: Final = 12
"""Months within which money is due that stays in deposits or R1."""
LATER: Final = 36
"""Months within which money is due that goes to R2 at most."""
DAYS_A_MONTH: Final = 30
LEVELS: Final[tuple[ProductRisk, ...]] = ("R1", "R2", "R3", "R4", "R5")
FAMILIES: Final[dict[str, tuple[str, str]]] = {
    "deposit": ("存款", "Deposits"),
    "treasury": ("储蓄国债", "Savings treasuries"),
    "wealth": ("银行理财", "Wealth products"),
    "mutual_fund": ("公募基金", "Mutual funds"),
    "pension": ("养老产品", "Pension products"),
    "mortgage": ("住房贷款", "Mortgages"),
    "study_loan": ("留学贷款", "Study loans"),
    "renovation_loan": ("装修贷款", "Renovation loans"),
    "personal_loan": ("个人消费贷款", "Personal loans"),
    "card_instalment": ("信用卡分期", "Card instalments"),
    "insurance": ("保险", "Insurance"),
    "fx": ("外汇服务", "Currency services"),
    "service": ("银行服务", "Services"),
    "trust": ("信托咨询", "Trust consultation"),
}
TIED: Final = frozenset({"deposit", "treasury", "wealth"})
"""Families whose money comes back at the end of the term only."""
INVESTED: Final = frozenset({"wealth", "mutual_fund", "pension"})
"""Families in which every product needs a risk level."""


class Selection(Value):
    """Families looked at, products named and left out, and the highest risk allowed."""

    families: tuple[str, ...]
    products: tuple[Product, ...]
    excluded: tuple[Product, ...]
    ceiling: ProductRisk | None

    @property
    def proposed(self) -> tuple[ProposedProduct, ...]:
        """The products named, as the rules see them."""
        return tuple(map(proposed, self.products))

    def of(self, family: str) -> tuple[Product, ...]:
        """The products named of a family, by code."""
        return tuple(one for one in self.products if one.family == family)

    def exclusions(self) -> tuple[str, str]:
        """The products left out and why, in both languages."""
        codes = "、".join(f"{one.name}（{one.code}）" for one in self.excluded)
        codes_en = ", ".join(one.code for one in self.excluded)
        return (
            f"{codes}；原因：风险等级高于本方案可用等级，或期限、封闭期长于用款时间",
            f"{codes_en}; above the level allowed here, or tied for longer than the money waits",
        )

    def figures(self, today: date) -> tuple[Figure, ...]:
        """Rates, terms and smallest amounts of the products named, as the sheet states them."""
        return tuple(figure for one in self.products for figure in _figures(one, today))


def select(planner: Planner, months: int, file: CustomerFile | None, ground: Ground) -> Selection:
    """Products of the pack's families on sale that fit the customer's level, tier and horizon.

    Without a file or a valid assessment nothing with a risk level is named.
    """
    ceiling = _ceiling(months, file, ground)
    is_wealthy = file is not None and file.tier == "hnw"
    families = (*planner.families, "trust") if is_wealthy else planner.families
    tier = "mass" if file is None else file.tier
    offered = [
        one for family in families for one in ground.on_sale(family)
        if (not one.tiers or tier in one.tiers) and _concerns(one, planner)
    ]  # fmt: skip
    fitting = [one for one in offered if _fits(one, ceiling, months)]
    left_out = [one for one in offered if one not in fitting]
    return Selection(
        families=families, products=tuple(fitting), excluded=tuple(left_out), ceiling=ceiling
    )


def _concerns(product: Product, planner: Planner) -> bool:
    if product.family == "insurance":
        return any(word in product.name for word in planner.covers)
    return not product.qualified_investor_only


def _ceiling(months: int, file: CustomerFile | None, ground: Ground) -> ProductRisk | None:
    assessed = None if file is None else file.risk_level(ground.today)
    if assessed is None:
        return None
    by_term = 1 if months < SOON else 2 if months < LATER else len(LEVELS)
    return LEVELS[min(by_term, int(assessed.level[1])) - 1]


def _fits(product: Product, ceiling: ProductRisk | None, months: int) -> bool:
    if product.lock_up_days is not None and product.lock_up_days > months * DAYS_A_MONTH:
        return False
    is_tied = product.family in TIED and product.term_months is not None
    if is_tied and (product.term_months or 0) > months:
        return False
    if product.risk_level is None:
        return product.family not in INVESTED
    return ceiling is not None and product.risk_level <= ceiling


def _figures(product: Product, today: date) -> list[Figure]:
    values: list[tuple[str, str, str, Decimal | int | None, str]] = [
        ("rate_low", "参考区间下限", "Lower end of the range", product.rate_low, "ratio"),
        ("rate_high", "参考区间上限", "Upper end of the range", product.rate_high, "ratio"),
        ("term", "期限", "Term", product.term_months, "months"),
        ("lock_up", "封闭天数", "Days locked", product.lock_up_days, "count"),
        ("min_amount", "起点金额", "Smallest amount", product.min_amount, product.currency),
    ]
    return [
        Figure(
            key=f"product.{product.code}.{key}", label=f"{product.name} {zh}",
            label_en=f"{product.name_en or product.name} {en}", value=Decimal(value), unit=unit,
            formula="given", inputs={}, source=product.rate_source or "产品库 / product list",
            as_of=product.rate_as_of or today,
        )
        for key, zh, en, value, unit in values if value is not None
    ]  # fmt: skip
