"""The smaller packs: renovation, retirement, education, healthy living."""

from decimal import Decimal
from typing import Any

import pytest

from assistant.compliance.rulebook import Rulebook
from assistant.planning.drafter import Drafter
from assistant.planning.errors import BadInput, InputsMissing
from assistant.planning.figures import half_up
from assistant.planning.markdown import plan_markdown
from assistant.planning.model import Plan
from assistant.planning.planners import PLANNERS
from graph.bank import Bank
from tests.assistant.planning.households import HeldClauses, bank_of, ground_of, product
from tests.builders import NOW, studying_family

RULEBOOK = Rulebook()
SAID: dict[str, dict[str, str]] = {
    "renovation_wedding": {"budget": "200000", "own_money": "50000", "months": "60"},
    "retirement_planning": {"monthly_need": "15000", "pension_month": "6000"},
    "education_growth": {"cost_year": "60000", "earmarked": "20000"},
    "health_life": {"amount": "3600"},
}
LOANS = (
    product("L-REN", "renovation_loan", rate_low="0.036"),
    product("C-INS", "card_instalment", rate_low="0.06", fee="6%"),
)


def bank() -> Bank:
    return bank_of(products=LOANS)


def drafted(pack: str, **said: str) -> Plan:
    drafter = Drafter(bank(), HeldClauses(), RULEBOOK)
    return drafter.draft(pack, SAID[pack] | said, "c-1", NOW, "c-1")


@pytest.mark.parametrize("pack", list(SAID))
def test_a_small_pack_drafts_all_fourteen_sections(pack: str) -> None:
    plan = drafted(pack)
    assert [one.number for one in plan.sections] == list(range(14))
    assert all(one.lines for one in plan.sections)
    options = plan.sections[5].lines
    assert len(options) >= 3
    assert any("暂不" in one.text for one in options)
    assert "{" not in plan_markdown(plan, "zh") + plan_markdown(plan, "en")
    assert not plan.needs_second_approver


@pytest.mark.parametrize(
    ("pack", "key", "expected"),
    [
        ("renovation_wedding", "loan_payment", "2735.48"),
        ("renovation_wedding", "borrowed", "150000.00"),
        ("health_life", "instalment_payment", "300.00"),
    ],
)
def test_the_figures_are_to_the_cent(pack: str, key: str, expected: str) -> None:
    rate = {"fee_rate": "0"} if pack == "health_life" else {}
    assert f"{half_up(drafted(pack, **rate).figure(key).value)}" == expected


def test_instalments_take_the_fee_of_the_sheet_and_show_the_reward() -> None:
    plan = drafted("health_life", fee_rate="0.06")
    printed = [plan.figure(key).printed for key in ("apr_irr", "apr_irr.changed")]
    assert printed == ["10.90%", "10.00%"]
    assert "loan.cost_disclosure" in {one.rule for one in plan.verdicts}
    assert drafted("health_life", fee_rate_change="0").figure("instalment_fee").value == 216


def test_retirement_saves_towards_the_capital_that_fills_the_gap() -> None:
    plan = drafted("retirement_planning")
    assert plan.figure("months_to_save").value == 180
    gap = plan.figure("pension_gap").value
    assert half_up(gap) == half_up(Decimal(9000) * Decimal("1.02") ** 15)
    # Yield and inflation are alike, so the capital is the gap of every month.
    assert half_up(plan.figure("pension_capital").value) == half_up(gap * 300)
    later = drafted("retirement_planning", retire_at="65")
    assert later.figure("monthly_saving").value < plan.figure("monthly_saving").value


def test_a_pension_that_covers_the_need_asks_for_no_saving() -> None:
    plan = drafted("retirement_planning", pension_month="20000")
    assert plan.figure("pension_gap").value == 0
    assert "monthly_saving" not in {one.key for one in plan.figures}


def test_education_grows_with_the_years_until_it_is_needed() -> None:
    plan = drafted("education_growth", child_age="8")
    assert plan.figure("months_to_save").value == 120
    first = plan.figure("stage_cost.2036-11").value
    assert half_up(first) == half_up(Decimal(60000) * Decimal("1.03") ** 10)
    assert "可行" in plan.sections[4].lines[-1].text + plan.sections[4].lines[-2].text


def test_saving_beyond_the_surplus_is_called_too_much() -> None:
    for pack, more in (("education_growth", {"cost_year": "900000"}), ("retirement_planning", {})):
        said: dict[str, Any] = more or {"monthly_need": "90000"}
        text = "\n".join(one.text for one in drafted(pack, **said).sections[4].lines)
        assert "超出结余" in text


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("renovation_wedding", {"own_money": "300000"}),
        ("retirement_planning", {"retire_at": "40"}),
        ("education_growth", {"child_age": "18"}),
        ("education_growth", {"years": "11"}),
    ],
)
def test_values_that_do_not_fit_are_refused(pack: str, said: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        drafted(pack, **said)


def test_a_renovation_from_own_money_borrows_nothing() -> None:
    plan = drafted("renovation_wedding", own_money="200000")
    assert plan.figure("borrowed").value == 0
    assert "loan_payment" not in {one.key for one in plan.figures}


def test_without_a_file_the_income_is_asked_for_and_no_share_is_shown() -> None:
    planner = PLANNERS["retirement_planning"]
    ground = ground_of(bank())
    kept = planner.assumptions(SAID["retirement_planning"] | {"age": "45"}, None, ground)
    assert planner.missing(kept) == ()
    assert planner.missing_for_plan(kept) == ("income", "living")
    keys = {one.key for one in planner.compute(kept, ground).figures}
    assert "monthly_saving" in keys
    assert "saving_share" not in keys
    with pytest.raises(InputsMissing):
        planner.compute(planner.assumptions({}, None, ground), ground)


def test_a_family_that_spends_all_it_earns_has_no_share_to_save() -> None:
    planner = PLANNERS["education_growth"]
    said = SAID["education_growth"] | {"income": "30000"}
    kept = planner.assumptions(said, studying_family(), ground_of(bank()))
    calculation = planner.compute(kept, ground_of(bank()))
    assert calculation.figure("surplus_month").value < 0
    assert "saving_share" not in {one.key for one in calculation.figures}
