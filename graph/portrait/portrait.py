"""The portrait: tier, living costs and tags, drawn from the feeds onto the graph."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, LiteralString, NamedTuple

from graph.catalogue import load_catalogue
from graph.hub import BANK_ZONE, Hub, Reader, consenting
from graph.model import Tag
from graph.portrait.families import Family, families
from graph.portrait.stages import foreseen
from graph.store.connection import Graph
from graph.store.insights import Portrait, store_portraits, store_tags

PERSON: Final = Path(__file__).with_name("person.sql")

DEBTS: Final = "贷款|还款|房贷|车贷|月供|按揭|信用卡|loan|mortgage|repayment"
INVESTMENTS: Final = "购房|首付|理财|基金|申购|认购|国债|大额存单|证券|黄金积存|fund|securities"
"""What a payment's words say where it is debt service, or buys a home or an investment."""

CONTESTED: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_TAG]->(t:Tag {status: 'contested'})
RETURN c.id AS customer_id, t.key AS key
ORDER BY customer_id, key
"""


class Said(NamedTuple):
    """What a family says of one customer."""

    customer_id: str
    family: Family
    part: str | None
    value: str


def refresh(hub: Hub, graph: Graph, now: datetime) -> None:
    """Write the portrait of every customer of the feeds; no tags without consent to profiling.

    `living_month` is the average monthly spending of the last six months, without debt service,
    transfers to oneself, investments, home purchase and tuition abroad; it is a profile too and
    needs the same consent. What comes from accounts needs the consent to sensitive data as well.
    A tag the customer contests stays contested.

    Raises:
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
    """
    today = now.astimezone(BANK_ZONE).date()
    profiled = consenting(graph, "profiling", now)
    sensitive = consenting(graph, "sensitive_financial", now)
    with hub.reading() as reader:
        _prepare(reader, today)
        portraits = _portraits(reader, profiled)
        said = list(_said(reader, today))
    store_portraits(graph, portraits)
    contested = {(row["customer_id"], row["key"]) for row in graph.read(CONTESTED)}
    stages = foreseen(graph, profiled)
    tags: dict[str, dict[str, Tag]] = {customer_id: {} for customer_id in portraits}
    for one in said:
        basis = sensitive if one.family.sensitivity == "S3" else profiled
        if one.customer_id in profiled and one.customer_id in basis:
            tag = _tag(one, today, basis[one.customer_id])
            tags[one.customer_id][tag.key] = tag
    for customer_id, theirs in stages.items():
        tags[customer_id] |= {one.key: one for one in theirs}
    store_tags(graph, {who: _contested(who, theirs, contested) for who, theirs in tags.items()})


def _contested(
    customer_id: str, tags: Mapping[str, Tag], contested: Collection[tuple[str, str]]
) -> list[Tag]:
    return [
        one.model_copy(update={"status": "contested"}) if (customer_id, key) in contested else one
        for key, one in tags.items()
    ]


def _prepare(reader: Reader, today: date) -> None:
    """Make the temporary tables the families speak of, one statement at a time."""
    parameters = {"today": today, "debts": DEBTS, "investments": INVESTMENTS}
    for statement in PERSON.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            named = {name: one for name, one in parameters.items() if f"${name}" in statement}
            reader.select(statement, **named)


def _portraits(reader: Reader, profiled: Mapping[str, str]) -> dict[str, Portrait]:
    catalogue = load_catalogue()
    rows = reader.select("SELECT customer_id, kind, assets, living_month FROM person ORDER BY 1")
    return {
        row["customer_id"]: Portrait(
            tier=catalogue.tier_of(Decimal(row["assets"]) / 100, row["kind"]),
            living_month=_yuan(row["living_month"]) if row["customer_id"] in profiled else None,
        )
        for row in rows
    }


def _yuan(minor: float | None) -> Decimal | None:
    return None if minor is None else Decimal(round(minor)) / 100


def _said(reader: Reader, today: date) -> Iterator[Said]:
    single = [one for one in families() if one.sql is not None]
    columns = ", ".join(f"({one.sql})::VARCHAR" for one in single)
    parameters = {"today": today}
    for customer_id, *values in reader.tuples(
        f"SELECT customer_id, {columns} FROM person ORDER BY 1", **parameters
    ):
        for family, value in zip(single, values, strict=True):
            if value is not None:
                yield Said(customer_id, family, None, value)
    for family in families():
        if family.rows is not None:
            named = parameters if "$today" in family.rows else {}
            for customer_id, part, value in reader.tuples(f"{family.rows} ORDER BY ALL", **named):
                yield Said(customer_id, family, part, value)


def _tag(said: Said, today: date, consent: str) -> Tag:
    family = said.family
    label = family.label(said.part, said.value)
    return Tag(
        key=family.key if said.part is None else f"{family.key}.{said.part}",
        dimension=family.dimension, value=said.value, label=label.zh, label_en=label.en,
        source=family.source, as_of=today, legal_basis=f"consent:{consent}",
        explain=family.explain.zh, explain_en=family.explain.en, sensitivity=family.sensitivity,
    )  # fmt: skip
