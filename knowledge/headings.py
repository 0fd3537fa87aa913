"""Headings above clauses: 编, 分编, 章 and 节; Part, Chapter and Title; and the path they make."""

import re
from collections.abc import Iterable
from typing import Final

from knowledge.numerals import NUMERAL

HEADING: Final = re.compile(
    rf"^#*\s*(?:第\s*[{NUMERAL}][{NUMERAL}\s]*?\s*(?P<zh>分[编編]|[编編章节節])(?:\s+|(?=\S))(?P<title>\S.{{0,40}})?"
    r"|(?P<en>BOOK|Book|TITLE|Title|PART|Part|DIVISION|Division|CHAPTER|Chapter|SUBPART|Subpart"
    r"|SUBCHAPTER|Subchapter|SECTION|Section)\s+(?:[IVXLC]{1,7}|\d{1,3}|[A-Z])\b[.:—–-]?(?P<rest>.{0,120}))$"
)
OUTLINE: Final = re.compile(r"^#*\s*[一二三四五六七八九十]{1,3}、[^。；：]{1,40}$")
LEVELS: Final = {
    "编": 0, "編": 0, "分编": 1, "分編": 1, "章": 2, "节": 3, "節": 3,
    "book": 0, "title": 0, "part": 1, "division": 2, "subpart": 2, "chapter": 3, "subchapter": 4,
    "section": 5,
}  # fmt: skip
MARKDOWN: Final = re.compile(r"^(#+)\s*(\S.*)$")
BELOW_ALL: Final = 9
FIRST_OF_CHINESE: Final = "一"


class Path:
    """The headings above a place of a text, from the widest to the narrowest."""

    def __init__(self) -> None:
        self._titles: dict[int, str] = {}
        self._waits: int | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings, widest first."""
        return tuple(self._titles[level] for level in sorted(self._titles))

    def descend(self, lines: Iterable[str]) -> None:
        """Follow the headings in `lines`; the title of an English one may stand on the next."""
        self._waits = None
        for line in lines:
            self._follow(line)

    def _follow(self, line: str) -> None:
        found = HEADING.match(line)
        if found is None:
            self._other(line)
            return
        level = LEVELS[found.group("zh") or found.group("en").lower()]
        self._put(level, _cleaned(line))
        is_bare = bool(found.group("en")) and not (found.group("rest") or "").strip(" .:—–-")
        self._waits = level if is_bare else None

    def _other(self, line: str) -> None:
        if self._waits is not None and len(line) <= 120:
            self._titles[self._waits] += f" {_cleaned(line)}"
        elif OUTLINE.match(line):
            self._put(BELOW_ALL, _cleaned(line))
        self._waits = None

    def _put(self, level: int, title: str) -> None:
        for deeper in [one for one in self._titles if one >= level]:
            del self._titles[deeper]
        self._titles[level] = title


def _cleaned(line: str) -> str:
    """A heading as it reads: 第一章　总　　则 is 第一章 总则."""
    plain = re.sub(r"[\s\u3000]+", " ", line.strip("#* ")).strip()
    marker = re.match(rf"第[{NUMERAL}\s]+(?:分[编編]|[编編章节節])", plain)
    if marker is None:
        return plain
    title = plain[marker.end() :].strip()
    squeezed = re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", title)
    return f"{marker.group().replace(' ', '')} {squeezed}".strip()
