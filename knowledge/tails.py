"""What follows the last article of a law: appendices, tables and forms, each a unit of its own."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.formats.writing import Body
from knowledge.numerals import number
from knowledge.units import Segment, Unit, segments

APPENDIX: Final = re.compile(
    r"^[#*\s]*(?:附\s*(?P<zh>件|表|录|錄|图|圖)\s*(?P<number>[一二三四五六七八九十\d]{0,3})\s*"
    r"(?:[-—]\s*\d+)?\s*(?:[:：.、]|\s|$|(?=《)|(?=[\u3400-\u9fff]))"
    r"|附\s*[:：]"
    r"|(?P<en>ANNEX|Annex|APPENDIX|Appendix|SCHEDULE|Schedule)\s*"
    r"(?P<letter>[IVX]{1,5}|[A-Z]|\d{1,2})?\b(?![\w ]*\bto\b))"
)
CAPTION: Final = re.compile(r"^[#*\s]*[^|。；，]{2,48}$")
TABLE_NAME: Final = re.compile(
    r"(?:表|清单|清單|目录|目錄|标准|標準|样式|格式|公式|名单)[一二三四五六七八九十\d]{0,3}(?:[（(].{1,30}[)）])?[*\s]*$"
)
LONGEST_NAME: Final = 80
LEAST_WORDS: Final = 200
"""Letters after the last article below which words that name no appendix are let be."""


def appendices(body: Body, tail: Sequence[Segment]) -> list[Unit]:
    """The appendices among the lines after the last article; signatures and such are none."""
    openings = [place for place in range(len(tail)) if _opens(body, tail, place)]
    if not openings:
        openings = [0] if _is_long(body, tail) else []
    taken: set[str] = set()
    units: list[Unit] = []
    for place, stop in zip(openings, [*openings, len(tail)][1:], strict=True):
        unit = _unit(body, tail[place:stop], taken)
        taken.add(unit.article)
        units.append(unit)
    return units


def parted(body: Body, units: Sequence[Unit]) -> list[Unit]:
    """Numbered sections with the appendices that the last of them ran on into set apart."""
    if not units or body.text[units[-1].start : units[-1].end] != units[-1].text:
        return list(units)
    last = units[-1]
    lines = segments(body, last.start, len(body.text), bisect_right(body.starts, last.start) - 1)
    named = (
        place
        for place, (start, end) in enumerate(lines)
        if place and end - start <= LONGEST_NAME and APPENDIX.match(body.text[start:end])
    )
    cut = next(named, None)
    if cut is None:
        return list(units)
    end = lines[cut - 1][1]
    own = last.model_copy(update={"end": end, "text": body.text[last.start : end]})
    return [*units[:-1], own, *appendices(body, lines[cut:])]


def _opens(body: Body, tail: Sequence[Segment], place: int) -> bool:
    line = body.text[slice(*tail[place])]
    named = APPENDIX.match(line)
    if named is not None and len(line) <= LONGEST_NAME:
        return bool(named.group("zh") or named.group("en")) or _is_long(body, tail[place:])
    if not CAPTION.match(line) or "|" in line:
        return False
    following = body.text[slice(*tail[place + 1])] if place + 1 < len(tail) else ""
    before = body.text[slice(*tail[place - 1])] if place else ""
    is_named = APPENDIX.match(before) is not None
    return not is_named and ("|" in following or TABLE_NAME.search(line) is not None)


def _is_long(body: Body, tail: Sequence[Segment]) -> bool:
    has_table = any("|" in body.text[start:end] for start, end in tail)
    return has_table or sum(end - start for start, end in tail) >= LEAST_WORDS


def _unit(body: Body, own: Sequence[Segment], taken: set[str]) -> Unit:
    start, end = own[0][0], own[-1][1]
    line = body.text[slice(*own[0])].strip("#* ")
    found = APPENDIX.match(line)
    return Unit(
        article=next(one for one in _names(found) if one not in taken),
        label=line if len(line) <= 60 else line[:60],
        heading=(),
        level="appendix",
        opening=start,
        start=start,
        end=end,
        text=body.text[start:end],
    )


def _names(found: re.Match[str] | None) -> Iterator[str]:
    """Names for an appendix, the first that is free is taken: 附表1, Annex A, else 附1, 附2."""
    word, value = "附", ""
    if found is not None and found.group("en"):
        word, value = f"{found.group('en').capitalize()} ", found.group("letter") or ""
    elif found is not None and found.group("zh"):
        word = f"附{found.group('zh')}".replace("錄", "录").replace("圖", "图")
        value = str(number(found.group("number")) or "")
    if value or word not in {"附"}:
        yield f"{word}{value}".strip()
    yield from (f"{word}{one}" for one in range(1, 1000))
