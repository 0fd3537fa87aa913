"""What the library, the rules and the catalogue say of each other, as the graph is to keep it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from assistant.compliance.model import Rule
from graph.bank import Products
from graph.catalogue import Pack
from graph.ground import Ground, GroundClause, GroundDocument, Standing, Tie
from graph.offers import Product
from knowledge import Clause, Document
from knowledge.editions import changes

Fate = tuple[Standing, str | None]
"""What became of a clause in the next edition, and the clause that took its place."""


class Shelved(Protocol):
    """The policy library, as far as what it holds is asked."""

    def documents(self) -> list[Document]:
        """Every document and edition kept."""
        ...

    def clauses(self) -> list[Clause]:
        """Every clause of every edition kept, document by document in order."""
        ...

    def clause(self, document: str, article: str, as_of: date) -> Clause | None:
        """The article of the named document in force on `as_of`."""
        ...


@dataclass(frozen=True)
class Grounding:
    """Reads what rests on what out of the library, the rules and the catalogue."""

    library: Shelved
    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    products: Products

    def ground(self, today: date) -> Ground:
        """Everything the library holds by name, and what rests on it as of `today`."""
        clauses = self.library.clauses()
        fates = _fates(clauses)
        of_rules = sorted(self._of_rules(clauses, today))
        return Ground(
            documents=tuple(map(_document, self.library.documents())),
            clauses=tuple(_clause(one, fates) for one in clauses),
            rules=_ties(of_rules),
            packs=_ties(self._of_packs(clauses, of_rules, today)),
            products=_ties(self._of_products(clauses, today)),
            bases=_ties(self._bases(clauses, today)),
            successors=_ties((old, fate[1]) for old, fate in fates.items() if fate[1] is not None),
        )

    def _of_rules(self, clauses: Sequence[Clause], today: date) -> set[tuple[str, str]]:
        """Rules with the manual's clauses that state them and the articles they were read from."""
        stated = {(rule, one.id) for one in clauses if one.in_force(today) for rule in one.rules}
        read = {
            (rule.key, found.id)
            for rule in self.rules
            for basis in rule.basis
            if (found := self.library.clause(basis.document, basis.article, today)) is not None
        }
        return stated | read

    def _of_packs(
        self, clauses: Sequence[Clause], of_rules: Sequence[tuple[str, str]], today: date
    ) -> set[tuple[str, str]]:
        """Packs with the clauses that name them and those of the rules that bind them."""
        named = {(pack, one.id) for one in clauses if one.in_force(today) for pack in one.packs}
        bound = {
            (pack.key, clause)
            for pack in self.packs
            for rule, clause in of_rules
            if rule in pack.rules
        }
        return named | bound

    def _of_products(self, clauses: Sequence[Clause], today: date) -> set[tuple[str, str]]:
        """Products with the clauses for their family, and those the product itself names."""
        by_family: dict[str, list[str]] = {}
        for one in clauses:
            for family in one.families if one.in_force(today) else ():
                by_family.setdefault(family, []).append(one.id)
        sold = [
            one
            for family in sorted(_families(self.packs) | set(by_family))
            for one in self.products.on_sale(family, today)
        ]
        ruled = {(one.code, clause) for one in sold for clause in by_family.get(one.family, ())}
        return ruled | {(one.code, clause) for one in sold for clause in self._named(one, today)}

    def _named(self, product: Product, today: date) -> Iterator[str]:
        for cited in product.clauses:
            found = self._cited(cited, today)
            if found is not None:
                yield found

    def _bases(self, clauses: Sequence[Clause], today: date) -> set[tuple[str, str]]:
        return {
            (one.id, found)
            for one in clauses
            for cited in one.based_on
            if (found := self._cited(cited, today)) is not None
        }

    def _cited(self, cited: str, today: date) -> str | None:
        """The id of the clause words like "外汇管理条例 12" name; None where it is not held."""
        document, _, article = cited.rpartition(" ")
        found = self.library.clause(document, article, today) if document else None
        return None if found is None else found.id


def _families(packs: Iterable[Pack]) -> set[str]:
    return {family for one in packs for part in one.components for family in part.families}


def _ties(pairs: Iterable[tuple[str, str | None]]) -> tuple[Tie, ...]:
    kept = sorted({(source, target) for source, target in pairs if target is not None})
    return tuple(Tie(source=source, target=target) for source, target in kept)


def _document(one: Document) -> GroundDocument:
    return GroundDocument(
        id=one.id, title=one.title, number=one.number, issuer=one.issuer, kind=one.kind,
        effective_from=one.effective_from, effective_to=one.effective_to, status=one.status,
    )  # fmt: skip


def _clause(one: Clause, fates: Mapping[str, Fate]) -> GroundClause:
    return GroundClause(
        id=one.id,
        document_id=one.document_id,
        title=one.citation,
        article=one.article,
        heading=one.heading,
        effective_from=one.effective_from,
        effective_to=one.effective_to,
        status=fates.get(one.id, ("current", None))[0],
        digest=_digest(one),
    )


def _digest(clause: Clause) -> str:
    return hashlib.sha256("".join(clause.text.split()).encode()).hexdigest()[:24]


def _fates(clauses: Iterable[Clause]) -> dict[str, Fate]:
    """What became of each clause of an edition that a later one follows, by id.

    Editions of a document share what stands before the @ of its id.
    """
    editions: dict[str, dict[tuple[date, str], list[Clause]]] = {}
    for one in clauses:
        family = one.document_id.partition("@")[0]
        begun = (_begun(one.document_id), one.document_id)
        editions.setdefault(family, {}).setdefault(begun, []).append(one)
    return {
        clause_id: fate
        for by_day in editions.values()
        for (_, before), (_, after) in pairwise(sorted(by_day.items()))
        for clause_id, fate in _between(before, after)
    }


def _begun(document_id: str) -> date:
    day = document_id.partition("@")[2]
    return date.fromisoformat(day) if day else date.min


def _between(before: Sequence[Clause], after: Sequence[Clause]) -> Iterator[tuple[str, Fate]]:
    """The fate of each earlier clause; one under another heading only has not moved."""
    for one in changes(before, after):
        if one.old is None or one.how == "new":
            continue
        is_renumbered = one.new is not None and one.new.article != one.old.article
        how = "unchanged" if one.how == "moved" and not is_renumbered else one.how
        yield one.old.id, (how, one.new.id if one.new else None)
