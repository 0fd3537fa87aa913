"""Who speaks, and what they may see."""

from datetime import datetime
from typing import Literal

from graph.values import Value

Role = Literal["customer", "advisor", "second_approver", "compliance", "auditor"]
Lang = Literal["zh", "en"]


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
