"""The graph's front door: the ports the assistant asks, and the bank that bundles them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from graph.model import (
    Advisor,
    Consent,
    CustomerFile,
    Need,
    NeedAnswer,
    Purpose,
    Suppression,
    TagStatus,
    Tier,
)
from graph.offers import Product, Quote
from graph.values import Value


class CustomerSummary(Value):
    """A customer in a list."""

    id: str
    name: str
    tier: Tier
    advisor_id: str | None


class Customers(Protocol):
    """Customers and their files."""

    def file(self, customer_id: str, now: datetime) -> CustomerFile:
        """Everything known of the customer at `now`.

        Raises:
            CustomerNotFound: No customer has this id.
        """
        ...

    def of_advisor(self, advisor_id: str) -> list[CustomerSummary]:
        """The customers an advisor serves, by id; [] for none."""
        ...

    def named(self, name: str) -> list[CustomerSummary]:
        """Customers whose name or id is exactly `name`, by id."""
        ...

    def mark_tag(self, customer_id: str, key: str, status: TagStatus, now: datetime) -> bool:
        """Mark a tag contested, corrected or current again; False where there is none."""
        ...


class Consents(Protocol):
    """Consents, given and withdrawn; both are idempotent."""

    def grant(
        self,
        customer_id: str,
        purpose: Purpose,
        now: datetime,
        authorisation: Literal["first", "second"] = "first",
    ) -> Consent:
        """The consent in force after granting; the one already in force where there is one."""
        ...

    def withdraw(self, customer_id: str, purpose: Purpose, now: datetime) -> list[Consent]:
        """The consents that were in force and now are not; [] where there was none."""
        ...


class Products(Protocol):
    """The products on sale."""

    def product(self, code: str) -> Product | None:
        """The product with this code."""
        ...

    def on_sale(self, family: str, day: date) -> list[Product]:
        """Products of a family on sale on `day`, by code."""
        ...


class Market(Protocol):
    """Market figures."""

    def quote(self, instrument: str, day: date) -> Quote | None:
        """The newest figure of `instrument` (GBPCNY, LPR_5Y, …) on or before `day`."""
        ...


class Advisors(Protocol):
    """Members of staff."""

    def advisor(self, advisor_id: str) -> Advisor | None:
        """The member of staff with this id."""
        ...

    def all(self) -> list[Advisor]:
        """Every member of staff, by id."""
        ...


class Needs(Protocol):
    """Foreseen needs."""

    def of(self, customer_id: str) -> list[Need]:
        """Open needs, most probable within 90 days first; [] for none."""
        ...

    def dismiss(self, need_id: str, now: datetime, answer: NeedAnswer = "not_interested") -> None:
        """Never raise this need again until new signals appear; the answer is kept as a label."""
        ...

    def suppress(
        self, customer_id: str, signals: Collection[str], now: datetime
    ) -> list[Suppression]:
        """Use these signals, kinds or sources no more for the customer, from now on.

        Open needs that rest on them are gone at once; what of them still holds is foreseen anew.
        The suppressions in force afterwards.
        """
        ...

    def lift(self, customer_id: str, now: datetime) -> list[Suppression]:
        """Let everything be used again; the suppressions that were in force."""
        ...

    def suppressed(self, customer_id: str, now: datetime) -> list[Suppression]:
        """What may not be used at `now`, the oldest first; [] for nothing."""
        ...


@dataclass(frozen=True)
class Bank:
    """Everything the assistant may ask of the graph."""

    customers: Customers
    consents: Consents
    products: Products
    market: Market
    advisors: Advisors
    needs: Needs


def names(summaries: Sequence[CustomerSummary]) -> list[str]:
    """Each customer as name（id), in order."""
    return [f"{one.name}（{one.id}）" for one in summaries]
