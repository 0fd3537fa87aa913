"""The figures of a home purchase, from its assumptions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assistant.planning.arithmetic import ONE, ZERO
from assistant.planning.calculators import calculate
from assistant.planning.calculators.mortgage import LONGEST
from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation, half_up
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.planner import value_of
from assistant.planning.sheet import Mark, Sheet

LOW_DOWN: Final = Decimal("0.15")
LOWER_DOWN: Final = Mark("down_15", "首付 15%", "15 % down")
LONGER: Final = Mark("longer", "延长期限", "longer term")
SHORTER: Final = Mark("shorter", "缩短期限", "shorter term")
SINGLE: Final = Mark("single", "仅主要收入者", "main earner alone")
LONGER_BY: Final = 120
SHORTER_BY: Final = 60


STRESS: Final = {"rate_change": "rate_change", "income_change": "income_change"}


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


def write(given: Given, sheet: Sheet) -> None:
    """The loan, its alternatives and changes, the limits, the cash and the cover."""
    loan = loan_of(given)
    base = _mortgage(given, loan)
    main = _run("mortgage", base | given.only(**STRESS), sheet)
    _write_alternatives(given, base, main, sheet)
    _write_changes(given, loan, sheet)
    _write_limits(given, sheet)
    _write_cash(given, loan, main, sheet)
    _write_cover(given, loan, sheet)


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
