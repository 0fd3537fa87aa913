"""The names and signs of currencies, before or after an amount."""

import re
from typing import Final, NamedTuple

_AFTER: Final[dict[str, str]] = {
    "CNY": r"元人民币|人民币|rmb|cny|yuan|块钱?|元(?!旦)",
    "GBP": r"英镑|镑|gbp|pounds?(?: sterling)?|quid|sterling",
    "USD": r"美元|美金|美刀|刀(?!具)|usd|us dollars?|u\.s\. dollars?|dollars?|bucks",
    "EUR": r"欧元|欧(?![洲美盟])|eur|euros?",
    "HKD": r"港币|港元|港纸|hkd|hk dollars?|hong kong dollars?",
    "JPY": r"日元|日币|日圆|円|jpy|yen",
    "AUD": r"澳元|澳币|澳刀|aud|australian dollars?",
    "CAD": r"加元|加币|加拿大元|cad|canadian dollars?",
    "SGD": r"新加坡元|新加坡币|新币|新元|坡币|sgd|singapore dollars?",
    "CHF": r"瑞士法郎|瑞郎|chf|swiss francs?",
    "KRW": r"韩元|韩币|韩圆|krw|won",
    "NZD": r"纽币|纽元|新西兰元|nzd|new zealand dollars?",
    "THB": r"泰铢|thb|baht",
    "TWD": r"新台币|台币|twd",
    "MOP": r"澳门元|澳门币|mop",
    "MYR": r"令吉|林吉特|马币|myr|ringgit",
}
_BEFORE: Final[dict[str, str]] = {
    "USD": r"us\$|u\$|usd|美元|美金|\$",
    "HKD": r"hk\$|hkd|港币|港元",
    "AUD": r"au\$|a\$|aud|澳元|澳币",
    "CAD": r"ca\$|c\$|cad|加元|加币",
    "SGD": r"sg\$|s\$|sgd|新币",
    "NZD": r"nz\$|nzd|纽币",
    "TWD": r"nt\$|twd|新台币",
    "CNY": r"cn¥|rmb|cny|¥|人民币",
    "GBP": r"£|gbp|英镑",
    "EUR": r"€|eur|欧元",
    "JPY": r"jp¥|jpy|日元",
    "CHF": r"chf|瑞郎|瑞士法郎",
    "KRW": r"₩|krw|韩元",
    "THB": r"฿|thb|泰铢",
}
_LONGEST: Final = 24


class Currency(NamedTuple):
    """A currency named at [start, end) of a text."""

    code: str
    start: int
    end: int


def _either(names: dict[str, str]) -> str:
    return "|".join(f"(?P<{code}>{joined})" for code, joined in names.items())


_AFTER_NUMBER: Final = re.compile(rf"\s?(?:[多来余几]\s?|的)?(?:{_either(_AFTER)})(?![a-z])")
_BEFORE_NUMBER: Final = re.compile(rf"(?<![a-z])(?:{_either(_BEFORE)})\s?$")


def currency_after(text: str, position: int) -> Currency | None:
    """The currency named right after `position` of a folded text."""
    match = _AFTER_NUMBER.match(text, position)
    if not match or not match.lastgroup:
        return None
    return Currency(match.lastgroup, *match.span(match.lastgroup))


def currency_before(text: str, position: int) -> Currency | None:
    """The currency named right before `position` of a folded text."""
    start = max(0, position - _LONGEST)
    match = _BEFORE_NUMBER.search(text[start:position])
    if not match or not match.lastgroup:
        return None
    begin, end = match.span(match.lastgroup)
    return Currency(match.lastgroup, start + begin, start + end)
