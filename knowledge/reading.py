"""The bytes of a file as writing, by its kind."""

import re
from datetime import date
from typing import Final, cast

import yaml

from knowledge.errors import Unreadable
from knowledge.formats.encodings import decoded
from knowledge.formats.markdown import markdown, plain
from knowledge.formats.pdf import pdf
from knowledge.formats.webpage import webpage
from knowledge.formats.word import word
from knowledge.formats.writing import Writing, without_private

SUFFIXES: Final = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".pdf"})
FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def read(suffix: str, raw: bytes) -> Writing:
    """What the bytes of a file with this ending say.

    Raises:
        Unreadable: The kind is unknown, or the file is damaged or empty.
    """
    if suffix not in SUFFIXES:
        raise Unreadable(
            "不支持这种文件，请提供 Markdown、文本、HTML、DOCX 或 PDF。",
            "This kind of file is not read; give Markdown, text, HTML, DOCX or PDF.",
        )
    if not raw.strip():
        raise Unreadable("文件是空的，没有可读的文字。", "The file is empty.")
    writing = _read(suffix, raw)
    if not writing.text:
        raise Unreadable(
            "文件里没有可读的文字（扫描件请先识别成文字）。",
            "The file holds no readable text; a scan must be recognised first.",
        )
    return writing


def _read(suffix: str, raw: bytes) -> Writing:
    if suffix == ".docx":
        return word(raw)
    if suffix == ".pdf":
        return pdf(raw)
    text = _text(raw)
    if suffix in {".html", ".htm"}:
        return webpage(text)
    front, body = _front_matter(text)
    return plain(body, front) if suffix == ".txt" and not front else markdown(body, front)


def _text(raw: bytes) -> str:
    text = decoded(raw)
    if text is None:
        raise Unreadable(
            "文字编码无法识别，请存为 UTF-8。", "The encoding is not recognised; save it as UTF-8."
        )
    return without_private(text.replace("\r\n", "\n").replace("\r", "\n"))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = FRONT_MATTER.match(text.lstrip("\ufeff"))
    if found is None:
        return {}, text
    try:
        fields: object = yaml.safe_load(found.group(1))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(
            "文件开头的信息栏写法有误。", "The front matter is not valid YAML."
        ) from error
    body = text.lstrip("\ufeff")[found.end() :]
    if not isinstance(fields, dict):
        return {}, body
    named = cast("dict[object, object]", fields)
    # Only plain values: written out, a few lines of lists of lists would fill the memory.
    return {
        str(key): str(value).strip()
        for key, value in named.items()
        if isinstance(key, str) and isinstance(value, str | int | float | date)
    }, body
