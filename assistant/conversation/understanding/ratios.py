"""Ratios: 三成, 30%, 百分之三点一, 3.1个点, 20bp, 八折, 一半, 翻倍, a third."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from assistant.conversation.understanding.numerals import Number, han_integer

_SIX_PLACES: Final = Decimal("0.000001")


class Ratio(NamedTuple):
    """A fraction at [start, end) of a text."""

    value: Decimal
    start: int
    end: int


_PREFIX: Final = re.compile(r"(?:(百分之)|(千分之)|(万分之))\s*$")
_SUFFIX: Final = re.compile(
    r"\s*(?:(?P<permille>‰)"
    r"|(?P<point>个?多?百分点|个多?点(?!子)|percentage points?"
    r"|(?<=\b[1-9] )points?(?= (?:higher|lower|up|down|more|less)|\s*[?.!]|$)|pp\b)"
    r"|(?P<basis>个?基点|bps?(?![a-z])|basis points?)"
    r"|(?P<percent>多?(?:%|percent\b|per cent\b|pct\b))"
    r"|(?P<tenth>成(?![功为立本交员长都熟人绩果就品分])(?:(?P<half>半)|(?P<more>[一二三四五六七八九]))?)"
    r"|(?P<fold>折(?!腾))"
    r"|(?P<times>倍|(?<=\d)x\b|\s+times(?= (?:my|the|our|as|of|your)\b)))"
)
_UNIT_VALUES: Final = {
    "permille": Decimal("0.001"),
    "point": Decimal("0.01"),
    "basis": Decimal("0.0001"),
    "percent": Decimal("0.01"),
    "tenth": Decimal("0.1"),
    "times": Decimal(1),
}
_PREFIX_VALUES: Final = (Decimal("0.01"), Decimal("0.001"), Decimal("0.0001"))
_FRACTION: Final = re.compile(
    r"(?P<below>[二三四五六七八九十两]{1,3}|\d{1,2})分之(?P<above>[一二三四五六七八九十两]{1,3}|\d{1,2})"
)
_ENGLISH_PARTS: Final = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
}  # fmt: skip
_ENGLISH_FRACTION: Final = re.compile(
    r"\b(?P<above>a|one|two|three|four)[ -](?P<part>third|quarter|fifth|sixth|eighth|tenth)s?\b"
    r"(?! (?:of a )?(?:million|year|of a year|home|time|child|party))(?!ly)"
)
_PHRASES: Final = (
    (re.compile(r"翻一?番|翻(?:了|一)?倍|\bdoubl(?:e|es|ed|ing)\b|\btwice\b"), Decimal(2)),
    (re.compile(r"\btripl(?:e|es|ed|ing)\b"), Decimal(3)),
    (re.compile(r"半个?(?:百分)?点(?!钟)|\bhalf a (?:percentage )?point\b|\bhalf a per ?cent\b"),
     Decimal("0.005")),
    (re.compile(r"\b(?:a )?quarter(?: of a)? (?:percentage )?point\b"), Decimal("0.0025")),
    (re.compile(r"一半|对半|(?<!老)半数|\bhalf\b(?! (?:a|an|of a|year|million|past|term)\b)"
                r"(?<!and a half)"),
     Decimal("0.5")),
)  # fmt: skip


def phrase_ratios(text: str) -> Iterator[Ratio]:
    """The ratios of a folded text that need no number of their own; unordered."""
    for match in _FRACTION.finditer(text):
        below, above = _small(match["below"]), _small(match["above"])
        if below:
            yield Ratio(_fraction(above, below), *match.span())
    for match in _ENGLISH_FRACTION.finditer(text):
        above = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}[match["above"]]
        yield Ratio(_fraction(above, _ENGLISH_PARTS[match["part"]]), *match.span())
    for pattern, value in _PHRASES:
        for match in pattern.finditer(text):
            yield Ratio(value, *match.span())


def _small(written: str) -> int:
    return int(written) if written.isdigit() and written.isascii() else han_integer(written)


def _fraction(above: int, below: int) -> Decimal:
    exact = Decimal(above) / Decimal(below)
    return exact if len(exact.as_tuple().digits) <= len("000000") else exact.quantize(_SIX_PLACES)


def ratio_at(text: str, number: Number) -> Ratio | None:
    """The ratio a number of a folded text is, by what stands before or after it."""
    before = _PREFIX.search(text[max(0, number.start - 6) : number.start])
    if before and before.lastindex:
        unit = _PREFIX_VALUES[before.lastindex - 1]
        start = number.start - len(before[0])
        return Ratio(_plain(number.value * unit), start, number.end)
    after = _SUFFIX.match(text, number.end)
    if not after:
        return None
    return Ratio(_plain(_suffixed(number, after)), number.start, after.end())


def _suffixed(number: Number, after: re.Match[str]) -> Decimal:
    if after["fold"]:
        return _fold(number)
    unit = next(name for name in _UNIT_VALUES if after[name])
    value = number.value * _UNIT_VALUES[unit]
    if after["half"]:
        value += Decimal("0.05")
    if after["more"]:
        value += Decimal(han_integer(after["more"])) / 100
    return value


def _fold(number: Number) -> Decimal:
    """八折 is 0.8; 85折 and 八五折 are 0.85."""
    value = number.value
    digits = Decimal(str(int(value))) if value >= 10 else value
    return digits / (100 if value >= 10 else 10)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and never in scientific notation."""
    return Decimal(format(value.normalize(), "f"))
