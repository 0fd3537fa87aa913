"""Laws: the chain of articles in a text (第…条, Article 5, Section 2), and the headings above."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from knowledge.chain import Mark, chain, missing
from knowledge.formats.writing import Body
from knowledge.headings import HEADING, Path
from knowledge.numerals import NUMERAL, number
from knowledge.tails import APPENDIX, appendices
from knowledge.units import Segment, Unit, segments, words

CHINESE: Final = re.compile(
    rf"第\s*([{NUMERAL}][{NUMERAL}\s]{{0,11}}?)\s*(?:[-—－]\s*(\d{{1,2}})\s*)?[条條]"
    r"(?:\s*之\s*([一二三四五六七八九十\d]{1,3}))?"
)
ENGLISH: Final = re.compile(
    r"^(?P<sign>#*\s*)(?P<word>Article|ARTICLE|Art\.?|Section|SECTION|Sec\.?|§|Clause|CLAUSE|Rule|RULE"
    r"|Regulation|Standard|Principle|Guideline)\s*(?P<number>\d{1,4})(?P<letter>[A-Z]{0,2})(?![\w.]*\d)"
    r"(?P<point>\s*[.:)—–-])?"
)
CROSS_REFERENCE: Final = re.compile(
    r"(?:之?规定|之?規定|第|、|，|,|和|至|的|所|中|或|及|与|與|款|以外|以下|以上|情形|）|\)|》|”|」)"
)
REFERRED: Final = re.compile(r"\s*(?:of|and|or|to|above|below|shall|applies|is|are|in|,|\()\b|\s*,")
WORDS: Final = {"art": "Article", "sec": "Section", "§": "Section"}


class Articles(NamedTuple):
    """The articles of a law with its appendices, in order, and the numbers that are missing."""

    units: list[Unit]
    missing: list[int]


def articles(body: Body) -> Articles:
    """The articles of a law; none when the text holds no chain of at least two."""
    run = max((chain(list(_chinese(body))), *_english(body)), key=_weight)
    if len(run) < 2:
        return Articles([], [])
    units, tail = _read(body, run)
    return Articles([*units, *appendices(body, tail)], missing(run))


def _weight(run: Sequence[Mark]) -> tuple[int, int]:
    return sum(mark.weight for mark in run), len(run)


def _chinese(body: Body) -> Iterator[Mark]:
    for index, line in enumerate(body.lines):
        for found in CHINESE.finditer(line):
            weight = _chinese_weight(line, found)
            value = number(found.group(1))
            inserted = number(found.group(2) or found.group(3) or "") or 0
            if weight > 0 and value:
                yield Mark(
                    key=(value, inserted),
                    article=f"{value}-{inserted}" if inserted else str(value),
                    label=re.sub(r"\s", "", found.group()),
                    line=index,
                    start=body.starts[index] + found.start(),
                    end=body.starts[index] + found.end(),
                    weight=weight,
                )


def _chinese_weight(line: str, found: re.Match[str]) -> int:
    """How much a place looks like the start of an article; 0 for a reference to one."""
    before, after = line[: found.start()].strip("#* \u3000【[「"), line[found.end() :]
    after = after.lstrip("】]」*")
    is_spaced = after[:1].isspace() or after[:1] in {":", "："} or not after
    if before and not (is_spaced and before.endswith(("。", "；", "）", ")", "："))):
        return 0
    if CROSS_REFERENCE.match(after.lstrip()):
        return int(is_spaced)
    return 1 + 2 * (not before) + 2 * is_spaced


def _english(body: Body) -> list[list[Mark]]:
    """A chain for each word English laws count by; articles stand below sections, not above."""
    by_word: dict[str, list[Mark]] = {}
    for index, line in enumerate(body.lines):
        found = ENGLISH.match(line)
        weight = _english_weight(line, found) if found else 0
        if found is not None and weight:
            word = found.group("word").rstrip(".").capitalize()
            mark = _english_mark(body, index, found, WORDS.get(word.lower(), word), weight)
            by_word.setdefault(word[:3].lower(), []).append(mark)
    runs = [chain(marks) for marks in by_word.values()]
    return runs or [[]]


def _english_mark(body: Body, index: int, found: re.Match[str], word: str, weight: int) -> Mark:
    letters = found.group("letter")
    inserted = sum(26**place * (ord(one) - 64) for place, one in enumerate(reversed(letters)))
    article = f"{int(found.group('number'))}{letters}"
    return Mark(
        key=(int(found.group("number")), inserted),
        article=article,
        label=f"{word} {article}",
        line=index,
        start=body.starts[index],
        end=body.starts[index] + found.end(),
        weight=weight,
    )


def _english_weight(line: str, found: re.Match[str]) -> int:
    after = line[found.end() :]
    if not found.group("point") and REFERRED.match(after):
        return 0
    is_alone = not after.strip() or bool(found.group("point")) or bool(found.group("sign").strip())
    begins_high = after.strip()[:1].isupper() or after.strip()[:1] in {"(", "—", "–", "-", "“", '"'}
    return 3 + 2 * is_alone if is_alone or begins_high else 0


def _read(body: Body, run: Sequence[Mark]) -> tuple[list[Unit], list[Segment]]:
    """The articles, and the lines that stand after the last of them."""
    path = Path()
    path.descend(body.lines[: run[0].line])
    units: list[Unit] = []
    after: list[Segment] = []
    for mark, following in zip(run, [*run, None][1:], strict=True):
        stop = following.start if following else len(body.text)
        inside = segments(body, mark.end, stop, mark.line)
        inside = _without_sign(body, inside)
        own = _own(body, inside, is_last=following is None)
        units.append(_unit(body, mark, own, path))
        after = inside[len(own) :]
        path.descend(words(body.text, after))
    return units, after


def _unit(body: Body, mark: Mark, own: Sequence[Segment], path: Path) -> Unit:
    start, end = (own[0][0], own[-1][1]) if own else (mark.end, mark.end)
    heading = path.titles
    if mark.label[0].isascii() and len(own) > 1 and _is_title(body.text[slice(*own[0])]):
        heading = (*heading, body.text[slice(*own[0])])
    return Unit(
        article=mark.article,
        label=mark.label,
        heading=heading,
        opening=mark.start,
        start=start,
        end=end,
        text=body.text[start:end],
    )


def _is_title(line: str) -> bool:
    return len(line) <= 120 and not line.endswith((".", ";", ":")) and line[:1].isupper()


def _without_sign(body: Body, inside: list[Segment]) -> list[Segment]:
    """The lines of an article without the closing sign of its marker and the next one's #."""
    if inside and (sign := re.match(r"[\s】\]」:：.*]+", body.text[slice(*inside[0])])):
        inside[0] = (inside[0][0] + sign.end(), inside[0][1])
    if inside and set(body.text[slice(*inside[-1])]) <= set("#*【[「 "):
        inside.pop()
    return [one for one in inside if one[0] < one[1]]


def _own(body: Body, inside: Sequence[Segment], *, is_last: bool) -> list[Segment]:
    """The lines of the article itself: up to the next heading, appendix or table after it."""
    own: list[Segment] = []
    for one in inside:
        line = body.text[slice(*one)]
        if own and (line.startswith("#") or HEADING.match(line) or APPENDIX.match(line)):
            break
        if own and is_last and not line.endswith(("。", "；", "：", ".", ";", ":", "”")):
            break
        own.append(one)
    return own
