"""Bytes as text: marked and unmarked Unicode, the encodings of China and Taiwan."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from typing import Final

MARKS: Final = (
    (BOM_UTF8, "utf-8"), (BOM_UTF32_LE, "utf-32-le"), (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
GUESSES: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{3,20})""", re.I)
COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
    "第条款章节本法规定应当或者办银行客户机构业务金融管理办法條規應當辦銀為個與關於"
)
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]|[\ue000-\uf8ff]")
SAMPLE: Final = 20_000
LEAST_SENSE: Final = 0.04
"""The share of a text's letters that must be common ones for a guess to stand."""


def decoded(raw: bytes) -> str | None:
    """The text of the bytes; None where no encoding makes sense of them."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _tried(raw[len(mark) :], encoding)
    if (plain := _tried(raw, "utf-8")) is not None and "\x00" not in plain[:SAMPLE]:
        return plain
    declared = DECLARED.search(raw[:2000])
    if declared is not None:
        told = _tried(raw, declared.group(1).decode("ascii").lower().replace("gb2312", "gb18030"))
        if told is not None:
            return told
    return _guessed(raw)


def _guessed(raw: bytes) -> str | None:
    tried = [text for one in GUESSES if (text := _tried(raw, one)) is not None]
    best = max(tried, key=_sense, default=None)
    return best if best is not None and _sense(best) >= LEAST_SENSE else None


def _tried(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _sense(text: str) -> float:
    """How much a decoded text looks like Chinese or English writing, up to 1."""
    sample = text[:SAMPLE]
    letters = [char for char in sample if not char.isspace()]
    if not letters:
        return 0.0
    good = sum(char in COMMON or (char.isascii() and char.isprintable()) for char in letters)
    return good / len(letters) - 5 * len(CONTROL.findall(sample)) / len(letters)
