"""Documents, clauses, and what a search gives back."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A value: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Audience = Literal["customer", "staff"]
"""Whom a clause may be cited to: customers see what is theirs, staff see everything."""

Basis = Literal["stated", "amended", "promulgated", "unknown"]
"""What a day of effect rests on.

stated: the text says it. amended: the text says an earlier day, that of the original; its present
words bind from the last amendment at the earliest. promulgated: it binds from its publication.
"""

Suspicion = Literal["instruction", "hidden", "invisible", "markup", "lookalike"]
"""Words to a model, text no reader sees, characters without a shape, code, and false letters."""


class Document(Value):
    """A policy document; `short_title` is how citations name it.

    `effective_from` is the day from which its words are taken to bind, `effective_basis` why, and
    `effective_stated` the day the text itself names. `status` is what the source says of it in its
    own words (现行有效). `clauses` counts articles or sections, `appendices` what follows them.
    """

    id: str
    title: str
    short_title: str
    kind: str
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    effective_stated: date | None = None
    effective_basis: Basis = "unknown"
    status: str | None = None
    language: Literal["zh", "en"] = "zh"
    audience: Audience = "customer"
    source: str
    clauses: int
    appendices: int = 0

    def standing(self, day: date) -> Literal["in_force", "not_yet", "ended"]:
        """Whether the document binds on `day`, does not yet, or no longer does."""
        if self.effective_to is not None and self.effective_to <= day:
            return "ended"
        is_ahead = self.effective_from is not None and day < self.effective_from
        return "not_yet" if is_ahead else "in_force"


class Part(Value):
    """A paragraph (款) or item (项, 目) of a clause; characters are of the document's text.

    `path` is its place in the clause: "2" is the second paragraph, "2.3" that one's item (三).
    """

    id: str
    path: str
    label: str
    start: int
    end: int
    page: int | None = None


class Flag(Value):
    """Why a clause is suspicious, and the words that made it so, cut short."""

    reason: Suspicion
    evidence: str


class Clearance(Value):
    """An officer's word that a flagged clause may be cited."""

    by: str
    at: datetime
    note: str = ""


class Clause(Value):
    """One article of a document (or one numbered section, paragraph or appendix).

    `article` is the number citations carry ("15", "3.2", "附表1"); `label` is how the document
    writes it ("第十五条"); `heading` is the path of parts, chapters and sections above it. Our
    manual's clauses also carry their English, the law articles they rest on ("外汇管理条例 12"),
    the rules of compliance they state, the packs and product families they govern and how
    customers ask for them. `start` and `end` are characters of the document's text, `page` the
    page of a PDF on which it begins, from 1.
    """

    id: str
    document_id: str
    document: str
    article: str
    label: str
    heading: tuple[str, ...]
    text: str
    text_en: str | None = None
    kind: str = ""
    issuer: str | None = None
    language: Literal["zh", "en"] = "zh"
    audience: Audience = "customer"
    level: Literal["article", "section", "appendix"] = "article"
    start: int = 0
    end: int = 0
    page: int | None = None
    parts: tuple[Part, ...] = ()
    flags: tuple[Flag, ...] = ()
    clearance: Clearance | None = None
    based_on: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    source: str

    @property
    def citation(self) -> str:
        """The clause as a reader writes it: 《个人信息保护法》第十五条."""
        return f"《{self.document}》{self.label}"

    @property
    def is_held_back(self) -> bool:
        """Whether the clause is suspicious and no officer has cleared it."""
        return bool(self.flags) and self.clearance is None

    def is_for(self, audience: Audience) -> bool:
        """Whether the clause may be cited to this audience; staff may see every clause."""
        return audience == "staff" or (self.audience == "customer" and not self.is_held_back)

    def in_force(self, day: date) -> bool:
        """Whether the clause binds on `day`; a clause without dates always does."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


class Passage(Value):
    """A clause found for a question, with how well it fits (0 to 1) and how it was found.

    `start` and `end` are the characters of the clause's text that answer best: the paragraph
    that was cited, or the sentence nearest the question; both 0 for a clause without text.
    """

    clause: Clause
    score: float
    found_by: Literal["citation", "hybrid", "lexical"]
    start: int = 0
    end: int = 0

    @property
    def span(self) -> str:
        """The words of the clause that answer best."""
        return self.clause.text[self.start : self.end]


class Filters(Value):
    """What a search keeps to; None keeps everything. Staff may see what customers may not."""

    kind: str | None = None
    issuer: str | None = None
    language: Literal["zh", "en"] | None = None
    audience: Audience = "customer"


Silence = Literal["law_not_held", "no_such_article", "nothing_fits"]
"""Why a search gives no passage."""


class Remark(Value):
    """Something a reader of the passages must know, in both languages, and of which clauses.

    conflict: two clauses in force give other figures. superseded: an ended clause fits best.
    no_such_article: the law has no article of that number, and which ones it has.
    """

    kind: Literal["conflict", "superseded", "no_such_article"]
    zh: str
    en: str
    clause_ids: tuple[str, ...] = ()


class Findings(Value):
    """What a search gives: passages best first, [] when nothing answers the question.

    `notice` is a sentence the user should see, e.g. that only lexical search is available.
    `reason` says why there are no passages, None where there are some.
    """

    question: str
    as_of: date
    passages: tuple[Passage, ...]
    notice: str | None = None
    reason: Silence | None = None
    remarks: tuple[Remark, ...] = ()


class Receipt(Value):
    """What left the library: a document, how many clauses, and what each store gave up.

    `stores` counts rows by store (clauses, texts, vectors, index); `at` is None where the caller
    gave no moment. No word of the text is kept.
    """

    id: int = 0
    at: datetime | None
    by: str
    reason: Literal["removed", "replaced"]
    document_id: str
    title: str
    effective_from: date | None
    clauses: int
    clause_ids: tuple[str, ...]
    stores: dict[str, int]


class Change(Value):
    """What became of a clause in the next edition; `old` or `new` is None where there is none.

    moved: the same words under another number or heading. `likeness` is 1 for the same words.
    """

    how: Literal["unchanged", "changed", "moved", "new", "gone"]
    old: Clause | None
    new: Clause | None
    likeness: float


class Difference(Value):
    """Two editions of a document compared, clause by clause in the order of the later one."""

    title: str
    older: Document
    newer: Document
    changes: tuple[Change, ...]

    def count(self, how: str) -> int:
        """How many clauses fared so."""
        return sum(one.how == how for one in self.changes)


class Superseded(Value):
    """An edition that a later one follows, and how many clauses fared how; ids of documents."""

    title: str
    older: str
    newer: str
    unchanged: int
    changed: int
    moved: int
    new: int
    gone: int


class Note(Value):
    """Something of a file that could not be read, while the rest stands; place and reason."""

    place: str
    reason: str


class AddReport(Value):
    """What adding documents did: added and unchanged titles, and refusals with their reasons.

    `notes` tell of parts of a file that could not be read, `flagged` the ids of clauses held back,
    `receipts` what edited files put out of the library, `superseded` which editions were followed.
    """

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...] = ()
    flagged: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    clauses: int
    seconds: float
