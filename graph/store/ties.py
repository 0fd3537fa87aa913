"""Ties between two kinds of nodes, written in differences."""

from collections.abc import Iterable, Mapping
from typing import Final, LiteralString

from graph.ground import Tie
from graph.store.connection import Graph, Statement
from graph.store.loading import batches


class TieKind:
    """The three statements of one kind of tie: what is held, what comes, what goes."""

    def __init__(
        self, source: LiteralString, name: LiteralString, target: LiteralString = "Clause"
    ) -> None:
        pattern: LiteralString = f"(a:{source} {{id: row.source}})"
        other: LiteralString = f"(b:{target} {{id: row.target}})"
        self.held: LiteralString = (
            f"MATCH (a:{source})-[:{name}]->(b:{target}) "
            "RETURN a.id AS source, b.id AS target ORDER BY source, target"
        )
        self.make: LiteralString = (
            f"UNWIND $rows AS row MATCH {pattern} MATCH {other} "
            f"MERGE (a)-[t:{name}]->(b) RETURN count(t) AS made"
        )
        self.cut: LiteralString = (
            f"UNWIND $rows AS row MATCH {pattern}-[t:{name}]->{other} DELETE t"
        )


NAMED_RULES: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (:Rule {id: row.source})
"""
RULES: Final = TieKind("Rule", "RESTS_ON")
TIES: Final[Mapping[str, TieKind]] = {
    "rules": RULES,
    "packs": TieKind("ScenarioPack", "GOVERNED_BY"),
    "products": TieKind("Product", "GOVERNED_BY"),
    "bases": TieKind("Clause", "BASED_ON"),
    "successors": TieKind("Clause", "SUPERSEDED_BY"),
}
"""Each kind of tie by the field of the ground that lists it."""

STATEMENTS: Final[tuple[LiteralString, ...]] = tuple(
    statement for kind in TIES.values() for statement in (kind.held, kind.make, kind.cut)
)
"""Every statement of the ties."""


class TieWriter:
    """Writes one kind of tie."""

    def __init__(self, graph: Graph, kind: TieKind) -> None:
        self._graph = graph
        self._kind = kind

    def write(self, ties: Iterable[Tie]) -> tuple[int, int]:
        """Make and cut what differs from what is held; how many of each.

        A tie to a node that is not in the graph is not made; rules are made where they are not.
        """
        wanted = {(one.source, one.target) for one in ties}
        held = {(row["source"], row["target"]) for row in self._graph.read(self._kind.held)}
        made = sum(map(self._made, batches(_rows(wanted - held))))
        for rows in batches(_rows(held - wanted)):
            self._graph.write([(self._kind.cut, {"rows": rows})])
        return made, len(held - wanted)

    def _made(self, rows: object) -> int:
        steps: list[Statement] = [(self._kind.make, {"rows": rows})]
        if self._kind is RULES:
            steps.insert(0, (NAMED_RULES, {"rows": rows}))
        return self._graph.write(steps)[-1][0]["made"]


def _rows(pairs: set[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"source": source, "target": target} for source, target in sorted(pairs)]
