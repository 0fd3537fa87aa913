"""Exact citations in a question: which article of which law, however it is written."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.model import Value
from knowledge.names import Mention, Names
from knowledge.numerals import NUMERAL, number

CHINESE_NUMBER: Final = re.compile(
    rf"(?<![卅廿])第?\s*([{NUMERAL}][{NUMERAL}\s]{{0,10}}?)\s*条(?:\s*之\s*([一二三四五六七八九十]{{1,3}}))?"
)
ENGLISH_NUMBER: Final = re.compile(
    r"(?:\b(?:articles?|arts?\.?|sections?|sec\.?|clauses?)|§)\s*(\d{1,4}(?:\.\d{1,2}){0,3})",
    re.IGNORECASE,
)
BARE_NUMBER: Final = re.compile(r"\s*(\d{1,4})\s*[?？。]?\s*$")
SECTION_NUMBER: Final = re.compile(r"(?:第\s*)?(\d{1,2}(?:\.\d{1,2}){1,3})\s*(?:条|节|款)?")
PARAGRAPH: Final = re.compile(
    rf"\s*(?:第?\s*([{NUMERAL}]{{1,4}})\s*款|,?\s*(?:paragraph|para\.?)\s*(\d{{1,2}})|\((\d{{1,2}})\))",
    re.IGNORECASE,
)
FARTHEST: Final = 40
"""How many characters may stand between a law's name and its article."""


class Citation(Value):
    """An article asked for by number; `titles` are the documents that may hold it.

    `paragraph` is the number of the paragraph (款) asked for, None for the whole article.
    """

    titles: tuple[str, ...]
    article: str
    paragraph: int | None = None
    start: int
    end: int


class _Numbered(Value):
    article: str
    paragraph: int | None
    start: int
    end: int


def citations(question: str, names: Names) -> list[Citation]:
    """The articles a question cites by number together with their law; [] when it cites none."""
    mentions = names.mentions(question)
    numbered = [*_numbers(question)] or _bare(question, mentions)
    cited = [
        Citation(
            titles=() if mention.is_repealed else mention.titles, article=one.article,
            paragraph=one.paragraph,
            start=min(one.start, mention.start), end=max(one.end, mention.end),
        )
        for one in numbered
        if (mention := _nearest(mentions, one)) is not None
    ]  # fmt: skip
    return list({(one.titles, one.article): one for one in cited}.values())


def _numbers(question: str) -> Iterator[_Numbered]:
    taken: list[tuple[int, int]] = []
    for pattern in (ENGLISH_NUMBER, SECTION_NUMBER, CHINESE_NUMBER):
        for found in pattern.finditer(question):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            article = _article(found)
            if article:
                paragraph, end = _paragraph(question, found.end())
                taken.append((found.start(), end))
                yield _Numbered(article=article, paragraph=paragraph, start=found.start(), end=end)


def _bare(question: str, mentions: Sequence[Mention]) -> list[_Numbered]:
    """The number that is all a question holds after the name of a law: 保险法16."""
    if len(mentions) != 1 or mentions[0].start > 1:
        return []
    found = BARE_NUMBER.match(question, mentions[0].end)
    if found is None:
        return []
    return [
        _Numbered(
            article=str(int(found.group(1))), paragraph=None, start=found.start(), end=found.end()
        )
    ]


def _paragraph(question: str, at: int) -> tuple[int | None, int]:
    """The paragraph named right after an article's number, and where its name ends."""
    found = PARAGRAPH.match(question, at)
    if found is None:
        return None, at
    return number(next(filter(None, found.groups()))), found.end()


def _article(found: re.Match[str]) -> str | None:
    text = found.group(1)
    if "." in text:
        return text
    value = number(text)
    inserted = number(found.group(2) or "") if found.re is CHINESE_NUMBER else None
    if value is None:
        return None
    return f"{value}-{inserted}" if inserted else str(value)


def _nearest(mentions: Sequence[Mention], one: _Numbered) -> Mention | None:
    """The law the number belongs to: the nearest named before it, else the nearest after."""
    before = [law for law in mentions if law.end <= one.start and one.start - law.end <= FARTHEST]
    if before:
        return before[-1]
    after = [law for law in mentions if law.start >= one.end and law.start - one.end <= FARTHEST]
    return after[0] if after else None
