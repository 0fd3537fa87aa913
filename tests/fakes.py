"""Fakes of the things we do not own: they keep what they were given."""

import zlib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.bank import Bank, CustomerSummary
from graph.errors import CustomerNotFound, GraphUnavailable
from graph.ground import Dependant, Ground, GroundReport, PlanGround, Superseded
from graph.model import (
    Advisor,
    Consent,
    CustomerFile,
    Need,
    NeedAnswer,
    Purpose,
    Suppression,
    TagStatus,
)
from graph.offers import Product, Quote
from graph.store.connection import Row, Statement


class FakeCustomers:
    def __init__(self, files: Iterable[CustomerFile]) -> None:
        self.files = {one.customer.id: one for one in files}

    def file(self, customer_id: str, now: datetime) -> CustomerFile:
        if customer_id not in self.files:
            raise CustomerNotFound(customer_id)
        return self.files[customer_id]

    def _summary(self, one: CustomerFile) -> CustomerSummary:
        who = one.customer
        return CustomerSummary(id=who.id, name=who.name, tier=one.tier, advisor_id=who.advisor_id)

    def of_advisor(self, advisor_id: str) -> list[CustomerSummary]:
        mine = [one for one in self.files.values() if one.customer.advisor_id == advisor_id]
        return sorted(map(self._summary, mine), key=lambda one: one.id)

    def named(self, name: str) -> list[CustomerSummary]:
        found = [one for one in self.files.values() if name in {one.customer.name, one.customer.id}]
        return sorted(map(self._summary, found), key=lambda one: one.id)

    def mark_tag(self, customer_id: str, key: str, status: TagStatus, now: datetime) -> bool:
        file = self.files[customer_id]
        tags = tuple(
            one.model_copy(update={"status": status}) if one.key == key else one
            for one in file.tags
        )
        self.files[customer_id] = file.model_copy(update={"tags": tags})
        return any(one.key == key for one in tags)


class FakeConsents:
    def __init__(self, customers: FakeCustomers) -> None:
        self._customers = customers

    def _replace(self, customer_id: str, consents: tuple[Consent, ...]) -> None:
        file = self._customers.files[customer_id]
        self._customers.files[customer_id] = file.model_copy(update={"consents": consents})

    def grant(
        self,
        customer_id: str,
        purpose: Purpose,
        now: datetime,
        authorisation: Literal["first", "second"] = "first",
    ) -> Consent:
        consents = self._customers.files[customer_id].consents
        for one in consents:
            if (one.purpose, one.authorisation) == (purpose, authorisation) and one.in_force(now):
                return one
        given = Consent(
            id=f"k-{purpose}-{len(consents)}",
            purpose=purpose,
            granted_at=now,
            authorisation=authorisation,
        )
        self._replace(customer_id, (*consents, given))
        return given

    def withdraw(self, customer_id: str, purpose: Purpose, now: datetime) -> list[Consent]:
        consents = self._customers.files[customer_id].consents
        withdrawn = {
            one.id: one.model_copy(update={"withdrawn_at": now})
            for one in consents
            if one.purpose == purpose and one.in_force(now)
        }
        self._replace(customer_id, tuple(withdrawn.get(one.id, one) for one in consents))
        return list(withdrawn.values())


class FakeProducts:
    def __init__(self, products: Iterable[Product]) -> None:
        self.products = {one.code: one for one in products}

    def product(self, code: str) -> Product | None:
        return self.products.get(code)

    def on_sale(self, family: str, day: date) -> list[Product]:
        return sorted(
            (one for one in self.products.values() if one.family == family),
            key=lambda one: one.code,
        )


class FakeMarket:
    def __init__(self, quotes: Iterable[Quote]) -> None:
        self.quotes = list(quotes)

    def quote(self, instrument: str, day: date) -> Quote | None:
        known = [one for one in self.quotes if one.instrument == instrument and one.day <= day]
        return max(known, key=lambda one: one.day, default=None)


class FakeAdvisors:
    def __init__(self, advisors: Iterable[Advisor]) -> None:
        self.advisors = {one.id: one for one in advisors}

    def advisor(self, advisor_id: str) -> Advisor | None:
        return self.advisors.get(advisor_id)

    def all(self) -> list[Advisor]:
        return [self.advisors[key] for key in sorted(self.advisors)]


class FakeNeeds:
    def __init__(self, needs: Iterable[Need] = ()) -> None:
        self.needs = {one.id: one for one in needs}
        self.answers: dict[str, NeedAnswer] = {}
        self.suppressions: dict[str, list[Suppression]] = {}

    def of(self, customer_id: str) -> list[Need]:
        mine = [
            one
            for one in self.needs.values()
            if one.customer_id == customer_id and one.status == "open"
        ]
        return sorted(mine, key=lambda one: (-one.probability_90, one.id))

    def dismiss(self, need_id: str, now: datetime, answer: NeedAnswer = "not_interested") -> None:
        self.needs[need_id] = self.needs[need_id].model_copy(update={"status": "dismissed"})
        self.answers[need_id] = answer

    def suppress(
        self, customer_id: str, signals: Collection[str], now: datetime
    ) -> list[Suppression]:
        known = {one.signal for one in self.suppressed(customer_id, now)}
        self.suppressions[customer_id] = [
            *self.suppressed(customer_id, now),
            *(Suppression(id=one, signal=one, since=now) for one in sorted({*signals} - known)),
        ]
        self.needs = {
            key: one
            for key, one in self.needs.items()
            if one.customer_id != customer_id
            or not any({seen.signal, seen.kind, seen.source} & {*signals} for seen in one.evidence)
        }
        return self.suppressed(customer_id, now)

    def lift(self, customer_id: str, now: datetime) -> list[Suppression]:
        return self.suppressions.pop(customer_id, [])

    def suppressed(self, customer_id: str, now: datetime) -> list[Suppression]:
        return self.suppressions.get(customer_id, [])


def fake_bank(
    files: Iterable[CustomerFile],
    products: Iterable[Product] = (),
    quotes: Iterable[Quote] = (),
    advisors: Iterable[Advisor] = (),
    needs: Iterable[Need] = (),
) -> Bank:
    customers = FakeCustomers(files)
    return Bank(
        customers=customers,
        consents=FakeConsents(customers),
        products=FakeProducts(products),
        market=FakeMarket(quotes),
        advisors=FakeAdvisors(advisors),
        needs=FakeNeeds(needs),
    )


class RecordingGraph:
    """A graph that keeps every statement and answers from rows given in order."""

    def __init__(self, *answers: list[Row]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.transactions: list[list[Statement]] = []

    @property
    def written(self) -> list[Statement]:
        return [one for transaction in self.transactions for one in transaction]

    def read(self, cypher: LiteralString, **parameters: Any) -> list[Row]:
        self.asked.append((cypher, parameters))
        return self.answers.pop(0) if self.answers else []

    def write(self, statements: Sequence[Statement]) -> list[list[Row]]:
        self.transactions.append(list(statements))
        return [self.answers.pop(0) if self.answers else [] for _ in statements]


class FakeEmbedder:
    """A model that knows topics: a text lies along the topics whose words it holds.

    A text without any lies along a direction of its own, away from every other.
    """

    name = "fake"

    def __init__(self, topics: Sequence[Sequence[str]]) -> None:
        self.topics = topics
        self.asked: list[str] = []

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([self._vector(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        own = np.zeros(256, dtype=np.float32)
        own[zlib.crc32(text.encode()) % 256] = 0.05
        topics = [float(any(word in text for word in words)) for words in self.topics]
        whole = np.concatenate([np.array(topics, dtype=np.float32), own])
        return (whole / np.linalg.norm(whole)).astype(np.float32)


class FakeGrounds:
    """Grounds in memory; `is_away` makes it the server that does not answer."""

    def __init__(self, *dependants: Dependant) -> None:
        self.held = list(dependants)
        self.ground = Ground()
        self.kept: dict[str, PlanGround] = {}
        self.superseded: list[Superseded] = []
        self.is_away = False

    def compare(self, ground: Ground) -> list[Superseded]:
        return list(self.superseded)

    def write(self, ground: Ground) -> GroundReport:
        changed = ground != self.ground
        self.ground, self.superseded = ground, []
        return GroundReport(written=len(ground.clauses) if changed else 0)

    def keep_plans(self, plans: Sequence[PlanGround]) -> int:
        if self.is_away:
            raise GraphUnavailable("bolt://nowhere", "it is away")
        newer = [
            one
            for one in plans
            if one.id not in self.kept or self.kept[one.id].version <= one.version
        ]
        self.kept |= {one.id: one for one in newer}
        return len(newer)

    def plans(self) -> dict[str, int]:
        return {key: one.version for key, one in self.kept.items()}

    def dependants(self, clauses: Iterable[str]) -> list[Dependant]:
        asked = list(clauses)
        plans = [
            Dependant(
                clause_id=clause, kind="Plan", id=one.id, title=one.title, title_en=one.title_en,
                version=one.version,
            )
            for one in self.kept.values()
            for clause in one.clauses
        ]  # fmt: skip
        return [one for one in (*plans, *self.held) if one.clause_id in asked]
