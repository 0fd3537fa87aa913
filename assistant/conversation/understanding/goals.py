"""What a message says of a saving goal, of instalments, and of how much may be borrowed."""

from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.lexicon import words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.mortgage import mortgage
from assistant.conversation.understanding.roles import cast

Slots = dict[str, Any]
_BORROWER: Final = (
    "income",
    "household_income",
    "other_debt",
    "annual_rate",
    "months",
    "price",
    "down_ratio",
)
_MONTHLY_LIMIT: Final = Decimal(100000)


def savings_goal(message: Message) -> Slots:
    """The slots of a saving goal the message fills."""
    sums = cast(message.text, message.spoken, "savings_goal", "money")
    slots: Slots = {role: value.amount for role, value in reversed(sums.named)}
    for one in sums.nameless:
        asked = message.memory.asked
        slot = asked if asked in {"goal", "monthly", "start_with"} else "goal"
        slots.setdefault(slot, one.amount)
    for one in message.of_kind("months"):
        slots.setdefault("months", int(one.amount))
    for one in message.of_kind("day"):
        slots.setdefault("by", one.value)
    ratios = cast(message.text, message.spoken, "savings_goal", "ratio")
    rate = ratios.first("annual_yield") or (ratios.nameless[0] if ratios.nameless else None)
    return slots | ({"annual_yield": rate.amount} if rate else {})


def instalment(message: Message) -> Slots:
    """The slots of paying by instalments the message fills."""
    sums = cast(message.text, message.spoken, "instalment", "money")
    slots: Slots = {}
    amount = sums.first("amount") or (sums.nameless[0] if sums.nameless else None)
    if amount:
        slots["amount"] = amount.amount
    for one in message.of_kind("months"):
        slots.setdefault("months", int(one.amount))
    moved = changes(message.text, message.spoken)
    if moved:
        slots["fee_rate_change"] = moved[0].ratio
    taken = {one.spoken.start for one in moved}
    ratios = [one for one in message.of_kind("ratio") if one.start not in taken]
    if ratios:
        slots["fee_rate"] = ratios[0].amount
    return slots | _asks(message.text)


def _asks(text: str) -> Slots:
    """The fee, the annual rate or the reward; the fee where several are asked."""
    known = words("instalment")
    asked = (name for name in ("reward", "fee", "annual_rate", "sum") if known[name].search(text))
    first = next(asked, None)
    return {} if first is None else {"asks": "fee" if first == "sum" else first}


def max_loan(message: Message) -> Slots:
    """The slots of how much may be borrowed that the message fills."""
    said = mortgage(message)
    slots = {slot: said[slot] for slot in _BORROWER if slot in said}
    sums = cast(message.text, message.spoken, "mortgage", "money")
    alone = [one for one in sums.nameless if one.amount < _MONTHLY_LIMIT]
    if alone and not {"income", "household_income"} & set(slots):
        slots["income"] = alone[0].amount
    return slots
