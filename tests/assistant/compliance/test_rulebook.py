"""The rulebook."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.compliance import Rulebook
from assistant.compliance.errors import UnknownRule
from assistant.compliance.model import (
    STRICTNESS,
    Decision,
    Facts,
    ProposedProduct,
    Verdict,
    strictest,
)
from assistant.compliance.phrases import plainly
from assistant.compliance.register import JUDGES
from assistant.compliance.thresholds import Threshold, load_settings

RULEBOOK = Rulebook()
RULES = Path(__file__).parents[3] / "assistant" / "compliance" / "rules"


def verdict(rule: str, **facts: Any) -> Verdict | None:
    return next((one for one in RULEBOOK.check(Facts(**facts)) if one.rule == rule), None)


def decision(rule: str, **facts: Any) -> Decision | None:
    found = verdict(rule, **facts)
    return None if found is None else found.decision


def product(**changes: Any) -> ProposedProduct:
    values: dict[str, Any] = {"code": "W-R2", "family": "wealth", "risk_level": "R2"}
    return ProposedProduct(**(values | changes))


def ratio(text: str) -> Decimal:
    return Decimal(text)


def test_nothing_fires_without_facts():
    assert RULEBOOK.check(Facts()) == ()


def test_there_are_forty_five_rules_each_with_words_and_ground():
    rules = RULEBOOK.rules()
    assert len(rules) == len({one.key for one in rules}) == 45
    for one in rules:
        assert "" not in {one.title, one.title_en, one.text, one.text_en}
        assert () not in {one.decisions, one.basis}
        assert all(found.article.isdigit() for found in one.basis)


def test_what_is_kept_by_facts_has_a_judge_and_nothing_else_has():
    by_facts = {one.key for one in RULEBOOK.rules() if one.kept_by == "facts"}
    assert by_facts == set(JUDGES)


def test_every_judge_names_its_source():
    for path in RULES.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.count('@rule("') == len(re.findall(r"^    Source:$", text, re.MULTILINE))


def test_verdicts_come_strictest_first_then_by_key():
    facts = Facts(
        is_plan=True, cross_border=True, loan_purpose="home_purchase",
        loan_amount=Decimal(1680000), loan_term_months=360, pack="home_purchase",
        housing_ratio=ratio("0.62"), all_debt_ratio=ratio("0.7"),
        down_payment_ratio=ratio("0.3"), usd_by_year={2027: Decimal(58268)},
    )  # fmt: skip
    fired = RULEBOOK.check(facts)
    order = [(STRICTNESS.index(one.decision), one.rule) for one in fired]
    assert order == sorted(order)
    assert strictest(fired) == "block"
    assert strictest(()) is None


@pytest.mark.parametrize(
    ("housing", "every", "expected"),
    [
        ("0.5", "0.6", "log"),
        ("0.5001", "0.55", "block"),
        ("0.4", "0.6001", "block"),
        ("0.1993", "0.2965", "log"),
    ],
)
def test_housing_ratios_stop_above_their_caps(housing: str, every: str, expected: Decision):
    facts = {"housing_ratio": ratio(housing), "all_debt_ratio": ratio(every)}
    assert decision("mtg.dti", **facts) == expected


@pytest.mark.parametrize(("share", "expected"), [("0.15", "log"), ("0.1499", "block")])
def test_a_down_payment_reaches_the_minimum(share: str, expected: Decision):
    assert decision("mtg.down_payment", down_payment_ratio=ratio(share)) == expected


def test_a_borrowed_down_payment_is_none():
    assert decision("mtg.down_payment", down_payment_borrowed=True) == "block"
    assert decision("mtg.down_payment", message="首付用消费贷凑行吗") == "block"
    assert decision("mtg.down_payment", message="首付三成，贷款30年") is None


@pytest.mark.parametrize(("months", "expected"), [(480, "disclose"), (481, "block")])
def test_a_housing_loan_runs_at_most_forty_years(months: int, expected: Decision):
    facts: dict[str, Any] = {"loan_purpose": "home_purchase", "is_plan": True}
    assert decision("mtg.term_value_disburse", loan_term_months=months, **facts) == expected


def test_a_housing_loan_stays_within_the_value():
    assert decision("mtg.term_value_disburse", loan_to_value=ratio("1.01")) == "block"
    assert decision("mtg.term_value_disburse", loan_to_value=ratio("0.7")) is None


@pytest.mark.parametrize(
    ("purpose", "months", "expected"),
    [("consumption", 60, None), ("consumption", 61, "block"), ("business", 120, None),
     ("business", 121, "block"), ("home_purchase", 360, None), (None, 360, None)],
)  # fmt: skip
def test_other_loans_have_shorter_terms(
    purpose: str | None, months: int, expected: Decision | None
):
    facts = {"loan_purpose": purpose, "loan_term_months": months}
    assert decision("loan.capacity_term", **facts) == expected


def test_debt_above_the_banks_own_line_goes_to_a_person():
    assert decision("loan.capacity_term", all_debt_ratio=ratio("0.51")) == "review"
    assert decision("loan.capacity_term", all_debt_ratio=ratio("0.5")) is None


@pytest.mark.parametrize(
    ("purpose", "amount", "expected"),
    [("consumption", 300000, None), ("consumption", 300001, "block"), ("business", 500000, None),
     ("business", 500001, "block")],
)  # fmt: skip
def test_self_payment_has_its_limits(purpose: str, amount: int, expected: Decision | None):
    facts = {"loan_purpose": purpose, "self_payment": Decimal(amount)}
    assert decision("loan.entrusted_payment", **facts) == expected


def test_banned_purposes_are_blocked():
    assert decision("loan.purpose", loan_purpose="stocks") == "block"
    assert decision("loan.purpose", loan_purpose="home_purchase") is None


def test_a_mortgage_plan_says_what_must_be_said():
    facts: dict[str, Any] = {
        "is_plan": True, "pack": "home_purchase", "loan_purpose": "home_purchase",
        "loan_amount": Decimal(1680000), "loan_term_months": 360,
    }  # fmt: skip
    fired = {one.rule: one.decision for one in RULEBOOK.check(Facts(**facts))}
    assert fired["loan.cost_disclosure"] == "disclose"
    assert fired["loan.interview_sign"] == "disclose"
    assert fired["ai.label"] == "disclose"
    assert fired["mkt.no_bundling"] == "disclose"
    assert fired["rec.retention"] == "log"
    assert fired["ai.human_review"] == "review"


@pytest.mark.parametrize(("amount", "expected"), [(999999, None), (1000000, "review")])
def test_a_large_loan_needs_people(amount: int, expected: Decision | None):
    facts = {"is_plan": True, "loan_amount": Decimal(amount)}
    assert decision("ai.human_review", **facts) == expected


@pytest.mark.parametrize("family", ["trust", "family_trust", "insurance", "health_insurance"])
def test_trusts_and_insurance_need_people(family: str):
    proposed = (product(family=family, risk_level=None),)
    found = verdict("ai.human_review", is_plan=True, products=proposed)
    assert found is not None
    assert found.decision == "review"


def test_foreign_exchange_above_the_quota_is_reviewed_and_goes_by_documents():
    facts: dict[str, Any] = {"is_plan": True, "cross_border": True}
    over = {2027: Decimal("58268.63"), 2028: Decimal("40000")}
    found = verdict("fx.authentic", usd_by_year=over, **facts)
    assert found is not None
    assert found.decision == "review"
    assert "2027" in found.reason
    assert "2028" not in found.reason
    assert decision("fx.authentic", usd_by_year={2027: Decimal(50000)}, **facts) == "disclose"
    documents = {2027: Decimal("34524.67")}
    within = verdict("fx.authentic", usd_by_year=over, usd_by_documents=documents, **facts)
    assert within is not None
    assert "录取通知书" in within.reason
    used = {2027: Decimal(20000)}
    assert decision("fx.authentic", usd_by_year=used, quota_left={2027: Decimal(9)}, **facts) == (
        "review"
    )
    assert decision("fx.no_splitting", usd_by_year=over, **facts) == "log"
    assert decision("aml.cdd", **facts) == "disclose"


def test_quota_money_buys_no_property_abroad():
    assert decision("fx.authentic", message="换汇去澳洲买房") == "block"
    assert decision("fx.authentic", message="Use the quota to buy overseas property") == "block"


LEVELS = ("C1", "C2", "C3", "C4", "C5")
RISKS = ("R1", "R2", "R3", "R4", "R5")


@settings(deadline=None)
@given(st.sampled_from(LEVELS), st.sampled_from(RISKS))
def test_no_product_above_the_customers_level(level: str, risk: str):
    facts = {"risk_level": level, "products": (product(risk_level=risk),)}
    expected = "block" if int(risk[1]) > int(level[1]) else None
    assert decision("suit.risk_match", **facts) == expected


def test_the_risk_of_a_product_nobody_rated_is_no_ground():
    proposed = (product(risk_level=None),)
    assert decision("suit.risk_match", risk_level="C1", products=proposed) is None
    assert decision("suit.assessment_valid", risk_assessment_valid=False, products=proposed) is None


def test_a_stale_assessment_stops_rated_products():
    facts = {"products": (product(),)}
    assert decision("suit.assessment_valid", risk_assessment_valid=False, **facts) == "block"
    assert decision("suit.assessment_valid", risk_assessment_valid=True, **facts) is None
    assert decision("suit.assessment_valid", **facts) is None


def test_amounts_fit_what_is_free():
    proposed = (product(amount=Decimal(600)), product(amount=Decimal(500)))
    assert decision("suit.financial_capacity", products=proposed, free_assets=Decimal(1000)) == (
        "block"
    )
    assert decision("suit.financial_capacity", products=proposed, free_assets=Decimal(1100)) is None
    assert decision("suit.financial_capacity", keeps_emergency_fund=False) == "review"


def test_a_lock_up_ends_before_the_money_is_needed():
    proposed = (product(lock_up_days=365), product(lock_up_days=None))
    assert decision("suit.financial_capacity", products=proposed, horizon_days=364) == "block"
    assert decision("suit.financial_capacity", products=proposed, horizon_days=365) is None


@pytest.mark.parametrize(
    ("age", "risk", "expected"), [(65, "R4", "review"), (65, "R3", None), (64, "R5", None)]
)
def test_elder_customers_and_high_risk_go_to_a_person(
    age: int, risk: str, expected: Decision | None
):
    assert (
        decision("suit.elder", customer_age=age, products=(product(risk_level=risk),)) == expected
    )


def test_long_insurance_for_elder_customers_is_recorded():
    assert decision("suit.elder", customer_age=60, insurance_term_months=13) == "disclose"
    assert decision("suit.elder", customer_age=60, insurance_term_months=12) is None
    assert decision("suit.elder", customer_age=59, insurance_term_months=13) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"customer_age": 17, "loan_amount": Decimal(1)}, "block"),
        ({"customer_age": 18, "loan_amount": Decimal(1)}, None),
        ({"customer_age": 7, "products": (product(risk_level="R1"),)}, "block"),
        ({"customer_age": 8, "products": (product(risk_level="R1"),)}, "review"),
        ({"customer_age": 17, "products": (product(risk_level="R2"),)}, "block"),
        ({"customer_age": 17}, None),
        ({"message": "我16岁想贷款"}, "block"),
    ],
)
def test_minors_are_protected(facts: dict[str, Any], expected: Decision | None):
    assert decision("suit.capacity_minor", **facts) == expected


def test_private_products_are_for_qualified_investors():
    proposed = (product(qualified_investor_only=True),)
    assert decision("suit.private_products", products=proposed) == "block"
    assert decision("suit.private_products", products=proposed, qualified_investor=True) is None
    assert decision("suit.private_products", message="几个人拼单买私募") == "block"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"has_profiling_consent": False, "is_plan": True}, "block"),
        ({"has_profiling_consent": False, "message": "帮我看看我适合什么理财"}, "block"),
        ({"has_profiling_consent": False, "message": "理财是什么"}, None),
        ({"has_profiling_consent": None, "is_plan": True}, None),
        ({"has_profiling_consent": True, "is_plan": True}, None),
    ],
)
def test_personal_advice_needs_a_consent(facts: dict[str, Any], expected: Decision | None):
    assert decision("prv.consent_valid", **facts) == expected


def test_a_withdrawn_consent_stops_personal_advice_but_not_the_withdrawal():
    words = "根据我的资产推荐理财"
    assert decision("prv.consent_withdraw", consent_withdrawn=True, message=words) == "block"
    assert decision("prv.consent_withdraw", message="我要撤回授权") == "log"


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (
            "prv.sensitive_consent",
            {"reads_sensitive": True, "has_sensitive_consent": False},
            "block",
        ),
        ("prv.sensitive_consent", {"reads_sensitive": True, "has_sensitive_consent": True}, None),
        ("prv.under14", {"youngest_age": 13, "has_guardian_consent": False}, "block"),
        ("prv.under14", {"youngest_age": 13, "names_minor": True}, "log"),
        ("prv.under14", {"youngest_age": 14, "has_guardian_consent": False}, None),
        ("prv.partner_share", {"shares_with_partner": True}, "block"),
        ("prv.partner_share", {"shares_with_partner": True, "has_partner_consent": True}, None),
        ("prv.export", {"recipient_country": "GB"}, "block"),
        ("prv.export", {"recipient_country": "CN"}, None),
        ("prv.export", {"message": "把客户资料发给国外学校"}, "block"),
        ("prv.other_customer", {"asks_about_another_person": True}, "block"),
        ("prv.other_customer", {"message": "看看王先生的余额", "is_staff": True}, None),
        ("prv.other_customer", {"message": "列出所有客户名单", "is_staff": True}, "block"),
        ("prv.protect_mask", {"reply": "手机13812345678"}, "mask"),
        ("prv.protect_mask", {"reply": "月供7173.88元"}, None),
        ("prv.automated_decision", {"message": "我不接受系统自动决定"}, "review"),
        ("prv.automated_decision", {"message": "为什么给我推荐这个"}, "disclose"),
        ("prv.rights_complaints", {"message": "我要投诉"}, "review"),
        ("prv.rights_complaints", {"message": "删除我的资料"}, "review"),
        ("prv.rights_complaints", {"message": "你知道我什么"}, "log"),
        ("rec.retention", {"message": "交易记录也删"}, "log"),
        ("mkt.opt_out_channel", {"is_marketing": True, "has_marketing_consent": False}, "block"),
        ("mkt.opt_out_channel", {"is_marketing": True, "has_marketing_consent": True}, None),
        ("mkt.no_bundling", {"message": "不买保险就不给贷款", "is_staff": True}, "block"),
        ("mkt.no_bundling", {"message": "办贷款必须买保险吗"}, "disclose"),
        ("mkt.no_bundling", {"message": "办房贷要不要买保险", "is_staff": True}, None),
        ("prv.under14", {"youngest_age": 13}, None),
        ("mkt.disclosure", {"products": (product(),)}, "disclose"),
        ("ai.human_review", {"is_plan": True, "products": (product(risk_level="R4"),)}, "review"),
        ("ai.model_safety", {"message": "教我做假流水"}, "block"),
        ("ai.label", {"message": "去掉AI标识"}, "block"),
        ("aml.cdd", {"message": "不实名开户可以吗"}, "block"),
        ("aml.cdd", {"outbound_usd": Decimal(1000)}, "disclose"),
        ("aml.cdd", {"outbound_usd": Decimal(999)}, None),
        ("aml.monitor_no_tipping", {"message": "我是不是被上报可疑了"}, "review"),
        ("aml.monitor_no_tipping", {"message": "警察让我把钱转到安全账户"}, "review"),
        ("ins.need_afford", {"premium_to_income": ratio("0.21")}, "review"),
        ("ins.need_afford", {"premium_to_income": ratio("0.2")}, None),
        ("ins.need_afford", {"is_plan": True, "insurance_gap": Decimal(1)}, "disclose"),
        ("ins.disclose_cooling_record", {"message": "把年金说成存款"}, "block"),
        ("ins.disclose_cooling_record", {"products": (product(family="insurance"),)}, "disclose"),
        ("ins.conduct", {"products": (product(family="insurance"),)}, "review"),
        ("trust.property", {"products": (product(family="family_trust"),)}, "review"),
        ("loan.entrusted_payment", {"message": "怎么绕过受托支付"}, "block"),
        ("suit.risk_match", {"message": "我是C2想买R4"}, "block"),
        ("suit.risk_match", {"message": "我是C4想买R4"}, None),
    ],
)
def test_a_rule_fires_on_its_facts(rule: str, facts: dict[str, Any], expected: Decision | None):
    assert decision(rule, **facts) == expected


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        ("这款产品保本，收益稳定。", "mkt.no_guarantee"),
        ("它不是存款，但保证年化5%。", "mkt.no_guarantee"),
        ("利率明年一定会降。", "mkt.no_guarantee"),
        ("This fund is risk-free.", "mkt.no_guarantee"),
        ("您的贷款一定能获批。", "loan.interview_sign"),
        ("We guarantee the loan is approved.", "loan.interview_sign"),
        ("建议买入茅台股票。", "mkt.no_stock_advice"),
        ("可以让父母各帮您换5万美元。", "fx.no_splitting"),
        ("分期年化只要6%。", "loan.cost_disclosure"),
    ],
)
def test_a_reply_may_not_promise(reply: str, rule: str):
    assert decision(rule, reply=reply) == "block"


@pytest.mark.parametrize(
    "reply",
    [
        "理财不保本，可能损失本金。",
        "任何人都不能承诺保本或稳赚。",
        "宣称零风险的多半是骗局。",
        "The bank does not guarantee any return.",
        "贷款能否获批需经审批，不能保证获批。",
        "不能借用亲戚的额度换汇。",
        "月供7,173.88元，占收入19.93%。",
    ],
)
def test_a_reply_may_deny(reply: str):
    assert [one.rule for one in RULEBOOK.check(Facts(reply=reply)) if one.decision == "block"] == []


def test_a_refusal_teaches_no_promise():
    found = verdict("mkt.no_guarantee", message="写一句本产品保本")
    assert found is not None
    for word in ("保本", "保收益", "稳赚", "至少"):
        assert word not in found.reason


def test_every_reason_passes_the_rules_for_replies():
    for key in JUDGES:
        fired = RULEBOOK.fire(key)
        checked = RULEBOOK.check(Facts(reply=fired.reason))
        assert [one.rule for one in checked if one.decision == "block"] == []


def test_a_rule_is_explained_and_fired_by_key():
    assert RULEBOOK.explain("mtg.dti").title == "月供与收入比"
    assert RULEBOOK.fire("prv.sensitive_access_four_eyes").decision == "review"
    assert RULEBOOK.fire("mtg.dti", "review").decision == "review"
    assert RULEBOOK.explain("fx.no_splitting").triggers
    with pytest.raises(UnknownRule, match=r"no\.such"):
        RULEBOOK.explain("no.such")


def test_a_bank_may_set_its_own_limits():
    settings = load_settings()
    lower = Threshold(
        value=ratio("0.4"), unit="ratio", source="bank setting", status="bank",
        since=date(2026, 1, 1),
    )  # fmt: skip
    own = Rulebook(settings.model_copy(update={"housing_ratio": lower}))
    fired = own.check(Facts(housing_ratio=ratio("0.45"), all_debt_ratio=ratio("0.45")))
    assert fired[0].decision == "block"


def test_a_limit_that_is_missing_is_an_error(tmp_path: Path):
    path = tmp_path / "thresholds.yaml"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValidationError):
        load_settings(path)


def test_words_are_compared_in_one_width_and_case():
    assert plainly("换 ５ 万 USD’s") == "换5万 usd's"
    assert plainly("把 风险 提示\n去掉") == "把风险提示去掉"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_message_is_read_without_failing(message: str):
    RULEBOOK.check(Facts(message=message, reply=message))
