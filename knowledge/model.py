"""Documents, clauses, and what a search gives back."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A value: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Value):
    """A policy document; `short_title` is how citations name it."""

    id: str
    title: str
    short_title: str
    kind: str
    issuer: str | None = None
    number: str | None = None
    promulgated: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    source: str
    clauses: int


class Clause(Value):
    """One article of a document (or, of our manual, one numbered section).

    `article` is the number citations carry ("15", "3.2"); `label` is how the document writes it
    ("第十五条"); `heading` is the path of parts, chapters and sections above it. Our manual's
    clauses also carry their English, the law articles they rest on ("外汇管理条例 12"), the
    compliance rules they state and how customers ask for them.
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
    based_on: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    source: str

    @property
    def citation(self) -> str:
        """The clause as a reader writes it: 《个人信息保护法》第十五条."""
        return f"《{self.document}》{self.label}"

    def in_force(self, day: date) -> bool:
        """Whether the clause binds on `day`; a clause without dates always does."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)


class Passage(Value):
    """A clause found for a question, with how well it fits (0 to 1) and how it was found."""

    clause: Clause
    score: float
    found_by: Literal["citation", "hybrid", "lexical"]


class Findings(Value):
    """What a search gives: passages best first, [] when nothing answers the question.

    `notice` is a sentence the user should see, e.g. that only lexical search is available.
    """

    question: str
    as_of: date
    passages: tuple[Passage, ...]
    notice: str | None = None


class AddReport(Value):
    """What adding documents did: added and unchanged titles, and refusals with their reasons."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    clauses: int
    seconds: float
