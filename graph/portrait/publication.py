"""What reasoning uses of the portrait, written onto the graph: tiers, living costs and tags."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, LiteralString

from graph.catalogue import load_catalogue
from graph.hub import BANK_ZONE, Reader, consenting, said
from graph.model import Tag
from graph.portrait.best import contrary, ranked
from graph.portrait.families import Family
from graph.portrait.sayings import COLUMNS
from graph.portrait.stages import foreseen
from graph.store.connection import Graph, Row
from graph.store.insights import Portrait, store_portraits, store_tags

CONTESTED: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_TAG]->(t:Tag)
WHERE t.status IN ['contested', 'corrected']
RETURN c.id AS customer_id, t.key AS key, t.status AS status, t.value AS value
ORDER BY customer_id, key
"""


def publish(reader: Reader, graph: Graph, known: tuple[Family, ...], now: datetime) -> None:
    """Write tier, living costs and the tags that reasoning uses onto the graph."""
    today = now.astimezone(BANK_ZONE).date()
    portraits = _portraits(reader, _refused(reader, graph, now))
    store_portraits(graph, portraits)
    contested = {(row["customer_id"], row["key"]): row for row in graph.read(CONTESTED)}
    tags: dict[str, dict[str, Tag]] = {customer_id: {} for customer_id in portraits}
    for customer_id, one in _tags(reader, known, today):
        tags[customer_id][one.key] = one
    for customer_id, theirs in foreseen(graph, consenting(graph, "profiling", now)).items():
        if customer_id in tags:
            tags[customer_id] |= {one.key: one for one in theirs}
    store_tags(graph, {who: _contested(who, theirs, contested) for who, theirs in tags.items()})


def _contested(
    customer_id: str, tags: Mapping[str, Tag], contested: Mapping[tuple[str, str], Row]
) -> list[Tag]:
    return [
        one.model_copy(update={"status": _status(one, contested.get((customer_id, key)))})
        for key, one in tags.items()
    ]


def _status(one: Tag, row: Row | None) -> str:
    """What a person corrected stays so while the same is said; what is contested, till decided."""
    if row is None or (row["status"] == "corrected" and row["value"] != one.value):
        return "current"
    return str(row["status"])


def _refused(reader: Reader, graph: Graph, now: datetime) -> set[str]:
    """Customers who withdrew the consent to sensitive financial data and have given no other."""
    withdrawn = reader.tuples(
        "SELECT customer_id FROM consents "
        "WHERE purpose = 'sensitive_financial' AND withdrawn_at <= $now",
        now=now,
    )
    heard = said(graph, ["sensitive_financial"])
    gone = {who for (who,) in withdrawn} | {
        one.customer_id
        for one in heard
        if one.consent.withdrawn_at is not None and one.consent.withdrawn_at <= now
    }
    held = reader.tuples("SELECT customer_id FROM in_force WHERE purpose = 'sensitive_financial'")
    return gone - {who for (who,) in held}


def _portraits(reader: Reader, refused: Collection[str]) -> dict[str, Portrait]:
    """The file of each customer; nothing of accounts is in that of those who refused."""
    catalogue = load_catalogue()
    people = reader.select("SELECT * FROM people ORDER BY customer_id")
    rows = [one for one in people if one["customer_id"] not in refused]
    unread = Portrait(tier=catalogue.tier_of(Decimal(0), "person"))
    asked = reader.tuples("SELECT customer_id FROM asked ORDER BY 1")
    return {who: unread for (who,) in asked} | {
        row["customer_id"]: Portrait(
            tier=catalogue.tier_of(Decimal(row["assets"]) / 100, row["kind"]),
            living_month=_yuan(row["living_month"]) if row["profiling"] else None,
        )
        for row in rows
    }


def _yuan(minor: float | None) -> Decimal | None:
    return None if minor is None else Decimal(round(minor)) / 100


def _tags(reader: Reader, known: tuple[Family, ...], today: date) -> Iterator[tuple[str, Tag]]:
    """The best of each key, of the families that reasoning uses."""
    by_key = {one.key: one for one in known if one.graph and one.role is None}
    rows = reader.select(
        f"SELECT {COLUMNS} FROM reasoned ORDER BY customer_id, family, part, origin"
    )
    for group in ranked(rows):
        row, family = group[0], by_key[group[0]["family"]]
        one = next(said for said in family.sayings if said.version == row["version"])
        label = family.label(row["part"], row["value"])
        yield row["customer_id"], Tag(
            key=family.key if row["part"] is None else f"{family.key}.{row['part']}",
            dimension=family.dimension, value=row["value"], label=label.zh, label_en=label.en,
            source=one.source, as_of=today, legal_basis=row["legal_basis"],
            explain=one.explain.zh, explain_en=one.explain.en, sensitivity=one.sensitivity,
            expires_on=row["expires_on"] or today + timedelta(days=family.days),
            origin=row["origin"], confidence=row["confidence"], **_other(family, group),
        )  # fmt: skip


def _other(family: Family, group: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What another origin says against it, in words."""
    other = None if family.beside else contrary(group)
    if other is None:
        return {}
    said = family.said(other["value"])
    return {"other": said.zh, "other_en": said.en, "other_origin": other["origin"]}
