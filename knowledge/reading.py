"""Files of five kinds as plain lines: headings keep their #, articles their first words."""

import re
from collections import Counter
from pathlib import Path
from typing import Final, cast
from zipfile import BadZipFile

import yaml
from bs4 import BeautifulSoup
from docx import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.errors import BadPolicyDocument
from knowledge.model import Value
from knowledge.numerals import NUMERAL

SUFFIXES: Final = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".docx", ".pdf"})
FRONT_MATTER: Final = re.compile(r"\A---\s*\n(.*?)\n---\s*\n", re.DOTALL)
PAGE_NUMBER: Final = re.compile(r"^[-—–\s]*\d{1,4}[-—–\s]*$|^第\s*\d+\s*页.*$")
LINK: Final = re.compile(r"https?://[!-~]+")
BROKEN_MARKER: Final = re.compile(
    rf"(第[{NUMERAL}\s]+?(?:条(?:\s*之\s*[一二三四五六七八九十]+)?|分编|编|章|节))\s*\t\s*"
)
SENTENCE_END: Final = ("。", "；", "：", ":", ";")


class Writing(Value):
    """What a file says: its front matter as text by key, and its lines without blank ones."""

    front: dict[str, str]
    lines: tuple[str, ...]


def read(path: Path) -> Writing:
    """The file's writing.

    Raises:
        BadPolicyDocument: The kind is unknown, or the file is damaged or empty.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise BadPolicyDocument(path, "没有这个文件。 There is no such file.")
    if suffix not in SUFFIXES:
        raise BadPolicyDocument(
            path,
            "不支持这种文件，请提供 Markdown、文本、HTML、DOCX 或 PDF。"
            " This kind of file is not read; give Markdown, text, HTML, DOCX or PDF.",
        )
    writing = _reader(suffix, path)
    if not writing.lines:
        raise BadPolicyDocument(
            path,
            "文件里没有可读的文字（扫描件请先识别成文字）。"
            " The file holds no readable text; a scan must be recognised first.",
        )
    return writing


def _reader(suffix: str, path: Path) -> Writing:
    if suffix == ".docx":
        return Writing(front={}, lines=_lines(_word(path)))
    if suffix == ".pdf":
        return Writing(front={}, lines=_lines(_pdf(path)))
    text = _decoded(path)
    if suffix in {".html", ".htm"}:
        return Writing(front={}, lines=_lines(_page(text)))
    front, body = _front_matter(path, text)
    return Writing(front=front, lines=_lines(_unmarked(body)))


def _lines(text: str) -> tuple[str, ...]:
    stripped = (line.strip(" \t\u3000\xa0\ufeff\r") for line in text.split("\n"))
    return tuple(line for line in stripped if line)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise BadPolicyDocument(
        path,
        "文字编码无法识别，请存为 UTF-8。 The encoding is not recognised; save it as UTF-8.",
    )


def _front_matter(path: Path, text: str) -> tuple[dict[str, str], str]:
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    try:
        fields: object = yaml.safe_load(found.group(1))
    except yaml.YAMLError as error:
        raise BadPolicyDocument(
            path, "文件开头的信息栏写法有误。 The front matter is not valid YAML."
        ) from error
    if not isinstance(fields, dict):
        return {}, text[found.end() :]
    named = cast("dict[object, object]", fields)
    return {
        str(key): str(value).strip() for key, value in named.items() if value is not None
    }, text[found.end() :]


def _unmarked(text: str) -> str:
    """Markdown without emphasis and quotes; a bold article marker is followed by one space."""
    text = re.sub(
        rf"\*\*\s*(第[{NUMERAL}\s]+条[^*\n]{{0,8}}?)\s*\*\*[ \t\u3000]*", "\\1\u3000", text
    )
    text = re.sub(r"\*\*|__", "", text)
    return re.sub(r"(?m)^\s*>\s?", "", text)


def _page(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for tag in soup(["script", "style", "nav", "header", "footer", "noscript"]):
        tag.decompose()
    for row in soup.find_all("tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])]
        row.replace_with("\n" + " | ".join(cells) + "\n")
    for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        tag.replace_with(f"\n{'#' * int(tag.name[1])} {tag.get_text(' ', strip=True)}\n")
    for tag in soup.find_all(["p", "div", "li", "br", "section", "article", "dd", "dt"]):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return soup.get_text()


def _word(path: Path) -> str:
    try:
        document = WordDocument(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise BadPolicyDocument(
            path, "DOCX 文件已损坏，无法打开。 The DOCX file is damaged."
        ) from error
    return "\n".join(map(_block, document.iter_inner_content()))


def _block(block: Paragraph | Table) -> str:
    if isinstance(block, Table):
        return "\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
    style = block.style.name if block.style is not None else None
    level = re.fullmatch(r"Heading (\d)", style or "")
    return ("#" * int(level.group(1)) + " " if level else "") + block.text


def _pdf(path: Path) -> str:
    try:
        pages = [page.extract_text().splitlines() for page in PdfReader(path).pages]
    except (PyPdfError, ValueError, KeyError) as error:
        raise BadPolicyDocument(
            path, "PDF 文件已损坏或加密，无法打开。 The PDF file is damaged or encrypted."
        ) from error
    shown = Counter(line for page in pages for line in set(map(str.strip, page)) if line)
    often = max(2, 0.8 * len(pages))
    running = {line for line, count in shown.items() if count >= often and len(line) > 5}
    return _joined([line for page in pages for line in _without_furniture(page, running)])


def _without_furniture(page: list[str], running: set[str]) -> list[str]:
    """A page's lines without the running heads and page numbers at its two edges."""
    lines = [line for line in page if line]
    for end in (0, -1):
        while lines and (lines[end].strip() in running or PAGE_NUMBER.match(lines[end].strip())):
            del lines[end]
    return lines


def _joined(lines: list[str]) -> str:
    """Lines of a page set back into paragraphs; the tab after a marker is what layout leaves."""
    text = ""
    for line in lines:
        text += LINK.sub("\n", line)
        if line.rstrip().endswith(SENTENCE_END):
            text += "\n"
        elif re.search(r"[A-Za-z,.]$", line):
            text += " "
    return BROKEN_MARKER.sub(lambda found: f"\n{''.join(found.group(1).split())}\u3000", text)
