"""What a message says of a housing loan."""

from decimal import Decimal
from typing import Any, Final

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.changes import changes
from assistant.conversation.understanding.incomes import incomes
from assistant.conversation.understanding.lexicon import words
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.roles import Cast, cast

Slots = dict[str, Any]
_LARGE: Final = Decimal(100000)
_DOWN_FROM: Final = Decimal("0.1")
OWED: Final = ("loan", "fund_loan", "commercial_loan", "renovation_loan")
"""Loans that are debts where what is said of them is paid each month."""


def mortgage(message: Message) -> Slots:
    """The slots of a housing loan the message fills; empty where it fills none."""
    text = message.text
    slots: Slots = {}
    sums = cast(text, message.spoken, "mortgage", "money")
    for role in ("price", "down_payment", "loan", "prepay_amount", "savings", "property_fee",
                 "renovation", "living", "fees"):  # fmt: skip
        if (value := sums.first(role)) and not (role == "loan" and _is_monthly(text, value)):
            slots[role] = value.amount
    slots |= _parts(text, sums, slots)
    owed = [one for role in OWED for one in sums.all(role) if _is_monthly(text, one)]
    if debts := [*sums.all("other_debt"), *owed]:
        slots["other_debt"] = sum((one.amount for one in debts), Decimal(0))
    slots |= incomes(message, sums, "mortgage")
    slots |= _ratios(message)
    prepays = bool(words("mortgage")["prepay"].search(text) or "prepay_amount" in slots)
    slots |= _terms(message, prepays=prepays)
    slots |= _nameless(message, sums, slots, prepays=prepays)
    slots = _rate_of_part(slots)
    slots |= _manner(text, prepays=prepays or bool(message.known("mortgage", "prepay_amount")))
    return slots


def _parts(text: str, sums: Cast, slots: Slots) -> Slots:
    """The provident-fund part, the commercial part and a loan for the renovation.

    The loan is both parts together where both are said.
    """
    lent = {
        role: value.amount
        for role in ("fund_loan", "commercial_loan", "renovation_loan")
        if (value := sums.first(role)) and not _is_monthly(text, value)
    }
    commercial = lent.pop("commercial_loan", None)
    if commercial is None or "loan" in slots:
        return lent
    return lent | {"loan": commercial + lent.get("fund_loan", Decimal(0))}


def _rate_of_part(slots: Slots) -> Slots:
    """A rate beside one part of the borrowing alone is that part's: 装修贷15万，利率3.6%."""
    parts = [one for one in ("fund_loan", "renovation_loan") if one in slots]
    of_part = f"{parts[0].removesuffix('_loan')}_rate" if len(parts) == 1 else ""
    if not of_part or of_part in slots or {"price", "loan"} & set(slots):
        return slots
    return {of_part if key == "annual_rate" else key: one for key, one in slots.items()}


def _is_monthly(text: str, value: Spoken) -> bool:
    """Whether a sum is said of each month: owing 1,500 a month is no loan of 1,500."""
    known = words("mortgage")
    before = known["monthly_before"].search(text[max(0, value.start - 10) : value.start])
    return bool(known["per_month"].match(text[value.end : value.end + 16]) or before)


def _ratios(message: Message) -> Slots:
    slots: Slots = {}
    moved = changes(message.text, message.spoken)
    for change in moved:
        if change.subject == "income":
            slots["income_change"] = change.ratio
        elif change.subject in {"rate", ""}:
            slots[_moved(message.text)] = change.ratio
    taken = {one.spoken.start for one in moved}
    levels = [one for one in message.spoken if one.start not in taken]
    shares = cast(message.text, levels, "mortgage", "ratio")
    for role in ("down_ratio", "annual_rate", "fund_rate", "renovation_rate", "deed_tax_rate"):
        if value := shares.first(role):
            slots[role] = value.amount
    if value := shares.first("loan_ratio"):
        slots.setdefault("down_ratio", 1 - value.amount)
    slots = _as_a_rate(slots, shares)
    if "annual_rate" not in slots and (bare := words("mortgage")["bare_rate"].search(message.text)):
        slots["annual_rate"] = Decimal(bare[1]) / 100
    return slots | _nameless_ratio(message, shares, slots)


def _moved(text: str) -> str:
    """Which slot a change of the rate fills: on a day of repricing, or any."""
    return "repricing_change" if words("mortgage")["reprice"].search(text) else "rate_change"


def _as_a_rate(slots: Slots, shares: Cast) -> Slots:
    """A few percent are the rate where the down payment is a sum, or the share would be of a loan.

    In 首付90万，商贷，3.15% words of an earlier clause reach the ratio, but nobody lends 3.15 %.
    """
    down, lent = shares.first("down_ratio"), shares.first("loan_ratio")
    faint = lent if down is None else down if shares.is_far(down) else None
    if faint is None or faint.amount >= _DOWN_FROM:
        return slots
    kept = {slot: one for slot, one in slots.items() if slot != "down_ratio"}
    return {"annual_rate": faint.amount} | kept


def _nameless_ratio(message: Message, shares: Cast, slots: Slots) -> Slots:
    if not shares.nameless:
        return {}
    ratio = shares.nameless[0].amount
    asked = message.memory.asked
    if asked in {"down_ratio", "annual_rate", "deed_tax_rate", "fund_rate"} and asked not in slots:
        return {asked: ratio}
    if words("mortgage")["prepay"].search(message.text):
        return {}
    slot = "down_ratio" if ratio >= _DOWN_FROM else "annual_rate"
    return {} if slot in slots else {slot: ratio}


def _terms(message: Message, *, prepays: bool) -> Slots:
    """The term of the loan, and after how many months a part is paid back early."""
    slots: Slots = {}
    if words("mortgage")["reprice"].search(message.text):
        return _until_repricing(message)
    known = message.known("mortgage", "prepay_amount") is not None
    for one in message.of_kind("months"):
        paid = words("mortgage")["after_paid"].search(
            message.text[max(0, one.start - 8) : one.start]
        )
        asked = message.expects("prepay_after_months")
        slot = "prepay_after_months" if ((prepays or known) and paid) or asked else "months"
        slots.setdefault(slot, int(one.amount))
    if prepays or known or message.expects("prepay_after_months"):
        for one in message.of_kind("day"):
            slots.setdefault("prepay_after_months", months_until(message, one))
    return slots


def _until_repricing(message: Message) -> Slots:
    """After how many months the rate is set again: the first time said."""
    for one in message.of_kind("months"):
        return {"repricing_after_months": int(one.amount)}
    for one in message.of_kind("day"):
        return {"repricing_after_months": months_until(message, one)}
    return {}


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
    principal, annuity = (
        words("mortgage")["principal"].search(text),
        words("mortgage")["annuity"].search(text),
    )
    if words("mortgage")["both"].search(text) or (principal and annuity):
        slots["method"] = "both"
    elif principal or annuity:
        slots["method"] = "equal_principal" if principal else "annuity"
    shorten, reduce = (
        words("mortgage")["shorten"].search(text),
        words("mortgage")["reduce"].search(text),
    )
    if prepays and (shorten or reduce):
        slots["prepay_way"] = (
            "compare" if shorten and reduce else "shorten" if shorten else "reduce"
        )
    if words("mortgage")["ratio"].search(text):
        slots["asks_ratio"] = True
    if words("mortgage")["sole"].search(text):
        slots["sole_income"] = True
    return slots
