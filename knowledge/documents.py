"""A file recognised as a law or a manual: its document, its text and its clauses."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from knowledge.articles import articles
from knowledge.days import day
from knowledge.errors import BadPolicyDocument, Unreadable
from knowledge.formats.writing import Body, Writing
from knowledge.metadata import PEOPLES_REPUBLIC, Metadata, metadata
from knowledge.model import Audience, Clause, Document, Note, Value
from knowledge.outline import headed, outline, paragraphs
from knowledge.parts import parts
from knowledge.reading import read
from knowledge.sections import sections
from knowledge.sources import Source, source
from knowledge.suspicion import flags
from knowledge.tails import parted
from knowledge.units import Unit

MANUAL: Final = "manual"
STAFF: Final = frozenset({"staff", "internal", "员工", "内部"})
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
MOST_NAMED: Final = 8


class Policy(Value):
    """A document with its clauses in order; `family` is what its editions share.

    `text` is what clauses point into, `told` the fields given beside it, `notes` what of the file
    could not be read.
    """

    family: str
    document: Document
    clauses: tuple[Clause, ...]
    text: str = ""
    told: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def policy(path: Path) -> Policy:
    """The law or manual a file holds.

    Raises:
        BadPolicyDocument: As `read_policy`.
    """
    return read_policy(source(path))


def read_policy(file: Source) -> Policy:
    """The law or manual a source holds.

    Raises:
        BadPolicyDocument: The file cannot be read, or holds neither articles nor numbered
            sections nor headings.
    """
    try:
        writing = read(file.suffix, file.read())
    except Unreadable as error:
        raise BadPolicyDocument(file.name, error.reason) from error
    units, missing = _units(writing.body)
    if not units:
        raise BadPolicyDocument(
            file.name,
            "没有找到“第…条”“3.2”“一、”这样的编号条款或小标题，不像法规或制度，未收入。"
            " No numbered articles or sections and no headings were found, so this is no law or"
            " policy and was not taken in.",
        )
    units, twice = _once(units)
    notes = [*writing.notes, *_missing(missing), *_twice(twice), *_outside(writing, units)]
    return _policy(file, writing, units, notes)


def _policy(file: Source, writing: Writing, units: Sequence[Unit], notes: Sequence[str]) -> Policy:
    head = writing.text[: units[0].opening].split("\n")
    last = [one for one in units if one.level != "appendix"][-1]
    about = metadata({**writing.front, **file.beside}, head, last.text, file.stem)
    family = identity(about.title.removeprefix(PEOPLES_REPUBLIC))
    document = _document(about, family, file, writing, units)
    ends = [*(one.opening for one in units[1:]), len(writing.text) + 1]
    clauses = [
        _seen(_clause(document, writing, one), writing, one.opening, end)
        for one, end in zip(units, ends, strict=True)
    ]
    return Policy(
        family=family,
        document=document,
        clauses=tuple(clauses),
        text=writing.text,
        told=about.told,
        notes=tuple(Note(place=file.name, reason=one) for one in notes),
    )


def _units(body: Body) -> tuple[list[Unit], list[int]]:
    """The clauses, as articles where the text has them, and numbers missing among them."""
    law = articles(body)
    numbered = sections(body)
    if law.units and not _is_finer(numbered, law.units):
        return law.units, law.missing
    return parted(body, numbered or outline(body) or paragraphs(body)) or headed(body), []


def _is_finer(numbered: Sequence[Unit], articles: Sequence[Unit]) -> bool:
    """Whether a text is one of numbered sections (3.2), and what look like articles are not.

    Under English sections stand their subsections by number: Section 1, 1.1, 1.2, Section 2.
    """
    dotted = [one.article for one in numbered if "." in one.article]
    wholes = {one.article for one in articles if one.label[:1].isascii()}
    is_below = len(wholes & {one.partition(".")[0] for one in dotted}) * 2 > len(articles)
    return len(numbered) > 2 * len(articles) or (is_below and len(dotted) > len(wholes))


def _document(
    about: Metadata, family: str, file: Source, writing: Writing, units: Sequence[Unit]
) -> Document:
    begins = about.effective_from
    appendices = sum(one.level == "appendix" for one in units)
    return Document(
        id=f"{family}@{begins.isoformat()}" if begins else family,
        title=about.title,
        short_title=about.short_title,
        kind=about.kind,
        issuer=about.issuer,
        number=about.number,
        promulgated=about.promulgated,
        effective_from=begins,
        effective_to=about.effective_to,
        effective_stated=about.effective_stated,
        effective_basis=about.effective_basis,
        status=about.status,
        language=_language(writing.text),
        audience=_audience(about.audience),
        source=file.beside.get("source") or writing.front.get("source") or file.name,
        clauses=len(units) - appendices,
        appendices=appendices,
    )


def _language(text: str) -> Literal["zh", "en"]:
    sample = text[:20_000]
    return "zh" if len(CHINESE.findall(sample)) * 8 >= len(sample) else "en"


def _audience(named: str | None) -> Audience:
    return "staff" if (named or "").strip().lower() in STAFF else "customer"


def _clause(document: Document, writing: Writing, one: Unit) -> Clause:
    own = one.attributes
    is_numbered = one.level == "section" and one.label == one.article
    label = _numbered(one.label, document.language) if is_numbered else one.label
    return Clause(
        id=f"{document.id}:{one.article}",
        document_id=document.id,
        document=document.short_title,
        article=one.article,
        label=label,
        heading=one.heading,
        text=one.text,
        text_en=one.text_en,
        kind=document.kind,
        issuer=document.issuer,
        language=document.language,
        audience=_audience(own.get("audience")) if "audience" in own else document.audience,
        level=one.level,
        start=one.start,
        end=one.end,
        page=writing.page(one.start),
        based_on=_listed(own, "based_on"),
        rules=_listed(own, "rules"),
        packs=_listed(own, "packs"),
        families=_listed(own, "families"),
        asks=tuple(one.strip() for one in own.get("asks", "").split("|") if one.strip()),
        effective_from=day(own.get("effective_from")) or document.effective_from,
        effective_to=day(own.get("effective_to")) or document.effective_to,
        source=document.source,
    )


def _numbered(label: str, language: str) -> str:
    return f"第{label}条" if language == "zh" else f"Section {label}"


def _seen(clause: Clause, writing: Writing, begin: int, end: int) -> Clause:
    """The clause with its parts, and why it is suspicious."""
    found = parts(clause.id, clause.text, clause.start, is_chinese=clause.language == "zh")
    is_span = writing.text[clause.start : clause.end] == clause.text
    placed = tuple(
        one.model_copy(update={"page": writing.page(one.start)}) for one in found if is_span
    )
    words = "\n".join((*clause.heading, clause.text, clause.text_en or "", *clause.asks))
    hidden = [one for one in writing.hidden if begin <= one.at < end]
    return clause.model_copy(update={"parts": placed, "flags": flags(words, hidden)})


def _once(units: Sequence[Unit]) -> tuple[list[Unit], list[str]]:
    """The units, the first of each number, and the numbers that came again."""
    kept: dict[str, Unit] = {}
    twice: list[str] = []
    for one in units:
        if one.article in kept:
            twice.append(one.label)
        else:
            kept[one.article] = one
    return list(kept.values()), twice


def _missing(numbers: Sequence[int]) -> list[str]:
    if not numbers:
        return []
    named = "、".join(map(str, numbers[:MOST_NAMED])) + ("…" if len(numbers) > MOST_NAMED else "")
    return [
        f"条号不连续，没有找到第 {named} 条；其余条款已收入。"
        f" The numbers run on without {named}; the other articles were taken in."
    ]


def _twice(labels: Sequence[str]) -> list[str]:
    return [
        f"{one} 出现了两次，只收入第一处，请更正后重新加入。"
        f" {one} appears twice; the first was taken in. Correct the file and add it again."
        for one in labels
    ]


def _outside(writing: Writing, units: Sequence[Unit]) -> list[str]:
    return [
        f"条款之外有读者看不到的文字，未收入：{one.words[:40]}"
        f" Words no reader sees stand outside the clauses and were left out: {one.words[:40]}"
        for one in writing.hidden
        if one.at < units[0].opening and one.reason == "hidden"
    ]


def _listed(attributes: Mapping[str, str], key: str) -> tuple[str, ...]:
    found = re.split(r"[,，、]", attributes.get(key, ""))
    return tuple(part.strip() for part in found if part.strip())


def identity(title: str) -> str:
    """A short stable name of a title, the same for its Markdown, its PDF and its DOCX."""
    letters = re.sub(r"[\W_]", "", title)
    return hashlib.sha256(letters.encode()).hexdigest()[:12]
