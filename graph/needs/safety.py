"""Transfers that call for a talk about the safety of the customer's money."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from graph.catalogue import Catalogue, SafetyTerms
from graph.hub import BANK_ZONE, Hub, Reader
from graph.needs.scoring import age_on
from graph.needs.signals import query
from graph.values import Value, from_minor

Sign = Literal["large", "new_payee", "night", "elder", "series", "round"]
SIGNS: Final[tuple[Sign, ...]] = get_args(Sign)


class Concern(Value):
    """A transfer worth a talk: what is odd about it is for staff, never for the customer."""

    transaction_id: str
    customer_id: str
    at: datetime
    amount: Decimal
    currency: str
    signs: tuple[Sign, ...]
    calls_person: bool
    """Whether a person is to call, beside the talk in the chat."""


def concerns(
    hub: Hub, catalogue: Catalogue, now: datetime, customer_id: str | None = None
) -> list[Concern]:
    """Transfers of the last days that call for a talk, of everybody or one customer; oldest first.

    It needs no consent: keeping the customer's money safe is a duty of the bank.

    Source:
        反电信网络诈骗法 18; 反洗钱法 30

    Raises:
        HubBusy: Another process is loading.
    """
    with hub.reading() as reader:
        rows = _rows(reader, catalogue.safety, now, customer_id)
    found = (_concern(row, catalogue.safety) for row in rows)
    return [one for one in found if one is not None]


def _rows(
    reader: Reader, terms: SafetyTerms, now: datetime, customer_id: str | None
) -> list[dict[str, Any]]:
    return reader.select(
        query("transfers"),
        now=now,
        since=now - timedelta(hours=terms.look_back_hours),
        kinds=list(terms.kinds),
        least=terms.least_minor,
        share=terms.usual.share,
        days=terms.usual.days,
        hours=terms.series.hours,
        customer=customer_id,
    )


def _concern(row: dict[str, Any], terms: SafetyTerms) -> Concern | None:
    signs: tuple[Sign, ...] = tuple(one for one in SIGNS if _shows(one, row, terms))
    points = sum(getattr(terms.points, one) for one in signs)
    if points < terms.talk:
        return None
    return Concern(
        transaction_id=row["transaction_id"], customer_id=row["customer_id"],
        at=row["posted_at"], amount=from_minor(row["amount"], row["currency"] or "CNY"),
        currency=row["currency"] or "CNY", signs=signs, calls_person=points >= terms.person,
    )  # fmt: skip


def _shows(sign: Sign, row: dict[str, Any], terms: SafetyTerms) -> bool:
    at: datetime = row["posted_at"].astimezone(BANK_ZONE)
    is_new = not row["payee_before"]
    match sign:
        case "large":
            return _is_large(row, terms)
        case "new_payee":
            return is_new
        case "night":
            # A bare day stands at midnight and tells no hour.
            return (at.hour, at.minute, at.second) != (0, 0, 0) and terms.night.hold(at)
        case "elder":
            born = row["birth_date"]
            return born is not None and age_on(born, at.date()) >= terms.elder_age
        case "series":
            return row["lately"] >= terms.series.count
        case "round":
            return is_new and row["amount"] % terms.round_minor == 0


def _is_large(row: dict[str, Any], terms: SafetyTerms) -> bool:
    """Much against what the customer usually sends, or against income where nothing is usual."""
    amount, large = row["amount"], terms.large
    if amount < large.from_minor:
        return False
    if row["history"] >= terms.usual.history:
        return amount >= large.times * row["usual"]
    income = row["income"]
    return amount >= (large.alone_minor if income is None else large.income_times * income)
