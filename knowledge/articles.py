"""Laws: the chain of 第…条 articles in a file's lines, and the headings above each."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.model import Value
from knowledge.numerals import NUMERAL, number

MARKER: Final = re.compile(
    rf"第\s*([{NUMERAL}][{NUMERAL}\s]{{0,11}}?)\s*条(?:\s*之\s*([一二三四五六七八九十]{{1,3}}))?"
)
HEADING: Final = re.compile(
    rf"^#*\s*第\s*[{NUMERAL}][{NUMERAL}\s]*?\s*(分编|编|章|节)(?:\s+|(?=\S))(\S.{{0,40}})?$"
)
CROSS_REFERENCE: Final = re.compile(
    r"(?:之?规定|第|、|，|,|和|至|的|所|中|或|及|与|款|以外|以下|以上|情形|）|\)|》)"
)
LEVELS: Final = {"编": 0, "分编": 1, "章": 2, "节": 3}
GAP_PENALTY: Final = 4
LONGEST_GAP: Final = 30

Key = tuple[int, int]


class Mark(Value):
    """A place where an article may begin; `weight` says how much it looks like one."""

    key: Key
    label: str
    line: int
    start: int
    end: int
    weight: int


class Article(Value):
    """One article: its number as citations carry it ("15", "15-1"), its label and its words."""

    article: str
    label: str
    heading: tuple[str, ...]
    text: str


def articles(lines: Sequence[str]) -> list[Article]:
    """The articles of a law in order; [] when the lines hold no chain of at least two."""
    chain = _chain(list(_marks(lines)))
    if len(chain) < 2:
        return []
    return list(_read(lines, chain))


def _marks(lines: Sequence[str]) -> Iterator[Mark]:
    for index, line in enumerate(lines):
        for found in MARKER.finditer(line):
            weight = _weight(line, found)
            value = number(found.group(1))
            if weight > 0 and value:
                yield Mark(
                    key=(value, number(found.group(2) or "") or 0),
                    label=re.sub(r"\s", "", found.group()),
                    line=index,
                    start=found.start(),
                    end=found.end(),
                    weight=weight,
                )


def _weight(line: str, found: re.Match[str]) -> int:
    """How much a place looks like the start of an article; 0 for a reference to one."""
    before, after = line[: found.start()].strip("# "), line[found.end() :]
    is_spaced = after[:1].isspace() or not after
    if before and not (is_spaced and before.endswith(("。", "；", "）", "："))):
        return 0
    if not is_spaced and CROSS_REFERENCE.match(after):
        return 0
    return 1 + 2 * (not before) + 2 * is_spaced


def _chain(marks: Sequence[Mark]) -> list[Mark]:
    """The heaviest run of marks in which each number follows the one before.

    A missing number costs more than a doubtful mark gains, so a reference that begins a line
    never displaces the article it names.
    """
    best: dict[Key, tuple[int, int]] = {}
    ahead: list[int | None] = []
    scores: list[int] = []
    for index, mark in enumerate(marks):
        score, link = _best_before(best, mark.key)
        scores.append(score + mark.weight)
        ahead.append(link)
        if mark.key not in best or scores[index] >= best[mark.key][0]:
            best[mark.key] = (scores[index], index)
    chain: list[Mark] = []
    at = max(range(len(marks)), key=scores.__getitem__, default=None)
    while at is not None:
        chain.append(marks[at])
        at = ahead[at]
    return chain[::-1]


def _best_before(best: dict[Key, tuple[int, int]], key: Key) -> tuple[int, int | None]:
    value, sub = key
    options: list[tuple[int, int | None]] = [(0, None)]
    if sub:
        options += [best[one] for one in [(value, sub - 1)] if one in best]
        return max(options, key=lambda one: one[0])
    for gap in range(LONGEST_GAP):
        for earlier in range(20):
            found = best.get((value - 1 - gap, earlier))
            if found is None:
                break
            options.append((found[0] - GAP_PENALTY * bool(gap), found[1]))
    return max(options, key=lambda one: one[0])


def _read(lines: Sequence[str], chain: Sequence[Mark]) -> Iterator[Article]:
    path: dict[int, str] = {}
    _descend(path, lines[: chain[0].line])
    for mark, following in zip(chain, [*chain[1:], None], strict=True):
        inside = _between(lines, mark, following)
        own = _own(inside) if following else _before_tail(_own(inside))
        yield Article(
            article="-".join(str(part) for part in mark.key if part),
            label=mark.label,
            heading=tuple(path[level] for level in sorted(path)),
            text="\n".join(line for line in own if line),
        )
        _descend(path, inside[len(own) :])


def _between(lines: Sequence[str], mark: Mark, following: Mark | None) -> list[str]:
    first = lines[mark.line][mark.end :].strip()
    if following is not None and following.line == mark.line:
        return [lines[mark.line][mark.end : following.start].strip()]
    if following is None:
        return [first, *lines[mark.line + 1 :]]
    rest = list(lines[mark.line + 1 : following.line])
    last = lines[following.line][: following.start].strip("# ")
    return [first, *rest, *([last] if last else [])]


def _own(inside: Sequence[str]) -> list[str]:
    """The lines of the article itself: up to the next heading, appendix or table."""
    own: list[str] = []
    for line in inside:
        is_appendix = re.match(r"附\s*(?:件|表|录|[:：]|$)", line) is not None
        if own and (line.startswith(("#", "|")) or HEADING.match(line) or is_appendix):
            break
        own.append(line)
    return own


def _before_tail(own: Sequence[str]) -> list[str]:
    """The last article without the captions and notes that follow a law."""
    ends = (n for n, line in enumerate(own) if n and not line.endswith(("。", "；", "：")))
    return list(own[: next(ends, len(own))])


def _descend(path: dict[int, str], lines: Sequence[str]) -> None:
    """Follow the headings in `lines` down the path of parts, chapters and sections."""
    for line in lines:
        found = HEADING.match(line)
        if found is None:
            continue
        level = LEVELS[found.group(1)]
        for deeper in [one for one in path if one >= level]:
            del path[deeper]
        path[level] = re.sub(r"[\s\u3000]+", " ", line.lstrip("# "))
