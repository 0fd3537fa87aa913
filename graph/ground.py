"""What plans, packs, products and rules rest on, as the graph keeps it: names and days, no text."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, Protocol

from graph.values import Value

Standing = Literal["current", "unchanged", "moved", "changed", "gone", "removed"]
"""What became of a clause: current where no later edition is known; unchanged, moved to another
number, changed or gone in the next edition; removed from the library."""

DependantKind = Literal["Plan", "Pack", "Product", "Rule"]


class GroundDocument(Value):
    """A policy document or one of its editions; `status` as the source words it."""

    id: str
    title: str
    number: str | None = None
    issuer: str | None = None
    kind: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    status: str | None = None


class GroundClause(Value):
    """A clause by name; `title` is how a reader cites it, `digest` tells when its words change."""

    id: str
    document_id: str
    title: str
    article: str
    heading: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    status: Standing = "current"
    digest: str = ""


class Tie(Value):
    """Two nodes that are tied, by id."""

    source: str
    target: str


class Ground(Value):
    """Everything the library holds, by name, with what rests on it.

    `rules`, `packs` and `products` tie one of those to a clause; `bases` a clause of the manual to
    the article of law it rests on; `successors` a clause to that of the next edition.
    """

    documents: tuple[GroundDocument, ...] = ()
    clauses: tuple[GroundClause, ...] = ()
    rules: tuple[Tie, ...] = ()
    packs: tuple[Tie, ...] = ()
    products: tuple[Tie, ...] = ()
    bases: tuple[Tie, ...] = ()
    successors: tuple[Tie, ...] = ()


class PlanGround(Value):
    """A version of a plan and the ids of the clauses it rests on."""

    id: str
    version: int
    customer_id: str
    pack: str
    title: str
    title_en: str
    clauses: tuple[str, ...]


class Dependant(Value):
    """What rests on a clause; `through` are the clauses it names itself, where those rest on it.

    `version` is a plan's.
    """

    clause_id: str
    kind: DependantKind
    id: str
    title: str
    title_en: str
    version: int | None = None
    through: tuple[str, ...] = ()


class Superseded(Value):
    """A clause whose words no longer stand as they did, and what took its place."""

    clause_id: str
    title: str
    how: Literal["moved", "changed", "gone", "removed", "edited"]
    successor: str | None = None


class GroundReport(Value):
    """What a write changed: nodes written and deleted, ties made and cut."""

    written: int = 0
    deleted: int = 0
    tied: int = 0
    cut: int = 0

    @property
    def changed_anything(self) -> bool:
        """Whether anything was not yet as it is now."""
        return any((self.written, self.deleted, self.tied, self.cut))


class Grounds(Protocol):
    """Documents, clauses and what rests on them."""

    def compare(self, ground: Ground) -> list[Superseded]:
        """The clauses held that `ground` supersedes, edits or no longer has, by id."""
        ...

    def write(self, ground: Ground) -> GroundReport:
        """Make the graph say what `ground` says, in differences only."""
        ...

    def keep_plans(self, plans: Sequence[PlanGround]) -> int:
        """Keep versions of plans and what they rest on; an older version changes nothing."""
        ...

    def plans(self) -> dict[str, int]:
        """The version kept of every plan, by id."""
        ...

    def dependants(self, clauses: Iterable[str]) -> list[Dependant]:
        """What rests on the clauses, by clause, kind and id; [] for nothing."""
        ...
