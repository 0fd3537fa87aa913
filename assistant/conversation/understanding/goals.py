"""What a message says of a saving goal, of instalments, and of how much may be borrowed."""

import re
from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.mortgage import mortgage
from assistant.conversation.understanding.roles import cast

Slots = dict[str, Any]
_ANNUAL: Final = re.compile(r"年化|年利率|实际利率|真实利率|真实成本|内部收益|\b(?:apr|irr|annual|effective|real rate|true (?:annual )?cost|interest)\b")
_REWARD: Final = re.compile(r"(?:便宜|优惠|减|省|奖励|降).{0,6}(?:多少|几)|(?:坚持|达标|打卡|运动|锻炼).{0,14}(?:便宜|优惠|减|省|奖)|\b(?:cheaper|reward|discount)\b")
_FEE: Final = re.compile(r"手续费|费用|每期|每月|多少|\b(?:fee|cost|pay|per (?:month|instal?ment))\b")
_BORROWER: Final = ("income", "household_income", "other_debt", "annual_rate", "months", "price", "down_ratio")
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
    if _REWARD.search(text):
        return {"asks": "reward"}
    if _ANNUAL.search(text) and not _FEE.search(text.split("年化")[0]):
        return {"asks": "annual_rate"}
    return {"asks": "fee"} if _FEE.search(text) else {}


def max_loan(message: Message) -> Slots:
    """The slots of how much may be borrowed that the message fills."""
    said = mortgage(message)
    slots = {slot: said[slot] for slot in _BORROWER if slot in said}
    sums = cast(message.text, message.spoken, "mortgage", "money")
    alone = [one for one in sums.nameless if one.amount < _MONTHLY_LIMIT]
    if alone and not {"income", "household_income"} & set(slots):
        slots["income"] = alone[0].amount
    return slots
