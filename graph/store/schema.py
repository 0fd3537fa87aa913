"""The labels, relationships, constraints and indexes of the graph: one list for both servers.

(:Customer)-[:OWNS]->(:Account | :Card | :Loan | :Holding | :Insurance)
(:Customer)-[:ASSESSED_AS]->(:RiskAssessment)      (:Customer)-[:GAVE]->(:Consent)
(:Customer)-[:EXCHANGED]->(:FxTrade)               (:Customer)-[:SERVED_BY]->(:Advisor)
(:Customer)-[:HAS_TAG]->(:Tag)                     (:Holding)-[:OF]->(:Product)
(:Customer)-[:SHOWS]->(:Signal)-[:POINTS_TO]->(:LifeEvent)-[:RAISES]->(:Need)
(:Customer)-[:HAS_NEED]->(:Need)-[:MET_BY]->(:ScenarioPack)
(:Customer)-[:FORESEEN]->(:Alarm)                  (:LifeEvent)-[:ANSWERED_BY]->(:ScenarioPack)
(:ScenarioPack)-[:INCLUDES]->(:Product)            (:ScenarioPack)-[:WITH]->(:Partner)
(:ScenarioPack | :Product)-[:GOVERNED_BY]->(:Clause)
(:ScenarioPack | :LifeEvent)-[:BOUND_BY]->(:Rule)  (:Document)-[:HAS]->(:Clause)
(:Plan | :Rule)-[:RESTS_ON]->(:Clause)             (:Clause)-[:BASED_ON]->(:Clause)
(:Clause)-[:SUPERSEDED_BY]->(:Clause)              (:Customer)-[:FORBIDS]->(:Suppression)

An event raises the needs of many customers: a path is one customer's only where the need at its
end is theirs, by `HAS_NEED`.
"""

from typing import Final, LiteralString

from graph.store.connection import Graph

LABELS: Final[tuple[LiteralString, ...]] = (
    "Customer", "Account", "Card", "Loan", "Holding", "Insurance", "RiskAssessment", "Consent",
    "FxTrade", "Advisor", "Product", "Partner", "Quote", "LifeEvent", "ScenarioPack", "Need",
    "Signal", "Alarm", "Tag", "Rule", "Document", "Clause", "Plan", "Suppression",
)  # fmt: skip
"""Every label; a node of each has a unique property `id`."""

RELATIONSHIPS: Final[tuple[LiteralString, ...]] = (
    "OWNS", "ASSESSED_AS", "GAVE", "EXCHANGED", "SERVED_BY", "HAS_TAG", "OF", "SHOWS",
    "POINTS_TO", "HAS_NEED", "RAISES", "MET_BY", "FORESEEN", "ANSWERED_BY", "INCLUDES", "WITH",
    "BOUND_BY", "HAS", "RESTS_ON", "GOVERNED_BY", "BASED_ON", "SUPERSEDED_BY", "FORBIDS",
)  # fmt: skip

LOOKUPS: Final[tuple[tuple[LiteralString, LiteralString], ...]] = (
    ("Customer", "name"),
    ("Customer", "advisorId"),
    ("Holding", "productCode"),
    ("Need", "pattern"),
    ("Need", "book"),
    ("Product", "family"),
    ("Quote", "instrument"),
)
"""The properties, besides `id`, that a query starts from."""


def _unique(label: LiteralString) -> LiteralString:
    return f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def _index(label: LiteralString, name: LiteralString) -> LiteralString:
    return f"CREATE INDEX {label}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"


CONSTRAINTS: Final[tuple[LiteralString, ...]] = tuple(_unique(label) for label in LABELS)
INDEXES: Final[tuple[LiteralString, ...]] = tuple(_index(label, name) for label, name in LOOKUPS)


def prepare(graph: Graph) -> None:
    """Make every constraint and index; what is there already stays as it is.

    Raises:
        GraphUnavailable: The server does not answer.
    """
    for statement in (*CONSTRAINTS, *INDEXES):
        graph.write([(statement, {})])
