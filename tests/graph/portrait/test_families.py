"""The tag families as a whole: how many values they can say, and that people can read each."""

import re
from collections import Counter

import pytest

from graph.portrait import Family, families
from graph.portrait.facts import topics

REQUIRED = """
basic.demography age_band_5y gender_declared marital household_role children_count
    youngest_child_stage education_level language accessibility_need
basic.work occupation_mid_class industry_division employer_type job_grade work_years_band
    income_band income_stability income_sources
basic.place province city_tier urban_rural residence_status tax_residency
basic.relation tier tenure kyc_completeness channel_preference contact_window
    consent_state_by_purpose
finance.holding product_family aum_band deposit_trend liquidity_ratio_band concentration_band
    deposit_maturity_month
finance.credit loan_type debt_ratio_band repayment_habit instalment_use credit_utilisation
    prepay_habit
finance.flow spend_group payroll_pattern transfer_pattern fx_usage season_month savings_regularity
finance.engagement channel_activity offer_response fee_sensitivity feedback_topic
    service_complaint_state
finance.protection cover_type
scenario.education destination level intake budget_band stage
scenario.housing purpose price_band home_type stage city_count
scenario.consumption category travel vehicle green learning
scenario.business trade_region currency season_crop receivable_cycle
scenario.goal goal gap_band
scenario.optin health_pack partner
risk.profile c_level assessment_state loss_tolerance experience knowledge horizon liquidity_need
risk.match combination r_ceiling qualified_investor_state
risk.behaviour bias_indicator panic_redemption chase_rise stated_vs_actual
risk.guard vulnerability_flag fraud_exposure capacity_flag dispute_history_restricted
"""


def required() -> set[str]:
    keys: set[str] = {"scenario.event_stage"}
    group = ""
    for word in REQUIRED.split():
        if "." in word:
            group = word
        else:
            keys.add(f"{group}.{word}")
    return keys


def test_more_than_a_thousand_values_stand_in_four_dimensions() -> None:
    counts: Counter[str] = Counter()
    for one in families():
        counts[one.dimension] += one.count_of_values
    assert counts.total() > 1000
    assert min(counts[name] for name in ("basic", "finance", "scenario", "risk")) > 150


def test_every_family_the_bank_asks_for_is_defined() -> None:
    assert required() - {one.key for one in families()} == set()


@pytest.mark.parametrize("family", families(), ids=lambda one: one.key)
def test_every_value_has_a_name_in_both_languages(family: Family) -> None:
    named = [family.explain, *family.values.values(), *family.parts.values()]
    named += [one.explain for one in family.sayings]
    assert [one for one in named if not one.zh.strip() or not one.en.strip()] == []
    assert [one for one in named if re.search("[一-鿿]", one.en)] == []
    assert len({one.zh for one in family.values.values()}) == len(family.values)


@pytest.mark.parametrize("family", families(), ids=lambda one: one.key)
def test_every_value_the_query_says_is_named(family: Family) -> None:
    if not family.values or family.sql is None:
        return
    said = set(re.findall(r"(?:THEN|ELSE) '([^']+)'(?! \|\|)", family.sql))
    said = {one for one in said if not re.fullmatch(r"\d\d", one)}  # codes compared inside
    assert said - set(family.values) - set(family.parts) == set()


def test_topics_are_said_without_what_the_engines_read_differently() -> None:
    assert "\\" not in topics()
    assert topics().count("UNION ALL") > 80


def test_what_protects_is_used_for_nothing_else() -> None:
    guards = [one for one in families() if one.key.startswith("risk.guard.")]
    assert {one.key for one in guards if one.uses != ("protection",)} == set()
