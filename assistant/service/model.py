"""What is waiting for people: deliveries to customers and tasks for staff."""

from datetime import datetime, timedelta
from typing import Final, Literal

from graph.values import Value

TaskReason = Literal[
    "asked_for_person", "plan_review", "second_approval", "fx_desk", "fraud_report", "complaint",
    "no_ground_found", "high_risk", "no_answer", "partner_consent", "out_of_scope", "appointment",
    "policy_changed", "portrait_contested", "fund_safety",
]  # fmt: skip


URGENT: Final = timedelta(hours=1)
USUAL: Final = timedelta(hours=24)


def due_after(reason: TaskReason) -> timedelta:
    """How long a person has for a task: an hour where money may be leaving, else a day."""
    return URGENT if reason in {"fraud_report", "fund_safety"} else USUAL


class Task(Value):
    """Something a person must do for a customer; closed when done."""

    id: str
    customer_id: str
    advisor_id: str | None
    reason: TaskReason
    note: str
    opened_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    plan_id: str | None = None


class Delivery(Value):
    """Something that waits in a customer's inbox until they have seen it."""

    id: str
    customer_id: str
    kind: Literal["plan", "plan_returned", "message", "need", "safety"]
    text: str
    text_en: str
    plan_id: str | None = None
    delivered_at: datetime
    seen_at: datetime | None = None
    answer: Literal["accept", "decline"] | None = None
