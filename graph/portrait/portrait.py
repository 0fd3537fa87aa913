"""The portrait drawn: from the feeds into its own store, and what reasoning uses onto the graph."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graph.hub import BANK_ZONE, Hub, Reader
from graph.portrait.drawing import Scope, prepare, steps
from graph.portrait.families import Family, families
from graph.portrait.publication import publish
from graph.portrait.sayings import COLUMNS
from graph.portrait.store import attach, end, replace, replacing
from graph.store.connection import Graph


@dataclass(frozen=True)
class Drawn:
    """What a refresh did: how many customers it looked at, and how many tags it wrote."""

    customers: int
    written: int


def refresh(
    hub: Hub,
    graph: Graph | None,
    now: datetime,
    scope: Scope | None = None,
    progress: Callable[[int], None] | None = None,
) -> Drawn:
    """Draw the portrait anew; no tag without the consents of its purposes.

    Only differences are written, in one transaction; `progress` hears how many customers are
    drawn. Tier and living costs of a month go onto the graph with the tags of families marked
    `graph`; `living_month` is the average spending of six months without debt service, transfers
    to oneself, investments, home purchase and tuition abroad. A tag the customer contests stays
    contested.

    Raises:
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
        SparkMissing: The engine is Spark, and PySpark or Java is not installed.
        BadCatalogue: A family does not fit or may not be.
    """
    scope = scope or Scope()
    known = families(*scope.folders)
    with hub.reading() as reader:
        prepare(reader, graph, now, scope)
        attach(reader.connection, hub.home)
        drawn = _replace(reader, known, now, scope, progress or _silent)
        if graph is not None:
            publish(reader, graph, known, now)
    return drawn


def _replace(
    reader: Reader,
    known: tuple[Family, ...],
    now: datetime,
    scope: Scope,
    heard: Callable[[int], None],
) -> Drawn:
    keys = ", ".join(f"'{one.key}'" for one in known if one.graph and one.role is None)
    today = now.astimezone(BANK_ZONE).date()
    customers = written = 0
    with replacing(reader.connection, known):
        for drawn in steps(reader, known, today, scope.engine):
            reader.connection.execute(
                f"INSERT INTO reasoned SELECT {COLUMNS} FROM fresh WHERE family IN ({keys})"
            )
            written += replace(reader.connection, now)
            customers += drawn
            heard(customers)
        end(reader.connection, now, scope.engine, written)
    return Drawn(customers, written)


def _silent(_: int) -> None:
    """Nobody wants to hear."""
