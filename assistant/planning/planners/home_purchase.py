"""The planner of a home purchase."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from typing_extensions import override

from assistant.compliance.model import Facts
from assistant.planning.arithmetic import ONE, ZERO, precise
from assistant.planning.calculators import calculate
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation, half_up
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption
from assistant.planning.planners.assembly import BANK, DEFAULT, Assembly, Given, Source
from assistant.planning.planners.planner import ASSUMED, Planner, customer_facts, value_of
from assistant.planning.sheet import Mark, Origin, Sheet
from graph.model import CustomerFile

LOW_DOWN: Final = Decimal("0.15")
LOWER_DOWN: Final = Mark("down_15", "首付 15%", "15 % down")
LONGER: Final = Mark("longer", "延长期限", "longer term")
SHORTER: Final = Mark("shorter", "缩短期限", "shorter term")
SINGLE: Final = Mark("single", "仅主要收入者", "main earner alone")
LONGER_BY: Final = 120
SHORTER_BY: Final = 60


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
        loan = loan_of(given)
        base = _mortgage(given, loan)
        main = _run("mortgage", base | given.only(**STRESS), sheet)
        _write_alternatives(given, base, main, sheet)
        _write_changes(given, loan, sheet)
        _write_limits(given, sheet)
        _write_cash(given, loan, main, sheet)
        _write_cover(given, loan, sheet)
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


STRESS: Final = {"rate_change": "rate_change", "income_change": "income_change"}
DEFAULTS: Final = {
    "months": "360", "rate_change": "0.01", "income_change": "-0.2", "other_debt": "0",
    "property_fee": "0", "fees": "10000", "deed_tax_rate": "0.01", "renovation": "0",
    "repricing_change": "-0.002", "repricing_after_months": "24", "existing_cover": "0",
    "emergency_months": "6",
}  # fmt: skip


def loan_of(given: Given) -> Decimal:
    """The loan: as said, else the price less the down payment.

    Raises:
        BadInput: The down payment is not below the price.
    """
    loan, price = given.number("loan"), given.amount("price")
    if loan is None:
        down = given.number("down_payment")
        loan = price - (price * given.amount("down_ratio") if down is None else down)
    if loan <= 0 or (price > 0 and loan > price):
        raise BadInput(
            "down_payment",
            "贷款金额应当大于 0 且不超过房价，请核对首付与房价。",
            "The loan must be positive and at most the price; check the down payment.",
        )
    return loan


def _mortgage(given: Given, loan: Decimal) -> dict[str, object]:
    carried = given.only(
        annual_rate="annual_rate", months="months", income="household_income",
        other_debt="other_debt", property_fee="property_fee",
    )  # fmt: skip
    return carried | {"loan": loan}


def _run(
    name: str, values: Mapping[str, object], sheet: Sheet, mark: Mark | None = None
) -> Calculation:
    calculation = calculate(name, values, sheet.origin.as_of, sheet.origin.source)
    sheet.absorb(calculation, mark)
    return calculation


def _write_alternatives(
    given: Given, base: dict[str, object], main: Calculation, sheet: Sheet
) -> None:
    months = int(given.amount("months"))
    price = given.number("price")
    cases: list[tuple[Mark, dict[str, object]]] = []
    if price is not None and loan_of(given) < price * (ONE - LOW_DOWN):
        cases.append((LOWER_DOWN, {"loan": price * (ONE - LOW_DOWN)}))
    if months + LONGER_BY <= LONGEST:
        cases.append((LONGER, {"months": months + LONGER_BY}))
    if months - SHORTER_BY >= 60:
        cases.append((SHORTER, {"months": months - SHORTER_BY}))
    unstressed = {"rate_change": 0, "income_change": 0}
    for mark, changes in cases:
        other = _run("mortgage", base | unstressed | changes, sheet, mark)
        before, after = (one.figure("total_interest").value for one in (main, other))
        compared = {"after": half_up(after), "before": half_up(before)}
        sheet.add("extra_interest", after - before, compared, mark)


def _write_changes(given: Given, loan: Decimal, sheet: Sheet) -> None:
    terms = given.only(annual_rate="annual_rate", months="months") | {"loan": loan}
    if "prepay_amount" in given:
        paid = given.only(
            prepay="prepay_amount", after_months="prepay_after_months", way="prepay_way"
        )
        _run("prepayment", terms | paid, sheet)
    change = given.only(rate_change="repricing_change", after_months="repricing_after_months")
    lower = given.amount("annual_rate") + given.amount("repricing_change") >= 0
    if lower and given.amount("repricing_after_months") < given.amount("months"):
        _run("repricing", terms | change, sheet)
        # Repricing names the first payment too; it is the base case's.
    fund = given.amount("fund_loan")
    if "fund_rate" in given and 0 < fund < loan:
        parts = given.only(
            fund_loan="fund_loan", fund_rate="fund_rate", commercial_rate="annual_rate",
            months="months",
        )  # fmt: skip
        _run("combination-loan", parts | {"commercial_loan": loan - fund}, sheet)


def _write_limits(given: Given, sheet: Sheet) -> None:
    terms = given.only(annual_rate="annual_rate", months="months", other_debt="other_debt")
    household, main = given.number("household_income"), given.number("income")
    if household:
        bought: dict[str, object] = {}
        if "price" in given:
            share = 1 - loan_of(given) / given.amount("price")
            bought = given.only(price="price") | {"down_ratio": share}
        _run("max-loan", terms | bought | {"income": household}, sheet)
    if household and main and main < household:
        _run("max-loan", terms | {"income": main}, sheet, SINGLE)


def _write_cash(given: Given, loan: Decimal, main: Calculation, sheet: Sheet) -> None:
    price = given.number("price")
    if price is None:
        return
    carried = given.only(
        price="price", deed_tax_rate="deed_tax_rate", fees="fees", renovation="renovation",
        savings="savings", living="living", emergency_months="emergency_months",
    )  # fmt: skip
    service = main.figure("payment").value + given.amount("other_debt")
    values = carried | {"down_ratio": 1 - loan / price, "debt_service": service}
    _run("closing-cash", values, sheet)
    if loan < price * (ONE - LOW_DOWN):
        lower = {key: one for key, one in values.items() if key not in {"living", "debt_service"}}
        _run("closing-cash", lower | {"down_ratio": LOW_DOWN}, sheet, LOWER_DOWN)
    renovation = given.amount("renovation_loan")
    if renovation > 0 and "renovation_rate" in given:
        borrowed = given.only(
            loan="renovation_loan", annual_rate="renovation_rate", income="household_income"
        )
        mark = Mark("renovation", "装修贷款", "renovation loan")
        _run("personal-loan", borrowed | {"months": 60, "other_debt": service}, sheet, mark)


def _write_cover(given: Given, loan: Decimal, sheet: Sheet) -> None:
    main, household = given.number("income"), given.number("household_income")
    if main and household and main <= household:
        incomes = given.only(main_income="income", household_income="household_income")
        _run("term-life", incomes | {"loan": loan}, sheet)
    if "living" not in given:
        return
    left = value_of(sheet.calculation("", {}), "left_after_renovation")
    fund = value_of(sheet.calculation("", {}), "emergency_fund")
    free = ZERO if left is None or fund is None else max(left.value - fund.value, ZERO)
    carried = given.only(
        living="living", existing_cover="existing_cover", income="household_income"
    )
    _run("insurance-gap", carried | {"debts": loan, "free_assets": free}, sheet)


def _value(calculation: Calculation, key: str) -> Decimal | None:
    figure = value_of(calculation, key)
    return None if figure is None else figure.value
