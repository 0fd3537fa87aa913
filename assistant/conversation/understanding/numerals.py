"""Numbers as written: digits, Chinese numerals, English words, with their scale."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

_DIGITS: Final = {
    **{one: value for value, one in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {
    "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "k": 1000, "w": 10**4, "m": 10**6, "mn": 10**6, "mil": 10**6, "bn": 10**9,
    "hundred": 100, "thousand": 1000, "grand": 1000, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_WORDS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_MULTIPLES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}

_SCALE: Final = (
    r"(?:[十百千]?[万亿]亿?|[百千]"
    r"|(?:thousand|grand|million|billion|hundred|mil|mn|bn|[kwm])(?![a-z0-9²\^])(?!\s*[金²]))"
)
_ARABIC: Final = r"\d{1,3}(?:(?:,\d{3})+|(?:，000)+)(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_HAN: Final = (
    r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
    r"(?:[多来余几](?=[百千万亿])[百千万亿]+)?[百千万亿]*"
)
_WORD: Final = "|".join(_WORDS)
_ENGLISH: Final = (
    rf"\b(?:(?:half a|a quarter of a|an?|{_WORD})(?=[\s-](?:hundred|thousand|million|billion))"
    rf"|{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}|hundred|thousand|million|billion)\b)*\b"
)
_NUMBER: Final = re.compile(
    rf"(?P<arabic>(?<![\d.])(?:{_ARABIC}))|(?P<han>{_HAN})|(?P<english>{_ENGLISH})"
)
_SCALED: Final = re.compile(rf"\s*(?:(?P<about>[多来余几])\s*(?=[百千万亿]))?(?P<scale>{_SCALE})")
_TAIL: Final = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>[百千万](?![分]))?")
_LONGEST: Final = 24
_ENDS_TAIL: Final = re.compile(r"(?:[成年期个%月折倍岁天点日号\d.]|\s*(?:years?|months?)\b)")
_PAIR: Final = re.compile(
    r"([一二两三四五六七八])([二两三四五六七八九])(?![零〇一二三四五六七八九点])"
)


class Number(NamedTuple):
    """A number in a text: `mantissa` times `scale`; `form` is arabic, han or english."""

    start: int
    end: int
    mantissa: Decimal
    scale: int
    form: str

    @property
    def value(self) -> Decimal:
        """The number itself."""
        return self.mantissa * self.scale


def han_integer(numeral: str) -> int:
    """What a Chinese numeral says: 二十四万五 is 245000, 二零二八 is 2028."""
    if not any(one in "十百千万亿" for one in numeral):
        return int("".join(str(_DIGITS[one]) for one in numeral))
    total = section = digit = 0
    last_unit = 1
    zero = False
    for one in numeral:
        if one in _DIGITS:
            digit, zero = _DIGITS[one], zero or _DIGITS[one] == 0
        elif one in _UNITS:
            section += (digit or 1) * _UNITS[one]
            digit, last_unit, zero = 0, _UNITS[one], False
        else:
            large = 10**4 if one == "万" else 10**8
            total = (
                (total + section + digit) * large
                if large > total > 0
                else total + (section + digit) * large
            )
            section, digit, last_unit, zero = 0, 0, large, False
    # 三千五 is 3500: a last digit without a unit counts in the next unit down.
    return total + section + digit * (1 if zero or last_unit <= 10 else last_unit // 10)


def english_integer(words: str) -> Decimal:
    """What English number words say: two hundred and forty thousand is 240000."""
    start = Decimal(1)
    if words.startswith("half a"):
        start, words = Decimal("0.5"), words.removeprefix("half a")
    elif words.startswith("a quarter of a"):
        start, words = Decimal("0.25"), words.removeprefix("a quarter of a")
    total, section = Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", words.strip()):
        if word in _WORDS:
            section += _WORDS[word]
        elif word == "hundred":
            section = (section or start) * 100
        elif word in _MULTIPLES:
            total += (section or start) * _MULTIPLES[word]
            section = Decimal(0)
    return total + section


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a folded text in order; vague ones (几百, 数万) are no numbers."""
    position = 0
    while match := _NUMBER.search(text, position):
        found = _read(text, match)
        yield from found
        position = max(match.end(), found[-1].end if found else 0)


def _read(text: str, match: re.Match[str]) -> list[Number]:
    if match.lastgroup == "arabic":
        return [_arabic(text, match)]
    if match.lastgroup == "english":
        return [Number(*match.span(), english_integer(match[0]), 1, "english")]
    return _han(text, match)


def _arabic(text: str, match: re.Match[str]) -> Number:
    mantissa = Decimal(re.sub("[,，]", "", match[0]))
    scaled = _SCALED.match(text, match.end())
    if not scaled:
        return Number(*match.span(), mantissa, 1, "arabic")
    scale = _scale(scaled["scale"])
    end, value = scaled.end(), mantissa * scale
    rest = _tail(text, end, scale) if scaled["scale"] in "百千万亿" else None
    if rest:
        return Number(match.start(), rest[0], value + rest[1], 1, "arabic")
    return Number(match.start(), end, mantissa, scale, "arabic")


def _scale(written: str) -> int:
    return _SCALES.get(written) or _SCALES[written[0]] * _SCALES[written[1:]]


def _tail(text: str, position: int, scale: int) -> tuple[int, Decimal] | None:
    """What follows a scaled number as its smaller part: 3万5千, 2万3, 1亿2000万."""
    match = _TAIL.match(text, position)
    if not match:
        return None
    digits = Decimal(match["digits"])
    if match["scale"]:
        part = digits * _SCALES[match["scale"]]
        return (match.end(), part) if part < scale else None
    if _ENDS_TAIL.match(text, match.end()):
        return None
    if len(match["digits"]) == 1:
        return match.end(), digits * (scale // 10)
    whole = len(match["digits"]) == len(str(scale)) - 1
    return (match.end(), digits) if whole else None


def _han(text: str, match: re.Match[str]) -> list[Number]:
    start, end, numeral = match.start(), match.end(), match[0]
    if end - start > _LONGEST:
        return []
    if text[start - 1 : start] in {"几", "数", "好", "上", "第"} or numeral[0] in "万亿":
        return []
    if numeral[0] in "百千":
        hundred_percent = numeral == "百" and text[:start].endswith("百分之")
        return [Number(start, end, Decimal(100), 1, "han")] if hundred_percent else []
    body = re.sub("[多来余几]", "", numeral)
    if _PAIR.match(body) and (body[2:] or text[end : end + 1] in {"年", "成", "个"}):
        return _pair(start, end, body)
    if "点" not in body:
        return [Number(start, end, *_mantissa(body), "han")]
    whole, _, fraction = body.partition("点")
    digits = re.match("[零〇一二三四五六七八九]+", fraction)
    decimals = str(han_integer(digits[0])).zfill(len(digits[0])) if digits else "0"
    scale = _scale(fraction[len(decimals) :]) if fraction[len(decimals) :] else 1
    return [Number(start, end, Decimal(f"{han_integer(whole)}.{decimals}"), scale, "han")]


def _mantissa(numeral: str) -> tuple[Decimal, int]:
    """二十万 as 20 times 10000, so that 十到二十万 may share its scale."""
    split = re.fullmatch("(.*[一二两三四五六七八九十])([万亿])", numeral)
    if split and not set(split[1]) & {"万", "亿"}:
        return Decimal(han_integer(split[1])), _SCALES[split[2]]
    return Decimal(han_integer(numeral)), 1


def _pair(start: int, end: int, body: str) -> list[Number]:
    """两三万 as 两万 and 三万; 三五万 is vague."""
    if _DIGITS[body[1]] - _DIGITS[body[0]] != 1:
        return []
    rest = body[2:]
    scale = han_integer("一" + rest) if rest else 1
    values = (Decimal(_DIGITS[one]) for one in body[:2])
    return [Number(start, end, value, scale, "han") for value in values]
