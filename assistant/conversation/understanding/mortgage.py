"""What a message says of a housing loan."""

import re
from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.incomes import incomes
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.roles import Cast, cast

Slots = dict[str, Any]
_PREPAY: Final = re.compile(
    r"提前(还|偿|结清)|一次性(多)?还|多还|先还|(还|放|投)进去|还(掉)?一(部分|笔)"
    r"|\b(prepay\w*|overpay\w*|pay(ing)? (off|back|down)|lump sum|early repayment|repay early|extra payment)\b"
)
_SHORTEN: Final = re.compile(r"缩短|缩年限|年限(变)?短|减(少)?年限|短几年|short(en|er)|fewer years|reduce the term|cut the term")
_REDUCE: Final = re.compile(
    r"(减|降|少)(少|低)?(每月|每个月)?(的)?(月供|还款额)|月供(减|降|少|变少|低)|(lower|reduc\w*|cut\w*|smaller|decrease)( the| my| our)? ?(monthly )?(payment|instal?ment|repayment)"
)
_PRINCIPAL: Final = re.compile(r"等额本金|本金(?:法|还款|方式)|equal[- ]principal|straight[- ]line|linear repayment")
_ANNUITY: Final = re.compile(r"等额本息|本息(?:法|还款|方式)|annuity|equal[- ]instal?ments?|level payments?")
_BOTH: Final = re.compile(r"两种(还款|方式|方法)|哪种还款(方式)?|both (methods|ways)|(compare|which)( the)? (two )?(repayment )?methods?")
_RATIO: Final = re.compile(
    r"占(我们?|家庭|家里|收入|月|比)|收入比|负担(得)?(起|重|大|能力)?|还得起|压力(大|有多|如何|怎)|吃得消|扛得住|供得起"
    r"|\b(afford\w*|share of (our|my|the) income|debt[- ]to[- ]income|dti|manageable|ratio)\b"
)
_AFTER_PAID: Final = re.compile(r"(还了|还满|还到第?|第|已还|after|paid)\s*$")
_LARGE: Final = Decimal(100000)
_DOWN_FROM: Final = Decimal("0.1")


def mortgage(message: Message) -> Slots:
    """The slots of a housing loan the message fills; empty where it fills none."""
    text = message.text
    slots: Slots = {}
    sums = cast(text, message.spoken, "mortgage", "money")
    for role in ("price", "down_payment", "loan", "prepay_amount", "savings", "property_fee",
                 "renovation", "living", "fees"):  # fmt: skip
        if value := sums.first(role):
            slots[role] = value.amount
    if debts := sums.all("other_debt"):
        slots["other_debt"] = sum((one.amount for one in debts), Decimal(0))
    slots |= incomes(message, sums, "mortgage")
    slots |= _ratios(message)
    prepays = bool(_PREPAY.search(text) or "prepay_amount" in slots)
    slots |= _terms(message, prepays=prepays)
    slots |= _nameless(message, sums, slots, prepays=prepays)
    slots |= _manner(text, prepays=prepays or bool(message.known("mortgage", "prepay_amount")))
    return slots


def _ratios(message: Message) -> Slots:
    slots: Slots = {}
    moved = changes(message.text, message.spoken)
    for change in moved:
        if change.subject == "income":
            slots["income_change"] = change.ratio
        elif change.subject in {"rate", ""}:
            slots["rate_change"] = change.ratio
    taken = {one.spoken.start for one in moved}
    levels = [one for one in message.spoken if one.start not in taken]
    shares = cast(message.text, levels, "mortgage", "ratio")
    for role in ("down_ratio", "annual_rate", "deed_tax_rate"):
        if value := shares.first(role):
            slots[role] = value.amount
    if value := shares.first("loan_ratio"):
        slots.setdefault("down_ratio", 1 - value.amount)
    return slots | _nameless_ratio(message, shares, slots)


def _nameless_ratio(message: Message, shares: Cast, slots: Slots) -> Slots:
    if not shares.nameless:
        return {}
    ratio = shares.nameless[0].amount
    asked = message.memory.asked
    if asked in {"down_ratio", "annual_rate", "deed_tax_rate"} and asked not in slots:
        return {asked: ratio}
    if _PREPAY.search(message.text):
        return {}
    slot = "down_ratio" if ratio >= _DOWN_FROM else "annual_rate"
    return {} if slot in slots else {slot: ratio}


def _terms(message: Message, *, prepays: bool) -> Slots:
    """The term of the loan, and after how many months a part is paid back early."""
    slots: Slots = {}
    for one in message.of_kind("months"):
        paid = _AFTER_PAID.search(message.text[max(0, one.start - 8) : one.start])
        asked = message.expects("prepay_after_months")
        slot = "prepay_after_months" if prepays and paid or asked else "months"
        slots.setdefault(slot, int(one.amount))
    if prepays or message.expects("prepay_after_months"):
        for one in message.of_kind("day"):
            slots.setdefault("prepay_after_months", months_until(message, one))
    return slots


def months_until(message: Message, one: Spoken) -> int:
    """Whole months from today to a day said."""
    day = one.value
    assert not isinstance(day, int | Decimal)
    today = message.today
    return (day.year - today.year) * 12 + day.month - today.month


def _nameless(message: Message, sums: Cast, slots: Slots, *, prepays: bool) -> Slots:
    """A sum nothing names: what was asked for, the sum paid early, or the price."""
    if not sums.nameless:
        return {}
    amount = sums.nameless[0].amount
    asked = message.memory.asked
    if asked in MONEY_SLOTS and asked not in slots:
        return {asked: amount}
    if prepays and "prepay_amount" not in slots:
        return {"prepay_amount": amount}
    slot = "price" if message.known("mortgage", "loan") is None else "loan"
    return {slot: amount} if amount >= _LARGE and not {"price", "loan"} & set(slots) else {}


MONEY_SLOTS: Final = frozenset({
    "price", "down_payment", "loan", "prepay_amount", "income", "household_income", "other_debt",
    "living", "property_fee", "savings", "renovation", "fees",
})  # fmt: skip


def _manner(text: str, *, prepays: bool) -> Slots:
    slots: Slots = {}
    principal, annuity = _PRINCIPAL.search(text), _ANNUITY.search(text)
    if _BOTH.search(text) or (principal and annuity):
        slots["method"] = "both"
    elif principal or annuity:
        slots["method"] = "equal_principal" if principal else "annuity"
    shorten, reduce = _SHORTEN.search(text), _REDUCE.search(text)
    if prepays and (shorten or reduce):
        slots["prepay_way"] = (
            "compare" if shorten and reduce else "shorten" if shorten else "reduce"
        )
    if _RATIO.search(text):
        slots["asks_ratio"] = True
    return slots
