"""PDF files: pages set back into paragraphs, without their furniture, and what they hide."""

import re
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from knowledge.errors import Unreadable
from knowledge.formats.ink import unseen
from knowledge.formats.writing import PAGE, Writing, hiding, settled, without_private
from knowledge.model import Value
from knowledge.numerals import NUMERAL

PAGE_NUMBER: Final = re.compile(
    r"^[-—–·\s]*\d{1,4}[-—–·\s]*$|^第\s*\d+\s*页.*$|^(?:Page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?$"
    r"|^\d+\s*/\s*\d+$",
    re.IGNORECASE,
)
LINK: Final = re.compile(r"(?:https?://|www\.)[!-~]+(?:\s*\n?[\w%.-]+=[!-~]+)*")
BROKEN_MARKER: Final = re.compile(
    rf"(第[{NUMERAL}\s]+?(?:[条條](?:\s*之\s*[一二三四五六七八九十]+)?|分[编編]|[编編]|章|[节節]))"
    r"\s*\t\s*"
)
SENTENCE_END: Final = ("。", "；", "：", ":", ";", ".", "!", "！", "？", "?")
OPENS_LINE: Final = re.compile(
    rf"\s*(?:第\s*[{NUMERAL}]{{1,9}}\s*(?:[条條编編章节節]|分编)|[（(][一二三四五六七八九十]{{1,3}}[)）]"
    r"|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:\.\d{1,2})*[.、．]?\s|[(（](?:[a-z]|[ivx]+|\d{1,2})[)）]"
    r"|(?:Article|Section|Chapter|Part|Annex|Appendix|Schedule)\s+[\dIVXA-Z]|附\s*[件表录錄])"
)
FURNITURE_SHARE: Final = 0.6
EDGE: Final = 8
"""How many lines of a page's two edges may be furniture."""
SHORT_LINE: Final = 0.75
"""The share of a page's widest line below which a line does not run on into the next."""
SPACED_MARKER: Final = re.compile(rf"\s*第\s*[{NUMERAL}]{{1,9}}\s*[条條][\s\u3000]")
WIDE: Final = dict(zip(",;:?!()", "，；：？！（）", strict=True))
NARROW: Final = re.compile(
    r"(?<=[\u3400-\u9fff》”’）；，。：])[,;:?!()]|[,;:?!()](?=[\u3400-\u9fff《“‘（])"
)
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


class _Page(Value):
    lines: tuple[str, ...]
    hidden: tuple[str, ...]


def pdf(raw: bytes) -> Writing:
    """The words of a PDF.

    Raises:
        Unreadable: The file is damaged, needs a password, or holds pictures of text only.
    """
    try:
        reader = _opened(raw)
        pages, notes = _pages(reader)
    except DependencyError as error:
        raise Unreadable(
            "PDF 的加密方式无法处理，请另存为不加密的文件。",
            "The PDF's encryption is not supported; save it without one.",
        ) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(
            "PDF 文件已损坏，无法打开。", "The PDF file is damaged and cannot be opened."
        ) from error
    if not any(page.lines for page in pages):
        raise Unreadable(
            "PDF 里只有图片、没有可读的文字，请先做文字识别（OCR）再加入。",
            "The PDF holds no readable text, only pictures; recognise its text (OCR) first.",
        )
    return settled(_widened(_joined(pages)), notes=notes)


def _opened(raw: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(raw))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable(
            "PDF 设有打开密码，请先解除密码再加入。",
            "The PDF is encrypted with a password; remove it first.",
        )
    return reader


def _pages(reader: PdfReader) -> tuple[list[_Page], tuple[str, ...]]:
    pages: list[_Page] = []
    notes: list[str] = []
    for place, page in enumerate(reader.pages, start=1):
        lines = tuple(without_private(page.extract_text()).splitlines())
        hidden, is_recognised = unseen(page, reader)
        if is_recognised:
            notes.append(
                f"第 {place} 页是扫描件，文字由机器识别。"
                f" Page {place} is a scan; its text was recognised by a machine."
            )
            hidden = []
        if not any(map(str.strip, lines)) and _has_picture(page):
            notes.append(
                f"第 {place} 页只有图片，没有可读的文字。"
                f" Page {place} holds pictures only and no readable text."
            )
        pages.append(_Page(lines=lines, hidden=tuple(map(without_private, hidden))))
    return _without_furniture(pages), tuple(notes)


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()


def _without_furniture(pages: Sequence[_Page]) -> list[_Page]:
    """Pages without the running heads and page numbers at their two edges."""
    edges = [{_plain(one) for one in (*page.lines[:EDGE], *page.lines[-EDGE:])} for page in pages]
    shown = Counter(line for edge in edges for line in edge)
    often = max(2, FURNITURE_SHARE * len(pages))
    running = {line for line, count in shown.items() if count >= often and len(line) > 5}
    return [
        page.model_copy(update={"lines": tuple(_trimmed(page.lines, running))}) for page in pages
    ]


def _trimmed(page: Sequence[str], running: set[str]) -> list[str]:
    lines = [line for line in page if line]
    for end in (0, -1):
        while lines and _is_furniture(lines[end], running):
            del lines[end]
    return lines


def _is_furniture(line: str, running: set[str]) -> bool:
    words = line.strip()
    return not words or _plain(words) in running or PAGE_NUMBER.match(words) is not None


def _plain(line: str) -> str:
    return re.sub(r"\s+", "", line)


def _joined(pages: Sequence[_Page]) -> str:
    """Lines of all pages set back into paragraphs; a tab after a marker is what layout leaves."""
    parts: list[str] = []
    before = ""
    for page in pages:
        own: list[str] = []
        widest = max(map(len, page.lines), default=0)
        for line in page.lines:
            opens = before and not before.endswith("\n") and _opens(line, before, widest)
            before = line + _ending(line)
            own.append(("\n" if opens else "") + before)
        parts.append(PAGE + LINK.sub("\n", _veiled("".join(own), page.hidden)))
    return BROKEN_MARKER.sub(
        lambda found: f"\n{''.join(found.group(1).split())}\u3000", "".join(parts)
    )


def _widened(text: str) -> str:
    """Chinese text with the wide punctuation that its narrow code in a PDF was printed as."""
    return NARROW.sub(lambda found: WIDE[found.group()], text)


def _opens(line: str, before: str, widest: int) -> bool:
    """Whether a line begins a paragraph: it opens with a number after a line that stopped short."""
    if SPACED_MARKER.match(line):
        return True
    return OPENS_LINE.match(line) is not None and len(before) < SHORT_LINE * widest


def _ending(line: str) -> str:
    words = line.rstrip()
    if words.endswith(SENTENCE_END):
        return "\n"
    return "" if CHINESE.search(words) and not re.search("[A-Za-z]$", words) else " "


def _veiled(text: str, hidden: Sequence[str]) -> str:
    """The text with what is hidden marked where it stands, or at the end where it is not found."""
    rest: list[str] = []
    for words in hidden:
        letters = [re.escape(char) for char in words if not char.isspace()]
        pattern = re.compile(r"\s*".join(letters))
        found = pattern.search(text) if len(letters) > 1 else None
        if found is None:
            rest.append(words)
        else:
            text = text[: found.start()] + hiding(found.group()) + text[found.end() :]
    return text + "".join(map(hiding, rest))
