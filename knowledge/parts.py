"""What a clause is made of: paragraphs (款), items (项) and points (目), each with its place."""

import itertools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from knowledge.model import Part
from knowledge.numerals import number, numeral

INLINE: Final = re.compile(r"(?<=[：；。;:])\s*(?=[（(][一二三四五六七八九十]{1,3}[)）])")
MARKERS: Final = (
    ("chinese", re.compile(r"[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]")),
    ("point", re.compile(r"(\d{1,2})[.、．)](?!\d)\s*")),
    ("bracket", re.compile(r"[（(]\s*(\d{1,2})\s*[)）]")),
    ("roman", re.compile(r"\(\s*([ivx]{1,5})\s*\)")),
    ("letter", re.compile(r"\(\s*([a-z]{1,2})\s*\)")),
)
ROMAN: Final = {"i": 1, "v": 5, "x": 10}


class _Line(NamedTuple):
    start: int
    end: int
    kind: str
    value: int
    written: str


class _Found(NamedTuple):
    path: tuple[int, ...]
    written: tuple[str, ...]
    kinds: tuple[str, ...]
    start: int
    end: int


def parts(clause_id: str, text: str, start: int, *, is_chinese: bool = True) -> tuple[Part, ...]:
    """The parts of a clause whose text begins at `start`; () where it is one paragraph."""
    found = _nested(list(_lines(text)))
    if len(found) < 2:
        return ()
    has_one = len({one.path[0] for one in found}) == 1
    return tuple(
        Part(
            id=f"{clause_id}/{'.'.join(map(str, one.path))}",
            path=".".join(map(str, one.path)),
            label=_chinese(one, has_one=has_one) if is_chinese else _english(one),
            start=start + one.start,
            end=start + one.end,
        )
        for one in found
    )


def _lines(text: str) -> Iterator[_Line]:
    """The lines of a clause, cut before items that begin within one."""
    last = ""
    at = 0
    for line in text.split("\n"):
        cuts = [0, *(found.end() for found in INLINE.finditer(line) if found.end()), len(line)]
        for begin, end in itertools.pairwise(cuts):
            kind, value, written = _marker(line[begin:end], last)
            last = written if kind == "letter" else last
            yield _Line(at + begin, at + end, kind, value, written)
        at += len(line) + 1


def _marker(line: str, last: str) -> tuple[str, int, str]:
    for kind, pattern in MARKERS:
        found = pattern.match(line)
        if found is None:
            continue
        written = found.group(1)
        if kind == "roman" and len(written) == 1 and ord(written) - 1 == ord(last or "~"):
            continue
        return kind, _value(kind, written), written
    return "", 0, ""


def _value(kind: str, written: str) -> int:
    if kind == "chinese":
        return number(written) or 0
    if kind == "roman":
        worth = [ROMAN[one] for one in written]
        return sum(
            -one if any(one < after for after in worth[place + 1 : place + 2]) else one
            for place, one in enumerate(worth)
        )
    if kind == "letter":
        return ord(written[0]) - 96 + 26 * (len(written) - 1)
    return int(written)


def _nested(lines: list[_Line]) -> list[_Found]:
    found: list[_Found] = []
    paragraph = 0
    open_kinds: list[tuple[str, int, str]] = []
    for line in lines:
        if not line.kind:
            paragraph, open_kinds = paragraph + 1, []
        else:
            paragraph = paragraph or 1
            known = [place for place, one in enumerate(open_kinds) if one[0] == line.kind]
            open_kinds = open_kinds[: known[0]] if known else open_kinds
            open_kinds = [*open_kinds, (line.kind, line.value, line.written)]
        found.append(
            _Found(
                (paragraph, *(one[1] for one in open_kinds)),
                tuple(one[2] for one in open_kinds),
                tuple(one[0] for one in open_kinds),
                line.start,
                line.end,
            )
        )
    return [one._replace(end=_end(found, place)) for place, one in enumerate(found)
            if one.path not in {other.path for other in found[:place]}]  # fmt: skip


def _end(found: list[_Found], place: int) -> int:
    """The end of a part with what stands under it."""
    path, end = found[place].path, found[place].end
    for one in found[place + 1 :]:
        if one.path[: len(path)] != path:
            break
        end = one.end
    return end


def _chinese(one: _Found, *, has_one: bool) -> str:
    words = "" if has_one and one.written else f"第{numeral(one.path[0])}款"
    for depth, written in enumerate(one.written):
        bracketed = written if one.kinds[depth] == "point" else f"（{written}）"
        words += f"第{bracketed}{'项' if depth == 0 else '目'}"
    return words


def _english(one: _Found) -> str:
    words = "" if one.written else f"para. {one.path[0]}"
    return words + "".join(f"({written})" for written in one.written)
