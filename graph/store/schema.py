"""The labels, relationships, constraints and indexes of the graph: one list for both servers.

(:Customer)-[:OWNS]->(:Account | :Card | :Loan | :Holding | :Insurance)
(:Customer)-[:ASSESSED_AS]->(:RiskAssessment)      (:Customer)-[:GAVE]->(:Consent)
(:Customer)-[:EXCHANGED]->(:FxTrade)               (:Customer)-[:SERVED_BY]->(:Advisor)
(:Customer)-[:HAS_TAG]->(:Tag)                     (:Holding)-[:OF]->(:Product)
(:Customer)-[:SHOWED]->(:Signal)-[:HINTS_AT]->(:LifeEvent)
(:Customer)-[:HAS_NEED]->(:Need)-[:FORESEES]->(:LifeEvent)-[:ANSWERED_BY]->(:Pack)
(:Pack)-[:OFFERS]->(:Product)                      (:Pack)-[:INVOLVES]->(:Partner)
(:Pack | :LifeEvent)-[:BOUND_BY]->(:Rule)-[:BASED_ON]->(:Clause)
"""

from typing import Final, LiteralString

LABELS: Final[tuple[LiteralString, ...]] = (
    "Customer", "Account", "Card", "Loan", "Holding", "Insurance", "RiskAssessment", "Consent",
    "FxTrade", "Advisor", "Product", "Partner", "Quote", "LifeEvent", "Pack", "Need", "Signal",
    "Tag", "Rule", "Clause",
)  # fmt: skip
"""Every label; a node of each has a unique property `id`."""

RELATIONSHIPS: Final[tuple[LiteralString, ...]] = (
    "OWNS", "ASSESSED_AS", "GAVE", "EXCHANGED", "SERVED_BY", "HAS_TAG", "OF", "SHOWED",
    "HINTS_AT", "HAS_NEED", "FORESEES", "ANSWERED_BY", "OFFERS", "INVOLVES", "BOUND_BY", "BASED_ON",
)  # fmt: skip
