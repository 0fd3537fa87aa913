"""Manuals whose clauses are numbered sections such as 3.2, with what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.formats.writing import Body
from knowledge.model import Value
from knowledge.units import Segment, Unit, segments

NUMBERED: Final = re.compile(
    r"^(?P<sign>#*)\s*(?:第\s*|(?:Section|Clause|Sec\.|§)\s*)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})"
    r"(?:\s*[条節节款])?[.、．:]?(?:(?:\s+|(?=[^\d\s.%％]))(?P<title>\S.*))?$"
)
ATTRIBUTES: Final = re.compile(r"^<!--\s*(.*?)\s*-->$")
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
ENGLISH: Final = re.compile(r"[A-Za-z]+(?:[\s,;-]+[A-Za-z]+){1}")
SENTENCE_END: Final = ("。", "；", ".", ";", "：", ":", "！", "？")
LONGEST_TITLE: Final = 40
LONGEST_ENGLISH_TITLE: Final = 90
GAP_PENALTY: Final = 2
LONGEST_GAP: Final = 5

Number = tuple[int, ...]


class _Opening(Value):
    number: Number
    title: str
    line: int
    start: int
    begin: int
    is_heading: bool

    @property
    def weight(self) -> int:
        return 1 + 2 * self.is_heading + (len(self.number) > 1)

    @property
    def has_title(self) -> bool:
        longest = LONGEST_TITLE if CHINESE.search(self.title) else LONGEST_ENGLISH_TITLE
        is_short = self.is_heading or len(self.title) <= longest
        return bool(self.title) and is_short and not self.title.endswith(SENTENCE_END)


def sections(body: Body) -> list[Unit]:
    """The numbered sections in order; [] when there are not two.

    A number with a point (3.2) opens a section anywhere; a plain number (3) only as a heading or
    above such, so that a list of steps is no policy.
    """
    run = _run([one for one in _openings(body) if len(one.number) > 1 or one.has_title])
    telling = [one for one in run if one.is_heading or len(one.number) > 1]
    found = list(_read(body, run)) if len(telling) >= 2 else []
    return found if len(found) >= 2 else []


def _openings(body: Body) -> Iterator[_Opening]:
    for index, line in enumerate(body.lines):
        found = NUMBERED.match(line)
        if found is not None:
            yield _Opening(
                number=tuple(map(int, found.group("number").split("."))),
                title=(found.group("title") or "").strip(),
                line=index,
                start=body.starts[index],
                begin=body.starts[index]
                + (found.start("title") if found.group("title") else len(line)),
                is_heading=bool(found.group("sign")),
            )


def _run(openings: Sequence[_Opening]) -> list[_Opening]:
    """The heaviest run in which each number is the next: 1, 1.1, 1.2, 2, 2.1 and so on."""
    under: dict[Number, tuple[int, int]] = {}
    exact: dict[Number, tuple[int, int]] = {}
    ahead: list[int | None] = []
    scores: list[int] = []
    for index, one in enumerate(openings):
        score, link = _best_before(one.number, exact, under)
        scores.append(score + one.weight)
        ahead.append(link)
        for depth in range(1, len(one.number) + 1):
            prefix = one.number[:depth]
            if prefix not in under or scores[index] >= under[prefix][0]:
                under[prefix] = (scores[index], index)
        if one.number not in exact or scores[index] >= exact[one.number][0]:
            exact[one.number] = (scores[index], index)
    run: list[_Opening] = []
    at = max(range(len(openings)), key=lambda one: (scores[one], one), default=None)
    while at is not None:
        run.append(openings[at])
        at = ahead[at]
    return run[::-1]


def _best_before(
    number: Number, exact: dict[Number, tuple[int, int]], under: dict[Number, tuple[int, int]]
) -> tuple[int, int | None]:
    """The best run a number may follow: its parent, or anything under the one before it."""
    options: list[tuple[int, int | None]] = [(0, None)]
    *above, last = number
    if above and tuple(above) in exact and last <= 1:
        options.append(exact[tuple(above)])
    for gap in range(1, 1 + LONGEST_GAP):
        found = under.get((*above, last - gap)) if last - gap >= 0 else None
        if found is not None:
            options.append((found[0] - GAP_PENALTY * (gap - 1), found[1]))
    if above and last <= 1:
        before = under.get((*above[:-1], above[-1] - 1))
        options += [before] if before is not None else []
    return max(options, key=lambda one: one[0])


def _read(body: Body, run: Sequence[_Opening]) -> Iterator[Unit]:
    titles: dict[Number, str] = {}
    for opening, following in zip(run, [*run, None][1:], strict=True):
        stop = following.start if following else len(body.text)
        inside = segments(body, opening.begin, stop, opening.line)
        has_title = opening.has_title
        if has_title:
            titles[opening.number] = opening.title.rstrip("#* ")
        below = inside[1:] if has_title else inside
        is_parent = (
            following is not None and following.number[: len(opening.number)] == opening.number
        )
        if not below and is_parent:
            continue
        yield from _section(body, opening, titles, below or inside)


def _section(
    body: Body, opening: _Opening, titles: dict[Number, str], lines: Sequence[Segment]
) -> Iterator[Unit]:
    number = opening.number
    read = [(one, body.text[slice(*one)]) for one in lines]
    comments = [found.group(1) for _, line in read if (found := ATTRIBUTES.match(line))]
    said = [(one, line) for one, line in read if not ATTRIBUTES.match(line)]
    own, english = _by_language(said)
    if not own:
        return
    above = [titles.get(number[:depth]) for depth in range(1, len(number) + 1)]
    start, end = own[0][0][0], own[-1][0][1]
    is_whole = own == said[said.index(own[0]) : said.index(own[-1]) + 1]
    yield Unit(
        article=".".join(map(str, number)),
        label=".".join(map(str, number)),
        heading=tuple(title for title in above if title),
        level="section",
        opening=opening.start,
        start=start,
        end=end,
        text=body.text[start:end] if is_whole and not comments_between(body, start, end)
        else "\n".join(line for _, line in own),
        text_en="\n".join(line for _, line in english) or None,
        attributes=_attributes(comments),
    )  # fmt: skip


def comments_between(body: Body, start: int, end: int) -> bool:
    """Whether a comment stands inside a span, so that the span is not the words alone."""
    return "<!--" in body.text[start:end]


def _by_language(
    said: Sequence[tuple[Segment, str]],
) -> tuple[list[tuple[Segment, str]], list[tuple[Segment, str]]]:
    """The lines in the document's language, and the English beside Chinese ones."""
    english = [one for one in said if not CHINESE.search(one[1]) and ENGLISH.search(one[1])]
    own = [one for one in said if one not in english]
    if any(CHINESE.search(line) for _, line in own):
        return own, english
    return list(said), []


def _attributes(comments: Sequence[str]) -> dict[str, str]:
    pairs = [part.split(":", 1) for comment in comments for part in comment.split(";")]
    return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
