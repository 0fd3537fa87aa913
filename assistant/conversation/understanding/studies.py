"""What a message says of studying abroad."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.lexicon import words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.roles import Cast, cast

Slots = dict[str, Any]
_CURRENCIES: Final = {
    "GB": "GBP", "US": "USD", "AU": "AUD", "CA": "CAD", "SG": "SGD", "HK": "HKD", "JP": "JPY",
    "NZ": "NZD", "DE": "EUR", "FR": "EUR", "NL": "EUR", "IE": "EUR", "IT": "EUR", "ES": "EUR",
    "CH": "CHF", "KR": "KRW", "MY": "MYR", "TH": "THB",
}  # fmt: skip
_MONEY: Final = ("tuition", "living", "oneoff", "income", "living_cost", "mortgage")
_MONEY_SLOTS: Final = frozenset({*_MONEY, "earmarked"})


def country_of(text: str) -> str | None:
    """The country a folded text names first; None where it names none."""
    places = (
        (match.start(), code)
        for code, one in words("countries").items()
        if (match := one.search(text))
    )
    return min(places, default=(0, None))[1]


def currency_of(country: str) -> str:
    """The currency of a country this room knows."""
    return _CURRENCIES[country]


def study_abroad(message: Message) -> Slots:
    """The slots of study abroad the message fills; empty where it fills none."""
    slots: Slots = {}
    country = country_of(message.text)
    sums = cast(message.text, message.spoken, "study_abroad", "money")
    slots |= _sums(message, sums)
    currency = _currency(sums, country)
    slots |= {"country": country} if country else {}
    slots |= {"currency": currency} if currency else {}
    slots |= _level(message.text) | _times(message) | _growths(message)
    if match := words("studies")["exchange_rate"].search(message.text):
        slots["exchange_rate"] = Decimal(match[1])
    for name, pattern in words("study_asks").items():
        if pattern.search(message.text):
            slots["asks"] = name
            break
    return slots


def _currency(sums: Cast, country: str | None) -> str | None:
    """The currency of the costs abroad: as said with them, else the country's."""
    abroad = [one.currency for role in ("tuition", "living", "oneoff") for one in sums.all(role)]
    foreign = [one for one in abroad if one != "CNY"]
    foreign += [one.currency for one in sums.nameless if one.currency != "CNY"]
    return foreign[0] if foreign else currency_of(country) if country else None


def _sums(message: Message, sums: Cast) -> Slots:
    slots: Slots = {role: one.amount for role in _MONEY if (one := sums.first(role))}
    if one := sums.first("earmarked"):
        slots["earmarked"] = one.amount
    if _is_at_home(message, sums, slots):
        slots["living_cost"] = slots.pop("living")
    asked = message.memory.asked
    if sums.nameless and asked in _MONEY_SLOTS and asked not in slots:
        slots[asked] = sums.nameless[0].amount
    return slots | _foreign_nameless(message, sums, slots)


def _is_at_home(message: Message, sums: Cast, slots: Slots) -> bool:
    """Whether living costs in CNY beside an income are the family's own, not the student's."""
    said = sums.first("living")
    if said is None or said.currency != "CNY" or "living_cost" in slots:
        return False
    is_abroad = message.known("study_abroad", "currency") not in {None, "CNY"}
    return is_abroad and bool({"income", "mortgage"} & set(slots))


def _foreign_nameless(message: Message, sums: Cast, slots: Slots) -> Slots:
    """A foreign sum nothing names is the tuition, while that is not known."""
    foreign = [one for one in sums.nameless if one.currency != "CNY"]
    unknown = "tuition" not in slots and message.known("study_abroad", "tuition") is None
    is_quota = words("study_asks")["quota"].search(message.text)
    return {"tuition": foreign[0].amount} if foreign and unknown and not is_quota else {}


def _level(text: str) -> Slots:
    for name, pattern in words("levels").items():
        if pattern.search(text):
            return {"level": name}
    return {}


def _times(message: Message) -> Slots:
    slots: Slots = {}
    lengths = [one for one in message.of_kind("months") if _is_study(message, one)]
    if lengths and int(lengths[0].amount) >= 12:
        slots["years"] = round(int(lengths[0].amount) / 12)
    days = [one.value for one in message.spoken if isinstance(one.value, date)]
    days = [one for one in days if one > message.today]
    if days:
        slots["starts_on"] = days[0]
    return slots


def _is_study(message: Message, one: Spoken) -> bool:
    return not words("studies")["first_year"].search(message.text[max(0, one.start - 1) : one.end])


def _growths(message: Message) -> Slots:
    slots: Slots = {}
    names = {"fx": "fx_change", "tuition": "tuition_growth", "living": "living_growth"}
    moved = changes(message.text, message.spoken)
    for change in moved:
        slots[names.get(change.subject, "fx_change")] = change.ratio
    taken = {one.spoken.start for one in moved}
    levels = [one for one in message.spoken if one.start not in taken]
    shares = cast(message.text, levels, "study_abroad", "ratio")
    for role, value in shares.named:
        slots.setdefault(role, value.amount)
    return slots
