"""Days as documents write them: in figures, in Chinese numerals and in English."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from knowledge.numerals import number

NUMERAL_DAY: Final = re.compile(
    r"([〇○零一二三四五六七八九]{4})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)
DAY: Final = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
ENGLISH_DAY: Final = re.compile(
    rf"(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}})",
    re.IGNORECASE,
)


def day(text: str | None) -> date | None:
    """The first day a text names, in any writing; None where it names none that exists."""
    return next(days_in(text or ""), (0, None))[1]


def days_in(text: str) -> Iterator[tuple[int, date]]:
    """The days a text names in order, each with the character after it."""
    found = [
        *((one.start(), one.end(), tuple(map(int, one.groups()))) for one in DAY.finditer(text)),
        *((one.start(), one.end(), _spelled(one)) for one in NUMERAL_DAY.finditer(text)),
        *((one.start(), one.end(), _english(one)) for one in ENGLISH_DAY.finditer(text)),
    ]
    for _, end, parts in sorted(found):
        one = _date(parts)
        if one is not None:
            yield end, one


def _spelled(found: re.Match[str]) -> tuple[int, ...]:
    year = number(found.group(1).replace("○", "〇")) or 0
    return year, number(found.group(2)) or 0, number(found.group(3)) or 0


def _english(found: re.Match[str]) -> tuple[int, ...]:
    month = (found.group("m1") or found.group("m2"))[:3].lower()
    return (
        int(found.group("y1") or found.group("y2")),
        MONTHS.index(month) + 1,
        int(found.group("d1") or found.group("d2")),
    )


def _date(parts: Sequence[int]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None


def arabic(text: str) -> str:
    """The text with days in Chinese numerals written in figures."""
    return NUMERAL_DAY.sub(lambda one: "{}年{}月{}日".format(*_spelled(one)), text)
