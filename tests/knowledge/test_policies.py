"""The manual that comes with the package says what the assistant must be able to cite."""

import re
from pathlib import Path

import pytest

from knowledge.documents import policy
from knowledge.library import POLICIES
from knowledge.model import Clause

RULES = frozenset(
    {
        "prv.consent_valid",
        "prv.consent_withdraw",
        "prv.minimum_purpose",
        "prv.sensitive_consent",
        "prv.under14",
        "prv.partner_share",
        "prv.automated_decision",
        "prv.impact_assessment",
        "prv.rights_complaints",
        "prv.export",
        "prv.protect_mask",
        "prv.sensitive_access_four_eyes",
        "prv.other_customer",
        "ai.label",
        "ai.human_review",
        "ai.model_safety",
        "mkt.opt_out_channel",
        "mkt.no_guarantee",
        "mkt.disclosure",
        "mkt.no_bundling",
        "mkt.no_stock_advice",
        "suit.risk_match",
        "suit.assessment_valid",
        "suit.financial_capacity",
        "suit.elder",
        "suit.capacity_minor",
        "suit.private_products",
        "rec.retention",
        "loan.purpose",
        "loan.entrusted_payment",
        "loan.capacity_term",
        "loan.interview_sign",
        "loan.cost_disclosure",
        "mtg.down_payment",
        "mtg.dti",
        "mtg.term_value_disburse",
        "fx.authentic",
        "fx.no_splitting",
        "aml.cdd",
        "aml.monitor_no_tipping",
        "ins.need_afford",
        "ins.disclose_cooling_record",
        "ins.conduct",
        "credit.consent_use",
        "trust.property",
    }
)
FILES = sorted(POLICIES.glob("*.md"))
CLAUSES = tuple(one for path in FILES for one in policy(path).clauses)


def test_every_compliance_rule_has_a_clause() -> None:
    assert {rule for one in CLAUSES for rule in one.rules} == RULES


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda one: one.citation)
def test_every_clause_is_whole(clause: Clause) -> None:
    assert clause.kind == "manual"
    assert clause.effective_from is not None
    assert clause.rules
    assert clause.text_en
    assert clause.asks
    assert re.search(r"[\u4e00-\u9fff]", clause.text)
    assert len(clause.heading) == 2


def test_a_clause_rests_on_an_article_where_it_names_one() -> None:
    assert all(
        re.fullmatch(r"\S.* \d+(-\d+)?", ground) for one in CLAUSES for ground in one.based_on
    )


def test_short_titles_are_the_banks_own() -> None:
    titles = [policy(path).document.short_title for path in FILES]
    assert all(title.startswith("大通") for title in titles)
    assert len(set(titles)) == len(titles)


def test_no_clause_promises_a_return() -> None:
    promising = re.compile(r"(?<!不)(?:保证收益|稳赚|必涨)")
    offending = [one.citation for one in CLAUSES if promising.search(one.text)]
    assert offending == ["《大通营销规则》第1.1条"]


def test_the_manual_is_in_one_folder() -> None:
    assert Path(POLICIES).name == "policies"
