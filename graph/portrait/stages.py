"""The stage of each foreseen life event, as a tag: what a customer considers or is likely to do."""

from collections.abc import Mapping, Sequence
from typing import Final, LiteralString

from graph.model import Need, Tag
from graph.portrait.families import Family, families
from graph.store.connection import Graph, Row
from graph.store.loading import batches
from graph.store.nodes import to_node

FAMILY: Final = "scenario.event_stage"
LIKELY: Final = 0.3
"""From this probability within 90 days on an event is likely, below it is being considered."""

CUSTOMERS_A_BATCH: Final = 200

# A sensitive event is never a tag: the portrait holds no inferred illness or pregnancy.
FORESEEN: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_NEED]->(n:Need {status: 'open'})
WHERE coalesce(n.contactReason, '') <> 'sensitive_event'
RETURN c.id AS customer_id, n.event AS event, n.eventZh AS zh, n.eventEn AS en,
       n.probability90 AS probability, n.asOf AS as_of
ORDER BY customer_id, event
"""
LEFT: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (:Customer {id: row.id})-[:HAS_TAG]->(t:Tag)
WHERE t.key STARTS WITH 'scenario.event_stage.' AND t.value IN ['likely', 'considering']
  AND NOT t.id IN row.keep
DETACH DELETE t
"""
PUT: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
UNWIND row.tags AS tag
MERGE (t:Tag {id: tag.id})
ON CREATE SET t.status = 'current'
SET t += tag
MERGE (c)-[:HAS_TAG]->(t)
"""


def store_stages(
    graph: Graph, needs: Mapping[str, Sequence[Need]], profiled: Mapping[str, str]
) -> None:
    """Replace the stages of each customer named by those of their open needs.

    Only of customers whose consent to profiling is in force, each with the consent's id.
    """
    rows = [_row(who, theirs, profiled.get(who)) for who, theirs in sorted(needs.items())]
    for batch in batches(rows, CUSTOMERS_A_BATCH):
        graph.write([(LEFT, {"rows": batch}), (PUT, {"rows": batch})])


def foreseen(graph: Graph, profiled: Mapping[str, str]) -> dict[str, list[Tag]]:
    """The stages of every customer's open needs, by customer id."""
    tags: dict[str, list[Tag]] = {}
    for row in graph.read(FORESEEN):
        if row["customer_id"] in profiled:
            tag = _tag(row, profiled[row["customer_id"]])
            tags.setdefault(row["customer_id"], []).append(tag)
    return tags


def _row(who: str, needs: Sequence[Need], consent: str | None) -> dict[str, object]:
    shown = [one for one in needs if one.contact_reason != "sensitive_event"]
    tags = [_tag(_as_row(one), consent) for one in shown] if consent is not None else []
    nodes = [to_node(one) | {"id": f"{who}/{one.key}"} for one in tags]
    # What the customer contests stays contested.
    stated = [{name: held for name, held in one.items() if name != "status"} for one in nodes]
    return {"id": who, "keep": [one["id"] for one in nodes], "tags": stated}


def _as_row(need: Need) -> Row:
    return {
        "event": need.event, "zh": need.event_zh, "en": need.event_en,
        "probability": need.probability_90, "as_of": need.as_of,
    }  # fmt: skip


def _tag(row: Row, consent: str) -> Tag:
    family = _family()
    value = "likely" if row["probability"] >= LIKELY else "considering"
    said = family.values[value]
    return Tag(
        key=f"{FAMILY}.{row['event']}", dimension="scenario", value=value,
        label=f"{family.zh}·{row['zh']}：{said.zh}",
        label_en=f"{family.en}, {row['en']}: {said.en}",
        source="app_events, contacts, transactions, fx", as_of=row["as_of"],
        legal_basis=f"consent:{consent}",
        explain="根据您近期的搜索、咨询与相关交易推测，您可以提出异议",
        explain_en="inferred from recent searches, questions and payments; you may contest it",
    )  # fmt: skip


def _family() -> Family:
    return next(one for one in families() if one.key == FAMILY)
