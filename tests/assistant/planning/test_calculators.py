"""Every figure of the golden cases, to the cent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.planning.arithmetic import exact_months
from assistant.planning.calculators import CALCULATORS, calculate
from assistant.planning.errors import BadInput, UnknownCalculator
from assistant.planning.figures import RATIO_DIGITS, Calculation, Figure, half_up
from assistant.planning.formulas import figure_names, formulas
from tests.assistant.planning import golden

TODAY = date(2026, 11, 30)


def computed(name: str, values: dict[str, Any]) -> Calculation:
    return calculate(name, values, TODAY, "test")


def cents(calculation: Calculation, key: str) -> str:
    figure = calculation.figure(key)
    if figure.unit in {"months", "number"}:
        return figure.printed
    return f"{half_up(figure.value)}"


def ratio(calculation: Calculation, key: str) -> str:
    return f"{half_up(calculation.figure(key).value, RATIO_DIGITS)}"


@pytest.mark.parametrize("month", list(golden.STAGES))
def test_each_stage_of_study_abroad_is_to_the_cent(month: str) -> None:
    calculation = computed("study-abroad", golden.STUDY_ABROAD)
    expected = {key: value for key, value in golden.STAGES[month].items() if key != "months"}
    assert {key: cents(calculation, f"{key}.{month}") for key in expected} == expected


def test_the_results_of_study_abroad_are_to_the_cent() -> None:
    calculation = computed("study-abroad", golden.STUDY_ABROAD)
    results = {key: cents(calculation, key) for key in golden.STUDY_RESULTS}
    assert results == golden.STUDY_RESULTS
    ratios = {key: ratio(calculation, key) for key in golden.STUDY_RATIOS}
    assert ratios == golden.STUDY_RATIOS


def test_the_months_to_save_run_from_the_plan_month_to_the_payments() -> None:
    calculation = computed("study-abroad", golden.STUDY_ABROAD)
    assert calculation.figure("months_to_save.departure").value == 21
    assert calculation.figure("months_to_save.last_payment").value == 45


@pytest.mark.parametrize("name", list(golden.MORTGAGES))
def test_each_mortgage_is_to_the_cent(name: str) -> None:
    values, amounts, ratios, _ = golden.MORTGAGES[name]
    calculation = computed("mortgage", values)
    assert tuple(cents(calculation, key) for key in golden.CASE_KEYS) == amounts
    assert tuple(ratio(calculation, key) for key in golden.RATIO_KEYS) == ratios


@pytest.mark.parametrize("name", list(golden.MORTGAGES))
def test_a_case_beyond_a_cap_says_so(name: str) -> None:
    values, _, _, passes = golden.MORTGAGES[name]
    calculation = computed("mortgage", values | {"rate_change": 0, "income_change": 0})
    assert any("超过" in note for note in calculation.notes) is not passes


def test_stress_raises_the_rate_and_lowers_the_income() -> None:
    calculation = computed("mortgage", golden.MORTGAGES["base_30pct_down"][0])
    dearer = golden.MORTGAGES["rate_plus_100bp"]
    poorer = golden.MORTGAGES["income_minus_20pct"]
    for key, amount in zip(golden.CASE_KEYS, dearer[1], strict=True):
        assert cents(calculation, f"{key}.rate_change") == amount
    for key, share in zip(golden.RATIO_KEYS, poorer[2], strict=True):
        assert ratio(calculation, f"{key}.income_change") == share


@pytest.mark.parametrize(("name", "values", "expected"), golden.OTHERS)
def test_the_other_calculators_are_to_the_cent(
    name: str, values: dict[str, Any], expected: dict[str, str]
) -> None:
    calculation = computed(name, values)
    assert {key: cents(calculation, key) for key in expected} == expected


def test_instalments_show_what_they_cost_a_year() -> None:
    calculation = computed("instalment-cost", golden.OTHERS[-1][1])
    keys = ("apr_irr", "effective_rate", "apr_irr.changed", "effective_rate.changed")
    printed = [calculation.figure(key).printed for key in keys]
    assert printed == ["10.90%", "11.46%", "10.00%", "10.47%"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"loan": 150000, "income": 36000, "other_debt": "10673.875494917"}, "0.3725"),
        ({"loan": 300000, "income": 55000, "other_debt": 9800}, "0.2777"),
    ],
)
def test_a_personal_loan_shows_all_debts_to_income(values: dict[str, Any], expected: str) -> None:
    terms = {"annual_rate": "0.036", "months": 60}
    assert ratio(computed("personal-loan", values | terms), "all_debt_ratio") == expected


def test_the_main_earner_carries_the_share_of_the_income() -> None:
    calculation = computed("term-life", golden.OTHERS[7][1])
    assert ratio(calculation, "main_share") == "0.6111"


def test_a_subsidy_is_not_counted_above_the_price_cap() -> None:
    dear = computed("interest-subsidy", golden.LOAN | {"price": 2400000})
    cheap = computed("interest-subsidy", golden.LOAN | {"price": 1500000})
    assert dear.notes
    assert not cheap.notes


def test_every_figure_names_a_known_formula() -> None:
    known = formulas()
    assert {one.formula for one in figure_names().values()} <= set(known)


def test_every_input_says_what_it_is_in_both_languages() -> None:
    for calculator in CALCULATORS.values():
        for field in calculator.input.model_fields.values():
            assert field.description
            assert field.title


def test_an_unknown_calculator_is_refused() -> None:
    with pytest.raises(UnknownCalculator, match="mortgage"):
        computed("astrology", {})


@pytest.mark.parametrize(
    ("changes", "field", "zh"),
    [
        ({"loan": None}, "loan", "读不出来"),
        ({"loan": -1}, "loan", "应当大于 0"),
        ({"months": 481}, "months", "不能大于 480"),
        ({"months": 0}, "months", "不能小于 1"),
        ({"annual_rate": "三厘"}, "annual_rate", "读不出来"),
        ({"annual_rate": "3.1"}, "annual_rate", "不能大于 1"),
        ({"colour": "red"}, "colour", "没有名为"),
    ],
)
def test_bad_inputs_are_named_in_both_languages(
    changes: dict[str, Any], field: str, zh: str
) -> None:
    with pytest.raises(BadInput) as caught:
        computed("mortgage", golden.LOAN | changes)
    assert caught.value.field == field
    assert zh in caught.value.zh
    assert field in caught.value.en


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mortgage", {"annual_rate": "0.031"}),
        ("prepayment", golden.LOAN | {"after_months": 360, "prepay": 1}),
        ("prepayment", golden.LOAN | {"after_months": 36, "prepay": 1600000}),
        ("prepayment", golden.LOAN | {"after_months": 36, "prepay": 1, "way": "never"}),
        ("repricing", golden.LOAN | {"rate_change": "-0.04"}),
        ("term-life", {"loan": 1, "main_income": 3, "household_income": 2}),
        ("savings-goal", {"goal": 1000}),
        ("savings-goal", {"goal": 1000, "by": "2026-11-30"}),
        ("instalment-cost", {"amount": 1, "months": 2, "fee_rate": 0, "fee_rate_change": "-0.1"}),
        ("study-abroad", golden.STUDY_ABROAD | {"starts_on": "2026-12-01"}),
        ("study-abroad", golden.STUDY_ABROAD | {"currency": "gbp"}),
    ],
)
def test_inputs_that_make_no_sense_are_refused(name: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        computed(name, values)


def test_a_savings_goal_needs_less_a_month_the_longer_it_takes() -> None:
    short = computed("savings-goal", {"goal": 100000, "months": 12})
    long = computed("savings-goal", {"goal": 100000, "by": "2028-11-01"})
    assert short.figure("monthly_saving").value > long.figure("monthly_saving").value
    assert cents(short, "monthly_saving") == "8257.91"


def test_a_savings_goal_tells_how_long_it_takes() -> None:
    values = {"goal": 100000, "monthly": "8257.92"}
    assert computed("savings-goal", values).figure("months_needed").value == 12
    flat = values | {"annual_yield": 0, "monthly": 10000}
    assert computed("savings-goal", flat).figure("months_needed").value == 10
    there = values | {"start_with": 100000}
    assert computed("savings-goal", there).figure("months_needed").value == 0


def test_a_savings_goal_tells_how_far_it_gets() -> None:
    calculation = computed("savings-goal", {"goal": 100000, "months": 12, "monthly": 8000})
    assert calculation.figure("paid_in").value == 96000
    assert calculation.figure("goal_short").value > 0


def test_an_emergency_fund_is_compared_with_the_money_at_hand() -> None:
    values = {"living": 24000, "debt_service": 9800, "liquid": 180000}
    calculation = computed("emergency-fund", values)
    assert calculation.figure("liquid_months").printed == "5.3"
    assert cents(calculation, "emergency_gap") == "22800.00"
    idle = computed("emergency-fund", {"living": 0, "liquid": 5})
    assert [one.key for one in idle.figures] == ["emergency_fund", "emergency_gap"]


def test_a_maximum_loan_is_the_least_of_its_limits() -> None:
    values = {"income": 36000, "annual_rate": "0.031", "price": 2400000, "down_ratio": "0.3"}
    by_price = computed("max-loan", values)
    assert cents(by_price, "max_loan") == "1680000.00"
    appraised = computed("max-loan", values | {"appraisal": 1500000})
    assert cents(appraised, "max_loan") == "1500000.00"


def test_debts_above_the_income_leave_nothing_to_borrow() -> None:
    values = {"income": 1000, "other_debt": 5000, "annual_rate": "0.031"}
    assert computed("max-loan", values).figure("max_loan").value == 0


def test_a_prepayment_of_everything_ends_the_loan() -> None:
    owed = computed("prepayment", golden.LOAN | {"after_months": 36, "prepay": 1})
    whole = half_up(owed.figure("balance_before").value)
    calculation = computed(
        "prepayment", golden.LOAN | {"after_months": 36, "prepay": whole, "way": "shorten"}
    )
    assert calculation.figure("months_saved").value >= 323


def test_study_abroad_without_a_dollar_rate_or_income_shows_what_it_can() -> None:
    unknown = {"usd_rate": None, "income": None, "earmarked": 5000000}
    calculation = computed("study-abroad", golden.STUDY_ABROAD | unknown)
    keys = {one.key for one in calculation.figures}
    assert not [one for one in keys if one.startswith(("quota", "stage_usd", "surplus"))]
    assert calculation.figure("level_saving.departure").value == 0


def test_a_rate_change_asked_for_is_computed_beside_the_fixed_ones() -> None:
    calculation = computed("study-abroad", golden.STUDY_ABROAD | {"fx_change": "-0.03"})
    cheaper = calculation.figure("total_cny.fx_minus_3").value
    assert cheaper == calculation.figure("total_cny").value * Decimal("0.97")


def test_living_costs_above_the_quota_are_pointed_to_the_desk() -> None:
    calculation = computed("study-abroad", golden.STUDY_ABROAD | {"living": 60000})
    assert calculation.figure("quota_left.2028-08").value < 0
    assert any("外汇岗位" in note and "超过" in note for note in calculation.notes)


@pytest.mark.parametrize(
    ("unit", "value", "zh", "en"),
    [
        ("CNY", "7173.875", "7,173.88 元", "CNY 7,173.88"),
        ("XAU", "1", "1.00 XAU", "XAU 1.00"),
        ("months", "264.4", "264 个月", "264 months"),
        ("ratio", "0.19927", "19.93%", "19.93%"),
        ("rate", "0.0482", "0.0482", "0.0482"),
        ("number", "264.42435", "264.4244", "264.4244"),
        ("times", "5.3254", "5.3", "5.3"),
    ],
)
def test_figures_are_printed_as_people_read_them(unit: str, value: str, zh: str, en: str) -> None:
    figure = Figure(
        key="x", label="数", label_en="number", value=Decimal(value), unit=unit, formula="given",
        inputs={}, source="t", as_of=TODAY,
    )  # fmt: skip
    assert (figure.worded("zh"), figure.worded("en")) == (zh, en)


def test_a_payment_below_the_interest_never_repays() -> None:
    with pytest.raises(ValueError, match="interest"):
        exact_months(Decimal(1000), Decimal("0.01"), Decimal(10))


def test_a_calculation_has_no_figure_it_did_not_compute() -> None:
    with pytest.raises(KeyError, match="unheard"):
        computed("mortgage", golden.LOAN).figure("unheard")
