"""Whether the bank may speak of a foreseen need unasked, and why not."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from graph.catalogue import ContactTerms, LifeEvent, Text
from graph.hub import BANK_ZONE
from graph.model import Need

REASONS: Final = {
    "sensitive_event": Text(
        zh="敏感事项：客户主动提出时才回应",
        en="a sensitive matter: answered only when the customer raises it",
    ),
    "no_consent": Text(zh="客户没有同意营销联系", en="no consent to marketing contact"),
    "vulnerable": Text(
        zh="需要特别照顾的客户：不主动营销，由人工决定是否联系",
        en="a customer who needs special care: not approached, a person decides",
    ),
    "recently_refused": Text(
        zh="客户近期表示过不需要", en="the customer declined not long ago"
    ),
    "already_served": Text(
        zh="这项需求已有安排：事情已经发生，或已有相应的贷款、产品或方案",
        en="already met: it came to pass, or a loan, product or plan for it exists",
    ),
    "fatigue": Text(zh="近期联系已经足够多", en="the customer was contacted often enough lately"),
    "quiet_hours": Text(zh="现在是休息时间，不打扰客户", en="these are quiet hours"),
}  # fmt: skip
"""What each reason not to make contact says, the one that is named first coming first."""


class Standing(NamedTuple):
    """What of a customer decides about contact, whatever the need."""

    reachable: bool = False
    """Whether a consent to marketing contact is in force."""
    age: int | None = None
    in_arrears: bool = False
    contacts: int = 0
    """How often the bank turned to the customer lately."""
    refused: Mapping[str, date] = {}
    """When the customer declined, by event; under "" what holds for every event."""
    served: frozenset[str] = frozenset()
    """Events whose need a loan, a product or a plan meets."""


class Circumstances(NamedTuple):
    """What decides about contact beside the event itself."""

    standing: Standing
    happened_on: date | None
    dismissed: bool


def recent(happened_on: date | None, terms: ContactTerms, today: date) -> bool:
    """Whether the event came to pass so lately that its need counts as met."""
    return happened_on is not None and (today - happened_on).days <= terms.served_days


def contact_reason(
    event: LifeEvent, about: Circumstances, terms: ContactTerms, today: date
) -> str | None:
    """Why the bank keeps silent, a key of `REASONS`; None where it may speak.

    The hour is not looked at (`at_hour`): this holds for the day.

    Source:
        个人信息保护法 24; 银行保险机构消费者权益保护管理办法 40; 消费者权益保护法 29
    """
    standing = about.standing
    refused = (standing.refused.get(event.key), standing.refused.get(""))
    reasons = {
        "sensitive_event": not event.proactive,
        "no_consent": not standing.reachable,
        "vulnerable": _vulnerable(event, standing, terms),
        "recently_refused": about.dismissed or _within(refused, terms.refusal_days, today),
        "already_served": event.key in standing.served or recent(about.happened_on, terms, today),
        "fatigue": standing.contacts >= terms.fatigue.contacts,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def at_hour(need: Need, terms: ContactTerms, now: datetime) -> Need:
    """The need as it may be spoken of at `now`: not in the quiet hours."""
    if need.contact != "allowed" or not terms.quiet.hold(now.astimezone(BANK_ZONE)):
        return need
    return need.model_copy(update={"contact": "do_not_contact", "contact_reason": "quiet_hours"})


def _vulnerable(event: LifeEvent, standing: Standing, terms: ContactTerms) -> bool:
    """Minors and those in arrears always; the elder but for events made for them."""
    age = standing.age
    if standing.in_arrears or (age is not None and age < terms.adult_age):
        return True
    elder = age is not None and age >= terms.elder_age
    return elder and terms.elder_rule not in event.rules


def _within(days: tuple[date | None, ...], span: int, today: date) -> bool:
    return any(one is not None and (today - one).days <= span for one in days)
