"""The figures of the scripts that have worlds of their own, computed apart from the program."""

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from evals.source import Source
from tests.evals.test_facts import (
    FACTS,
    STUDY,
    cents,
    equal_principal,
    instalment_rate,
    interest,
    left_after,
    monthly_yield,
    most_loan,
    payment,
    saving_for,
    sixth,
)

SCRIPTS = Path(__file__).parents[2] / "evals" / "scripts"
LIMIT: Final = "500000.00"
"""What the deposit insurance pays at most: a fact of 存款保险条例 5, not a sum."""
BALANCE: Final = "55667.00"
"""The balance of an account as its world gives it."""


def saved(
    principal: str, rate: str, months: int, paid: int, prepay: int
) -> tuple[Decimal, Decimal]:
    """What prepaying saves in interest: with a shorter term, or a lower payment."""
    monthly, left = Decimal(rate) / 12, months - paid
    before, old = left_after(principal, rate, months, paid), payment(principal, rate, months)
    owed, unchanged = before - prepay, old * left - before
    lower = payment(owed, rate, left) * left - owed
    instalments, rest = Decimal(0), owed
    while rest > 0:
        due = rest * (1 + monthly)
        instalments += min(old, due)
        rest = due - min(old, due)
    return unchanged - (instalments - owed), unchanged - lower


def australia() -> Decimal:
    """Two years in Australian dollars: tuition grows by 4 %, living by 3 % a year."""
    years = (
        Decimal(45000) * Decimal("1.04") ** t + Decimal(28000) * Decimal("1.03") ** t
        for t in (1, 2)
    )
    return sum(years, Decimal(0))


def study_pv() -> Decimal:
    """The three years in Britain at 9.31, discounted to today at 2 %."""
    growth = 1 + monthly_yield("0.02")
    bills = zip(STUDY, (21, 33, 45), strict=True)
    due = (sum(year, Decimal(0)) * Decimal("9.31") / growth**at for year, at in bills)
    return sum(due, Decimal(0))


def insurance_gap() -> Decimal:
    """Debts, the present value and five years at 60 % of spending, less cover and free assets."""
    reserve = Decimal(6) * (24000 + 9800)
    free = Decimal(1200000) - 500000 - reserve
    need = Decimal("1072404.32") + study_pv() + Decimal("0.6") * 24000 * 60
    return need - 500000 - free


def britain(tuition: str, living: str, years: int = 3) -> Decimal:
    """Years in Britain from two years ahead, in pounds: 4 % on tuition, 3 % on living."""
    bills = (
        Decimal(tuition) * Decimal("1.04") ** t + Decimal(living) * Decimal("1.03") ** t
        for t in range(2, 2 + years)
    )
    return sum(bills, Decimal(0))


def saving_on(goal: str, ready: str, months: int, annual: str) -> Decimal:
    """What a month reaches the goal when what is ready grows beside it."""
    monthly = monthly_yield(annual)
    grown = (1 + monthly) ** months
    return (Decimal(goal) - Decimal(ready) * grown) * monthly / (grown - 1)


FIGURES: Final = {
    "happy_path/a_flat_in_ningbo_word_by_word": (
        cents(Decimal("2047500")),
        cents(payment("2047500", "0.0305", 300)),
        cents(equal_principal("2047500", "0.0305", 300)[0]),
        cents(equal_principal("2047500", "0.0305", 300)[2]),
        sixth(payment("2047500", "0.0305", 300) / 40000),
        sixth((payment("2047500", "0.0305", 300) + 2600) / 40000),
    ),
    "happy_path/a_loan_of_960_thousand_in_spoken_numbers": (
        cents(payment("960000", "0.0285", 240)),
        cents(interest("960000", "0.0285", 240)),
        cents(saved("960000", "0.0285", 240, 24, 100000)[0]),
        cents(saved("960000", "0.0285", 240, 24, 100000)[1]),
        cents(payment("960000", "0.0265", 240)),
    ),
    "happy_path/a_flat_for_one_buyer_in_english": (
        cents(Decimal("1116000")),
        cents(payment("1116000", "0.033", 240)),
        cents(equal_principal("1116000", "0.033", 240)[0]),
        cents(payment("1116000", "0.038", 240)),
        sixth(payment("1116000", "0.033", 240) / 29000),
        sixth((payment("1116000", "0.033", 240) + 1500) / 29000),
    ),
    "happy_path/two_years_in_australia": (
        cents(australia()),
        cents(australia() * Decimal("4.70")),
        cents(australia() * Decimal("4.70") * Decimal("1.05")),
    ),
    "happy_path/saving_said_three_ways": (
        cents(saving_for("150000", 30, "0.018")),
        cents(saving_for("150000", 36, "0.018")),
        cents(saving_for("180000", 36, "0.018")),
    ),
    "happy_path/a_deposit_saved_for_in_english": (
        cents(saving_for("240000", 48, "0.022")),
        cents(saving_for("240000", 60, "0.022")),
    ),
    "happy_path/a_sofa_by_instalments": (
        cents(Decimal(9600) * Decimal("0.09")),
        cents(Decimal(9600) * Decimal("1.09") / 24),
        sixth(instalment_rate(9600, 436, 24)),
    ),
    "happy_path/a_laptop_by_instalments_in_english": (
        cents(Decimal(600)),
        cents(Decimal(1050)),
        sixth(instalment_rate(12000, 1050, 12)),
    ),
    "happy_path/the_most_two_earners_may_borrow": (
        cents(most_loan("40000", "2600", "0.0305", 300)),
    ),
    "happy_path/the_most_one_earner_may_borrow_in_english": (
        cents(most_loan("29000", "1500", "0.033", 240)),
    ),
    "happy_path/an_advisor_drafts_in_english": (cents(payment("1820000", "0.032", 300)),),
    "correction/the_price_is_three_million_after_all": (
        cents(payment("1820000", "0.032", 300)),
        cents(payment("2100000", "0.032", 300)),
        cents(payment("1800000", "0.032", 300)),
        cents(payment("1800000", "0.0305", 300)),
        cents(payment("1800000", "0.0305", 240)),
    ),
    "correction/the_loan_is_corrected_in_english": (
        cents(payment("900000", "0.034", 180)),
        cents(payment("950000", "0.034", 180)),
        cents(payment("950000", "0.0315", 180)),
        cents(payment("950000", "0.0315", 216)),
    ),
    "correction/the_amount_of_the_instalment_is_corrected": (
        cents(Decimal(864)),
        cents(Decimal(621)),
        cents(Decimal(6900) * Decimal("1.09") / 12),
    ),
    "correction/the_saving_goal_is_corrected": (
        cents(saving_for("300000", 60, "0.02")),
        cents(saving_for("300000", 48, "0.02")),
        cents(saving_for("250000", 48, "0.02")),
    ),
    "digression/a_holiday_question_in_the_middle": (
        cents(payment("1820000", "0.032", 300)),
        cents(equal_principal("1820000", "0.032", 300)[0]),
        cents(payment("1820000", "0.032", 240)),
    ),
    "digression/a_joke_in_the_middle_in_english": (
        cents(payment("1500000", "0.033", 360)),
        cents(payment("1500000", "0.033", 240)),
    ),
    "digression/saving_and_a_home_are_kept_apart": (
        cents(payment("1820000", "0.032", 300)),
        cents(saving_for("120000", 36, "0.02")),
        cents(payment("1820000", "0.037", 300)),
    ),
    "clarification/a_loan_of_a_negative_sum": (cents(payment("200000", "0.03", 240)),),
    "clarification/a_loan_without_interest": (cents(Decimal("600000") / 360),),
    "clarification/a_term_of_one_month": (cents(payment("100000", "0.036", 1)),),
    "clarification/a_rate_nobody_charges": (cents(payment("1200000", "0.031", 360)),),
    "clarification/the_income_is_missing": (cents(most_loan("16000", "0", "0.032", 360)),),
    "clarification/months_to_save_are_asked_in_english": (cents(saving_for("80000", 24, "0.02")),),
    "adversarial/a_name_gives_orders": (cents(most_loan("9000", "0", "0.032", 360)),),
    "happy_path/the_gym_card_and_the_reward_for_exercise": (
        cents(Decimal(3600) * Decimal("1.055") / 12),
        cents(Decimal(3600) * Decimal("0.055")),
        sixth((1 + instalment_rate(3600, 318, 12) / 12) ** 12 - 1),
    ),
    "happy_path/a_mother_asks_with_what_the_bank_knows": (
        cents(insurance_gap()),
        cents(Decimal(6) * (24000 + 9800)),
        cents(study_pv()),
    ),
    "happy_path/amounts_are_written_in_many_ways": (
        cents(payment("1960000", "0.031", 360)),
        cents(payment("1680000", "0.031", 360)),
        cents(payment("1680000", "0.033", 360)),
        cents(payment("1680000", "0.033", 300)),
    ),
    "happy_path/an_offer_is_typed_in_shorthand_in_english": (
        cents(payment("1920000", "0.035", 360)),
        cents(payment("1760000", "0.035", 360)),
        cents(payment("1650000", "0.035", 360)),
        cents(interest("1650000", "0.035", 360)),
    ),
    "happy_path/answers_come_one_word_at_a_time": (
        cents(payment("1820000", "0.032", 360)),
        cents(payment("1820000", "0.032", 300)),
    ),
    "happy_path/study_is_answered_one_word_at_a_time": (
        cents(britain("26000", "15000")),
        cents(britain("26000", "15000") * Decimal("9.40")),
    ),
    "happy_path/a_study_plan_in_english_for_a_father": (
        cents(britain("26000", "15000")),
        cents(britain("26000", "15000") * Decimal("9.40")),
        cents(britain("26000", "15000") * Decimal("9.40") * Decimal("1.1")),
        cents(Decimal("26000") * Decimal("1.04") ** 2 * Decimal("1.32")),
    ),
    "happy_path/income_falls_and_the_rate_rises": (
        cents(payment("1500000", "0.032", 360)),
        sixth(payment("1500000", "0.032", 360) / 40000),
        sixth(payment("1500000", "0.032", 360) / 32000),
        cents(payment("1500000", "0.042", 360)),
    ),
    "correction/the_currency_and_the_years_are_corrected": (
        cents(britain("26000", "15000")),
        cents(britain("26000", "15000", 2)),
        cents(britain("26000", "16000", 2)),
    ),
    "correction/the_prepayment_is_corrected_in_english": (
        cents(saved("1200000", "0.031", 360, 36, 100000)[0]),
        cents(saved("1200000", "0.031", 360, 36, 150000)[0]),
        cents(saved("1200000", "0.031", 360, 60, 150000)[0]),
    ),
    "correction/the_income_is_corrected": (
        sixth(payment("1500000", "0.032", 360) / 30000),
        sixth(payment("1500000", "0.032", 360) / 36000),
        sixth((payment("1500000", "0.032", 360) + 3000) / 36000),
    ),
    "digression/a_complaint_in_the_middle_of_saving": (
        cents(saving_for("180000", 36, "0.02")),
        cents(saving_for("180000", 48, "0.02")),
    ),
    "digression/thanks_and_a_question_back_in_english": (
        cents(payment("900000", "0.034", 180)),
        cents(equal_principal("900000", "0.034", 180)[0]),
    ),
    "cancellation/a_plan_under_way_is_not_wanted_any_more": (
        cents(payment("1820000", "0.032", 360)),
    ),
    "clarification/a_price_of_one_yuan": (cents(payment("1820000", "0.032", 360)),),
    "clarification/a_fee_without_a_term_in_english": (cents(Decimal(7200) * Decimal("1.04") / 12),),
    "happy_path/a_loan_is_described_backwards": (
        cents(payment("1600000", "0.0315", 300)),
        cents(payment("1500000", "0.0315", 300)),
        cents(equal_principal("1500000", "0.0315", 300)[0]),
        cents(saved("1500000", "0.0315", 300, 60, 300000)[0]),
        cents(saved("1500000", "0.0315", 300, 60, 300000)[1]),
    ),
    "happy_path/a_goal_by_the_end_of_a_year": (cents(saving_on("200000", "20000", 36, "0.02")),),
    "review/a_high_loan_needs_two_people_in_english": (cents(payment("3120000", "0.032", 300)),),
    "happy_path/english_stays_once_it_is_asked_for": (
        cents(payment("960000", "0.0285", 240)),
        cents(equal_principal("960000", "0.0285", 240)[0]),
    ),
}
"""What each script of its own world expects, computed here."""


def expected(path: Path) -> set[str]:
    """The numbers the checks of a script give."""
    raw = Source(path).data
    checks = [one for turn in raw["turns"] for one in turn.get("expect") or ()]
    checks += raw.get("end") or ()
    said = {one[name]["value"] for one in checks for name in ("says_amount", "says_ratio")
            if name in one}  # fmt: skip
    planned = [one["plan"].get("figures", {}).values() for one in checks if "plan" in one]
    return said | {value for values in planned for value in values}


@pytest.mark.parametrize("script", FIGURES)
def test_a_script_of_its_own_world_expects_what_is_computed_apart(script: str) -> None:
    given = expected(SCRIPTS / f"{script}.yaml")
    assert given
    assert given <= {*FIGURES[script], *FACTS.values(), LIMIT, BALANCE, "1680000.00", "318.00",
                     "216.00"}  # fmt: skip
