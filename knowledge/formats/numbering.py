"""Numbers Word draws before paragraphs, which the paragraphs' own text does not hold."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from knowledge.model import Value
from knowledge.numerals import numeral

CHINESE: Final = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified",
        "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital",
        "ideographTraditional",
    }
)  # fmt: skip
ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
SILENT: Final = frozenset({"bullet", "none", ""})


class _Level(Value):
    format: str
    text: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of one Word document as they are read in order."""

    def __init__(self, document: WordDocument) -> None:
        self._levels = dict(_levels(document))
        self._styles = dict(_styles(document))
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: Any) -> str:
        """What is drawn before the paragraph ("第三条", "（一）"); "" where nothing is."""
        place = _place(paragraph) or self._styles.get(_style(paragraph))
        if place is None:
            return ""
        list_id, depth = place
        level = self._levels.get((list_id, depth))
        if level is None:
            return ""
        counts = self._counts[list_id]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.format in SILENT:
            return ""
        return self._drawn(list_id, level, counts)

    def _drawn(self, list_id: str, level: _Level, counts: dict[int, int]) -> str:
        drawn = level.text
        for depth in range(9):
            if f"%{depth + 1}" in drawn:
                own = self._levels.get((list_id, depth), level)
                drawn = drawn.replace(f"%{depth + 1}", _number(counts.get(depth, 1), own.format))
        return drawn


def _place(paragraph: Any) -> tuple[str, int] | None:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    return None if found is None else _numbered(found)


def _numbered(properties: Any) -> tuple[str, int] | None:
    list_id, depth = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    if list_id is None or list_id.get(qn("w:val")) == "0":
        return None
    return list_id.get(qn("w:val")), int(depth.get(qn("w:val"))) if depth is not None else 0


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def _styles(document: WordDocument) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in document.styles.element.findall(qn("w:style")):
        found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        place = None if found is None else _numbered(found)
        if place is not None:
            yield str(style.get(qn("w:styleId"))), place


def _levels(document: WordDocument) -> Iterator[tuple[tuple[str, int], _Level]]:
    try:
        root: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    kinds = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
    for one in root.findall(qn("w:num")):
        link = one.find(qn("w:abstractNumId"))
        kind = kinds.get(link.get(qn("w:val"))) if link is not None else None
        for level in kind.findall(qn("w:lvl")) if kind is not None else ():
            yield (one.get(qn("w:numId")), int(level.get(qn("w:ilvl")))), _level(level)


def _level(level: Any) -> _Level:
    def value(name: str, absent: str) -> str:
        found = level.find(qn(name))
        return absent if found is None else str(found.get(qn("w:val")) or absent)

    return _Level(
        format=value("w:numFmt", "decimal"),
        text=value("w:lvlText", ""),
        start=int(value("w:start", "1")),
    )


def _number(value: int, form: str) -> str:
    if form in CHINESE:
        return numeral(value)
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    return str(value)


def _roman(value: int) -> str:
    drawn = ""
    for worth, letters in ROMAN:
        while value >= worth:
            drawn, value = drawn + letters, value - worth
    return drawn
