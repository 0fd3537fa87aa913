"""What holds for every loan, every prepayment and every way of saving."""

from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.planning.arithmetic import monthly_rate_of_return, monthly_yield, precise
from assistant.planning.calculators import calculate
from assistant.planning.calculators.loans import (
    equal_principal_payment,
    equal_principal_years,
    level_interest,
    level_payment,
    level_years,
)
from assistant.planning.calculators.stages import Due, balance_path, level_saving
from assistant.planning.figures import Figure, half_up
from assistant.planning.model import LoanTerms

TODAY = date(2026, 11, 23)
ALMOST_NOTHING = Decimal("1e-20")

amounts = st.decimals(min_value=1000, max_value=10**8, places=2)
rates = st.decimals(min_value=0, max_value="0.2", places=4)
loans = st.builds(
    LoanTerms, principal=amounts, annual_rate=rates, months=st.integers(min_value=1, max_value=480)
)


@st.composite
def dues(draw: st.DrawFn) -> tuple[Due, ...]:
    gaps = draw(st.lists(st.integers(min_value=1, max_value=24), min_size=1, max_size=6))
    return tuple(Due(months=month, cost=draw(amounts)) for month in accumulate(gaps))


@given(terms=loans)
def test_every_schedule_ends_at_zero_and_its_principal_is_the_loan(terms: LoanTerms) -> None:
    for years in (list(level_years(terms)), list(equal_principal_years(terms))):
        assert years[-1].balance == 0
        assert sum(one.principal for one in years) == terms.principal
        assert all(one.interest >= 0 for one in years)


@given(terms=loans)
def test_equal_principal_never_costs_more_interest(terms: LoanTerms) -> None:
    compute = precise(lambda: (level_interest(terms), equal_principal_payment(terms, 1)))
    interest, first = compute()
    equal = sum(one.interest for one in equal_principal_years(terms))
    assert equal <= half_up(interest) + Decimal("0.01")
    assert half_up(first) >= half_up(precise(level_payment)(terms))


@given(terms=loans, more=st.decimals(min_value="0.0001", max_value="0.05", places=4))
def test_a_dearer_loan_has_a_higher_payment(terms: LoanTerms, more: Decimal) -> None:
    dearer = terms.model_copy(update={"annual_rate": terms.annual_rate + more})
    assert precise(level_payment)(dearer) > precise(level_payment)(terms)


@given(terms=loans, more=st.integers(min_value=1, max_value=60))
def test_a_longer_loan_has_a_lower_payment_and_no_less_interest(
    terms: LoanTerms, more: int
) -> None:
    longer = terms.model_copy(update={"months": terms.months + more})
    assert precise(level_payment)(longer) < precise(level_payment)(terms)
    assert precise(level_interest)(longer) >= precise(level_interest)(terms) - ALMOST_NOTHING


@settings(max_examples=60)
@given(terms=loans.filter(lambda one: one.months > 2), point=st.data())
def test_shortening_saves_at_least_as_much_as_reducing(
    terms: LoanTerms, point: st.DataObject
) -> None:
    paid = point.draw(st.integers(min_value=0, max_value=terms.months - 2))
    share = point.draw(st.decimals(min_value="0.01", max_value="0.9", places=2))
    loan: dict[str, Any] = {
        "loan": terms.principal, "annual_rate": terms.annual_rate, "months": terms.months,
    }  # fmt: skip
    before = calculate("prepayment", loan | {"after_months": paid, "prepay": "0.01"}, TODAY, "t")
    amount = max(half_up(before.figure("balance_before").value * share), Decimal("0.01"))
    done = calculate("prepayment", loan | {"after_months": paid, "prepay": amount}, TODAY, "t")
    shorten = done.figure("interest_saved_shorten").value
    reduce = done.figure("interest_saved_reduce").value
    assert shorten >= reduce - ALMOST_NOTHING
    assert reduce >= -ALMOST_NOTHING
    last = done.figure("last_payment").value
    assert 0 < last <= precise(level_payment)(terms) + ALMOST_NOTHING


@given(
    costs=dues(),
    earmarked=st.decimals(min_value=0, max_value=10**7, places=2),
    yearly=rates,
    stop=st.integers(min_value=1, max_value=200),
)
def test_the_level_saving_meets_every_cost_and_no_smaller_one_would(
    costs: tuple[Due, ...], earmarked: Decimal, yearly: Decimal, stop: int
) -> None:
    last = costs[-1].months
    months = min(stop, last)

    @precise
    def paths() -> tuple[Decimal, tuple[Decimal, ...], tuple[Decimal, ...]]:
        m = monthly_yield(yearly)
        each = level_saving(costs, earmarked, m, months)
        less = max(each - Decimal("0.01"), Decimal(0))
        path = balance_path(costs, earmarked, m, (each, months))
        return each, path, balance_path(costs, earmarked, m, (less, months))

    each, path, poorer = paths()
    assert min(path) >= -ALMOST_NOTHING
    if each > Decimal("0.01"):
        assert abs(min(path)) < ALMOST_NOTHING
        assert min(poorer) < 0


@given(cost=amounts, month=st.integers(min_value=1, max_value=120), yearly=rates)
def test_saving_for_one_cost_ends_at_zero(cost: Decimal, month: int, yearly: Decimal) -> None:
    due = (Due(months=month, cost=cost),)

    @precise
    def end() -> Decimal:
        m = monthly_yield(yearly)
        each = level_saving(due, Decimal(0), m, month)
        return balance_path(due, Decimal(0), m, (each, month))[-1]

    assert abs(end()) < ALMOST_NOTHING


@settings(max_examples=30)
@given(
    terms=st.builds(
        LoanTerms,
        principal=amounts,
        annual_rate=st.decimals(min_value="0.0001", max_value="0.2", places=4),
        months=st.integers(min_value=1, max_value=60),
    )
)
def test_the_rate_of_return_of_a_loan_is_its_rate(terms: LoanTerms) -> None:
    @precise
    def difference() -> Decimal:
        payments = [level_payment(terms)] * terms.months
        return monthly_rate_of_return(terms.principal, payments) * 12 - terms.annual_rate

    assert abs(difference()) < Decimal("1e-12")


@given(fees=st.lists(st.decimals(min_value=0, max_value="0.5", places=3), min_size=2, max_size=2))
def test_a_higher_fee_is_a_higher_annual_rate(fees: list[Decimal]) -> None:
    ordered = [
        calculate("instalment-cost", {"amount": 3600, "months": 12, "fee_rate": fee}, TODAY, "t")
        for fee in sorted(fees)
    ]
    for less, more in pairwise(ordered):
        assert less.figure("apr_irr").value <= more.figure("apr_irr").value
        assert less.figure("effective_rate").value >= less.figure("apr_irr").value


@given(value=st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_printed_figure_is_never_a_negative_zero(value: Decimal) -> None:
    figure = Figure(
        key="x", label="数", label_en="number", value=value, unit="CNY", formula="given",
        inputs={}, source="t", as_of=TODAY,
    )  # fmt: skip
    assert figure.printed != "-0.00"
    assert abs(Decimal(figure.printed.replace(",", "")) - value) <= Decimal("0.005")
