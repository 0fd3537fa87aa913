"""What is said of the customers asked for, computed step by step into temporary tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from graph.hub import Reader, consent_table, gate, said, touched
from graph.portrait.facts import VIEWS, facts, words_of
from graph.portrait.families import Family
from graph.portrait.sayings import COLUMNS, Engine, said_at_once, said_by_listings
from graph.portrait.spark import compute_on_spark
from graph.store.connection import Graph

CUSTOMERS_A_STEP: Final = 125_000
FEW: Final = 1_000
MEMORY: Final = "6GB"
"""What the engine may hold; the rest goes to disk."""

FRESH: Final = Path(__file__).with_name("fresh.sql")


@dataclass(frozen=True)
class Scope:
    """Whose portrait is drawn: everybody's, of some, or of those touched since a moment."""

    customers: tuple[str, ...] | None = None
    since: datetime | None = None
    folders: tuple[Path, ...] = ()
    engine: Engine = "duckdb"

    @property
    def whole(self) -> bool:
        """Whether everybody is asked for."""
        return self.customers is None and self.since is None

    @property
    def only(self) -> str | None:
        """The customer asked for, where it is one."""
        return self.customers[0] if self.customers and len(self.customers) == 1 else None


def prepare(reader: Reader, graph: Graph | None, now: datetime, scope: Scope) -> None:
    """Make `asked` and `in_force`; the rows of a few customers are set beside the feeds."""
    connection = reader.connection
    connection.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
    for statement in words_of("duckdb"):
        connection.execute(statement)
    asked = "SELECT customer_id FROM customers"
    named: dict[str, object] = {}
    if not scope.whole:
        asked = "SELECT unnest($customers::VARCHAR[]) AS customer_id"
        named["customers"] = list(scope.customers or touched(reader, scope.since))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE asked AS SELECT customer_id, "
        f"row_number() OVER (ORDER BY customer_id) AS place FROM ({asked})",
        named,
    )
    # Who is asked for is known before: of those who may not be read, what was said goes.
    # The person behind a portrait is the customer's file; each tag asks for its own consents.
    consent_table(reader, now, said(graph, customer_id=scope.only), scope.only)
    gate(reader, "file", None if scope.whole else "asked")
    connection.execute(FRESH.read_text(encoding="utf-8"))
    connection.execute("CREATE OR REPLACE TEMP TABLE reasoned AS FROM fresh LIMIT 0")


def steps(reader: Reader, known: Sequence[Family], today: date, engine: Engine) -> Iterator[int]:
    """Fill `fresh` for `chosen`, so many customers of `asked` a step; yields how many.

    `people` grows with each step: the person behind each portrait. `reasoned` is there to keep
    what reasoning uses.
    """
    connection = reader.connection
    count = reader.tuples("SELECT count(*) FROM asked")[0][0]
    if engine == "spark":
        connection.execute("CREATE OR REPLACE TEMP TABLE chosen AS FROM asked")
        compute_on_spark(reader, known, today)
        yield count
        return
    for first in range(0, max(count, 1), CUSTOMERS_A_STEP):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE chosen AS SELECT customer_id FROM asked "
            f"WHERE place > {first} AND place <= {first + CUSTOMERS_A_STEP}"
        )
        _compute(reader, known, today, at_once=count <= FEW)
        verb = "INSERT INTO people" if first else "CREATE OR REPLACE TEMP TABLE people AS"
        connection.execute(
            f"{verb} SELECT customer_id, kind, assets, profiling, living_month FROM person"
        )
        yield min(count - first, CUSTOMERS_A_STEP)


def _compute(reader: Reader, known: Sequence[Family], today: date, *, at_once: bool) -> None:
    """Fill `fresh`; of a few customers planning costs most, so their listings are one statement."""
    connection = reader.connection
    connection.execute(FRESH.read_text(encoding="utf-8"))
    for fact in facts(today, '"'):
        kind = "VIEW" if fact.name in VIEWS else "TABLE"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {fact.name} AS {fact.sql}")
    listings = list(said_by_listings(known, today, "duckdb"))
    if at_once and listings:
        listings = [" UNION ALL ".join(f"(SELECT {COLUMNS} FROM ({one}))" for one in listings)]
    for one in (said_at_once(known, today, "duckdb"), *listings):
        connection.execute(f"INSERT INTO fresh SELECT {COLUMNS} FROM ({one})")
