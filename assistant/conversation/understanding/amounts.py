"""Amounts of money, ratios, lengths of time and days, as said in Chinese and English."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from assistant.conversation.understanding.currencies import currency_after, currency_before
from assistant.conversation.understanding.days import days
from assistant.conversation.understanding.lengths import length_at, phrase_lengths
from assistant.conversation.understanding.numerals import Number, numbers
from assistant.conversation.understanding.plain_money import is_plain_money
from assistant.conversation.understanding.ratios import phrase_ratios, ratio_at
from assistant.conversation.understanding.text import folded
from assistant.privacy.model import Lang
from graph.values import Value

Kind = Literal["money", "ratio", "months", "day"]
_CENT: Final = Decimal("0.01")
_JOINS: Final = frozenset({"到", "至", "~", "-", "–", "—", "to", "和", "or", "或", "、"})


class Spoken(Value):
    """A value in a text, at code points [start, end).

    `value` is an amount in `currency` with two decimals, a fraction, whole months, or a day;
    unsigned. `currency` is None for everything but money.
    """

    kind: Kind
    value: Decimal | int | date
    currency: str | None
    start: int
    end: int
    text: str

    @property
    def printed(self) -> str:
        """The value as plain text: 24000.00, 0.031, 360, 2028-09-01."""
        return str(self.value)

    @property
    def amount(self) -> Decimal:
        """The value as a number; zero for a day."""
        return Decimal(0) if isinstance(self.value, date) else Decimal(self.value)


class _Reading(NamedTuple):
    """One value found; `value` None marks a place that holds a number but no value (an age)."""

    kind: Kind
    value: Decimal | int | date | None
    currency: str | None
    start: int
    end: int


def values(text: str, today: date, lang: Lang | None = None) -> list[Spoken]:
    """The values `text` names, in order of appearance; empty where it names none.

    `lang` is a hint nothing depends on: both languages are always read. `today` anchors
    relative days.
    """
    del lang
    plain = folded(text)
    taken = bytearray(len(plain))
    found: list[_Reading] = []
    for one in (*_phrases(plain, today), *_numbers(plain)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            found.append(one)
    found.sort(key=lambda one: (one.start, one.end))
    return [_spoken(one, text) for one in found if one.value is not None]


def _spoken(one: _Reading, text: str) -> Spoken:
    assert one.value is not None
    return Spoken(
        kind=one.kind, value=one.value, currency=one.currency, start=one.start, end=one.end,
        text=text[one.start : one.end],
    )  # fmt: skip


def _phrases(plain: str, today: date) -> Iterator[_Reading]:
    for day in days(plain, today):
        yield _Reading("day", day.day, None, day.start, day.end)
    for ratio in phrase_ratios(plain):
        yield _Reading("ratio", ratio.value, None, ratio.start, ratio.end)
    for length in phrase_lengths(plain):
        yield _Reading("months", length.months, None, length.start, length.end)


def _numbers(plain: str) -> Iterator[_Reading]:
    """The values of the numbers of a text, two joined ones as a range sharing their unit."""
    everything = list(numbers(plain))
    position = 0
    while position < len(everything):
        pair = _range(plain, everything, position)
        if pair:
            yield from pair
            position += 2
            continue
        one = everything[position]
        reading = _united(plain, one) or _bare(plain, everything, position)
        if reading:
            yield reading
        position += 1


def _united(plain: str, one: Number) -> _Reading | None:
    """What a number is by its own unit, None where it has none."""
    if ratio := ratio_at(plain, one):
        return _Reading("ratio", ratio.value, None, ratio.start, ratio.end)
    if length := length_at(plain, one):
        return _Reading("months", length.months, None, length.start, length.end)
    after, before = currency_after(plain, one.end), currency_before(plain, one.start)
    if not (after or before or _is_scaled(plain, one)):
        return None
    named = after or before
    start = before.start if before else one.start
    end, value = after.end if after else one.end, one.value
    if after and after.code == "CNY" and plain[after.start] == "块":
        value, end = _with_tenths(plain, value, end)
    return _Reading("money", value.quantize(_CENT), named.code if named else "CNY", start, end)


def _is_scaled(plain: str, one: Number) -> bool:
    """Whether the number is written in ten thousands, thousands, millions."""
    written = plain[one.start : one.end]
    counted = plain[one.end : one.end + 1] in set("个人次步股天年米克户亩里公岁")
    large = one.scale > 1 or one.value >= 1000
    return large and not counted and any(one in written for one in "万千亿kwmbt百")


def _with_tenths(plain: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    """3块5 is 3.5."""
    digit = plain[end : end + 1]
    position = "零一二三四五六七八九".find(digit) if digit else -1
    tenth = int(digit) if digit.isascii() and digit.isdigit() else position
    following = plain[end + 1 : end + 2]
    if tenth < 0 or following.isdigit() or following in set("万千百十个年月天点%成."):
        return value, end
    return value + Decimal(tenth) / 10, end + 1


def _bare(plain: str, everything: list[Number], position: int) -> _Reading | None:
    if not is_plain_money(plain, everything, position):
        return None
    one = everything[position]
    return _Reading("money", one.value.quantize(_CENT), "CNY", one.start, one.end)


def _range(plain: str, everything: list[Number], position: int) -> tuple[_Reading, _Reading] | None:
    """20到30万 is 20万 and 30万; 3-5年 is 36 and 60 months."""
    if position + 1 >= len(everything):
        return None
    low, high = everything[position], everything[position + 1]
    together = high.start == low.start
    if not together and plain[low.end : high.start].strip() not in _JOINS:
        return None
    last = _united(plain, high)
    if last is None or last.value is None or isinstance(last.value, date):
        return None
    if not together and _has_unit(plain, low):
        return None
    first = _first_of(plain, low, high, last)
    currency = first.currency if last.currency == "CNY" else last.currency
    return first, last._replace(start=low.end if together else high.start, currency=currency)


def _has_unit(plain: str, one: Number) -> bool:
    end = one.end
    return bool(ratio_at(plain, one) or length_at(plain, one) or currency_after(plain, end)) or (
        one.scale > 1
    )


def _first_of(plain: str, low: Number, high: Number, last: _Reading) -> _Reading:
    """The lower end of a range in the unit of the upper one."""
    before = currency_before(plain, low.start)
    scaled = low
    if high.scale > 1 and low.scale == 1 and low.mantissa < high.mantissa:
        scaled = low._replace(scale=high.scale)
    if last.kind == "money":
        currency = before.code if before else last.currency
        start = before.start if before else low.start
        return last._replace(
            value=scaled.value.quantize(_CENT), currency=currency, start=start, end=low.end
        )
    share = scaled.value * Decimal(str(last.value)) / (high.value or 1)
    value = round(share) if last.kind == "months" else Decimal(format(share.normalize(), "f"))
    return last._replace(value=value, start=low.start, end=low.end)
