"""The planner of a home purchase."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from typing_extensions import override

from assistant.compliance.model import Facts
from assistant.planning.arithmetic import ZERO, precise
from assistant.planning.figures import Calculation, half_up
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption
from assistant.planning.planners.assembly import BANK, DEFAULT, Assembly, Given, Source
from assistant.planning.planners.home_figures import loan_of, write
from assistant.planning.planners.planner import ASSUMED, Planner, customer_facts, value_of
from assistant.planning.sheet import Origin, Sheet
from graph.model import CustomerFile

DEFAULTS: Final = {
    "months": "360", "rate_change": "0.01", "income_change": "-0.2", "other_debt": "0",
    "property_fee": "0", "fees": "10000", "deed_tax_rate": "0.01", "renovation": "0",
    "repricing_change": "-0.002", "repricing_after_months": "24", "existing_cover": "0",
    "emergency_months": "6",
}  # fmt: skip


class HomePurchasePlanner(Planner):
    """A home: the loan both ways, its ratios and stress, the cash at closing, the cover."""

    pack: ClassVar[str] = "home_purchase"
    title: ClassVar[str] = "安居购房方案"
    title_en: ClassVar[str] = "Home purchase plan"
    families: ClassVar[tuple[str, ...]] = ("mortgage", "deposit", "wealth", "insurance")
    covers: ClassVar[tuple[str, ...]] = ("寿险", "家庭财产", "家财")
    depends: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "price": ("loan",),
        "down_ratio": ("down_payment", "loan"),
        "down_payment": ("down_ratio", "loan"),
        "loan": ("down_ratio", "down_payment"),
    }

    @override
    def missing(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        given = Given(assumptions)
        wanted: list[str] = []
        if "loan" not in given:
            wanted += [] if "price" in given else ["price"]
            has_down = "down_ratio" in given or "down_payment" in given
            wanted += [] if has_down else ["down_ratio"]
        wanted += [] if "annual_rate" in given else ["annual_rate"]
        if "prepay_amount" in given and "prepay_after_months" not in given:
            wanted.append("prepay_after_months")
        if "prepay_after_months" in given and "prepay_amount" not in given:
            wanted.append("prepay_amount")
        return tuple(wanted)

    @override
    def missing_for_plan(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        kept = tuple(assumptions)
        given = Given(kept)
        wanted = list(self.missing(kept))
        wanted += [one for one in ("price",) if one not in given and one not in wanted]
        has_income = "income" in given or "household_income" in given
        return tuple(wanted if has_income else [*wanted, "household_income"])

    @override
    @precise
    def compute(self, assumptions: Iterable[Assumption], ground: Ground) -> Calculation:
        kept = tuple(assumptions)
        self.need(self.missing(kept))
        given = Given(kept)
        sheet = Sheet(Origin(source=ASSUMED, as_of=ground.today))
        write(given, sheet)
        return sheet.calculation(self.pack, {one.key: one.value for one in kept})

    @override
    def facts(
        self,
        assumptions: Iterable[Assumption],
        calculation: Calculation,
        file: CustomerFile | None,
        ground: Ground,
    ) -> Facts:
        given = Given(assumptions)
        months = given.number("months")
        price, loan = given.number("price"), loan_of(given)
        values: dict[str, Any] = {
            "is_plan": True,
            "pack": self.pack,
            "loan_purpose": "home_purchase",
            "loan_amount": loan,
            "loan_term_months": None if months is None else int(months),
            "down_payment_ratio": None if price is None else (price - loan) / price,
            "loan_to_value": None if price is None else loan / price,
            "housing_ratio": _value(calculation, "housing_ratio"),
            "all_debt_ratio": _value(calculation, "all_debt_ratio"),
            "insurance_gap": _value(calculation, "insurance_gap"),
        }
        if given.text("method") == "equal_principal":
            values["housing_ratio"] = _value(calculation, "equal_principal_housing_ratio")
            values["all_debt_ratio"] = _value(calculation, "equal_principal_all_debt_ratio")
        over = _value(calculation, "over_emergency")
        values["keeps_emergency_fund"] = None if over is None else over >= 0
        return Facts(**(customer_facts(file, ground) | values))

    @override
    def flags(self, calculation: Calculation, given: Given) -> set[str]:
        over = _value(calculation, "over_emergency")
        ratios = (
            (_value(calculation, "housing_ratio") or ZERO, Decimal("0.5")),
            (_value(calculation, "all_debt_ratio") or ZERO, Decimal("0.6")),
        )
        flags = {"over_cap" if any(seen > cap for seen, cap in ratios) else "within_caps"}
        if over is not None:
            flags.add("covers_emergency" if over >= 0 else "short_of_emergency")
        flags |= {one for one in ("prepay_amount", "fund_loan", "renovation_loan") if one in given}
        return flags

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return 6

    @override
    def _from_file(self, assembly: Assembly, household: Household) -> None:
        source = Source(text=BANK, as_of=household.file.as_of)
        assembly.offer("income", household.income, source)
        assembly.offer("other_debt", half_up(household.debt_service), source)
        assembly.offer("living", household.file.living_month, source)
        assembly.offer("savings", household.financial_assets, source)
        assembly.offer("existing_cover", household.existing_cover, source)

    @override
    def _from_sheets(self, assembly: Assembly, ground: Ground) -> None:
        for slot, family in (("annual_rate", "mortgage"), ("renovation_rate", "renovation_loan")):
            product = ground.cheapest(family)
            if product is not None:
                sheet = product.rate_source or "价目表 / price sheet"
                source = Source(
                    text=f"{product.name}（{product.code}），{sheet}",
                    as_of=product.rate_as_of or ground.today,
                )
                assembly.offer(slot, product.rate_low, source)

    @override
    def _from_defaults(self, assembly: Assembly, ground: Ground) -> None:
        source = Source(text=DEFAULT, as_of=ground.today, is_illustrative=True)
        income = Source(
            text="未说明配偶收入，按主要收入者计 / main income alone", as_of=ground.today
        )
        assembly.offer("household_income", assembly.value("income"), income)
        for key, value in DEFAULTS.items():
            assembly.offer(key, value, source)


def _value(calculation: Calculation, key: str) -> Decimal | None:
    figure = value_of(calculation, key)
    return None if figure is None else figure.value
