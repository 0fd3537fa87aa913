"""Word files: paragraphs with the numbers Word draws, tables, and runs no reader sees."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final
from xml.sax import SAXException
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from knowledge.errors import Unreadable
from knowledge.formats.numbering import Numbering
from knowledge.formats.writing import Writing, hiding, settled, without_private

LARGEST: Final = 300 * 1024 * 1024
"""Bytes the parts of a Word file may unpack to."""
TINY: Final = 4
"""Half points; text of this size or less is not meant to be read."""
WHITE: Final = re.compile(r"^f[a-f\d]f[a-f\d]f[a-f\d]$", re.IGNORECASE)
OLE: Final = b"\xd0\xcf\x11\xe0"


def word(raw: bytes) -> Writing:
    """The words of a Word file, headings with as many # as their rank.

    Raises:
        Unreadable: The file is damaged, encrypted, of the older kind, or unpacks to too much.
    """
    document = _opened(raw)
    numbering = Numbering(document)
    ranks = dict(_ranks(document))
    blocks = "\n".join(_block(one, numbering, ranks) for one in _blocks(document.element.body))
    return settled(blocks)


def _opened(raw: bytes) -> WordDocument:
    if raw.startswith(OLE):
        raise Unreadable(
            "这是旧版 DOC 或加了密码的文件，请另存为不加密的 DOCX。",
            "This is an older DOC or a file with a password; save it as DOCX without one.",
        )
    try:
        with ZipFile(BytesIO(raw)) as package:
            if sum(one.file_size for one in package.infolist()) > LARGEST:
                raise Unreadable(
                    "DOCX 解开后过大，未读取。", "The DOCX unpacks to too much and was not read."
                )
        return docx.Document(BytesIO(raw))
    except (
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        XMLSyntaxError,
        SAXException,
    ) as error:
        raise Unreadable(
            "DOCX 文件已损坏，无法打开。", "The DOCX file is damaged and cannot be opened."
        ) from error


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those within content controls as well."""
    for one in body.iterchildren():
        if one.tag in {qn("w:p"), qn("w:tbl")}:
            yield one
        elif one.tag == qn("w:sdt") and one.find(qn("w:sdtContent")) is not None:
            yield from _blocks(one.find(qn("w:sdtContent")))


def _ranks(document: WordDocument) -> Iterator[tuple[str, int]]:
    """The ranks of the heading styles, by their ids."""
    for style in document.styles:
        level = re.fullmatch(r"(?:heading|标题) ?(\d)", style.name or "", re.IGNORECASE)
        if level is not None:
            yield style.style_id, int(level.group(1))


def _block(block: Any, numbering: Numbering, ranks: Mapping[str, int]) -> str:
    if block.tag == qn("w:tbl"):
        return "\n".join(_row(row) for row in block.findall(qn("w:tr")))
    style = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    rank = ranks.get(str(style.get(qn("w:val"))), 0) if style is not None else 0
    words = "".join(_runs(block))
    label = numbering.label(block)
    gap = "\u3000" if label and words.strip() else ""
    return f"{'#' * rank}{' ' if rank else ''}{label}{gap}{words}"


def _row(row: Any) -> str:
    cells = ("".join(_runs(cell)).replace("\n", " ").strip() for cell in row.findall(qn("w:tc")))
    return " | ".join(cells)


def _runs(element: Any) -> Iterator[str]:
    """The words of an element in order; words struck out as a change are left out."""
    for run in element.iter(qn("w:r")):
        if any(True for _ in run.iterancestors(qn("w:del"), qn("w:moveFrom"))):
            continue
        words = "".join(_words(run))
        yield hiding(words) if _is_unseen(run) else words


def _words(run: Any) -> Iterator[str]:
    for one in run.iterchildren():
        if one.tag == qn("w:t"):
            yield without_private(one.text or "")
        elif one.tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif one.tag == qn("w:tab"):
            yield "\t"


def _is_unseen(run: Any) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    vanish = properties.find(qn("w:vanish"))
    color, size = properties.find(qn("w:color")), properties.find(qn("w:sz"))
    is_vanished = vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}
    is_white = color is not None and WHITE.match(str(color.get(qn("w:val")))) is not None
    is_shaded = (
        properties.find(qn("w:shd")) is not None or properties.find(qn("w:highlight")) is not None
    )
    is_tiny = size is not None and int(float(size.get(qn("w:val")) or TINY + 1)) <= TINY
    return is_vanished or is_tiny or (is_white and not is_shaded)
