"""Documents and clauses in the graph, what rests on them, and the question who does."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, LiteralString

from graph.ground import (
    Dependant,
    Ground,
    GroundClause,
    GroundDocument,
    GroundReport,
    PlanGround,
    Superseded,
)
from graph.store.connection import Graph, Row, Statement
from graph.store.loading import batches
from graph.store.nodes import to_node
from graph.store.ties import TIES, TieWriter

HELD_DOCUMENTS: Final[LiteralString] = """
MATCH (d:Document)
RETURN d.id AS id, d.fingerprint AS fingerprint
ORDER BY id
"""
HELD_CLAUSES: Final[LiteralString] = """
MATCH (c:Clause)
RETURN c.id AS id, c.title AS title, c.status AS status, c.digest AS digest,
       c.fingerprint AS fingerprint
ORDER BY id
"""
DOCUMENTS: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (d:Document {id: row.id})
SET d += row.properties
RETURN count(d) AS written
"""
CLAUSES: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (d:Document {id: row.document})
MERGE (c:Clause {id: row.id})
SET c += row.properties
MERGE (d)-[:HAS]->(c)
RETURN count(c) AS written
"""
DELETE_DOCUMENTS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (d:Document {id: id})
DETACH DELETE d
"""
# A plan keeps the name of what it rests on, so that the clause removed can still be asked about.
REMOVE_CLAUSES: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (c:Clause {id: id})
SET c.status = 'removed', c.heading = [], c.digest = NULL, c.fingerprint = NULL
"""
DELETE_CLAUSES: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (c:Clause {id: id})
OPTIONAL MATCH (p:Plan)-[:RESTS_ON]->(c)
WITH c, count(p) AS plans
WHERE plans = 0
DETACH DELETE c
"""
PLANS: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (p:Plan {id: row.id})
WITH p, row
WHERE p.version IS NULL OR p.version <= row.version
SET p += row.properties
RETURN count(p) AS written
"""
LEFT_CLAUSES: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (p:Plan {id: row.id})
WHERE p.version = row.version
MATCH (p)-[left:RESTS_ON]->(c:Clause)
WHERE NOT c.id IN row.clauses
DELETE left
"""
CLAUSES_OF_PLANS: Final[LiteralString] = """
UNWIND $rows AS row
UNWIND row.clauses AS clause
MATCH (p:Plan {id: row.id})
WHERE p.version = row.version
MERGE (c:Clause {id: clause})
MERGE (p)-[:RESTS_ON]->(c)
"""
HELD_PLANS: Final[LiteralString] = """
MATCH (p:Plan)
RETURN p.id AS id, p.version AS version
ORDER BY id
"""
DEPENDANTS: Final[LiteralString] = """
UNWIND $ids AS clause
MATCH (ground:Clause {id: clause})<-[:BASED_ON*0..1]-(c:Clause)<-[:RESTS_ON|GOVERNED_BY]-(n)
WITH clause, c, n, labels(n)[0] AS label
RETURN DISTINCT clause, c.id AS through,
       CASE label WHEN 'ScenarioPack' THEN 'Pack' ELSE label END AS kind,
       n.id AS id, n.version AS version,
       coalesce(n.title, n.zh, n.name, n.id) AS title,
       coalesce(n.titleEn, n.en, n.nameEn, n.id) AS titleEn
ORDER BY clause, kind, id, through
"""

PLAN_BATCH: Final = 250
"""Plans of one transaction; each brings a dozen clauses or more."""

STOOD: Final = (None, "current", "unchanged")
"""What the graph says of a clause that was not superseded yet; None before it was first written."""


class StoredGround:
    """Documents, clauses and what rests on them, over Bolt."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def compare(self, ground: Ground) -> list[Superseded]:
        """The clauses held that `ground` supersedes, edits or no longer has, by id.

        Raises:
            GraphUnavailable: The server does not answer.
        """
        wanted = {one.id: one for one in ground.clauses}
        successors = {one.source: one.target for one in ground.successors}
        found = [_superseded(row, wanted.get(row["id"])) for row in self._graph.read(HELD_CLAUSES)]
        return [
            one.model_copy(update={"successor": successors.get(one.clause_id)})
            for one in found
            if one is not None
        ]

    def write(self, ground: Ground) -> GroundReport:
        """Make the graph say what `ground` says, in differences only; twice changes nothing.

        Ties to packs and products that are not in the graph are left out.

        Raises:
            GraphUnavailable: The server does not answer.
        """
        documents = self._differing(HELD_DOCUMENTS, [_document(one) for one in ground.documents])
        clauses = self._differing(HELD_CLAUSES, [_clause(one) for one in ground.clauses])
        written = self._merge(DOCUMENTS, documents) + self._merge(CLAUSES, clauses)
        deleted = self._delete(ground)
        tied, cut = 0, 0
        for field, kind in TIES.items():
            made, left = TieWriter(self._graph, kind).write(getattr(ground, field))
            tied, cut = tied + made, cut + left
        return GroundReport(written=written, deleted=deleted, tied=tied, cut=cut)

    def keep_plans(self, plans: Sequence[PlanGround]) -> int:
        """Keep versions of plans and what they rest on; how many were not older than those kept.

        Raises:
            GraphUnavailable: The server does not answer; nothing was written.
        """
        steps = (PLANS, LEFT_CLAUSES, CLAUSES_OF_PLANS)
        return sum(
            self._graph.write([(step, {"rows": rows}) for step in steps])[0][0]["written"]
            for rows in batches([_plan(one) for one in plans], PLAN_BATCH)
        )

    def plans(self) -> dict[str, int]:
        """The version kept of every plan, by id."""
        return {row["id"]: row["version"] for row in self._graph.read(HELD_PLANS)}

    def dependants(self, clauses: Iterable[str]) -> list[Dependant]:
        """What rests on the clauses, by clause, kind and id; [] for nothing.

        A rule, pack, product or plan that names a clause of the manual rests on the articles of law
        which that clause rests on.
        """
        merged: dict[tuple[str, str, str], Dependant] = {}
        for row in self._graph.read(DEPENDANTS, ids=list(clauses)):
            one = _dependant(row)
            key = (one.clause_id, one.kind, one.id)
            before = merged.get(key)
            through = one.through if before is None else (*before.through, *one.through)
            merged[key] = one.model_copy(update={"through": through})
        return list(merged.values())

    def _differing(self, held: LiteralString, rows: Sequence[Row]) -> list[Row]:
        known = {row["id"]: row["fingerprint"] for row in self._graph.read(held)}
        return [one for one in rows if known.get(one["id"]) != one["properties"]["fingerprint"]]

    def _merge(self, statement: LiteralString, rows: Sequence[Row]) -> int:
        return sum(
            self._graph.write([(statement, {"rows": batch})])[0][0]["written"]
            for batch in batches(rows)
        )

    def _delete(self, ground: Ground) -> int:
        """Take out documents no longer held, and their clauses but for names plans rest on."""
        documents = _gone(self._graph.read(HELD_DOCUMENTS), (one.id for one in ground.documents))
        held = self._graph.read(HELD_CLAUSES)
        clauses = _gone(
            [row for row in held if row["fingerprint"] is not None],
            (one.id for one in ground.clauses),
        )
        steps: list[Statement] = []
        for ids in batches(documents):
            steps.append((DELETE_DOCUMENTS, {"ids": ids}))
        for ids in batches(clauses):
            steps.append((REMOVE_CLAUSES, {"ids": ids}))
            steps.append((DELETE_CLAUSES, {"ids": ids}))
        if steps:
            self._graph.write(steps)
        return len(documents) + len(clauses)


def _superseded(held: Row, wanted: GroundClause | None) -> Superseded | None:
    """What became of a clause the graph holds; None where its words stand."""
    title = held["title"] or held["id"]
    if wanted is None:
        if held["status"] == "removed" or held["fingerprint"] is None:
            return None
        return Superseded(clause_id=held["id"], title=title, how="removed")
    if wanted.status not in STOOD:
        if held["status"] not in STOOD:
            return None
        named = {"clause_id": held["id"], "title": wanted.title, "how": wanted.status}
        return Superseded.model_validate(named)
    if held["digest"] is not None and held["digest"] != wanted.digest:
        return Superseded(clause_id=held["id"], title=wanted.title, how="edited")
    return None


def _gone(held: Sequence[Row], kept: Iterable[str]) -> list[str]:
    keep = set(kept)
    return [row["id"] for row in held if row["id"] not in keep]


def _document(one: GroundDocument) -> Row:
    return {"id": one.id, "properties": _marked(to_node(one))}


def _clause(one: GroundClause) -> Row:
    properties = to_node(one)
    document = properties.pop("documentId")
    return {"id": one.id, "document": document, "properties": _marked(properties)}


def _plan(one: PlanGround) -> Row:
    properties = to_node(one)
    clauses = properties.pop("clauses")
    return {"id": one.id, "version": one.version, "properties": properties, "clauses": clauses}


def _marked(properties: dict[str, object]) -> dict[str, object]:
    """The properties with a fingerprint of their own, by which a difference is seen."""
    written = repr(sorted(properties.items())).encode()
    return properties | {"fingerprint": hashlib.sha256(written).hexdigest()[:24]}


def _dependant(row: Row) -> Dependant:
    through = () if row["through"] == row["clause"] else (row["through"],)
    return Dependant(
        clause_id=row["clause"], kind=row["kind"], id=row["id"], title=row["title"],
        title_en=row["titleEn"], version=row["version"], through=through,
    )  # fmt: skip
