"""Days as said: three years from today, 后年九月, the end of the month."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from assistant.conversation.understanding.numerals import english_integer, han_integer


class SpokenDay(NamedTuple):
    """A day in a text and where it stands."""

    start: int
    end: int
    day: date


_N: Final = r"(?:\d{1,3}(?!\d)|[一二两三四五六七八九十]{1,3}|半)"
_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty"
)
_EN: Final = rf"(?:\d{{1,3}}(?:\.5)?|an?|half an?|{_WORDS})"
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_YEARS: Final = {
    "前年": -2,
    "去年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "大后年": 3,
}
_FEASTS: Final = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆节": (10, 1), "国庆": (10, 1),
    "圣诞节": (12, 25), "圣诞": (12, 25), "national day": (10, 1), "christmas": (12, 25),
}  # fmt: skip
_NAMED: Final = {
    "大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "大后天": 3, "后天": 2,
    "the day after tomorrow": 2, "day after tomorrow": 2, "the day before yesterday": -2,
    "day before yesterday": -2, "today": 0, "tomorrow": 1, "yesterday": -1,
}  # fmt: skip
_YEAR: Final = (
    r"(?P<year>(?:19|20)\d{2}年|二[零〇][零〇一二三四五六七八九]{2}年|大后年|[前去今本明来后]年)"
)
_EN_YEAR: Final = r"(?P<year>(?:19|20)\d{2}|next year|this year|last year)"


def plus_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _said(match: re.Match[str], part: str) -> str:
    """What the match holds of `part`; empty where the pattern has none."""
    return match.groupdict().get(part) or ""


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def count(written: str) -> float:
    """The number before a unit of time, 半 and `half a` being one half."""
    words = written.strip()
    if words in {"半"} or words.startswith("half"):
        return 0.5
    if words in {"a", "an"}:
        return 1
    if words[0].isdigit():
        return float(words)
    return float(english_integer(words)) if words[0].isascii() else han_integer(words)


def _year(written: str, today: date) -> int | None:
    if not written:
        return None
    if written in _YEARS:
        return today.year + _YEARS[written]
    if written.endswith(" year"):
        return today.year + {"next": 1, "this": 0, "last": -1}[written.split()[0]]
    digits = written.removesuffix("年")
    return int(digits) if digits.isdigit() else han_integer(digits)


def _coming(month: int, day: int, today: date) -> date:
    """The next such day, counting the running month as still to come."""
    year = today.year if month >= today.month else today.year + 1
    return date(year, month, day)


def _shift(match: re.Match[str], today: date) -> date:
    amount, unit = count(match["n"]), match["unit"]
    if _said(match, "half"):
        amount += 0.5
    sign = -1 if match["way"].strip() in {"前", "以前", "之前", "ago", "earlier"} else 1
    if unit[0] in {"年", "y"}:
        return plus_months(today, sign * round(amount * 12))
    if unit in {"个月", "月"} or unit.startswith("mo"):
        days = sign * (15 if amount % 1 else 0)
        return plus_months(today, sign * int(amount)) + timedelta(days=days)
    days = 7 if unit[0] in {"周", "星", "个", "w"} else 1
    return today + timedelta(days=sign * round(amount * days))


def _full(match: re.Match[str], today: date) -> date:
    year, month = _year(_said(match, "year"), today), _month(match["month"])
    written = _said(match, "day")
    day = int(count(written)) if written else 1
    return date(year, month, day) if year else _coming(month, day, today)


def _month(written: str) -> int:
    return _MONTHS.get(written.rstrip("."), 0) or int(count(written))


def _numeric(match: re.Match[str], _: date) -> date:
    if match["mark"] == "." and not match["day"]:
        raise ValueError("2065.01 is a number.")
    return date(int(match["year"]), int(match["month"]), int(match["day"] or 1))


def _bare_year(match: re.Match[str], today: date) -> date:
    return date(_year(_said(match, "year"), today) or today.year, 1, 1)


def _year_end(match: re.Match[str], today: date) -> date:
    return date(_year(_said(match, "year"), today) or today.year, 12, 31)


def _month_end(match: re.Match[str], today: date) -> date:
    which = _said(match, "which")
    there = plus_months(today.replace(day=1), 1 if which.startswith(("下", "next")) else 0)
    return _last(there.year, there.month)


def _month_of_year_end(match: re.Match[str], today: date) -> date:
    month = _month(match["month"])
    return _last(_year(_said(match, "year"), today) or _coming(month, 1, today).year, month)


def _near_month(match: re.Match[str], today: date) -> date:
    step = {"上": -1, "l": -1, "下": 1, "n": 1}.get(match["which"][0], 0)
    first = plus_months(today.replace(day=1), step)
    written = _said(match, "day")
    return first.replace(day=int(count(written))) if written else first


def _autumn(match: re.Match[str], today: date) -> date:
    year = _year(_said(match, "year"), today)
    return date(year, 9, 1) if year else _coming(9, 1, today)


def _feast(match: re.Match[str], today: date) -> date:
    month, day = _FEASTS[match["feast"]]
    year = _year(_said(match, "year"), today)
    coming = date(today.year, month, day)
    return date(year or (today.year if coming >= today else today.year + 1), month, day)


def _named(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_NAMED[match[0]])


def _weekday(match: re.Match[str], today: date) -> date:
    which, written = _said(match, "which"), match["weekday"]
    number = _WEEKDAYS.index(written) if written in _WEEKDAYS else "一二三四五六日天".index(written)
    number = min(number, 6)
    monday = today - timedelta(days=today.weekday())
    if not which:
        return today + timedelta(days=(number - today.weekday()) % 7)
    weeks = {"下下": 2, "下": 1, "next": 1, "上": -1, "last": -1}.get(which.strip(" 个"), 0)
    return monday + timedelta(days=7 * weeks + number)


def _month_day(match: re.Match[str], today: date) -> date:
    day = int(count(match["day"]))
    there = today if day >= today.day else plus_months(today.replace(day=1), 1)
    return there.replace(day=day)


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...]] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?<![\d.\-/])(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?"
         r"(?![\d\-/%])", _numeric),
        (r"(?:(?P<year>(?:19|20)\d{2}年|[前去今本明来后]年|大后年)的?(?:年)?"
         r"(?:[底末]))", _year_end),
        (rf"(?:{_YEAR}的?)?(?<![每半\d])年(?:[底末])", _year_end),
        (r"(?:the )?end of " + _EN_YEAR, _year_end),
        (r"(?:(?:the )?end of (?:the|this) year|\byear[- ]end\b)", _year_end),
        (rf"(?:{_YEAR}的?)?(?P<month>{_N})月[底末]", _month_of_year_end),
        (r"(?P<which>这个|本|下个?|这)?(?<!每)(?<!每个)月[底末]", _month_end),
        (r"(?:the )?end of (?P<which>the|this|next) month|\bmonth[- ]end\b", _month_end),
        (rf"(?:{_YEAR}的?)?(?:秋季|秋天|秋)(?:入学|开学|学期)", _autumn),
        (rf"{_YEAR}的?(?:秋季|秋天)", _autumn),
        (r"(?:(?P<year>(?:19|20)\d{2}) )?(?:autumn|fall)(?: 20\d{2})? (?:intake|term|semester)",
         _autumn),
        (r"(?:autumn|fall)(?: of)? (?P<year>20\d{2}|next year)", _autumn),
        (rf"(?:{_YEAR}的?)?(?P<feast>元旦|五一|劳动节|国庆节?|圣诞节?)", _feast),
        (r"(?P<feast>national day|christmas)\b", _feast),
        (rf"{_YEAR}的?(?P<month>{_N})月(?:份|(?P<day>{_N})[日号]?)?", _full),
        (rf"(?<![个每\d])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月"
         rf"(?:份|(?P<day>{_N})[日号])?", _full),
        (rf"(?P<which>上|下|这|本)个?月(?:份|(?P<day>{_N})[日号])?(?![供薪])", _near_month),
        (rf"(?:再?过|等)?(?P<n>{_N})(?P<unit>年|个月|天|日|周|个?星期|个?礼拜)(?P<half>半)?多?"
         r"(?P<way>以后|之后|后|以前|之前|前)(?!年)", _shift),
        (rf"(?P<way>再过|过)(?P<n>{_N})(?P<unit>年|个月|天|周|个?星期)(?P<half>半)?", _shift),
        (r"大前天|前天|昨天|今天|明天|大后天|后天|(?:the )?day after tomorrow"
         r"|(?:the )?day before yesterday|\btoday\b|\btomorrow\b|\byesterday\b", _named),
        (r"(?P<which>下下个?|下个?|上个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])",
         _weekday),
        (rf"\b(?P<which>next |this |last )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b", _weekday),
        (rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_MONTH}),? (?:of )?"
         rf"{_EN_YEAR}", _full),
        (rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_EN_YEAR}", _full),
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})",
         _full),
        (rf"\b(?P<month>(?!may){_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
         r"(?![\d,.%])", _full),
        (rf"\b(?:in|by|next|this|from|since|until|before|early|late|for) "
         rf"(?P<month>{_MONTH})", _full),
        (rf"\b(?P<month>(?!may|mar|dec\b|sep\b|jan\b){_MONTH})", _full),
        (rf"(?P<way>\b(?:in|after)) (?:another )?(?P<n>{_EN})(?P<half> and a half)?[ -]"
         r"(?P<unit>years?|months?|weeks?|days?)\b(?:'s? time)?(?! old)", _shift),
        (rf"\b(?P<n>{_EN})(?P<half> and a half)? (?P<unit>years?|months?|weeks?|days?) "
         r"(?P<way>ago|earlier|later|from now|from today|hence)\b", _shift),
        (r"\b(?P<which>next|last|this) month\b", _near_month),
        (r"(?<![\d.])(?P<year>20\d{2}年|[明后]年|大后年)(?![初以之前后])", _bare_year),
        (r"(?P<year>(?:20\d{2}年|[明后今]年|大后年))年?初", _bare_year),
        (r"\b(?:in|by|from|until|since|before) (?P<year>20\d{2})\b(?![,.]?\d|%)", _bare_year),
        (r"\b(?P<year>next year)\b", _bare_year),
        (r"(?<![每第\d月])(?P<day>[12]\d|3[01]|[1-9])[日号](?![楼线院店钢码卡])", _month_day),
    )
)  # fmt: skip


def days(text: str, today: date) -> Iterator[SpokenDay]:
    """The days a folded text names, earlier patterns first where they overlap; unordered."""
    taken = bytearray(len(text))
    for pattern, build in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            day = _day(build, match, today)
            if day is None:
                continue
            taken[start:end] = b"\x01" * (end - start)
            yield SpokenDay(start, end, day)


def _day(
    build: Callable[[re.Match[str], date], date], match: re.Match[str], today: date
) -> date | None:
    """The day, or None where the calendar has none such (2月30日, a year beyond 9999)."""
    try:
        return build(match, today)
    except (ValueError, OverflowError):
        return None
