"""Who speaks, what they may see, and what the ledger keeps."""

from datetime import datetime
from typing import Literal, get_args

from graph.values import Value

Role = Literal["customer", "advisor", "second_approver", "compliance", "auditor"]
Lang = Literal["zh", "en"]

Act = Literal[
    "customer.read", "portrait.read", "portrait.restricted", "portrait.contest",
    "consent.change", "need.dismiss", "inbox.read", "plan.read", "plan.draft", "plan.edit",
    "plan.approve", "plan.second_approve",
    "plan.return", "plan.reject", "plan.answer", "task.read", "task.close", "trace.read",
    "audit.read", "id.unmask", "policy.add",
]  # fmt: skip
"""What a speaker may ask to do; each is decided by the policies in `policies/*.cedar`."""

ACTS: tuple[Act, ...] = get_args(Act)

AuditAction = Literal[
    "plan.draft", "plan.edit", "plan.approve", "plan.second_approve", "plan.return", "plan.reject",
    "plan.deliver", "plan.accept", "plan.decline", "plan.expire",
    "consent.grant", "consent.withdraw", "portrait.read", "portrait.contest", "portrait.decide",
    "need.dismiss", "need.deny", "need.forbid", "need.allow", "safety.raise",
    "sign_in.ok", "sign_in.fail", "sign_in.lock", "user.add", "access.deny",
    "task.open", "task.close", "delivery.put", "delivery.seen",
    "unmask.request", "unmask.approve", "rule.block", "rule.review",
    "policy.add", "policy.supersede", "policy.remove", "policy.clear",
    "hub.load", "need.forecast", "erasure.request", "fraud.report", "complaint.file",
]  # fmt: skip
"""Every action of the ledger, named thing.act."""

AUDIT_ACTIONS: tuple[AuditAction, ...] = get_args(AuditAction)


class Speaker(Value):
    """A signed-in person. `person_id` is the customer id of a customer, the advisor id of staff."""

    username: str
    person_id: str
    name: str
    role: Role

    @property
    def is_customer(self) -> bool:
        """Whether the speaker is a customer."""
        return self.role == "customer"


class Subject(Value):
    """What an act is about; a field that does not apply is None.

    `advisor_id` is the advisor assigned to the customer, or whom an open matter waits for;
    `created_by`, `approved_by` and `second_approved_by` are the persons behind a plan.
    """

    customer_id: str | None = None
    advisor_id: str | None = None
    plan_status: str | None = None
    created_by: str | None = None
    approved_by: str | None = None
    second_approved_by: str | None = None


class AccessDecision(Value):
    """Whether an act is allowed, which policy decided, and why, in both languages."""

    allowed: bool
    policy: str
    reason: str
    reason_en: str


class AuditEntry(Value):
    """What is about to enter the ledger; `details` hold no clear personal data."""

    at: datetime
    actor: str
    action: AuditAction
    subject: str
    customer_id: str | None = None
    details: dict[str, str] = {}


class AuditRow(Value):
    """One row of the ledger; `action` is named thing.act (plan.approve, consent.grant)."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    customer_id: str | None
    details: dict[str, str]
    digest: str
