"""Short answers to what the assistant asked last: a number, a day, a word, yes or no."""

from datetime import date
from decimal import Decimal
from typing import Any, Final, cast, get_args

from assistant.conversation.commands import Cancel, Command, GiveConsent
from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.lexicon import lexicon, words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.numerals import Number, numbers
from assistant.conversation.understanding.requests import purposes
from assistant.conversation.understanding.studies import country_of, currency_of
from graph.model import Purpose

MONEY: Final = frozenset({
    "price", "down_payment", "loan", "prepay_amount", "income", "household_income", "other_debt",
    "living", "property_fee", "savings", "renovation", "fees", "tuition", "oneoff", "earmarked",
    "living_cost", "mortgage", "goal", "start_with", "monthly", "amount",
})  # fmt: skip
RATIO: Final = frozenset({
    "down_ratio", "annual_rate", "deed_tax_rate", "tuition_growth", "living_growth", "saving_yield",
    "annual_yield", "fee_rate", "fee_rate_change", "fx_change", "rate_change", "income_change",
})  # fmt: skip
MONTHS: Final = frozenset({"months", "prepay_after_months"})
DAYS: Final = frozenset({"starts_on", "by"})
_IN_TEN_THOUSANDS: Final = frozenset({"price", "loan", "down_payment"})
_SMALL_SUM: Final = Decimal(3000)
_FEW: Final = 50
_MOST_MONTHS: Final = 600
MAY_BE_NONE: Final = frozenset({
    "other_debt", "earmarked", "oneoff", "renovation", "property_fee", "fees", "start_with",
    "mortgage", "savings",
})  # fmt: skip
_PURPOSES: Final = frozenset(get_args(Purpose))


def short_answer(message: Message, *, is_plain: bool) -> tuple[Command, ...]:
    """A cancellation, or yes or no; empty where the message is more than that.

    `is_plain` says that no phrase of another wish stands in the message.
    """
    phrases, text = lexicon(), message.text.strip()
    memory = message.memory
    is_open = memory.asked is not None or memory.topic is not None
    if phrases.says("cancel", text) and (is_open or not phrases.says("refusal", text)):
        return (Cancel(),)
    if is_plain and not message.spoken and phrases.says("cancel_anywhere", text):
        return (Cancel(),)
    if consent := consent_answer(message):
        return consent
    if memory.asked in MAY_BE_NONE and words("answers")["none"].search(text):
        return ()
    return (Cancel(),) if memory.asked and phrases.says("refusal", text) else ()


def consent_answer(message: Message) -> tuple[Command, ...]:
    """Yes or no to a consent asked for; empty where it is neither."""
    asked = message.memory.asked or ""
    wanted = asked.removeprefix("consent").lstrip(":. ")
    if not asked.startswith("consent") and asked not in _PURPOSES:
        return ()
    if lexicon().says("refusal", message.text.strip()):
        return (Cancel(),)
    if not lexicon().says("assent", message.text.strip()):
        return ()
    named = [wanted] if wanted in _PURPOSES else purposes(message.text)[:1]
    return (GiveConsent(purpose=cast("Purpose", named[0]) if named else None),)


def slot_answer(message: Message, topic: str) -> dict[str, Any]:
    """The asked slot filled by a bare value; empty where the message is no such answer."""
    slot = message.memory.asked
    if slot is None:
        return {}
    if slot == "country" and (country := country_of(message.text)):
        return {"country": country, "currency": currency_of(country)}
    if slot in MAY_BE_NONE and words("answers")["none"].search(message.text.strip()):
        return {slot: Decimal(0)}
    bare = _bare_number(message)
    value = _read(message, slot, topic, bare)
    return {} if value is None else {slot: value}


def _bare_number(message: Message) -> Number | None:
    """The only number of a message that says little else."""
    found = list(numbers(message.text))
    if len(found) != 1:
        return None
    one = found[0]
    rest = message.text[: one.start] + message.text[one.end :]
    return one if len(words("answers")["spare"].sub("", rest)) <= 2 else None


def _read(
    message: Message, slot: str, topic: str, bare: Number | None
) -> Decimal | int | date | None:
    if slot in MONEY:
        return _money(message, slot, bare)
    if slot in RATIO:
        return _ratio(message, bare)
    if slot in MONTHS:
        return _months(message, topic, slot, bare)
    if slot in DAYS:
        return _day(message)
    if slot == "years":
        months = _only(message.of_kind("months"))
        return round(int(months.amount) / 12) if months else int(bare.value) if bare else None
    return bare.value if slot == "exchange_rate" and bare else None


def _only(values: list[Spoken]) -> Spoken | None:
    return values[0] if len(values) == 1 else None


def _money(message: Message, slot: str, bare: Number | None) -> Decimal | None:
    """A sum; 240 for a price in Chinese is 240万, for nobody sells a home for 240 yuan."""
    if one := _only(message.of_kind("money")):
        is_short = one.amount < _SMALL_SUM and bare is not None and bare.scale == 1
        amount = one.amount
    elif bare is not None and not message.spoken:
        is_short, amount = bare.value < _SMALL_SUM, bare.value
    else:
        return None
    in_ten_thousands = is_short and slot in _IN_TEN_THOUSANDS and message.lang == "zh"
    return amount * 10000 if in_ten_thousands else amount


def _ratio(message: Message, bare: Number | None) -> Decimal | None:
    """A ratio; a bare 3.1 is 3.1 %, a bare 0.3 three tenths."""
    if one := _only(message.of_kind("ratio")):
        return one.amount
    if bare is None or bare.value > 100:
        return None
    return bare.value if bare.value < 1 else bare.value / 100


def _months(message: Message, topic: str, slot: str, bare: Number | None) -> int | None:
    """A length; a bare 30 for a housing loan means years, for instalments their number."""
    if one := _only(message.of_kind("months")):
        return int(one.amount)
    if slot == "prepay_after_months" and (day := _only(message.of_kind("day"))):
        there = day.value
        assert isinstance(there, date)
        return (there.year - message.today.year) * 12 + there.month - message.today.month
    if bare is None:
        return None
    if bare.value > _MOST_MONTHS:
        return None
    in_years = topic in {"mortgage", "max_loan", "savings_goal"} and bare.value <= _FEW
    in_years = in_years and slot == "months"
    return int(bare.value * 12) if in_years else int(bare.value)


def _day(message: Message) -> date | None:
    one = _only(message.of_kind("day"))
    if one and isinstance(one.value, date):
        return one.value
    return None
