"""The stretches of a text that become clauses, and how a span of it is trimmed."""

from collections.abc import Sequence
from typing import Literal

from knowledge.formats.writing import Body
from knowledge.model import Value


class Unit(Value):
    """One article, section or appendix: its number, how the document writes it, and its words.

    `text` is what stands from `start` to `end` of the document's text; a unit with English beside
    its Chinese has only the Chinese in it. `opening` is where its marker begins.
    """

    article: str
    label: str
    heading: tuple[str, ...]
    level: Literal["article", "section", "appendix"] = "article"
    opening: int
    start: int
    end: int
    text: str
    text_en: str | None = None
    attributes: dict[str, str] = {}


Segment = tuple[int, int]
"""A line of a text, or what is left of one: where it begins and ends."""


def segments(body: Body, start: int, stop: int, line: int) -> list[Segment]:
    """The lines from `start` (on the line numbered `line`) up to `stop`, trimmed, no empty one."""
    found: list[Segment] = []
    for place in range(line, len(body.lines)):
        begin = max(start, body.starts[place])
        if begin >= stop:
            break
        end = min(stop, body.starts[place] + len(body.lines[place]))
        one = trimmed(body.text, begin, end)
        if one[0] < one[1]:
            found.append(one)
    return found


def trimmed(text: str, start: int, end: int) -> Segment:
    """The span without the blanks at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def words(text: str, lines: Sequence[Segment]) -> list[str]:
    """The lines as they read."""
    return [text[start:end] for start, end in lines]
