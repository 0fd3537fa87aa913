"""Feeds written by hand, and a graph that keeps what a load writes into it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, LiteralString

from graph.hub.consents import CONSENTS, CONSENTS_OF
from graph.hub.publishing import KNOWN
from graph.model import Consent, Need
from graph.needs.circumstances import DISMISSED, DISMISSED_BY, PLANS
from graph.needs.permission import GIVEN, GIVEN_BY
from graph.portrait.publication import CONTESTED
from graph.portrait.shown import DECIDED
from graph.portrait.stages import FORESEEN, PUT
from graph.store.alarms import ANSWERS, FIRST
from graph.store.connection import Row, Statement
from graph.store.foresight import HELD, LEFT_NEEDS, LEFT_SIGNALS, NEEDS, SIGNALS
from graph.store.insights import LEFT_TAGS, PORTRAITS, STANDING, TAGS
from graph.store.loading import ATTACH, CUSTOMERS
from graph.store.suppressions import EVERY
from tests.builders import TODAY

CUSTOMER = (
    "customer_id,name,birth_date,monthly_income_minor,advisor_id\nc-1,李明,1994-05-02,2200000,a-1\n"
)
ALL_CONSENTS = ("profiling", "need_prediction", "marketing_contact", "sensitive_financial")


def feed(folder: Path, name: str, text: str) -> None:
    """Write one feed as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def consents(folder: Path, *purposes: str, customer: str = "c-1") -> None:
    """Write the consents feed: first authorisations of one customer."""
    rows = [f"k-{one},{customer},{one},2026-01-05T09:00:00+08:00,first" for one in purposes]
    header = "consent_id,customer_id,purpose,granted_at,authorisation"
    feed(folder, "consents", "\n".join([header, *rows, ""]))


def need(**changes: Any) -> Need:
    """A foreseen need, one keyword to vary."""
    values: dict[str, Any] = {
        "id": "need-c-1-study_abroad", "customer_id": "c-1", "as_of": TODAY,
        "event": "study_abroad", "event_zh": "出国留学", "event_en": "Study abroad",
        "need": "教育金", "probability_30": 0.01, "probability_90": 0.02, "probability_180": 0.03,
        "window_start": TODAY, "window_end": TODAY, "expected_lead_days": 90,
        "basis": "declared", "evidence": (), "contact": "allowed",
    }  # fmt: skip
    return Need(**(values | changes))


def alarm(customer_id: str, first_on: str, event: str = "study_abroad", **changes: Any) -> Row:
    """What the graph keeps of an event first foreseen on a day."""
    row: Row = {
        "customer_id": customer_id, "advisor_id": "a-1", "event": event, "first_on": first_on,
        "last_on": first_on, "probability_90": 0.6, "basis": "declared",
        "pack": "study_abroad_legacy",
    }  # fmt: skip
    return row | changes


class KeepingGraph:
    """A graph that keeps every statement, and answers what the rooms ask back."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.contested: list[Row] = []
        self.dismissed: list[Row] = []
        self.foreseen: list[Row] = []
        self.plans: list[Row] = []
        self.alarms: list[Row] = []
        self.asked: dict[str, dict[str, Any]] = {}
        self.answers: list[Row] = []
        self.suppressions: list[Row] = []

    def rows(self, cypher: str) -> list[Any]:
        """The rows written by one statement, over all batches."""
        return [row for one, given in self.statements if one == cypher for row in given["rows"]]

    def written(self) -> int:
        """How many rows were written in all."""
        return sum(len(given.get("rows", [])) for _, given in self.statements)

    def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        self.statements += statements
        return [[{"written": len(given.get("rows", []))}] for _, given in statements]

    def read(self, cypher: LiteralString, **parameters: Any) -> list[Row]:
        self.asked[cypher] = parameters
        answers: dict[str, list[Row]] = {
            KNOWN: [{"customers": len({row["id"] for row in self.rows(CUSTOMERS)})}],
            CONTESTED: self.contested,
            DECIDED: self.contested,
            DISMISSED: self.dismissed,
            DISMISSED_BY: self.dismissed,
            PLANS: self.plans,
            EVERY: self.suppressions,
            FORESEEN: self.foreseen,
            FIRST: self.alarms,
            ANSWERS: self.answers,
        }
        if cypher in {CONSENTS, CONSENTS_OF}:
            wanted = parameters.get("customer")
            given = self._consents([parameters["purpose"]])
            return [one for one in given if wanted in {None, one["customer_id"]}]
        if cypher in {GIVEN, GIVEN_BY}:
            wanted = parameters.get("customer")
            given = self._consents(parameters["purposes"])
            return [one for one in given if wanted in {None, one["customer_id"]}]
        if cypher == STANDING:
            return [self._standing_of(one) for one in parameters["ids"]]
        if cypher == HELD:
            return [self._held(one) for one in parameters["ids"]]
        return answers[cypher]

    def withdraw(self, consent_id: str, at: str) -> None:
        """What a withdrawal in the chat leaves in the graph."""
        for row in self.rows(ATTACH[Consent]):
            if row["id"] == consent_id:
                row["properties"]["withdrawnAt"] = at

    def _consents(self, purposes: Sequence[str]) -> list[Row]:
        latest = {row["id"]: row for row in self.rows(ATTACH[Consent])}
        return [
            {"customer_id": row["customer"], "consent": row["properties"]}
            for row in latest.values()
            if row["properties"]["purpose"] in purposes
        ]

    def tags(self, customer_id: str) -> dict[str, Any]:
        """The tags written last for the customer, by key."""
        return {tag["key"]: tag for tag in self._standing_of(customer_id)["tags"]}

    def _standing_of(self, customer_id: str) -> Row:
        """What was written of a customer's portrait and not taken out since."""
        tags: dict[str, Any] = {}
        for cypher, given in self.statements:
            if cypher == TAGS:
                rows = [row for row in given["rows"] if row["id"] == customer_id]
                tags |= {tag["id"]: tag for row in rows for tag in row["tags"]}
            if cypher == LEFT_TAGS:
                tags = {one: tag for one, tag in tags.items() if one not in given["ids"]}
        known = self.portraits().get(customer_id, {})
        return {
            "id": customer_id, "tier": known.get("tier"),
            "living": known.get("livingMonthMinor"), "tags": list(tags.values()),
        }  # fmt: skip

    def stages(self, customer_id: str) -> dict[str, str]:
        """The stages written last for the customer."""
        rows = [row for row in self.rows(PUT) if row["id"] == customer_id]
        return {tag["key"]: tag["value"] for tag in rows[-1]["tags"]} if rows else {}

    def needs(self, customer_id: str) -> list[Any]:
        """The needs of the customer that stand."""
        return self._standing(NEEDS, LEFT_NEEDS, customer_id)

    def _held(self, customer_id: str) -> Row:
        signals = self._standing(SIGNALS, LEFT_SIGNALS, customer_id)
        return {
            "id": customer_id, "advisor": None, "ends": [], "needs": self.needs(customer_id),
            "signals": signals, "alarms": [],
        }  # fmt: skip

    def _standing(self, made: str, left: str, customer_id: str) -> list[Any]:
        """What was written of a kind for the customer and not taken out since."""
        standing: dict[str, Any] = {}
        for cypher, given in self.statements:
            if cypher == made:
                rows = [row for row in given["rows"] if row["customer"] == customer_id]
                standing |= {row["id"]: row["properties"] for row in rows}
            if cypher == left:
                standing = {one: row for one, row in standing.items() if one not in given["ids"]}
        return list(standing.values())

    def portraits(self) -> dict[str, Any]:
        """The portrait written last for each customer."""
        return {row["id"]: row for row in self.rows(PORTRAITS)}
