"""Every figure of the two worked households, computed apart from the program and kept in a plan."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final

import pytest

from evals.source import Source
from tests.evals.test_facts import (
    STUDY,
    cents,
    equal_principal,
    interest,
    left_after,
    level_saving,
    monthly_yield,
    payment,
    saving_for,
    sixth,
    study_total,
)

SCRIPTS = Path(__file__).parents[2] / "evals" / "scripts"
HOME_SCRIPT: Final = "happy_path/a_home_is_worked_through_figure_by_figure"
STUDY_SCRIPT: Final = "happy_path/three_years_in_britain_figure_by_figure"
KEYS: Final = (
    "loan", "payment", "total_interest", "equal_principal_first", "equal_principal_last",
    "equal_principal_decrement", "equal_principal_interest", "interest_saved_by_equal_principal",
    "housing_ratio", "housing_ratio_with_fee", "all_debt_ratio", "equal_principal_housing_ratio",
    "equal_principal_all_debt_ratio",
)  # fmt: skip
OTHER, FEE = Decimal(3500), Decimal(380)


def fourth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def case(
    loan: str, rate: str = "0.031", months: int = 360, income: str = "36000", digits: int = 4
) -> dict[str, str]:
    """One loan both ways, with its shares of an income."""
    share = fourth if digits == 4 else sixth
    level, cost = payment(loan, rate, months), interest(loan, rate, months)
    first, last, even = equal_principal(loan, rate, months)
    earned = Decimal(income)
    down = Decimal(loan) / months * Decimal(rate) / 12
    money = (Decimal(loan), level, cost, first, last, down, even, cost - even)
    ratios = (
        level / earned, (level + FEE) / earned, (level + OTHER) / earned, first / earned,
        (first + OTHER) / earned,
    )  # fmt: skip
    return dict(zip(KEYS, [*map(cents, money), *map(share, ratios)], strict=True))


def marked(mark: str, figures: dict[str, str]) -> dict[str, str]:
    return {f"{key}.{mark}": value for key, value in figures.items()}


def prepaying() -> dict[str, str]:
    """Two hundred thousand paid early after 36 instalments, both ways."""
    monthly, months_left = Decimal("0.031") / 12, 324
    before, old = left_after("1680000", "0.031", 360, 36), payment("1680000", "0.031", 360)
    owed = rest = before - 200_000
    instalments: list[Decimal] = []
    while rest > 0:
        due = rest * (1 + monthly)
        instalments.append(min(old, due))
        rest = due - instalments[-1]
    lower = payment(owed, "0.031", months_left)
    unchanged = old * months_left - before
    exact = -(1 - owed * monthly / old).ln() / (1 + monthly).ln()
    return {
        "balance_before": cents(before),
        "balance_after": cents(owed),
        "reduced_payment": cents(lower),
        "interest_saved_reduce": cents(unchanged - (lower * months_left - owed)),
        "months_left": str(len(instalments)),
        "exact_months_left": fourth(exact),
        "last_payment": cents(instalments[-1]),
        "months_saved": str(months_left - len(instalments)),
        "interest_saved_shorten": cents(unchanged - (sum(instalments, Decimal(0)) - owed)),
    }


def combined() -> dict[str, str]:
    """600,000 of the provident fund at 2.6 % beside the rest."""
    fund, rest = payment("600000", "0.026", 360), payment("1080000", "0.031", 360)
    return {
        "fund_payment": cents(fund),
        "commercial_payment": cents(rest),
        "combined_payment": cents(fund + rest),
        "saving_per_month": cents(payment("1680000", "0.031", 360) - fund - rest),
        "combined_interest": cents(
            interest("600000", "0.026", 360) + interest("1080000", "0.031", 360)
        ),
    }


def caps(income: str, other: str = "3500") -> tuple[str, str]:
    """The most under half the income for the home, and under three fifths for all debts."""
    one = payment("1", "0.031", 360)
    earned = Decimal(income)
    return cents(earned / 2 / one), cents((earned * Decimal("0.6") - Decimal(other)) / one)


def home() -> dict[str, str]:
    """The couple's home: base, alternatives, stress, changes, limits, cash, cover."""
    level = payment("1680000", "0.031", 360)
    renovation = payment("150000", "0.036", 60)
    more = interest("2040000", "0.031", 360) - interest("1680000", "0.031", 360)
    longer = interest("1680000", "0.031", 480) - interest("1680000", "0.031", 360)
    owed, shares = left_after("1680000", "0.031", 360, 24), Decimal(22000) / 36000
    alternatives = (
        case("1680000")
        | marked("down_15", case("2040000"))
        | marked("longer", case("1680000", months=480))
        | marked("shorter", case("1680000", months=300))
        | marked("rate_change", case("1680000", "0.041"))
        | marked("income_change", case("1680000", income="28800"))
    )
    rest = {
        "extra_interest.down_15": cents(more),
        "extra_interest.longer": cents(longer),
        "balance_at_repricing": cents(owed),
        "repriced_payment": cents(payment(owed, "0.029", 336)),
        "max_loan_by_housing_cap": caps("36000")[0],
        "max_loan_by_debt_cap": caps("36000")[1],
        "max_loan_by_housing_cap.single": caps("22000")[0],
        "max_loan_by_debt_cap.single": caps("22000")[1],
        "down_payment": cents(Decimal(2400000) * Decimal("0.3")),
        "deed_tax": cents(Decimal(24000)),
        "closing_total": cents(Decimal(720000 + 24000 + 10000)),
        "left_after_closing": cents(Decimal(1250000 - 754000)),
        "left_after_renovation": cents(Decimal(1250000 - 754000 - 200000)),
        "emergency_fund": cents(6 * (12000 + level + OTHER)),
        "closing_total.down_15": cents(Decimal(360000 + 24000 + 10000)),
        "left_after_renovation.down_15": cents(Decimal(1250000 - 394000 - 200000)),
        "main_share": fourth(shares),
        "main_cover": cents(1680000 * shares),
        "spouse_cover": cents(1680000 * (1 - shares)),
        "loan_payment.renovation": cents(renovation),
        "all_debt_ratio.renovation": fourth((renovation + level + OTHER) / 36000),
    }
    return alternatives | prepaying() | combined() | rest


def years() -> dict[str, str]:
    """Each year in Britain in pounds, yuan and dollars."""
    found: dict[str, str] = {}
    for year, (tuition, living, once) in zip((2028, 2029, 2030), STUDY, strict=True):
        total, month = tuition + living + once, f"{year}-08"
        quota = (living + once) * Decimal("1.33")
        found |= {
            f"stage_tuition.{month}": cents(tuition),
            f"stage_living.{month}": cents(living),
            f"stage_total.{month}": cents(total),
            f"stage_total_cny.{month}": cents(total * Decimal("9.31")),
            f"stage_usd.{month}": cents(total * Decimal("1.33")),
            f"stage_usd_documents.{month}": cents(tuition * Decimal("1.33")),
            f"stage_usd_quota.{month}": cents(quota),
            f"quota_left.{month}": cents(50000 - quota),
        }
    return found | {"stage_oneoff.2028-08": cents(STUDY[0][2])}


def study() -> dict[str, str]:
    """The mother's three years: costs, saving, its path, protection, the loan beside it."""
    rate, growth = Decimal("9.31"), 1 + monthly_yield("0.02")
    bills = [sum(one, Decimal(0)) * rate for one in STUDY]
    pv = sum((one / growth**at for one, at in zip(bills, (21, 33, 45), strict=True)), Decimal(0))
    save = level_saving("500000", rate, 45)
    path: list[Decimal] = []
    held, paid = Decimal(500000), 0
    for bill, at in zip(bills, (21, 33, 45), strict=True):
        for _ in range(at - paid):
            held = held * growth + save
        held, paid = held - bill, at
        path.append(held)
    need = Decimal("1072404.32") + pv + Decimal(864000)
    all_saving = level_saving("500000", rate, 21)
    loan = payment("300000", "0.036", 60)
    total = study_total() * rate
    return years() | {
        "total_foreign": cents(study_total()),
        "total_cny": cents(total),
        "total_cny.fx_5": cents(total * Decimal("1.05")),
        "total_cny.fx_10": cents(total * Decimal("1.1")),
        "pv_cny": cents(pv),
        "gap_pv": cents(pv - 500000),
        "surplus_month": cents(Decimal(55000 - 24000 - 9800)),
        "months_to_save.departure": "21",
        "level_saving.departure": cents(all_saving),
        "saving_share.departure": fourth(all_saving / 21200),
        "months_to_save.last_payment": "45",
        "level_saving.last_payment": cents(save),
        "saving_share.last_payment": fourth(save / 21200),
        "level_saving.last_payment_fx_10": cents(level_saving("500000", rate * Decimal("1.1"), 45)),
        "path_balance.2028-08": cents(path[0]),
        "path_balance.2029-08": cents(path[1]),
        "path_balance.2030-08": cents(abs(path[2])),
        "lowest_balance": cents(abs(min(path))),
        "emergency_fund": cents(Decimal(6 * (24000 + 9800))),
        "free_assets": cents(Decimal(1200000 - 500000 - 202800)),
        "family_support": cents(Decimal("0.6") * 24000 * 60),
        "cover_need": cents(need),
        "insurance_gap": cents(need - 500000 - 497200),
        "premium_line": cents(Decimal("0.2") * 55000 * 12),
        "loan_payment.study_loan": cents(loan),
        "loan_interest.study_loan": cents(loan * 60 - 300000),
        "all_debt_ratio.study_loan": fourth((loan + 9800) / 55000),
    }


HOME, ABROAD = home(), study()
SINGLE = case("1680000", income="22000", digits=6)
OVER = case("2800000", income="22000", digits=6)
SIX = [case("1680000", months=480, digits=6), case("1680000", "0.041", digits=6),
       case("1680000", income="28800", digits=6), case("1680000", digits=6)]  # fmt: skip
OWED_36 = left_after("1680000", "0.031", 360, 36)
FUND, REST = payment("700000", "0.0285", 240), payment("1100000", "0.033", 240)
GOLDEN: Final = {
    *HOME.values(), *ABROAD.values(), *SINGLE.values(), *OVER.values(),
    *(value for one in SIX for value in one.values()),
    sixth(level_saving("500000", Decimal("9.31"), 21) / 21200),
    cents(payment(OWED_36, "0.036", 324)),
    "1800000.00", cents(FUND), cents(REST), cents(FUND + REST),
    caps("40000")[0], caps("40000")[1],
    cents(payment("1820000", "0.032", 240)), cents(payment("1820000", "0.032", 360)),
    cents(saving_for("200000", 36, "0.02")), cents(saving_for("200000", 48, "0.02")),
    cents(payment("1820000", "0.032", 300)), "135000.00", "58600.00",
}  # fmt: skip
"""All that scripts of these households may expect; the last two are balances of their world."""


def plan_figures(script: str) -> dict[str, str]:
    """The figures of the plan a script wants, by key."""
    raw = Source(SCRIPTS / f"{script}.yaml").data
    checks = [one for turn in raw["turns"] for one in turn.get("expect") or ()]
    return next(one["plan"]["figures"] for one in checks if "figures" in one.get("plan", {}))


@pytest.mark.parametrize(
    ("script", "computed"), [(HOME_SCRIPT, HOME), (STUDY_SCRIPT, ABROAD)], ids=["home", "study"]
)
def test_every_golden_figure_stands_in_the_plan_of_its_script(
    script: str, computed: dict[str, str]
) -> None:
    assert plan_figures(script) == computed
