"""Markdown and plain text: emphasis taken off, comments and inline pages seen for what they are."""

import re
from typing import Final

from knowledge.formats.writing import Writing, hiding, settled
from knowledge.numerals import NUMERAL

MARKER: Final = re.compile(
    rf"\*\*\s*(第[{NUMERAL}\s\-—－]+[条條][^*\n]{{0,8}}?)\s*\*\*[ \t\u3000]*"
)
COMMENT: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
ATTRIBUTE_KEYS: Final = frozenset(
    {"rules", "based_on", "packs", "families", "asks", "effective_from", "effective_to", "audience"}
)
PREAMBLE_MARK: Final = re.compile(r"\[if |begin|end|start|开始|结束|正文|toc", re.IGNORECASE)
SHORTEST_COMMENT: Final = 12
UNSEEN: Final = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?(?![\d.])"
    r"|font-size\s*:\s*(?:0|1(?:px|pt))(?![\d.])|font-size\s*:\s*0?\.\d"
    r"|(?:^|[;\s\"'{])color\s*:\s*(?:white|transparent|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,"
    r"\s*255|rgba\([^)]*,\s*0\s*\))"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$|[\"'}])"
)
TAG: Final = re.compile(r"<(\w{1,20})\b([^<>]{0,1000})>")
STYLE: Final = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
UNSEEN_STYLE: Final = re.compile(UNSEEN, re.IGNORECASE)
UNSEEN_ATTRIBUTE: Final = re.compile(
    r"\shidden(?=[\s=/]|$)|\bcolor\s*=\s*[\"']?(?:white|#fff(?:fff)?|transparent)\b", re.IGNORECASE
)
SCRIPT: Final = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.I)
PLAIN_TAG: Final = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|font|center|sup|sub|a|ul|ol|li|blockquote|section|article)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
IMAGE: Final = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
LINKED: Final = re.compile(
    r"\[([^\]\n]{1,300})\]\((?!\s*(?:javascript|data|vbscript):)[^)\n]{0,2000}\)"
)
QUOTED: Final = re.compile(r"(?m)^[ \t]*>[ \t]?")


def markdown(text: str, front: dict[str, str]) -> Writing:
    """A Markdown text; a comment that holds nothing but attributes stays a line of its own."""
    text = SCRIPT.sub(lambda found: hiding(found.group()), text)
    text = COMMENT.sub(_comment, text)
    text = _veiled(text)
    text = IMAGE.sub(lambda found: hiding(found.group(1)), text)
    text = LINKED.sub(r"\1", text)
    text = PLAIN_TAG.sub("", BREAK.sub("\n", text))
    text = MARKER.sub("\\1\u3000", text)
    text = re.sub(r"\*\*|(?<!\w)__|__(?!\w)", "", text)
    return settled(QUOTED.sub("", text), front)


def plain(text: str, front: dict[str, str]) -> Writing:
    """A text file, as it is."""
    return settled(QUOTED.sub("", text), front)


def _veiled(text: str) -> str:
    """The text with what its elements hide marked; one that is never closed hides all after it."""
    parts: list[str] = []
    at = 0
    for tag in TAG.finditer(text):
        if tag.start() < at or not _is_unseen(tag.group(2)):
            continue
        end = re.compile(rf"</{tag.group(1)}\s*>", re.IGNORECASE).search(text, tag.end())
        stop, after = end.span() if end else (len(text), len(text))
        parts += [text[at : tag.start()], hiding(text[tag.end() : stop])]
        at = after
    return "".join(parts) + text[at:]


def _is_unseen(attributes: str) -> bool:
    styles = (double or single for double, single in STYLE.findall(attributes))
    is_styled = any(UNSEEN_STYLE.search(one) for one in styles)
    return is_styled or UNSEEN_ATTRIBUTE.search(attributes) is not None


def is_telling(comment: str) -> bool:
    """Whether a comment says something, rather than mark a place of a page for its makers."""
    words = comment.strip()
    is_code = words.startswith("<")
    is_mark = len(words) <= 40 and PREAMBLE_MARK.search(words) is not None
    return len(words) >= SHORTEST_COMMENT and not is_code and not is_mark


def _comment(found: re.Match[str]) -> str:
    words = found.group(1).strip()
    parts = [part for part in words.split(";") if part.strip()]
    keys = [part.split(":", 1)[0].strip() for part in parts if ":" in part]
    if "\n" not in words and keys and keys[0] in ATTRIBUTE_KEYS:
        return f"\n<!-- {words} -->\n"
    return hiding(words) if is_telling(words) else ""
