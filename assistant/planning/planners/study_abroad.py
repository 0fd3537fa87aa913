"""The planner of study abroad."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from typing_extensions import override

from assistant.compliance.model import Facts
from assistant.planning.arithmetic import ONE, ZERO, precise
from assistant.planning.calculators import calculate
from assistant.planning.calculators.study_abroad import STUDY_ABROAD
from assistant.planning.calculators.study_costs import QUOTA, stages
from assistant.planning.figures import Calculation, half_up
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption
from assistant.planning.planners.assembly import BANK, DEFAULT, Assembly, Given, Source
from assistant.planning.planners.countries import currency_of, years_of
from assistant.planning.planners.planner import ASSUMED, Planner, customer_facts, value_of
from assistant.planning.sheet import Mark, Origin, Sheet
from graph.model import CustomerFile
from graph.offers import Quote

LOAN: Final = Mark("study_loan", "留学贷款", "study loan")
NEEDED: Final = (
    "tuition", "living", "starts_on", "years", "currency", "exchange_rate",
)  # fmt: skip
DEFAULTS: Final = {
    "oneoff": "0", "tuition_growth": "0.04", "living_growth": "0.03", "saving_yield": "0.02",
    "earmarked": "0", "mortgage": "0", "existing_cover": "0", "outstanding_debt": "0",
    "emergency_months": "6", "support_years": "5", "support_share": "0.6", "quota_used": "0",
    "loan_alternative": "300000", "loan_rate": "0.036", "loan_months": "60",
}  # fmt: skip
INPUTS: Final = {
    "starts_on": "starts_on", "years": "years", "currency": "currency", "tuition": "tuition",
    "living": "living", "oneoff": "oneoff", "tuition_growth": "tuition_growth",
    "living_growth": "living_growth", "exchange_rate": "exchange_rate", "usd_rate": "usd_rate",
    "saving_yield": "saving_yield", "earmarked": "earmarked", "income": "income",
    "living_cost": "living_cost", "debt_service": "mortgage", "fx_change": "fx_change",
    "quota_used": "quota_used",
}  # fmt: skip


class StudyAbroadPlanner(Planner):
    """Study abroad: costs in stages, saving, the quota, and the parents' protection."""

    pack: ClassVar[str] = "study_abroad_legacy"
    title: ClassVar[str] = "留学与传承服务方案"
    title_en: ClassVar[str] = "Study abroad plan"
    families: ClassVar[tuple[str, ...]] = (
        "deposit", "wealth", "mutual_fund", "fx", "service", "study_loan", "insurance",
    )  # fmt: skip
    covers: ClassVar[tuple[str, ...]] = ("寿险", "留学")
    depends: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "country": ("currency", "exchange_rate", "usd_rate"),
        "currency": ("exchange_rate", "usd_rate"),
    }

    @override
    def missing(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        given = Given(assumptions)
        wanted = [one for one in NEEDED if one not in given]
        # Which exchange rate is wanted is not known before the currency is.
        return tuple(one for one in wanted if one != "exchange_rate" or "currency" in given)

    @override
    def missing_for_plan(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        kept = tuple(assumptions)
        given = Given(kept)
        more = [one for one in ("income", "living_cost") if one not in given]
        return (*self.missing(kept), *more)

    @override
    @precise
    def compute(self, assumptions: Iterable[Assumption], ground: Ground) -> Calculation:
        kept = tuple(assumptions)
        self.need(self.missing(kept))
        given = Given(kept)
        sheet = Sheet(Origin(source=ASSUMED, as_of=ground.today))
        sheet.absorb(calculate("study-abroad", given.only(**INPUTS), ground.today, ASSUMED))
        if "living_cost" in given:
            _write_protection(given, sheet)
        _write_loan(given, sheet)
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
        values: dict[str, Any] = {
            "is_plan": True, "pack": self.pack, "cross_border": True,
            "insurance_gap": _value(calculation, "insurance_gap"),
            "horizon_days": self.horizon_months(calculation) * 30,
        }  # fmt: skip
        free = _value(calculation, "free_assets")
        if free is not None:
            values |= {"free_assets": max(free, ZERO), "keeps_emergency_fund": free >= 0}
        return Facts(**(customer_facts(file, ground) | values | _dollars(given, ground.today)))

    @override
    def flags(self, calculation: Calculation, given: Given) -> set[str]:
        flags = {"has_usd"} if "usd_rate" in given else {"no_usd"}
        for name in ("departure", "last_payment"):
            share = _value(calculation, f"saving_share.{name}")
            if share is not None:
                flags.add(f"{name}_feasible" if share <= 1 else f"{name}_infeasible")
        left = [one.value for one in calculation.figures if one.key.startswith("quota_left")]
        if left:
            flags.add("quota_short" if min(left) < 0 else "quota_enough")
        totals = [one.value for one in calculation.figures if one.key.startswith("stage_usd.")]
        if totals and max(totals) > QUOTA:
            flags.add("above_quota")
        surplus = _value(calculation, "surplus_month")
        if surplus is not None and surplus <= 0:
            flags.add("no_surplus")
        return flags

    @override
    def horizon_months(self, calculation: Calculation) -> int:
        return int(calculation.figure("months_to_save.departure").value)

    @override
    def _from_file(self, assembly: Assembly, household: Household) -> None:
        source = Source(text=BANK, as_of=household.file.as_of)
        file, today = household.file, household.file.as_of
        assembly.offer("income", household.income, source)
        assembly.offer("living_cost", file.living_month, source)
        assembly.offer("mortgage", half_up(household.debt_service), source)
        assembly.offer("financial_assets", household.financial_assets, source)
        assembly.offer("outstanding_debt", household.outstanding, source)
        assembly.offer("existing_cover", household.existing_cover, source)
        assembly.offer("quota_used", file.quota_used(today.year), source)

    @override
    def _from_sheets(self, assembly: Assembly, ground: Ground) -> None:
        illustrative = Source(text=DEFAULT, as_of=ground.today, is_illustrative=True)
        country, level = assembly.value("country"), assembly.value("level")
        assembly.offer("currency", currency_of(country or ""), illustrative)
        assembly.offer("years", years_of(country or "", level or ""), illustrative)
        currency = assembly.value("currency")
        if currency is not None:
            _offer_quote(assembly, "exchange_rate", ground.rate(currency, "CNY"))
            if currency == "USD":
                assembly.offer("usd_rate", ONE, illustrative)
            else:
                _offer_quote(assembly, "usd_rate", ground.rate(currency, "USD"))
        product = ground.cheapest("study_loan")
        if product is not None:
            text = (
                f"{product.name}（{product.code}），{product.rate_source or '价目表 / price sheet'}"
            )
            source = Source(text=text, as_of=product.rate_as_of or ground.today)
            assembly.offer("loan_rate", product.rate_low, source)

    @override
    def _from_defaults(self, assembly: Assembly, ground: Ground) -> None:
        source = Source(text=DEFAULT, as_of=ground.today, is_illustrative=True)
        for key, value in DEFAULTS.items():
            assembly.offer(key, value, source)


def _offer_quote(assembly: Assembly, slot: str, quote: Quote | None) -> None:
    if quote is not None:
        text = f"{quote.instrument}，{quote.source}"
        source = Source(text=text, as_of=quote.day, is_illustrative=True)
        assembly.offer(slot, quote.value, source)


def _write_protection(given: Given, sheet: Sheet) -> None:
    today, source = sheet.origin.as_of, sheet.origin.source
    spending = given.only(living="living_cost", debt_service="mortgage", months="emergency_months")
    emergency = calculate("emergency-fund", spending, today, source)
    sheet.absorb(emergency)
    fund = emergency.figure("emergency_fund").value
    assets = given.number("financial_assets")
    free = ZERO
    if assets is not None:
        earmarked = given.amount("earmarked")
        inputs: dict[str, object] = {
            "financial_assets": assets, "earmarked": earmarked, "emergency_fund": half_up(fund),
        }  # fmt: skip
        free = max(sheet.add("free_assets", assets - earmarked - fund, inputs), ZERO)
    goals = value_of(sheet.calculation("", {}), "pv_cny")
    carried = given.only(
        living="living_cost", support_years="support_years", support_share="support_share",
        existing_cover="existing_cover", debts="outstanding_debt", income="income",
    )  # fmt: skip
    worth = ZERO if goals is None else goals.value
    values = carried | {"goals": worth, "free_assets": free}
    sheet.absorb(calculate("insurance-gap", values, today, source))


def _write_loan(given: Given, sheet: Sheet) -> None:
    if given.amount("loan_alternative") <= 0:
        return
    borrowed = given.only(
        loan="loan_alternative", annual_rate="loan_rate", months="loan_months", income="income",
        other_debt="mortgage",
    )  # fmt: skip
    done = calculate("personal-loan", borrowed, sheet.origin.as_of, sheet.origin.source)
    sheet.absorb(done, LOAN)


def _dollars(given: Given, today: date) -> dict[str, Any]:
    """US dollars by calendar year: all of it, what goes by documents, and the quota before it."""
    rate = given.number("usd_rate")
    if rate is None:
        return {}
    study = STUDY_ABROAD.parse(given.only(**INPUTS))
    planned = stages(study, today)
    totals: dict[int, Decimal] = {}
    documents: dict[int, Decimal] = {}
    for one in planned:
        year = one.month.year
        totals[year] = totals.get(year, ZERO) + one.total * rate
        documents[year] = documents.get(year, ZERO) + one.tuition * rate
    used = study.quota_used
    left = {year: QUOTA - (used if year == today.year else ZERO) for year in totals}
    return {"usd_by_year": totals, "usd_by_documents": documents, "quota_left": left}


def _value(calculation: Calculation, key: str) -> Decimal | None:
    figure = value_of(calculation, key)
    return None if figure is None else figure.value
