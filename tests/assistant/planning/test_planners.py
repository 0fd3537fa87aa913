"""Assumptions by source, questions for what is missing, figures and facts."""

from decimal import Decimal

import pytest

from assistant.planning.errors import BadInput, InputsMissing
from assistant.planning.figures import half_up
from assistant.planning.model import Assumption
from assistant.planning.planners import PLANNERS
from assistant.planning.planners.assembly import Given
from graph.offers import Quote
from tests.assistant.planning import golden
from tests.assistant.planning.households import (
    HOME_SAID,
    STUDY_SAID,
    bank_of,
    ground_of,
    product,
)
from tests.builders import TODAY, buying_couple, quotes, studying_family

STUDY = PLANNERS["study_abroad_legacy"]
HOME = PLANNERS["home_purchase"]


def by_key(assumptions: tuple[Assumption, ...]) -> dict[str, Assumption]:
    return {one.key: one for one in assumptions}


def test_what_was_said_outranks_what_the_bank_knows() -> None:
    kept = by_key(
        STUDY.assumptions(STUDY_SAID | {"income": "60000"}, studying_family(), ground_of())
    )
    assert kept["income"].value == "60000"
    assert kept["living_cost"].value == "24000"
    assert "银行记录" in kept["living_cost"].source


def test_the_monthly_payment_comes_from_the_loans() -> None:
    kept = by_key(STUDY.assumptions(STUDY_SAID, studying_family(), ground_of()))
    assert kept["mortgage"].value == "9800"
    assert kept["outstanding_debt"].value == "1072404.32"


def test_market_rates_carry_their_day_and_are_illustrative() -> None:
    kept = by_key(STUDY.assumptions(STUDY_SAID, studying_family(), ground_of()))
    rate = kept["exchange_rate"]
    assert (rate.value, str(rate.as_of), rate.is_illustrative) == ("9.31", "2026-11-20", True)
    assert kept["tuition_growth"].low == "0.03"
    assert kept["tuition"].unit == "GBP"


def test_without_a_file_nothing_of_the_bank_is_used() -> None:
    kept = by_key(STUDY.assumptions(STUDY_SAID, None, ground_of()))
    assert not {"income", "living_cost", "financial_assets"} & set(kept)
    assert not any("银行记录" in one.source for one in kept.values())
    calculation = STUDY.compute(tuple(kept.values()), ground_of())
    assert f"{half_up(calculation.figure('total_cny').value)}" == "1209738.07"
    facts = STUDY.facts(tuple(kept.values()), calculation, None, ground_of())
    assert facts.has_profiling_consent is None
    assert facts.customer_age is None


def test_a_rate_nobody_holds_is_asked_for() -> None:
    said = STUDY_SAID | {"country": "泰国", "level": "硕士"}
    kept = STUDY.assumptions(said, None, ground_of())
    assert STUDY.missing(kept) == ("exchange_rate",)
    assert "汇率" in STUDY.question("exchange_rate", "zh")
    assert "exchange rate" in STUDY.question("exchange_rate", "en")
    with pytest.raises(InputsMissing) as caught:
        STUDY.compute(kept, ground_of())
    assert caught.value.slots == ("exchange_rate",)


def test_a_rate_over_the_dollar_is_derived_and_as_old_as_its_older_part() -> None:
    euro = Quote(instrument="EURUSD", day=TODAY, kind="fx", value=Decimal("1.1"), source="demo")
    ground = ground_of(bank_of(rates=(*quotes(), euro)))
    kept = by_key(STUDY.assumptions(STUDY_SAID | {"country": "德国"}, None, ground))
    assert kept["exchange_rate"].value == "7.7"
    assert str(kept["exchange_rate"].as_of) == "2026-11-20"


def test_a_dollar_rate_is_derived_from_two_rates_to_the_yuan() -> None:
    rates = [one for one in quotes() if one.instrument != "GBPUSD"]
    kept = by_key(STUDY.assumptions(STUDY_SAID, None, ground_of(bank_of(rates=rates))))
    assert kept["usd_rate"].value == "1.33"


def test_dollars_need_no_rate_to_themselves() -> None:
    said = STUDY_SAID | {"country": "usa"}
    kept = by_key(STUDY.assumptions(said, None, ground_of()))
    assert (kept["usd_rate"].value, kept["exchange_rate"].value) == ("1", "7")
    assert kept["years"].value == "4"


def test_study_asks_for_the_costs_first() -> None:
    kept = STUDY.assumptions({}, None, ground_of())
    assert STUDY.missing(kept) == ("tuition", "living", "starts_on", "years", "currency")
    assert STUDY.missing_for_plan(kept)[-2:] == ("income", "living_cost")


def test_every_slot_that_may_be_missing_has_a_question_in_both_languages() -> None:
    for planner in PLANNERS.values():
        for slot in planner.missing_for_plan(
            planner.assumptions({}, None, ground_of(bank_of(products=())))
        ):
            assert planner.question(slot, "zh")
            assert planner.question(slot, "en").isascii()
    assert "首年杂费" in STUDY.question("oneoff", "zh")
    assert "One-off" in STUDY.question("oneoff", "en")


def test_the_quota_facts_are_by_calendar_year() -> None:
    file = studying_family()
    kept = STUDY.assumptions(STUDY_SAID, file, ground_of())
    facts = STUDY.facts(kept, STUDY.compute(kept, ground_of()), file, ground_of())
    assert f"{half_up(facts.usd_by_year[2028])}" == golden.STAGES["2028-08"]["stage_usd"]
    expected = golden.STAGES["2028-08"]["stage_usd_documents"]
    assert f"{half_up(facts.usd_by_documents[2028])}" == expected
    assert facts.quota_left == {2028: 50000, 2029: 50000, 2030: 50000}
    assert (facts.cross_border, facts.names_minor, facts.youngest_age) == (True, True, 16)


def test_no_dollar_rate_means_no_quota_facts() -> None:
    pounds = [one for one in quotes() if one.instrument == "GBPCNY"]
    ground = ground_of(bank_of(rates=pounds))
    kept = STUDY.assumptions(STUDY_SAID, None, ground)
    calculation = STUDY.compute(kept, ground)
    assert STUDY.facts(kept, calculation, None, ground).usd_by_year == {}
    assert "no_usd" in STUDY.flags(calculation, Given(kept))


def test_a_family_without_surplus_is_told_so() -> None:
    kept = STUDY.assumptions(STUDY_SAID | {"income": "30000"}, studying_family(), ground_of())
    assert "no_surplus" in STUDY.flags(STUDY.compute(kept, ground_of()), Given(kept))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("payment", "7173.88"),
        ("payment.rate_change", "8117.73"),
        ("payment.down_15", "8711.13"),
        ("extra_interest.down_15", "193413.25"),
        ("payment.longer", "6111.36"),
        ("extra_interest.longer", "350858.38"),
        ("payment.shorter", "8054.40"),
        ("interest_saved_shorten", "227385.47"),
        ("interest_saved_reduce", "95485.73"),
        ("repriced_payment", "7002.68"),
        ("max_loan.single", "2271575.52"),
        ("closing_total", "754000.00"),
        ("left_after_renovation", "296000.00"),
        ("left_after_renovation.down_15", "656000.00"),
        ("emergency_fund", "136043.25"),
        ("main_cover", "1026666.67"),
        ("spouse_cover", "653333.33"),
    ],
)
def test_the_home_purchase_is_to_the_cent(key: str, expected: str) -> None:
    kept = HOME.assumptions(HOME_SAID, buying_couple(), ground_of())
    calculation = HOME.compute(kept, ground_of())
    assert f"{half_up(calculation.figure(key).value)}" == expected


def test_a_combination_and_a_renovation_loan_are_computed_where_asked_for() -> None:
    said = HOME_SAID | {
        "fund_loan": "600000", "fund_rate": "0.026", "renovation_loan": "150000",
        "renovation_rate": "0.036",
    }  # fmt: skip
    kept = HOME.assumptions(said, buying_couple(), ground_of())
    calculation = HOME.compute(kept, ground_of())
    assert f"{half_up(calculation.figure('saving_per_month').value)}" == "160.06"
    assert calculation.figure("all_debt_ratio.renovation").printed == "37.25%"


def test_the_rate_is_that_of_the_price_sheet_with_its_day() -> None:
    kept = by_key(HOME.assumptions({}, None, ground_of()))
    rate = kept["annual_rate"]
    assert (rate.value, str(rate.as_of)) == ("0.031", "2026-11-20")
    assert rate.is_illustrative is False


def test_a_mortgage_needs_no_income_in_the_chat() -> None:
    kept = HOME.assumptions({"price": "2400000", "down_ratio": "0.3"}, None, ground_of())
    calculation = HOME.compute(kept, ground_of())
    assert calculation.figure("payment").printed == "7,173.88"
    assert HOME.missing_for_plan(kept) == ("household_income",)


def test_a_loan_alone_is_enough_for_its_payments() -> None:
    kept = HOME.assumptions({"loan": "1680000", "annual_rate": "0.031"}, None, ground_of())
    calculation = HOME.compute(kept, ground_of())
    assert calculation.figure("total_interest").printed == "902,595.18"
    assert "closing_total" not in {one.key for one in calculation.figures}
    assert HOME.missing_for_plan(kept) == ("price", "household_income")


def test_the_home_planner_asks_in_order_of_weight() -> None:
    nothing = HOME.assumptions({}, None, ground_of(bank_of(products=())))
    assert HOME.missing(nothing) == ("price", "down_ratio", "annual_rate")
    early = HOME.assumptions({"loan": "1", "prepay_amount": "1"}, None, ground_of())
    assert HOME.missing(early) == ("prepay_after_months",)
    late = HOME.assumptions({"loan": "1", "prepay_after_months": "1"}, None, ground_of())
    assert HOME.missing(late) == ("prepay_amount",)


def test_equal_principal_is_judged_by_its_first_payment() -> None:
    said = HOME_SAID | {"method": "equal_principal"}
    kept = HOME.assumptions(said, buying_couple(), ground_of())
    facts = HOME.facts(kept, HOME.compute(kept, ground_of()), buying_couple(), ground_of())
    assert facts.housing_ratio is not None
    assert half_up(facts.housing_ratio, Decimal("0.0001")) == Decimal("0.2502")


def test_a_loan_beyond_the_caps_is_flagged() -> None:
    said = {"price": "4000000", "down_ratio": "0.3", "other_debt": "3500"}
    kept = HOME.assumptions(said, buying_couple(), ground_of())
    calculation = HOME.compute(kept, ground_of())
    assert "over_cap" in HOME.flags(calculation, Given(kept))
    assert "short_of_emergency" in HOME.flags(calculation, Given(kept))


@pytest.mark.parametrize(
    "changes",
    [
        {"price": "abc"},
        {"months": "NaN"},
        {"down_ratio": "1"},
        {"loan": "9999999", "price": "1"},
        {"months": "481"},
    ],
)
def test_what_cannot_be_read_or_computed_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        HOME.compute(HOME.assumptions(HOME_SAID | changes, None, ground_of()), ground_of())


def test_a_month_is_as_good_as_a_day() -> None:
    kept = by_key(STUDY.assumptions(STUDY_SAID | {"starts_on": "2028-09"}, None, ground_of()))
    assert kept["starts_on"].value == "2028-09-01"
    with pytest.raises(BadInput, match="开学日期"):
        STUDY.assumptions({"starts_on": "后年"}, None, ground_of())


def test_words_for_other_slots_and_empty_words_are_left_aside() -> None:
    kept = by_key(HOME.assumptions({"asks_ratio": "true", "price": " "}, None, ground_of()))
    assert not {"asks_ratio", "price"} & set(kept)


def test_the_cheapest_product_with_a_rate_sets_the_rate() -> None:
    sheet = (product("M-1", "mortgage"), product("M-2", "mortgage", rate_low="0.0335"))
    kept = by_key(HOME.assumptions({}, None, ground_of(bank_of(products=sheet))))
    assert kept["annual_rate"].value == "0.0335"
    assert "M-2" in kept["annual_rate"].source
