"""Documents without articles: 一、（一） outlines, numbered paragraphs, and bare headings."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.chain import Mark, chain
from knowledge.formats.writing import Body
from knowledge.model import Value
from knowledge.numerals import number, numeral
from knowledge.units import Unit, segments

FIRST: Final = re.compile(r"^#*\s*([一二三四五六七八九十]{1,3})\s*[、．.]\s*")
SECOND: Final = re.compile(r"^#*\s*[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]\s*")
PARAGRAPH: Final = re.compile(r"^#*\s*(?:para(?:graph)?\.?\s*)?(\d{1,3})\s*[.、．)]\s*(?=\D)", re.I)
HEADED: Final = re.compile(r"^(#{1,6})\s+(\S.*)$")
LONGEST_TITLE: Final = 40
LEAST_PARAGRAPHS: Final = 3
LEAST_LETTERS: Final = 25
"""Letters a numbered paragraph has on average; shorter ones are a list of steps."""
LONGEST_GAP: Final = 2


class _Opening(Value):
    number: tuple[int, ...]
    label: str
    line: int
    start: int
    begin: int
    title: str


def outline(body: Body) -> list[Unit]:
    """The sections 一、 and （一） of a notice or manual in order; [] when there are not two."""
    openings = list(_openings(body))
    has_first = any(len(one.number) == 1 for one in openings)
    units = list(_read(body, openings)) if has_first else []
    return units if len(units) >= 2 else []


def paragraphs(body: Body) -> list[Unit]:
    """Numbered paragraphs, 1. 2. 3., each of some length; [] where they are but a list."""
    marks = [
        Mark(
            key=(int(found.group(1)), 0), article=str(int(found.group(1))),
            label=str(int(found.group(1))), line=index, start=body.starts[index],
            end=body.starts[index] + found.end(), weight=1,
        )
        for index, line in enumerate(body.lines)
        if (found := PARAGRAPH.match(line))
    ]  # fmt: skip
    run = chain(marks)
    openings = [
        _Opening(number=(one.key[0],), label=one.label, line=one.line, start=one.start,
                 begin=one.end, title="")
        for one in run
    ]  # fmt: skip
    units = list(_read(body, openings))
    letters = sum(len(one.text) for one in units) / max(1, len(units))
    is_policy = len(units) >= LEAST_PARAGRAPHS and letters >= LEAST_LETTERS
    return units if is_policy and run[0].key[0] == 1 else []


def headed(body: Body) -> list[Unit]:
    """The stretches below headings that carry no number; [] when there are not two."""
    counts: list[int] = []
    titles: list[str] = []
    units: list[Unit] = []
    marks = [
        (place, found) for place, line in enumerate(body.lines) if (found := HEADED.match(line))
    ]
    for (line, found), following in zip(marks, [*marks, None][1:], strict=True):
        rank = len(found.group(1))
        counts = [*counts[:rank], *[0] * (rank - len(counts))]
        counts[-1] += 1
        titles = [*titles[: rank - 1], *[""] * (rank - 1 - len(titles)), found.group(2).strip()]
        stop = body.starts[following[0]] if following else len(body.text)
        lines = segments(body, body.starts[line] + found.end(), stop, line)
        if lines:
            units.append(
                Unit(
                    article=".".join(str(one) for one in counts if one),
                    label=f"“{titles[-1]}”",
                    heading=tuple(one for one in titles if one),
                    level="section",
                    opening=body.starts[line],
                    start=lines[0][0],
                    end=lines[-1][1],
                    text=body.text[lines[0][0] : lines[-1][1]],
                )
            )
    return units if len(units) >= 2 else []


def _openings(body: Body) -> Iterator[_Opening]:
    """The markers that count upwards: 一、 from one on, （一） from one on under each."""
    first = second = 0
    for index, line in enumerate(body.lines):
        wide, narrow = FIRST.match(line), SECOND.match(line)
        value = (number(wide.group(1)) if wide else number(narrow.group(1)) if narrow else 0) or 0
        if wide and first < value <= first + LONGEST_GAP:
            first, second = value, 0
            yield _opening(body, index, (first,), wide)
        elif narrow and first and second < value <= second + LONGEST_GAP:
            second = value
            yield _opening(body, index, (first, second), narrow)


def _opening(body: Body, index: int, at: tuple[int, ...], found: re.Match[str]) -> _Opening:
    rest = body.lines[index][found.end() :].strip("#* ")
    is_title = len(rest) <= LONGEST_TITLE and not rest.endswith(("。", "；", "：", ";", ":"))
    items = "".join(f"（{numeral(one)}）" for one in at[1:])
    return _Opening(
        number=at,
        label=f"第{numeral(at[0])}部分{items}",
        line=index,
        start=body.starts[index],
        begin=body.starts[index] + found.end(),
        title=rest if is_title else "",
    )


def _read(body: Body, openings: Sequence[_Opening]) -> Iterator[Unit]:
    titles: dict[tuple[int, ...], str] = {}
    for one, following in zip(openings, [*openings, None][1:], strict=True):
        stop = following.start if following else len(body.text)
        lines = segments(body, one.begin, stop, one.line)
        is_parent = following is not None and len(following.number) > len(one.number)
        if one.title:
            titles[one.number] = one.title
        below = lines[1:] if one.title else lines
        if not lines or (not below and is_parent):
            continue
        own = below or lines
        above = [titles.get(one.number[:depth]) for depth in range(1, len(one.number) + 1)]
        yield Unit(
            article=".".join(map(str, one.number)),
            label=one.label,
            heading=tuple(title for title in above if title),
            level="section",
            opening=one.start,
            start=own[0][0],
            end=own[-1][1],
            text=body.text[own[0][0] : own[-1][1]],
        )
