"""Web pages: their words by block, and what their styles keep from a reader's eyes."""

import re
import warnings
from typing import Final

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import Declaration, Doctype, ProcessingInstruction
from soupsieve import SelectorSyntaxError

from knowledge.errors import Unreadable
from knowledge.formats.markdown import UNSEEN, is_telling
from knowledge.formats.writing import HIDES, SHOWS, Writing, hiding, settled

FURNITURE: Final = ["script", "style", "nav", "footer", "noscript", "template", "svg", "button"]
BLOCKS: Final = [
    "p", "div", "li", "br", "section", "article", "dd", "dt", "table", "ul", "ol", "blockquote",
    "pre", "center", "figcaption", "caption", "main", "aside",
]  # fmt: skip
HEADINGS: Final = ["h1", "h2", "h3", "h4", "h5", "h6"]
UNSEEN_STYLE: Final = re.compile(UNSEEN, re.IGNORECASE)
WHITE: Final = frozenset({"white", "#fff", "#ffffff", "transparent"})
ELEMENT: Final = re.compile(
    r"<(/?)(?!(?:br|img|meta|link|input|hr|col|area|base|wbr|param|source)\b)[a-z][\w-]*",
    re.IGNORECASE,
)
DEEPEST: Final = 3000
"""Elements within elements; a page of unclosed paragraphs stays below, a bomb does not."""
STYLE_RULE: Final = re.compile(r"([^{}@]{1,200})\{([^{}]{0,2000})\}")


def webpage(text: str) -> Writing:
    """The words of a web page.

    Raises:
        Unreadable: Its elements lie too deep in each other, as no page for readers does.
    """
    if _depth(text) > DEEPEST:
        raise Unreadable(
            "网页的标签没有关闭或嵌套过深，未读取。请另存为文本或 DOCX 再加入。",
            "The tags of the page are not closed or lie too deep in each other. Save it as text or"
            " DOCX and add that.",
        )
    with warnings.catch_warnings():
        for kind in (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning):
            warnings.simplefilter("ignore", kind)
        soup = BeautifulSoup(text, "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    unseen = _unseen(soup)
    _comments(soup)
    _without_furniture(soup)
    for tag in unseen:
        if not tag.decomposed:
            tag.insert(0, HIDES)
            tag.append(SHOWS)
    _blocks(soup)
    return settled(soup.get_text(), {"page_title": title} if title else {})


def _depth(text: str) -> int:
    """How deep elements lie in each other at most, as far as can be told without a parser."""
    deepest = depth = 0
    for found in ELEMENT.finditer(text):
        depth = max(0, depth + (-1 if found.group(1) else 1))
        deepest = max(deepest, depth)
    return deepest


def _unseen(soup: BeautifulSoup) -> list[Tag]:
    """The elements a style, a class or an attribute hides."""
    found: list[Tag] = [
        tag
        for tag in soup.find_all(True)
        if UNSEEN_STYLE.search(str(tag.get("style") or "")) or _is_veiled(tag)
    ]
    for style in soup.find_all("style"):
        for selector, declarations in STYLE_RULE.findall(style.get_text()):
            if UNSEEN_STYLE.search(";" + declarations):
                found += _selected(soup, selector.strip())
    return list({id(tag): tag for tag in found if tag.name not in {"html", "body"}}.values())


def _is_veiled(tag: Tag) -> bool:
    """Whether an attribute hides the element: `hidden`, or a font as white as the page."""
    colour = str(tag.get("color") or "").lower().strip()
    return tag.has_attr("hidden") or (tag.name == "font" and colour in WHITE)


def _selected(soup: BeautifulSoup, selector: str) -> list[Tag]:
    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError):
        return []


def _comments(soup: BeautifulSoup) -> None:
    for one in soup.find_all(string=lambda text: isinstance(text, Comment)):
        words = str(one)
        one.replace_with(hiding(words) if is_telling(words) else "")
    kinds = (Declaration, Doctype, ProcessingInstruction)
    for one in soup.find_all(string=lambda text: isinstance(text, kinds)):
        one.extract()


def _without_furniture(soup: BeautifulSoup) -> None:
    for tag in soup(["head", *FURNITURE]):
        tag.decompose()
    for tag in soup("header"):
        if tag.find(HEADINGS) is None:
            tag.decompose()


def _blocks(soup: BeautifulSoup) -> None:
    """Ends of lines around blocks; a row of a table is one line; headings keep their rank."""
    for text in soup.find_all(string="\n"):
        text.replace_with(" ")
    for row in soup.find_all("tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])]
        row.replace_with("\n" + " | ".join(cells) + "\n")
    for tag in soup.find_all(HEADINGS):
        tag.replace_with(f"\n{'#' * int(tag.name[1])} {tag.get_text(' ', strip=True)}\n")
    for tag in soup.find_all(BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
