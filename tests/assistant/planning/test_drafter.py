"""A plan: fourteen sections, every number a figure, every rule a verdict, every clause cited."""

import re
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.compliance.rulebook import Rulebook
from assistant.planning.dossier import next_quote_day
from assistant.planning.drafter import Drafter
from assistant.planning.errors import BadInput, InputsMissing, UnknownAssumption, UnknownPack
from assistant.planning.markdown import plan_markdown
from assistant.planning.model import AssumptionChange, Line, Plan
from graph.bank import Bank
from graph.errors import CustomerNotFound
from graph.model import Account, Loan, Need, SignalEvidence
from tests.assistant.planning.households import (
    HOME_SAID,
    STUDY_SAID,
    HeldClauses,
    bank_of,
    shelf_of_products,
)
from tests.builders import NOW, TODAY, assessment, buying_couple, customer, studying_family

RULEBOOK = Rulebook()
GOAL = "孩子后年九月想去英国读本科三年"


def drafter(bank: Bank | None = None, clauses: HeldClauses | None = None) -> Drafter:
    return Drafter(bank or bank_of(), clauses or HeldClauses(), RULEBOOK)


def study_plan(bank: Bank | None = None, **said: str) -> Plan:
    return drafter(bank).draft("study_abroad_legacy", STUDY_SAID | said, "c-1", NOW, "c-1", GOAL)


def home_plan(bank: Bank | None = None, **said: str) -> Plan:
    return drafter(bank).draft("home_purchase", HOME_SAID | said, "c-2", NOW, "c-2", "买房")


def text_of(plan: Plan, key: str) -> str:
    section = next(one for one in plan.sections if one.key == key)
    return "\n".join(one.text for one in section.lines)


def lines_of(plan: Plan) -> list[Line]:
    return [line for section in plan.sections for line in section.lines]


@pytest.mark.parametrize("make", [study_plan, home_plan])
def test_a_plan_has_all_fourteen_sections_in_both_languages(make: Any) -> None:
    plan = make()
    assert [one.number for one in plan.sections] == list(range(14))
    assert all(one.lines for one in plan.sections)
    assert all(line.text and line.text_en for line in lines_of(plan))
    assert "{" not in plan_markdown(plan, "zh") + plan_markdown(plan, "en")


@pytest.mark.parametrize("make", [study_plan, home_plan])
def test_every_figure_rule_and_clause_of_a_line_is_the_plans(make: Any) -> None:
    plan = make()
    figures = {one.key for one in plan.figures}
    rules = {one.rule for one in plan.verdicts}
    clauses = {one.clause_id for one in plan.citations}
    for line in lines_of(plan):
        assert figures.issuperset(line.figures)
        assert rules.issuperset(line.rules)
        assert clauses.issuperset(line.citations)
    assert len(figures) == len(plan.figures)
    assert len(clauses) == len(plan.citations)


@pytest.mark.parametrize("make", [study_plan, home_plan])
def test_every_amount_in_the_figures_and_options_is_a_figure_as_printed(make: Any) -> None:
    plan = make()
    printed = {one.printed for one in plan.figures}
    for section in plan.sections[4:6]:
        for line in section.lines:
            for text in (line.text, line.text_en):
                amounts = re.findall(r"-?[\d,]+\.\d{2}%?", text)
                assert printed.issuperset(amounts)


@pytest.mark.parametrize(
    ("make", "must"),
    [
        (study_plan, ("示意", "上限由银行规定", "外汇岗位", "未满十八周岁", "二手资料")),
        (home_plan, ("价目表", "契税税率", "公积金利率", "物业费", "按现房测算", "原规定")),
    ],
)
def test_what_the_golden_case_must_flag_is_flagged(make: Any, must: tuple[str, ...]) -> None:
    text = plan_markdown(make(), "zh")
    assert [one for one in must if one not in text] == []


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("total_foreign", "129,939.64"), ("total_cny", "1,209,738.07"),
        ("total_cny.fx_10", "1,330,711.88"), ("level_saving.last_payment", "14,902.12"),
        ("level_saving.departure", "31,312.61"), ("saving_share.last_payment", "70.29%"),
        ("emergency_fund", "202,800.00"), ("free_assets", "497,200.00"),
        ("loan_payment.study_loan", "5,470.97"), ("all_debt_ratio.study_loan", "27.77%"),
        ("quota_left.2028-08", "26,256.04"),
    ],
)  # fmt: skip
def test_the_study_plan_carries_the_golden_figures(key: str, printed: str) -> None:
    assert study_plan().figure(key).printed == printed


def test_the_insurance_gap_rests_on_the_balance_to_the_cent() -> None:
    gap = study_plan().figure("insurance_gap").value
    assert abs(gap - Decimal("2084972.64")) <= Decimal("0.01")


def test_options_include_doing_nothing_and_say_why_not() -> None:
    for plan, nothing in ((study_plan(), "暂不行动"), (home_plan(), "暂不购房")):
        text = text_of(plan, "options")
        assert text.count("方案") >= 6
        assert nothing in text
        for word in ("成本", "风险", "灵活性"):
            assert text.count(word) >= 6


def test_the_name_is_masked_and_the_advisor_named() -> None:
    plan = study_plan()
    assert plan.customer_name == "陈*"
    text = plan_markdown(plan, "zh")
    assert "陈静" not in text
    assert "AFP-110203" in text


def test_numbers_of_documents_in_the_goal_are_masked() -> None:
    plan = drafter().draft(
        "home_purchase", HOME_SAID, "c-2", NOW, "c-2", "买房，身份证 11010519491231002X"
    )
    assert "11010519491231002X" not in plan.model_dump_json()


def test_the_ai_label_and_the_notice_stand_in_every_plan() -> None:
    for lang, words in (("zh", ("人工智能", "不是要约")), ("en", ("AI-generated", "not an offer"))):
        text = plan_markdown(study_plan(), lang)
        assert all(one in text for one in words)
        assert text.rstrip().endswith((">", "。", "."))
    assert "适当性匹配意见不是收益保证" in text_of(study_plan(), "suitability")


def test_products_stay_within_level_horizon_and_tier() -> None:
    plan = study_plan()
    text = text_of(plan, "products")
    assert all(one in text for one in ("D-1Y", "W-R1", "W-R2", "I-TERM", "L-STUDY"))
    left_out = ("D-3Y", "W-R3", "F-R5", "F-NONE", "P-R2", "W-HNW", "I-PET", "S-TRUST")
    assert [one for one in left_out if one in text] == []
    assert "W-R3" in text_of(plan, "suitability")


def test_money_due_within_a_year_stays_in_deposits_and_r1() -> None:
    text = text_of(home_plan(), "products")
    assert "W-R1" in text
    assert "W-R2" not in text


def test_without_a_valid_assessment_no_rated_product_is_named() -> None:
    stale = assessment(valid_until=TODAY - timedelta(days=1))
    plan = study_plan(bank_of([studying_family(assessments=(stale,))]))
    text = text_of(plan, "products")
    assert "W-R1" not in text
    assert "D-1Y" in text
    assert "测评" in text


def test_the_rich_are_shown_the_trust_and_need_two_approvers() -> None:
    file = buying_couple(tier="hnw")
    plan = home_plan(bank_of([file]), price="1200000")
    assert plan.figure("loan").value == 840000
    assert plan.needs_second_approver
    assert "S-TRUST" in text_of(plan, "products")
    assert "trust.property" in {one.rule for one in plan.verdicts}


def test_large_loans_and_money_abroad_need_two_approvers_small_loans_do_not() -> None:
    assert study_plan().needs_second_approver
    assert home_plan().needs_second_approver
    assert not home_plan(price="1200000").needs_second_approver
    tight = Drafter(bank_of(), HeldClauses(), RULEBOOK, large_loan=Decimal(500000))
    plan = tight.draft("home_purchase", HOME_SAID | {"price": "1200000"}, "c-2", NOW, "c-2")
    assert plan.needs_second_approver
    assert plan.goal == plan.title


def test_a_plan_is_valid_until_the_first_thing_that_would_change_it() -> None:
    assert study_plan().valid_until == date(2026, 12, 23)
    assert home_plan().valid_until == date(2026, 12, 20)
    soon = assessment(valid_until=date(2026, 12, 1))
    assert (
        study_plan(bank_of([studying_family(assessments=(soon,))])).valid_until == soon.valid_until
    )
    assert next_quote_day(date(2026, 12, 19)) == date(2026, 12, 20)
    assert next_quote_day(date(2026, 12, 20)) == date(2027, 1, 20)


def test_only_clauses_read_in_full_are_cited_and_the_manual_may_be() -> None:
    clauses = HeldClauses()
    plan = drafter(clauses=clauses).draft("home_purchase", HOME_SAID, "c-2", NOW, "c-2")
    read = {
        (basis.document, basis.article)
        for verdict in plan.verdicts
        for basis in verdict.basis
        if basis.status == "full"
    }
    assert set(clauses.asked) == read
    assert "本行手册" in {one.document for one in plan.citations}
    assert "反洗钱法" not in {one.document for one in plan.citations}


def test_without_consent_only_what_was_said_is_used() -> None:
    bank = bank_of([studying_family(consents=())])
    plan = study_plan(bank, income="55000", living_cost="24000")
    text = plan_markdown(plan, "zh")
    assert "1,072,404.32" not in text
    assert "1,200,000.00" not in text
    assert "没有" not in text_of(plan, "cover")
    assert "prv.consent_valid" in {one.rule for one in plan.verdicts if one.decision == "block"}
    with pytest.raises(InputsMissing) as caught:
        study_plan(bank)
    assert caught.value.slots == ("income", "living_cost")


def test_signals_of_the_need_are_shown_and_may_be_contested() -> None:
    need = Need(
        id="n-1", customer_id="c-1", as_of=TODAY, event="study_abroad", event_zh="留学",
        event_en="study abroad", need="留学", probability_30=0.2, probability_90=0.5,
        probability_180=0.7, window_start=TODAY, window_end=TODAY, expected_lead_days=90,
        basis="declared", pack="study_abroad_legacy", contact="allowed",
        evidence=(SignalEvidence(signal="s", at=TODAY, text="查看留学页面"),),
    )  # fmt: skip
    plan = study_plan(bank_of([studying_family(needs=(need,))]))
    assert "查看留学页面" in text_of(plan, "need")
    assert "提出异议" in text_of(plan, "need")


def test_the_quota_is_listed_by_calendar_year() -> None:
    plan = study_plan()
    table = next(one for one in plan.sections[8].tables if one.key == "quota")
    assert [row[0] for row in table.rows] == ["2028", "2029", "2030"]
    assert table.rows[0][1:] == ("58,268.63", "34,524.67", "23,743.96", "26,256.04")


def test_the_tables_of_a_home_compare_the_cases() -> None:
    table = next(one for one in home_plan().sections[4].tables if one.key == "comparison")
    assert table.rows[0][2] == "7,173.88"
    alone = drafter().draft(
        "home_purchase", HOME_SAID | {"months": "480", "down_ratio": "0.15"}, "c-2", NOW, "c-2"
    )
    rows = next(one for one in alone.sections[4].tables if one.key == "comparison").rows
    assert [row[0] for row in rows if "15" in row[0] or "longer" in row[0]] == []


def test_a_redraft_follows_the_edit_and_logs_before_and_after() -> None:
    plan = study_plan()
    later = NOW + timedelta(hours=1)
    edit = AssumptionChange(key="tuition", value="26000")
    fresh = drafter().redraft(plan, (edit,), later, "a-1")
    assert (fresh.id, fresh.version, fresh.status) == (plan.id, 2, "draft")
    assert fresh.figure("total_foreign").printed == "136,692.29"
    change = fresh.changes[-1]
    assert change.before["assumption.tuition"] == "24000"
    assert change.after["assumption.tuition"] == "26000"
    assert change.before["total_foreign"] == "129,939.64"
    assert "pv_cny" in change.after
    assert (fresh.created_at, fresh.created_by, fresh.goal) == (NOW, "c-1", plan.goal)
    assert len(fresh.changes) == 2
    assert "年学费 24000 → 26000" in text_of(fresh, "approval")


def test_a_redraft_loses_nothing_else() -> None:
    plan = study_plan()
    edit = AssumptionChange(key="tuition", value="24000.00")
    fresh = drafter().redraft(plan, (edit,), NOW, "a-1")
    before = {one.key: one.value for one in plan.assumptions}
    assert {one.key: one.value for one in fresh.assumptions} == before
    assert fresh.changes[-1].after == {}
    assert {one.key: one.value for one in fresh.figures} == {
        one.key: one.value for one in plan.figures
    }
    assert [one.key for one in fresh.sections] == [one.key for one in plan.sections]


def test_an_edit_of_one_way_to_say_a_loan_replaces_the_others() -> None:
    plan = home_plan()
    lower = AssumptionChange(key="down_payment", value="600000")
    fresh = drafter().redraft(plan, (lower,), NOW, "a-1")
    assert fresh.figure("loan").value == 1800000
    assert "down_ratio" not in {one.key for one in fresh.assumptions}
    again = drafter().redraft(fresh, (AssumptionChange(key="loan", value="1000000"),), NOW, "a-1")
    assert again.figure("loan").value == 1000000
    assert again.version == 3


def test_another_country_brings_its_currency_and_rate() -> None:
    edit = AssumptionChange(key="country", value="美国")
    fresh = drafter().redraft(study_plan(), (edit,), NOW, "a-1")
    kept = {one.key: one for one in fresh.assumptions}
    assert (kept["currency"].value, kept["exchange_rate"].value) == ("USD", "7")
    assert kept["tuition"].unit == "USD"
    unknown = AssumptionChange(key="country", value="泰国")
    with pytest.raises(InputsMissing, match="exchange rate"):
        drafter().redraft(study_plan(), (unknown,), NOW, "a-1")


def test_edits_that_make_no_sense_are_refused() -> None:
    plan = home_plan()
    with pytest.raises(UnknownAssumption, match="colour"):
        drafter().redraft(plan, (AssumptionChange(key="colour", value="1"),), NOW, "a-1")
    with pytest.raises(BadInput):
        drafter().redraft(plan, (AssumptionChange(key="months", value="999"),), NOW, "a-1")


def test_unknown_packs_and_customers_are_refused() -> None:
    with pytest.raises(UnknownPack, match="home_purchase"):
        drafter().draft("astrology", {}, "c-1", NOW, "c-1")
    with pytest.raises(CustomerNotFound):
        drafter().draft("home_purchase", HOME_SAID, "c-404", NOW, "c-404")
    with pytest.raises(InputsMissing) as caught:
        drafter().draft("home_purchase", {}, "c-2", NOW, "c-2")
    assert caught.value.slots == ("price", "down_ratio")


def test_a_loan_beyond_the_caps_is_blocked_by_a_rule() -> None:
    plan = home_plan(price="4000000", household_income="22000")
    blocked = {one.rule for one in plan.verdicts if one.decision == "block"}
    assert "mtg.dti" in blocked
    assert "不能贷款" in text_of(plan, "numbers")


def test_the_debts_of_a_household_are_listed_with_what_they_cost() -> None:
    principal = Loan(
        id="l-2", purpose="car", principal=Decimal(120000), outstanding=Decimal(60000),
        annual_rate=Decimal("0.04"), method="equal_principal", granted_on=date(2024, 11, 30),
        term_months=48,
    )  # fmt: skip
    family = studying_family()
    file = studying_family(loans=(*family.loans, principal))
    table = next(
        one for one in study_plan(bank_of([file])).sections[2].tables if one.key == "debts"
    )
    assert table.rows[0][3:] == ("132", "9,800.00")
    assert table.rows[1][3:] == ("25", "2,600.00")


def test_a_customer_without_an_advisor_is_told_one_will_be_assigned() -> None:
    file = studying_family(advisor=None, customer=customer(advisor_id=None))
    plan = study_plan(bank_of([file]))
    assert "待分配" in text_of(plan, "cover")
    assert plan.advisor_id is None


def test_an_elder_is_met_with_the_special_procedure() -> None:
    file = studying_family(customer=customer(birth_date=date(1955, 1, 1)))
    assert "六十五周岁" in text_of(study_plan(bank_of([file])), "suitability")


def test_money_in_a_currency_without_a_rate_is_named_and_not_counted() -> None:
    family = studying_family()
    dollars = Account(id="acc-3", kind="foreign", currency="USD", balance=Decimal(1000))
    baht = Account(id="acc-4", kind="foreign", currency="THB", balance=Decimal(90000))
    plan = study_plan(bank_of([studying_family(accounts=(*family.accounts, dollars, baht))]))
    assert plan.figure("deposits").value == 587000
    assert "THB" in text_of(plan, "finances")
    assert "没有可用汇率" not in text_of(study_plan(), "finances")


def test_a_household_the_bank_knows_little_of_still_gets_a_plan() -> None:
    file = studying_family(customer=customer(monthly_income=None), living_month=None)
    plan = study_plan(bank_of([file]), income="55000", living_cost="24000")
    keys = {one.key for one in plan.figures}
    assert not {"savings_rate", "debt_ratio", "spending", "income"} & keys
    assert plan.figure("surplus_month").value == 21200


def test_a_draft_takes_a_moment() -> None:
    bank = bank_of(products=shelf_of_products())
    home_plan(bank)
    started = time.perf_counter()
    for _ in range(5):
        home_plan(bank)
    assert (time.perf_counter() - started) / 5 < 0.5
