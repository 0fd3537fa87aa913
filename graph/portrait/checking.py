"""Families of a bank's own, tried on empty feeds before they are used."""

from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from graph.errors import BadCatalogue
from graph.hub import feeds
from graph.hub.feeds import SQL_TYPES
from graph.portrait.facts import VIEWS, facts, words_of
from graph.portrait.families import Family, families, read
from graph.portrait.sayings import said_at_once, said_by_listings

A_DAY: Final = date(2026, 1, 1)
IN_FORCE: Final = (
    "CREATE TABLE in_force (customer_id VARCHAR, purpose VARCHAR, consent_id VARCHAR, "
    "second BOOLEAN); CREATE TABLE chosen (customer_id VARCHAR)"
)


def check(folder: Path) -> tuple[Family, ...]:
    """The families of a folder, each read, lawful and asked once of empty tables.

    Raises:
        BadCatalogue: One is not; the reason names its file and line.
    """
    families(folder)
    with duckdb.connect() as connection:
        _prepare(connection)
        return tuple(_tried(connection, *one) for one in read(folder))


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    for feed in feeds().values():
        columns = ", ".join(f"{one.sql} {SQL_TYPES[one.kind]}" for one in feed.columns)
        connection.execute(f"CREATE TABLE {feed.name} ({columns}, learned_at TIMESTAMP)")
    connection.execute(IN_FORCE)
    for statement in words_of("duckdb"):
        connection.execute(statement)
    for fact in facts(A_DAY, '"'):
        kind = "VIEW" if fact.name in VIEWS else "TABLE"
        connection.execute(f"CREATE {kind} {fact.name} AS {fact.sql}")


def _tried(connection: duckdb.DuckDBPyConnection, path: Path, line: int, family: Family) -> Family:
    said = [*said_by_listings([family], A_DAY, "duckdb")]
    if any(one.sql is not None for one in family.sayings):
        said.append(said_at_once([family], A_DAY, "duckdb"))
    for one in said:
        try:
            connection.execute(one)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise BadCatalogue(path, f"line {line}: {family.key}: {reason}") from error
    return family
