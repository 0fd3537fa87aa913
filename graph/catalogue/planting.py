"""Life events, packs and rules written into the graph, with what binds them to each other."""

from collections.abc import Iterable
from typing import Final, LiteralString

from graph.catalogue.model import Catalogue, LifeEvent, Pack
from graph.store.connection import Graph

EVENTS: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (e:LifeEvent {id: row.id})
SET e += row.properties
"""
PACKS: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (p:ScenarioPack {id: row.id})
SET p += row.properties
"""
RULES: Final[LiteralString] = """
UNWIND $rows AS row
MERGE (:Rule {id: row.id})
"""
ANSWERS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (e:LifeEvent {id: row.event})
MATCH (p:ScenarioPack {id: row.pack})
MERGE (e)-[:ANSWERED_BY]->(p)
"""
RULES_OF_EVENTS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (e:LifeEvent {id: row.id})
MATCH (r:Rule {id: row.rule})
MERGE (e)-[:BOUND_BY]->(r)
"""
RULES_OF_PACKS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (p:ScenarioPack {id: row.id})
MATCH (r:Rule {id: row.rule})
MERGE (p)-[:BOUND_BY]->(r)
"""
INCLUDES: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (pack:ScenarioPack {id: row.id})
MATCH (product:Product {family: row.family})
MERGE (pack)-[:INCLUDES]->(product)
"""
PARTNERS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (pack:ScenarioPack {id: row.id})
MATCH (partner:Partner {kind: row.kind})
MERGE (pack)-[:`WITH`]->(partner)
"""


def plant(catalogue: Catalogue, graph: Graph) -> None:
    """Write the catalogue into the graph in one transaction; planting twice changes nothing.

    Packs are tied to the products and partners that are in the graph by then.
    """
    rules = sorted({key for one in (*catalogue.events, *catalogue.packs) for key in one.rules})
    graph.write(
        [
            (EVENTS, {"rows": [_event(one) for one in catalogue.events]}),
            (PACKS, {"rows": [_pack(one) for one in catalogue.packs]}),
            (RULES, {"rows": [{"id": key} for key in rules]}),
            (ANSWERS, {"rows": _answers(catalogue)}),
            (RULES_OF_EVENTS, {"rows": _bonds(catalogue.events)}),
            (RULES_OF_PACKS, {"rows": _bonds(catalogue.packs)}),
            (INCLUDES, {"rows": _included(catalogue)}),
            (PARTNERS, {"rows": _partners(catalogue)}),
        ]
    )


def _event(event: LifeEvent) -> dict[str, object]:
    properties = {
        "id": event.key,
        "zh": event.zh,
        "en": event.en,
        "leadMin": event.lead[0],
        "leadMax": event.lead[1],
        "proactive": event.proactive,
        "needs": [one.zh for one in event.needs],
        "needsEn": [one.en for one in event.needs],
    }
    return {"id": event.key, "properties": properties}


def _pack(pack: Pack) -> dict[str, object]:
    properties = {
        "id": pack.key,
        "zh": pack.zh,
        "en": pack.en,
        "components": [one.zh for one in pack.components],
        "componentsEn": [one.en for one in pack.components],
        "tiers": sorted(pack.tiers),
    }
    return {"id": pack.key, "properties": properties}


def _answers(catalogue: Catalogue) -> list[dict[str, str]]:
    return [{"event": one.key, "pack": one.pack} for one in catalogue.events if one.pack]


def _bonds(bound: Iterable[LifeEvent | Pack]) -> list[dict[str, str]]:
    return [{"id": one.key, "rule": rule} for one in bound for rule in one.rules]


def _included(catalogue: Catalogue) -> list[dict[str, str]]:
    return [
        {"id": pack.key, "family": family}
        for pack in catalogue.packs
        for family in sorted({family for part in pack.components for family in part.families})
    ]


def _partners(catalogue: Catalogue) -> list[dict[str, str]]:
    return [{"id": pack.key, "kind": kind} for pack in catalogue.packs for kind in pack.partners]
