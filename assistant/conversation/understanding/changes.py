"""Changes of a rate, an income or a currency: up one point, down 20 %, to 4.1 %."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from assistant.conversation.understanding.amounts import Spoken

_UP: Final = (
    r"上?涨|上浮|上升|上调|升值?|提高|增加|加(?!元|拿|币|息日)|高|贵|变多|多|加息"
    r"|\b(?:rises?|rose|up|increas\w*|climb\w*|higher|hikes?|jump\w*|dearer|more|strengthen\w*|appreciat\w*|gains?)\b"
)
_DOWN: Final = (
    r"下?降|下浮|下调|降息|减(?!少月供)|跌|低|贬值?|少(?!钱)|缩水|便宜|下滑"
    r"|\b(?:falls?|fell|down(?! ?payment)(?! to \d)|drops?|dropp\w*|decreas\w*|lower|cuts?|less|reduc\w*|weaken\w*|depreciat\w*|cheaper|loses?)\b"
)
_MOVE: Final = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_TO: Final = re.compile(r"(?:到|至|成|为|\bto)\s*(?:了)?\s*$")
_BREAK: Final = re.compile(r"[,，。;；!?\n]")
_NOT_DOWN_PAYMENT: Final = re.compile(r"^\s*(?:down\b|deposit)")
_SUBJECTS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("tuition", r"学费|tuition"),
        ("living", r"生活费|living"),
        ("income", r"收入|工资|薪|降薪|挣|赚|\b(?:income|salary|pay(?!ment)|earn\w*|wages?)\b"),
        ("fx", r"汇率|英镑|镑|美元|美金|欧元|欧|澳元|加元|人民币|日元|新币"
               r"|\b(?:exchange|pound|sterling|dollar|euro|currency|fx|gbp|usd|renminbi|yuan)\b"),
        ("fee", r"费率|手续费|\bfees?\b"),
        ("rate", r"利率|lpr|利息|加息|降息|\b(?:rates?|interest|lpr)\b"),
    )
)  # fmt: skip
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
    left = _BREAK.split(text[begin : one.start])[-1]
    right = _BREAK.split(text[one.end : one.end + 16])[0]
    if _TO.search(left) or _NOT_DOWN_PAYMENT.search(right):
        return None
    moves = list(_MOVE.finditer(left)) or list(_MOVE.finditer(right))[:1]
    if not moves:
        return None
    sign = 1 if moves[-1]["up"] else -1
    return Change(_subject(text, left, right, one), sign * one.amount, one)


def _subject(text: str, left: str, right: str, one: Spoken) -> str:
    """The subject nearest in the clause, else anywhere before the change."""
    for window in (left, right, text[max(0, one.start - 2 * _REACH) : one.start]):
        for name, pattern in _SUBJECTS:
            if pattern.search(window):
                return name
    return ""
