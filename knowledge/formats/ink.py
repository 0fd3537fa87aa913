"""What a PDF page draws that no reader sees: invisible, tiny, white or beyond its edges."""

import math
from collections.abc import Sequence
from typing import Any, Final, cast

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    NameObject,
    TextStringObject,
)

TINY: Final = 2.0
"""Points; text of less than this height is not meant to be read."""
WHITE: Final = 0.95
UNSEEN_MODES: Final = frozenset({3, 7})
SHOWING: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
COLORING: Final = frozenset({b"g", b"rg", b"k", b"sc", b"scn"})
SIGNS: Final = frozenset({b"Tr", *COLORING})

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def unseen(page: PageObject, reader: PdfReader) -> tuple[list[str], bool]:
    """The stretches of text of a page that no reader sees, and whether they are its whole text.

    A page of which all text is invisible is a scan with recognised words beneath it.
    """
    contents = page.get("/Contents")
    if contents is None:
        return [], False
    stream = ContentStream(contents.get_object(), reader)
    pen = _Pen(page)
    hidden = [pen.draw(operator, operands) for operands, operator in stream.operations]
    shown = sum(1 for (_, operator), is_hidden in zip(stream.operations, hidden, strict=True)
                if operator in SHOWING and not is_hidden)  # fmt: skip
    if not any(hidden):
        return [], False
    stretches = _stretches(page, stream, hidden)
    return stretches, shown == 0 and pen.is_scan


def _stretches(page: PageObject, stream: ContentStream, hidden: Sequence[bool]) -> list[str]:
    """The hidden text, read as the page's own text is with all else left out."""
    kept = [
        (_raw(operation[0]), operation[1])
        for operation, is_hidden in zip(stream.operations, hidden, strict=True)
        if is_hidden or operation[1] not in SHOWING
    ]
    whole, stream.operations = stream.operations, kept
    original = page["/Contents"]
    page[NameObject("/Contents")] = stream
    try:
        words = page.extract_text()
    finally:
        page[NameObject("/Contents")] = original
        stream.operations = whole
    return [line.strip() for line in words.splitlines() if line.strip()]


def _raw(operands: Any) -> Any:
    """Operands whose strings stay the bytes they were when the stream is written anew."""
    if isinstance(operands, TextStringObject):
        return ByteStringObject(operands.original_bytes)
    if isinstance(operands, list):
        return ArrayObject(_raw(one) for one in cast("list[Any]", operands))
    return operands


class _Pen:
    """The state of drawing as a page's operators go by."""

    def __init__(self, page: PageObject) -> None:
        box = page.mediabox
        self._box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        self._kept: list[tuple[Matrix, bool, float, int]] = []
        self._frame: Matrix = UNMOVED
        self._line: Matrix = UNMOVED
        self._white = False
        self._size = 12.0
        self._mode = 0
        self._leading = 0.0
        self._path: list[tuple[float, float, float, float]] = []
        self._painted: list[tuple[float, float, float, float]] = []
        self.is_scan = False

    def draw(self, operator: bytes, operands: Any) -> bool:
        """Follow one operator; whether it writes words that cannot be seen."""
        if operator in SHOWING:
            return self._is_unseen()
        if operator in COLORING:
            self._color(operands)
        elif operator in {b"q", b"Q", b"cm", b"Do", b"re", b"f", b"F", b"f*", b"B", b"n", b"S"}:
            self._paint(operator, operands)
        else:
            self._write(operator, operands)
        return False

    def _color(self, operands: Any) -> None:
        parts = [one for one in map(_float, operands) if one is not None]
        if len(parts) == 4:
            self._white = max(parts) <= 1 - WHITE
        elif parts:
            self._white = min(parts) >= WHITE

    def _paint(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self._kept.append((self._frame, self._white, self._size, self._mode))
        elif operator == b"Q" and self._kept:
            self._frame, self._white, self._size, self._mode = self._kept.pop()
        elif operator == b"cm":
            self._frame = _times(_matrix(operands), self._frame)
        elif operator == b"Do":
            self._painted.append(_box(self._frame, 0, 0, 1, 1))
            self.is_scan = True
        elif operator == b"re":
            x, y, width, height = (_float(one) or 0.0 for one in operands)
            self._path.append(_box(self._frame, x, y, x + width, y + height))
        else:
            if operator in {b"f", b"F", b"f*", b"B"} and not self._white:
                self._painted += self._path
            self._path.clear()

    def _write(self, operator: bytes, operands: Any) -> None:
        if operator == b"BT":
            self._line = UNMOVED
        elif operator == b"Tm":
            self._line = _matrix(operands)
        elif operator in {b"Td", b"TD"}:
            across, down = (_float(one) or 0.0 for one in operands)
            self._line = _times((1.0, 0.0, 0.0, 1.0, across, down), self._line)
            self._leading = -down if operator == b"TD" else self._leading
        elif operator == b"TL":
            self._leading = _float(operands[0]) or 0.0
        elif operator == b"T*":
            self._line = _times((1.0, 0.0, 0.0, 1.0, 0.0, -self._leading), self._line)
        elif operator == b"Tf":
            self._size = _float(operands[1]) or 0.0
        elif operator == b"Tr":
            self._mode = int(_float(operands[0]) or 0)

    def _is_unseen(self) -> bool:
        at = _times(self._line, self._frame)
        height = abs(self._size) * math.hypot(at[2], at[3])
        left, bottom, right, top = self._box
        is_beyond = not (left - 1 <= at[4] <= right + 1 and bottom - 1 <= at[5] <= top + 1)
        if self._mode in UNSEEN_MODES or height < TINY or is_beyond:
            return True
        return self._white and not any(
            x0 <= at[4] <= x1 and y0 <= at[5] + height / 3 <= y1 for x0, y0, x1, y1 in self._painted
        )


def _float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (_float(one) or 0.0 for one in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _box(
    frame: Matrix, x0: float, y0: float, x1: float, y1: float
) -> tuple[float, float, float, float]:
    corners = [_times((1, 0, 0, 1, x, y), frame)[4:] for x in (x0, x1) for y in (y0, y1)]
    across, up = [one[0] for one in corners], [one[1] for one in corners]
    return min(across), min(up), max(across), max(up)
