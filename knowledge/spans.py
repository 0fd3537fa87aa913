"""The part of a clause that answers: the paragraph cited, or the sentence nearest a question."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from knowledge.lexical import coverage

SENTENCE: Final = re.compile(r"[^。；！？\n]+[。；！？]?")
ITEM: Final = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
Span = tuple[int, int]


def nearest_sentence(text: str, rarities: Mapping[str, float]) -> Span:
    """The sentence that holds most of the question's words by rarity; the first of equals."""
    sentences = [_trimmed(text, *found.span()) for found in SENTENCE.finditer(text)]
    if not sentences:
        return 0, len(text)
    return max(sentences, key=lambda span: coverage(rarities, text[span[0] : span[1]]))


def paragraph_span(text: str, number: int) -> Span | None:
    """The characters of the paragraph (款) of that number, from 1, its items with it; or None."""
    found = list(_paragraphs(text))
    return found[number - 1] if 0 < number <= len(found) else None


def _paragraphs(text: str) -> Iterator[Span]:
    begun: int | None = None
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        if begun is not None and not ITEM.match(line.group()):
            yield _trimmed(text, begun, line.start())
            begun = line.start()
        elif begun is None:
            begun = line.start()
    if begun is not None:
        yield _trimmed(text, begun, len(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
