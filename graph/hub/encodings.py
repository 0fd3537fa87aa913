"""How a CSV file is written, and its text as UTF-8."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CHUNK: Final = 1 << 22
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE: Final = 1 << 16


def encoding_of(path: Path) -> str:
    """The encoding of the file: UTF-8 unless its bytes tell of UTF-16 or of GB 18030.

    A file of UTF-8 with some broken lines stays UTF-8: those lines are refused one by one.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _without_mark(head)
    if _decodes(path, "utf-8"):
        return "utf-8"
    return "gb18030" if _is_chinese(path) else "utf-8"


def decoded(path: Path, encoding: str, target: Path) -> Path:
    """A file with the same text in UTF-8: the file itself, or `target` written anew."""
    if encoding in {"utf-8", "utf-8-sig"}:
        return path
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while text := source.read(CHUNK):
            copy.write(text)
    return target


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark has its zeros at every other place, or mostly so."""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(path: Path) -> bool:
    """Whether it is GB 18030 throughout, and few of its lines with other letters are UTF-8."""
    if not _decodes(path, "gb18030"):
        return False
    with path.open("rb") as file:
        lines = [line for line in file.read(SAMPLE).split(b"\n")[:-1] if not line.isascii()]
        utf8 = sum(_is_utf8(line) for line in lines)
    return utf8 * 2 < max(1, len(lines))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
