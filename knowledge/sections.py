"""Manuals: clauses that are numbered sections such as 3.2, with what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from knowledge.model import Value

NUMBERED: Final = re.compile(
    r"^(#*)\s*(?:第\s*)?(\d{1,2}(?:\.\d{1,2}){0,3})(?:\s*条)?[.、．]?(?:\s+|(?=[^\d\s.%％]))(\S.*)$"
)
ATTRIBUTES: Final = re.compile(r"^<!--\s*(.*?)\s*-->$")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
LONGEST_TITLE: Final = 40


class Section(Value):
    """One numbered section that has words of its own; `heading` ends with its title, if any."""

    article: str
    heading: tuple[str, ...]
    text: str
    text_en: str | None = None
    attributes: dict[str, str] = {}


class _Opening(Value):
    number: tuple[int, ...]
    title: str
    line: int
    is_heading: bool


def sections(lines: Sequence[str]) -> list[Section]:
    """The numbered sections in order; [] when there are not two, or they do not count upwards.

    A number with a point (3.2) opens a section anywhere; a plain number (3) only as a heading,
    so that a list of steps is no policy.
    """
    openings = [one for one in _openings(lines) if one.is_heading or len(one.number) > 1]
    ordered = all(a.number < b.number for a, b in pairwise(openings))
    found = list(_read(lines, openings)) if openings and ordered else []
    return found if len(found) >= 2 else []


def _openings(lines: Sequence[str]) -> Iterator[_Opening]:
    for index, line in enumerate(lines):
        found = NUMBERED.match(line)
        if found is not None:
            yield _Opening(
                number=tuple(map(int, found.group(2).split("."))),
                title=found.group(3).strip(),
                line=index,
                is_heading=bool(found.group(1)),
            )


def _read(lines: Sequence[str], openings: Sequence[_Opening]) -> Iterator[Section]:
    titles: dict[tuple[int, ...], str] = {}
    ends = [one.line for one in openings[1:]] + [len(lines)]
    for opening, end in zip(openings, ends, strict=True):
        is_titled = opening.is_heading or len(opening.title) <= LONGEST_TITLE
        has_title = is_titled and not opening.title.endswith("。")
        if has_title:
            titles[opening.number] = opening.title
        words = [] if has_title else [opening.title]
        body = [line for line in lines[opening.line + 1 : end] if not line.startswith("#")]
        section = _section(opening.number, titles, [*words, *body])
        if section.text:
            yield section


def _section(
    number: tuple[int, ...], titles: dict[tuple[int, ...], str], body: Sequence[str]
) -> Section:
    above = [titles.get(number[:depth]) for depth in range(1, len(number) + 1)]
    attributes = [found.group(1) for line in body if (found := ATTRIBUTES.match(line))]
    words = [line for line in body if not ATTRIBUTES.match(line)]
    english = [line for line in words if not CHINESE.search(line)]
    chinese = [line for line in words if CHINESE.search(line)]
    return Section(
        article=".".join(map(str, number)),
        heading=tuple(title for title in above if title),
        text="\n".join(chinese or english),
        text_en="\n".join(english) if chinese and english else None,
        attributes=_attributes(attributes),
    )


def _attributes(comments: Sequence[str]) -> dict[str, str]:
    pairs = [part.split(":", 1) for comment in comments for part in comment.split(";")]
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
