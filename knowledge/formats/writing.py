"""What a file says: its text in plain lines, where its pages begin, and what it hides."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final, Literal, NamedTuple

from knowledge.model import Value

PAGE: Final = "\ufdd0"
"""Stands where a page begins; Unicode keeps this character for the use of programs."""
HIDES: Final = "\ufdd1"
SHOWS: Final = "\ufdd2"
PRIVATE: Final = re.compile("[\ufdd0-\ufdef]")
SHAPELESS: Final = (
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u180e\u034f\U000e0000-\U000e007f"
)
"""Zero-width characters, those that turn the direction of writing, and tags."""
SILENT: Final = re.compile("[\xad\ufeff\x00-\x08\x0b\x0e-\x1f]")
MARKED: Final = re.compile(f"([{PAGE}{HIDES}{SHOWS}{SHAPELESS}]+)")
BLANK: Final = " \t\u3000\xa0\r\x0b\x0c\u2028\u2029"
LONGEST_EVIDENCE: Final = 120

Reason = Literal["hidden", "invisible"]


class Hidden(Value):
    """Words no reader sees, and the character of the text at which they stood."""

    at: int
    reason: Reason
    words: str


class Writing(Value):
    """A file's words: `front` by key, `text` without blank lines, `pages` by first character.

    `notes` say what of the file could not be read. A file without pages has none.
    """

    front: dict[str, str] = {}
    text: str
    pages: tuple[int, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def body(self) -> "Body":
        """The text by lines."""
        return Body(self.text)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text; none is blank."""
        return self.body.lines

    def page(self, at: int) -> int | None:
        """The page, from 1, on which a character stands; None where the file has no pages."""
        return bisect_right(self.pages, at) or None


class Body:
    """A text and its lines: `starts` are the characters at which they begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = tuple(text.split("\n")) if text else ()
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line) + 1
        self.starts = tuple(starts)


class _Mark(NamedTuple):
    at: int
    kind: Literal["page", "hidden", "invisible"]
    words: str


def hiding(words: str) -> str:
    """Words marked as hidden, to stand in a text that is yet to be settled."""
    return f"{HIDES}{words}{SHOWS}" if words.strip() else ""


def without_private(text: str) -> str:
    """A file's own text without the characters this module marks with."""
    return PRIVATE.sub("", text)


def settled(text: str, front: dict[str, str] | None = None, notes: tuple[str, ...] = ()) -> Writing:
    """A marked text as writing: lines trimmed, marks taken out, what they marked kept."""
    plain, marks = _unmarked(SILENT.sub("", text))
    lines: list[str] = []
    origins, places, lengths, length, origin = [0], [0], [0], 0, 0
    for raw in plain.split("\n"):
        line = raw.strip(BLANK)
        if line:
            origins.append(origin + raw.index(line[0]))
            places.append(length)
            lengths.append(len(line))
            lines.append(line)
            length += len(line) + 1
        origin += len(raw) + 1
    whole = "\n".join(lines)

    def place(at: int) -> int:
        one = bisect_right(origins, at) - 1
        return places[one] + min(at - origins[one], lengths[one])

    return Writing(
        front=front or {},
        text=whole,
        pages=tuple(place(one.at) for one in marks if one.kind == "page"),
        hidden=tuple(
            Hidden(at=place(one.at), reason=one.kind, words=one.words)
            for one in marks
            if one.kind != "page"
        ),
        notes=notes,
    )


def _unmarked(text: str) -> tuple[str, list[_Mark]]:
    shown: list[str] = []
    veiled: list[str] = []
    marks: list[_Mark] = []
    at = depth = begun = 0
    for place, piece in enumerate(MARKED.split(text)):
        if place % 2 == 0:
            (veiled if depth else shown).append(piece)
            at += 0 if depth else len(piece)
            continue
        if re.search(f"[{SHAPELESS}]", piece) and not depth:
            marks.append(_Mark(at, "invisible", _codes(piece)))
        marks += [_Mark(at, "page", "")] * piece.count(PAGE)
        for char in piece:
            if char == HIDES:
                begun, depth = (at, 1) if depth == 0 else (begun, depth + 1)
            elif char == SHOWS and depth:
                depth -= 1
                if depth == 0:
                    marks.append(_Mark(begun, "hidden", _cut("".join(veiled))))
                    veiled.clear()
    return "".join(shown), marks


def _codes(piece: str) -> str:
    codes = [f"U+{ord(char):04X}" for char in piece if not PRIVATE.match(char)]
    return " ".join(codes[:8])


def _cut(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()[:LONGEST_EVIDENCE]
