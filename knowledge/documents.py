"""A file recognised as a law or a manual: its document and its clauses."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from knowledge.articles import Article, articles
from knowledge.errors import BadPolicyDocument
from knowledge.model import Clause, Document, Value
from knowledge.reading import Writing, read
from knowledge.sections import Section, sections

MANUAL: Final = "manual"
PEOPLES_REPUBLIC: Final = "中华人民共和国"
LAW_TITLE: Final = re.compile(
    r"^(?!第)[^。；：，]{2,60}?"
    r"(?:法|法典|条例|办法|规定|解释|细则|规则|指引|决定|意见|通知|制度|准则|手册|规程)"
    r"(?:[（(].{1,12}[)）])?$"
)
DAY: Final = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
IN_FORCE: Final = re.compile(rf"自\s*{DAY.pattern}\s*日?\s*起\s*(?:施行|生效|执行|实施)")
ORDER: Final = re.compile(
    r"(?:日|[^\u4e00-\u9fff]|^)([\u4e00-\u9fff]{2,16}?令\s*[〔（(]?\d{4}[〕）)]?\s*年?\s*第\s*\d+\s*号)"
)
ORIGINAL_ONLY: Final = "original_enactment_only"


class Policy(Value):
    """A document with its clauses in order; `family` is what its editions share."""

    family: str
    document: Document
    clauses: tuple[Clause, ...]


def policy(path: Path) -> Policy:
    """The law or manual a file holds.

    Raises:
        BadPolicyDocument: The file cannot be read, or holds neither articles nor numbered
            sections.
    """
    writing = read(path)
    law = articles(writing.lines)
    manual = [] if law else sections(writing.lines)
    if not law and not manual:
        raise BadPolicyDocument(
            path,
            "没有找到“第…条”或“3.2”这样的编号条款，不像法规或制度，未收入。"
            " No numbered articles or sections were found, so this is no law or policy"
            " and was not taken in.",
        )
    title = _title(writing, path)
    family = _identity(title.removeprefix(PEOPLES_REPUBLIC))
    document = _document(path, writing, title, len(law) or len(manual))
    clauses = [_article_clause(document, one) for one in law]
    clauses += [_section_clause(document, one) for one in manual]
    _no_duplicates(path, clauses)
    return Policy(family=family, document=document, clauses=tuple(clauses))


def _title(writing: Writing, path: Path) -> str:
    if writing.front.get("title"):
        return writing.front["title"]
    for line in writing.lines[:12]:
        words = re.sub(r"[（(]\d{4}年.*", "", re.sub(r"\s+", "", line.lstrip("# ")))
        if LAW_TITLE.match(words):
            return words
        if line.startswith("# "):
            return line.lstrip("# ").strip()
    return path.stem


def _document(path: Path, writing: Writing, title: str, clauses: int) -> Document:
    front = writing.front
    promulgated = _day(front.get("promulgated") or front.get("last_promulgated_or_amended"))
    effective = _effective(writing, promulgated)
    family = _identity(title.removeprefix(PEOPLES_REPUBLIC))
    return Document(
        id=f"{family}@{effective.isoformat()}" if effective else family,
        title=title,
        short_title=front.get("short_title") or title.removeprefix(PEOPLES_REPUBLIC),
        kind=front.get("kind") or front.get("category") or _kind(title),
        issuer=front.get("issuer"),
        number=front.get("number") or _number(writing.lines),
        promulgated=promulgated or _promulgated(writing.lines),
        effective_from=effective,
        effective_to=_day(front.get("effective_to")),
        source=front.get("source") or path.name,
        clauses=clauses,
    )


def _kind(title: str) -> str:
    is_law = title.endswith(("法", "法典")) and not title.endswith("办法")
    return "法律" if is_law else "规章制度"


def _effective(writing: Writing, promulgated: date | None) -> date | None:
    """The day from which this text binds.

    A text whose stated day is that of the original law, amended since, binds in its present words
    from the amendment at the earliest.
    """
    front = writing.front
    stated = _day(front.get("effective_from") or front.get("effective_stated"))
    if front:
        is_amended = front.get("effective_basis", "").startswith(ORIGINAL_ONLY)
        if stated and promulgated and is_amended:
            return max(stated, promulgated)
        return stated or promulgated
    text = "\n".join((*writing.lines[:12], *writing.lines[-40:]))
    found = IN_FORCE.search(re.sub(r"[ \t\u3000]", "", text))
    return _date(found.groups()) if found else None


def _promulgated(lines: Sequence[str]) -> date | None:
    preamble = " ".join(lines[:8]).split("第一条")[0]
    days = [_date(found.groups()) for found in DAY.finditer(preamble.split("起施行")[0])]
    return min((day for day in days if day), default=None)


def _number(lines: Sequence[str]) -> str | None:
    found = ORDER.search(" ".join(lines[:8]))
    return re.sub(r"\s", "", found.group(1)).removeprefix("日") if found else None


def _day(text: str | None) -> date | None:
    found = DAY.search(text or "")
    return _date(found.groups()) if found else None


def _date(parts: Sequence[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _article_clause(document: Document, one: Article) -> Clause:
    return Clause(
        id=f"{document.id}:{one.article}",
        document_id=document.id,
        document=document.short_title,
        article=one.article,
        label=one.label,
        heading=one.heading,
        text=one.text,
        kind=document.kind,
        effective_from=document.effective_from,
        effective_to=document.effective_to,
        source=document.source,
    )


def _section_clause(document: Document, one: Section) -> Clause:
    own = one.attributes
    return Clause(
        id=f"{document.id}:{one.article}",
        document_id=document.id,
        document=document.short_title,
        article=one.article,
        label=f"第{one.article}条",
        heading=one.heading,
        text=one.text,
        text_en=one.text_en,
        kind=document.kind,
        based_on=_listed(own, "based_on"),
        rules=_listed(own, "rules"),
        packs=_listed(own, "packs"),
        families=_listed(own, "families"),
        asks=tuple(one.strip() for one in own.get("asks", "").split("|") if one.strip()),
        effective_from=_day(own.get("effective_from")) or document.effective_from,
        effective_to=_day(own.get("effective_to")) or document.effective_to,
        source=document.source,
    )


def _listed(attributes: Mapping[str, str], key: str) -> tuple[str, ...]:
    parts = re.split(r"[,，、]", attributes.get(key, ""))
    return tuple(part.strip() for part in parts if part.strip())


def _no_duplicates(path: Path, clauses: Sequence[Clause]) -> None:
    numbers = [one.article for one in clauses]
    twice = next((one for one in numbers if numbers.count(one) > 1), None)
    if twice is not None:
        raise BadPolicyDocument(
            path,
            f"条款编号 {twice} 出现了两次，请先更正。"
            f" Clause {twice} appears twice; correct it first.",
        )


def _identity(title: str) -> str:
    """A short stable name of a title, the same for its Markdown, its PDF and its DOCX."""
    letters = re.sub(r"[\W_]", "", title)
    return hashlib.sha256(letters.encode()).hexdigest()[:12]
