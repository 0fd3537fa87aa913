"""Who may do what."""

from pathlib import Path

import pytest

from assistant.privacy.access import POLICIES, Access
from assistant.privacy.errors import ConsentMissing, NotAllowed
from assistant.privacy.model import ACTS, Act, Role, Speaker, Subject

ACCESS = Access()
MINE = Subject(customer_id="c-1", advisor_id="a-1")
OTHERS = Subject(customer_id="c-2", advisor_id="a-2")


def speaker(role: Role = "customer", person_id: str = "c-1") -> Speaker:
    return Speaker(username=person_id, person_id=person_id, name="某", role=role)


ADVISOR = speaker("advisor", "a-1")
SECOND = speaker("second_approver", "s-1")


def plan(status: str, **changes: str) -> Subject:
    return MINE.model_copy(update={"plan_status": status, "created_by": "assistant"} | changes)


def allowed(who: Speaker, act: Act, subject: Subject) -> bool:
    return ACCESS.decide(who, act, subject).allowed


@pytest.mark.parametrize(
    "act",
    ["customer.read", "portrait.read", "portrait.contest", "consent.change", "need.dismiss",
     "inbox.read", "plan.draft", "task.read", "trace.read"],
)  # fmt: skip
def test_customers_handle_their_own_and_nobody_elses(act: Act):
    assert speaker().is_customer
    assert allowed(speaker(), act, MINE)
    decision = ACCESS.decide(speaker(), act, OTHERS)
    assert not decision.allowed
    assert decision.policy == "customer.other_person"


@pytest.mark.parametrize("status", ["draft", "in_review", "awaiting_second", "returned"])
def test_customers_do_not_read_plans_under_review(status: str):
    decision = ACCESS.decide(speaker(), "plan.read", plan(status))
    assert not decision.allowed
    assert "审核" in decision.reason
    assert "review" in decision.reason_en


@pytest.mark.parametrize("status", ["approved", "delivered", "accepted", "declined"])
def test_customers_read_and_answer_reviewed_plans(status: str):
    assert allowed(speaker(), "plan.read", plan(status))
    assert allowed(speaker(), "plan.answer", plan(status))
    assert not allowed(speaker(person_id="c-2"), "plan.read", plan(status))


@pytest.mark.parametrize("act", ["plan.edit", "plan.approve", "plan.second_approve", "audit.read"])
def test_customers_review_nothing(act: Act):
    assert not allowed(speaker(), act, plan("in_review"))


def test_advisors_serve_only_customers_assigned_to_them():
    assert allowed(ADVISOR, "customer.read", MINE)
    decision = ACCESS.decide(ADVISOR, "customer.read", OTHERS)
    assert not decision.allowed
    assert decision.policy == "advisor.not_assigned"
    assert not allowed(ADVISOR, "customer.read", Subject(customer_id="c-3"))


def test_nobody_approves_their_own_draft():
    own = plan("in_review", created_by="a-1")
    decision = ACCESS.decide(ADVISOR, "plan.approve", own)
    assert not decision.allowed
    assert decision.policy == "approval.own_draft"
    assert allowed(ADVISOR, "plan.approve", plan("in_review"))


def test_an_advisors_own_draft_goes_to_a_second_approver():
    assert allowed(SECOND, "plan.approve", plan("in_review", created_by="a-1"))
    assert not allowed(SECOND, "plan.approve", plan("in_review"))


def test_second_approvers_see_what_waits_for_them():
    assert allowed(SECOND, "plan.read", plan("awaiting_second"))
    assert allowed(SECOND, "plan.second_approve", plan("awaiting_second", approved_by="a-1"))
    assert not allowed(SECOND, "plan.read", plan("in_review"))
    assert allowed(SECOND, "plan.read", plan("delivered", second_approved_by="s-1"))


def test_the_first_approver_cannot_be_the_second():
    subject = plan("awaiting_second", approved_by="s-1")
    assert ACCESS.decide(SECOND, "plan.second_approve", subject).policy == (
        "approval.same_person_twice"
    )


@pytest.mark.parametrize("role", ["compliance", "auditor"])
def test_control_reads_records_and_touches_nothing(role: Role):
    who = speaker(role, "k-1")
    reads: set[Act] = {"plan.read", "trace.read", "audit.read", "task.read"}
    if role == "compliance":
        reads |= {"policy.add", "portrait.restricted"}
    assert {act for act in ACTS if allowed(who, act, plan("in_review"))} == reads


@pytest.mark.parametrize("role", ["customer", "advisor", "second_approver", "compliance"])
def test_nobody_unmasks_alone(role: Role):
    assert not allowed(speaker(role, "a-1"), "id.unmask", MINE)


def test_what_no_policy_permits_is_denied(tmp_path: Path):
    empty = Access(tmp_path)
    assert empty.decide(speaker(), "customer.read", MINE).policy == "default.deny"


def test_a_policy_that_cannot_be_evaluated_denies(tmp_path: Path):
    text = (
        '@id("all") @zh("可") @en("yes") permit (principal, action, resource);\n'
        '@id("odd") @zh("否") @en("no") forbid (principal, action, resource) '
        'when { resource.plan_status == "x" };'
    )
    (tmp_path / "odd.cedar").write_text(text, encoding="utf-8")
    assert not Access(tmp_path).decide(speaker(), "customer.read", MINE).allowed


def test_requiring_a_denied_act_raises_its_reason():
    ACCESS.require(speaker(), "customer.read", MINE)
    with pytest.raises(NotAllowed) as refused:
        ACCESS.require(speaker(), "customer.read", OTHERS)
    assert "隐私" in refused.value.zh


def test_every_policy_says_why_in_both_languages():
    for path in POLICIES.glob("*.cedar"):
        text = path.read_text(encoding="utf-8")
        rules = text.count("\npermit (") + text.count("\nforbid (")
        assert rules == text.count('@zh("') == text.count('@en("') == text.count('@id("')


def test_a_missing_consent_says_what_it_is_for():
    missing = ConsentMissing("partner_share")
    assert "合作机构" in missing.zh
    assert "partner" in missing.sentence("en")
