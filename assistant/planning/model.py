"""The plan document: fourteen sections, its figures, rules and versions."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from assistant.compliance.model import Verdict
from assistant.planning.figures import Figure, Table
from graph.values import Value

PlanStatus = Literal[
    "draft", "in_review", "awaiting_second", "returned", "rejected",
    "approved", "delivered", "accepted", "declined", "expired",
]  # fmt: skip
"""draft → in_review → (awaiting_second →) approved → delivered → accepted | declined."""


class Assumption(Value):
    """An input of a plan that an advisor may edit; `value` is a number as text, no separators.

    `unit` is a currency, `ratio`, `months`, `years`, `count`, `rate` (an exchange rate), `month`
    (YYYY-MM) or `day` (YYYY-MM-DD).
    """

    key: str
    label: str
    label_en: str
    value: str
    unit: str
    source: str
    as_of: date
    is_illustrative: bool = False
    low: str | None = None
    high: str | None = None


class Line(Value):
    """One line of a section: a sentence, and the keys of the figures and rules that bear it."""

    text: str
    text_en: str
    figures: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


class Section(Value):
    """One of the fourteen sections, in order of `number` (0 to 13)."""

    number: int
    key: str
    title: str
    title_en: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


class PlanCitation(Value):
    """A clause the plan rests on, by its label and words."""

    clause_id: str
    document: str
    article: str
    label: str
    quote: str
    effective_from: date | None = None


class Change(Value):
    """What one version changed against the one before."""

    version: int
    at: datetime
    by: str
    summary: str
    before: dict[str, str] = {}
    after: dict[str, str] = {}


class Plan(Value):
    """One version of a plan. Figures are unique by key; so are assumptions and citations."""

    id: str
    version: int
    customer_id: str
    customer_name: str
    pack: str
    title: str
    title_en: str
    status: PlanStatus
    goal: str
    created_at: datetime
    created_by: str
    valid_until: date
    assumptions: tuple[Assumption, ...]
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    citations: tuple[PlanCitation, ...]
    needs_second_approver: bool
    advisor_id: str | None = None
    approved_by: str | None = None
    second_approved_by: str | None = None
    decided_at: datetime | None = None
    return_reason: str | None = None
    changes: tuple[Change, ...] = ()

    def figure(self, key: str) -> Figure:
        """The figure with this key.

        Raises:
            KeyError: The plan has no such figure.
        """
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)


class AssumptionChange(Value):
    """One edit of an assumption by an advisor; `value` as in `Assumption`."""

    key: str
    value: str


class LoanTerms(Value):
    """A loan as asked: principal in CNY, nominal annual rate, months."""

    principal: Decimal
    annual_rate: Decimal
    months: int
