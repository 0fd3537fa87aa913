"""Changes of a rate, an income or a currency: up one point, down 20 %, to 4.1 %."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.lexicon import words

_BREAK: Final = re.compile(r"[,，。;；!?\n]|(?<=\S)\s+(?=[\u4e00-\u9fff])")
_REACH: Final = 30


class Change(NamedTuple):
    """A signed change of `subject` (rate, income, fx, fee, tuition, living, or empty)."""

    subject: str
    ratio: Decimal
    spoken: Spoken


def changes(text: str, spoken: Iterable[Spoken]) -> list[Change]:
    """The ratios of a folded text that are changes and not levels (利率涨到4.1% is a level)."""
    found: list[Change] = []
    before = 0
    for one in spoken:
        if one.kind == "ratio":
            change = _change(text, one, max(before, one.start - _REACH))
            if change:
                found.append(change)
        before = one.end if one.kind != "day" else before
    return found


def _change(text: str, one: Spoken, begin: int) -> Change | None:
    known = words("changes")
    left = _BREAK.split(text[begin : one.start])[-1]
    right = _BREAK.split(text[one.end : one.end + 16])[0]
    if known["to_level"].search(left) or known["not_down_payment"].search(right):
        return None
    moves = _moves(left) or _moves(right)[:1]
    if not moves:
        return None
    return Change(_subject(text, left, right, one), moves[-1] * one.amount, one)


def _moves(window: str) -> list[int]:
    """Up as 1 and down as -1, in the order said."""
    said = [(one.start(), 1) for one in words("changes")["up"].finditer(window)]
    said += [(one.start(), -1) for one in words("changes")["down"].finditer(window)]
    return [sign for _, sign in sorted(said)]


def _subject(text: str, left: str, right: str, one: Spoken) -> str:
    """The subject nearest in the clause, else anywhere before the change."""
    for window in (left, right, text[max(0, one.start - 2 * _REACH) : one.start]):
        for name, pattern in words("change_subjects").items():
            if pattern.search(window):
                return name
    return ""
