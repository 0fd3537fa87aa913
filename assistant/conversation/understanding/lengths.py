"""Lengths of time in years, months and instalments: 三十年, 360期, 两年半, 18-month."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from assistant.conversation.understanding.numerals import Number, han_integer


class Length(NamedTuple):
    """Months at [start, end) of a text; None where the unit counts no length (an age, a grade)."""

    months: int | None
    start: int
    end: int


_SMALL: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_SPENDING: Final = (
    r"(?:的|平均|一共|总共|大概|大约|差不多|下来)?(?:光)?(?:学费|生活费|费用|杂费|房租|保费|收入|工资|开销|开支|支出|租金|物业费"
    r"|到手|进账|净|要|得|花|交|能|可以|赚|挣|多少|还|存|付|缴|收|涨|[\d£$¥€])"
)
_ZH_AFTER: Final = re.compile(
    rf"\s*(?:年(?P<half>半)?(?:[零又加]?(?P<more>{_SMALL})个?月(?![供薪]))?|个(?P<halfmonth>半)?月(?P<monthly>)|期)"
)
_EN_AFTER: Final = re.compile(
    r"(?P<half> and a half)?[\s-]?(?:(?P<years>years?|yrs?|y)|(?P<months>months?|mths?|mos?)"
    r"|(?P<parts>(?:monthly )?(?:instal?lments?|payments?)))\b(?P<old>'? ?-?old|'? of age|s? old)?"
    r"(?:,? (?:and )?(?P<more>\d{1,2}) months?)?"
)
_NO_LENGTH_BEFORE: Final = re.compile(r"(?:第|每|平均|(?<![a-z])(?:per|each|every) )$")
_NO_LENGTH_AFTER: Final = re.compile(r"级|代|出生|生人|生的|大(?![概约])|工程|项目|楼")
_A_YEAR: Final = re.compile(_SPENDING)
_PRICED: Final = re.compile(r"(?<!存)(?:[\dkw万千百元块镑欧]|美[元金])\s?$")
_LENDING: Final = re.compile(r"(?:存|贷|借|定期|分|续|延长|再还)(?:个|了|满|上)?$")
_GRADE: Final = re.compile(r"(?:grade|year|class|form|month|phase)\s?$")
_PHRASES: Final = (
    (
        re.compile(
            r"\b(?:for|over|within|of|last|than) an? year and a half\b|\ba year and a half\b"
        ),
        18,
    ),
    (
        re.compile(r"(?<![一二两三四五六七八九十上下\d年])半年(?!后|前|以后|以前|之后|之前|报|度)"),
        6,
    ),
    (re.compile(r"(?<!in )\bhalf (?:a|an) year\b(?! ago)|(?<!in )\bhalf-year\b"), 6),
    (re.compile(r"(?<=\bfor )a year\b|(?<=\bover )a year\b|(?<=\bwithin )a year\b"), 12),
    (re.compile(r"(?<=\bfor )a month\b|(?<=\bwithin )a month\b"), 1),
)


def phrase_lengths(text: str) -> Iterator[Length]:
    """The lengths of a folded text that need no number of their own; unordered."""
    for pattern, months in _PHRASES:
        for match in pattern.finditer(text):
            yield Length(months, *match.span())


def length_at(text: str, number: Number) -> Length | None:
    """The length a number of a folded text counts, by the unit after it."""
    match = _ZH_AFTER.match(text, number.end)
    if match:
        return _chinese(text, number, match)
    match = _EN_AFTER.match(text, number.end)
    return _english(text, number, match) if match and number.scale == 1 else None


def _chinese(text: str, number: Number, match: re.Match[str]) -> Length:
    unit = match[0].strip()[0]
    before, end = text[max(0, number.start - 6) : number.start], match.end()
    if _no_length(text, number, before, end):
        return Length(None, number.start, end)
    if (
        number.value == 1
        and unit in {"年", "个"}
        and not match["half"]
        and _is_rate(text, before, end)
    ):
        return Length(None, number.start, end)
    months = number.value * (12 if unit == "年" else 1)
    months += 6 if match["half"] else 0
    more = match["more"]
    if more:
        months += int(more) if more.isdigit() and more.isascii() else han_integer(more)
    return Length(round(months), number.start, end)


def _is_rate(text: str, before: str, end: int) -> bool:
    """Whether 一年 or 一个月 says how often and not how long: 一年学费, 3500一个月."""
    if _PRICED.search(before):
        return True
    return bool(_A_YEAR.match(text, end)) and not _LENDING.search(before)


def _no_length(text: str, number: Number, before: str, end: int) -> bool:
    is_calendar_year = number.form == "arabic" and 1900 <= number.value <= 2100
    return bool(
        is_calendar_year or _NO_LENGTH_BEFORE.search(before) or _NO_LENGTH_AFTER.match(text, end)
    )


def _english(text: str, number: Number, match: re.Match[str]) -> Length:
    before = text[max(0, number.start - 8) : number.start]
    if match["old"] or _GRADE.search(before) or _NO_LENGTH_BEFORE.search(before):
        return Length(None, number.start, match.end())
    months = number.value * (12 if match["years"] else 1)
    if match["half"]:
        months += 6 if match["years"] else 0
    months += int(match["more"] or 0)
    return Length(round(months), number.start, match.end())
