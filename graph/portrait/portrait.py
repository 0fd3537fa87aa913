"""The portrait drawn: from the feeds into its own store, and what reasoning uses onto the graph."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, LiteralString

from graph.catalogue import load_catalogue
from graph.hub import BANK_ZONE, Hub, Reader, consenting
from graph.hub.clock import wall_clock
from graph.model import Tag
from graph.portrait.best import best_of
from graph.portrait.facts import VIEWS, assigned, facts, words_of
from graph.portrait.families import Family, families
from graph.portrait.permission import permit
from graph.portrait.spark import compute_on_spark
from graph.portrait.stages import foreseen
from graph.portrait.store import COLUMNS, attach, swap
from graph.store.connection import Graph
from graph.store.insights import Portrait, store_portraits, store_tags

Engine = Literal["duckdb", "spark"]
CUSTOMERS_A_STEP: Final = 125_000
MEMORY: Final = "6GB"
"""What the store's engine may hold; the rest goes to disk."""

CONTESTED: Final[LiteralString] = """
MATCH (c:Customer)-[:HAS_TAG]->(t:Tag {status: 'contested'})
RETURN c.id AS customer_id, t.key AS key
ORDER BY customer_id, key
"""

FRESH: Final = Path(__file__).with_name("fresh.sql")

TOUCHED: Final = (
    "customers", "accounts", "cards", "loans", "holdings", "trades", "insurance", "fx",
    "app_events", "risk_assessments", "consents", "outside_tax", "outside_social_security",
)  # fmt: skip
"""The feeds with a customer that tags are said from."""


@dataclass(frozen=True)
class Scope:
    """Whose portrait is drawn: everybody's, of some, or of those touched since a moment."""

    customers: tuple[str, ...] | None = None
    since: datetime | None = None
    folders: tuple[Path, ...] = ()
    engine: Engine = "duckdb"


@dataclass(frozen=True)
class Drawn:
    """What a refresh did: how many customers it looked at, and how many tags it wrote."""

    customers: int
    written: int


def refresh(hub: Hub, graph: Graph | None, now: datetime, scope: Scope | None = None) -> Drawn:
    """Draw the portrait anew; no tag without the consents of its purposes.

    Only differences are written, in one transaction at the end. Tier and living costs of a month
    go onto the graph with the tags of families marked `graph`; `living_month` is the average
    spending of six months without debt service, transfers to oneself, investments, home purchase
    and tuition abroad. A tag the customer contests stays contested.

    Raises:
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
        SparkMissing: The engine is Spark, and PySpark or Java is not installed.
        BadCatalogue: A family does not fit or may not be.
    """
    scope = scope or Scope()
    known = families(*scope.folders)
    with hub.reading() as reader:
        _prepare(reader, graph, now, scope)
        compute(reader, known, now.astimezone(BANK_ZONE).date(), scope.engine)
        attach(reader.connection, hub.home)
        written = swap(reader.connection, known, now, scope.engine)
        customers = reader.tuples("SELECT count(*) FROM asked")[0][0]
        if graph is not None:
            _publish(reader, graph, known, now)
    return Drawn(customers, written)


def _prepare(reader: Reader, graph: Graph | None, now: datetime, scope: Scope) -> None:
    connection = reader.connection
    connection.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
    for statement in words_of("duckdb"):
        connection.execute(statement)
    permit(reader, graph, now)
    if scope.customers is not None:
        asked = "SELECT unnest($customers::VARCHAR[]) AS customer_id"
        named: dict[str, object] = {"customers": list(scope.customers)}
    elif scope.since is not None:
        asked = _touched()
        named = {"since": wall_clock(scope.since)}
    else:
        asked, named = "SELECT customer_id FROM customers", {}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE asked AS {asked}", named)


def _touched() -> str:
    parts = [f"SELECT customer_id FROM {one} WHERE learned_at > $since" for one in TOUCHED]
    moved = "(SELECT account_id FROM transactions WHERE learned_at > $since)"
    parts += [
        f"SELECT customer_id FROM accounts WHERE account_id IN {moved}",
        f"SELECT customer_id FROM cards WHERE card_id IN {moved}",
    ]
    return " UNION ".join(parts)


def compute(reader: Reader, known: tuple[Family, ...], today: date, engine: Engine) -> None:
    """Fill the temporary tables `fresh` and `people` for everybody in `asked`."""
    connection = reader.connection
    if engine == "spark":
        compute_on_spark(reader, known, today)
        return
    connection.execute(FRESH.read_text(encoding="utf-8"))
    count = reader.tuples("SELECT count(*) FROM asked")[0][0]
    steps = max(1, -(-count // CUSTOMERS_A_STEP))
    for step in range(steps):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE chosen AS SELECT customer_id FROM asked "
            f"WHERE hash(customer_id) % {steps} = {step}"
        )
        for fact in facts(today, '"'):
            kind = "VIEW" if fact.name in VIEWS else "TABLE"
            connection.execute(f"CREATE OR REPLACE TEMP {kind} {fact.name} AS {fact.sql}")
        # One small plan after the other: one plan of all takes longer to make than to run.
        for one in assigned(known, today, '"'):
            connection.execute(f"INSERT INTO fresh SELECT {COLUMNS} FROM ({one})")
        verb = "CREATE OR REPLACE TEMP TABLE people AS" if step == 0 else "INSERT INTO people"
        connection.execute(
            f"{verb} SELECT customer_id, kind, assets, profiling, living_month FROM person"
        )


def _publish(reader: Reader, graph: Graph, known: tuple[Family, ...], now: datetime) -> None:
    """Write tier, living costs and the tags that reasoning uses onto the graph."""
    today = now.astimezone(BANK_ZONE).date()
    portraits = _portraits(reader)
    store_portraits(graph, portraits)
    contested = {(row["customer_id"], row["key"]) for row in graph.read(CONTESTED)}
    tags: dict[str, dict[str, Tag]] = {customer_id: {} for customer_id in portraits}
    for customer_id, one in _tags(reader, known, today):
        tags[customer_id][one.key] = one
    for customer_id, theirs in foreseen(graph, consenting(graph, "profiling", now)).items():
        if customer_id in tags:
            tags[customer_id] |= {one.key: one for one in theirs}
    store_tags(graph, {who: _contested(who, theirs, contested) for who, theirs in tags.items()})


def _contested(
    customer_id: str, tags: Mapping[str, Tag], contested: Collection[tuple[str, str]]
) -> list[Tag]:
    return [
        one.model_copy(update={"status": "contested"}) if (customer_id, key) in contested else one
        for key, one in tags.items()
    ]


def _portraits(reader: Reader) -> dict[str, Portrait]:
    catalogue = load_catalogue()
    rows = reader.select("SELECT * FROM people ORDER BY customer_id")
    return {
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
        f"SELECT {COLUMNS} FROM fresh WHERE list_contains($keys, family) "
        "ORDER BY customer_id, family, part, origin",
        keys=list(by_key),
    )
    for row in best_of(rows):
        family = by_key[row["family"]]
        one = next(said for said in family.sayings if said.version == row["version"])
        label = family.label(row["part"], row["value"])
        yield row["customer_id"], Tag(
            key=family.key if row["part"] is None else f"{family.key}.{row['part']}",
            dimension=family.dimension, value=row["value"], label=label.zh, label_en=label.en,
            source=one.source, as_of=today, legal_basis=row["legal_basis"],
            explain=one.explain.zh, explain_en=one.explain.en, sensitivity=one.sensitivity,
        )  # fmt: skip
