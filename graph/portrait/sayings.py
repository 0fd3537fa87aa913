"""The queries that say the tags: every value over a person at once, each listing by itself."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from graph.portrait.facts import filled
from graph.portrait.families import Family, Saying

Engine = Literal["duckdb", "spark"]

COLUMNS: Final = (
    "customer_id, family, part, value, origin, confidence, source_rows, legal_basis, "
    "version, expires_on"
)


class Dialect(NamedTuple):
    """How an engine quotes a name, and makes rows of a list of structs."""

    quote: str
    each: str
    listed: str
    struct: str
    field: str


DIALECTS: Final[dict[Engine, Dialect]] = {
    "duckdb": Dialect('"', "unnest", "[{structs}]", "{{{fields}}}", "'{name}': {held}"),
    "spark": Dialect(
        "`", "explode", "array({structs})", "named_struct({fields})", "'{name}', {held}"
    ),
}


def said_at_once(known: Sequence[Family], today: date, engine: Engine) -> str:
    """One query of every value over `person`: one plan and one pass, whatever their number."""
    dialect = DIALECTS[engine]
    structs = ", ".join(
        _struct(family, one, dialect)
        for family in known
        for one in family.sayings
        if one.sql is not None
    )
    return filled(
        f"SELECT customer_id, {_fields()} FROM (SELECT customer_id, {dialect.each}(held) AS one "
        f"FROM (SELECT p.customer_id, {dialect.listed.format(structs=structs)} AS held "
        "FROM person p JOIN permits k USING (customer_id)) every) said WHERE one.value IS NOT NULL",
        today,
        dialect.quote,
    )


def said_by_listings(known: Sequence[Family], today: date, engine: Engine) -> Iterator[str]:
    """One query for each saying that lists parts with their values."""
    for family in known:
        for one in family.sayings:
            if one.rows is not None:
                yield filled(_listing(family, one), today, DIALECTS[engine].quote)


def _fields() -> str:
    return ", ".join(f"one.{name}" for name in COLUMNS.split(", ")[1:])


def _struct(family: Family, one: Saying, dialect: Dialect) -> str:
    value = f"CASE WHEN {_allowed(one)} THEN CAST({one.sql} AS STRING) END"
    held = {
        "family": f"'{family.key}'", "part": "CAST(NULL AS STRING)", "value": value,
        **_evidence(one),
    }  # fmt: skip
    fields = ", ".join(dialect.field.format(name=name, held=sql) for name, sql in held.items())
    return dialect.struct.format(fields=fields)


def _listing(family: Family, one: Saying) -> str:
    evidence = ", ".join(f"{sql} AS {name}" for name, sql in _evidence(one).items())
    return (
        f"WITH listing(customer_id, part, value) AS ({one.rows}) "
        f"SELECT g.customer_id, '{family.key}' AS family, g.part, "
        f"CAST(g.value AS STRING) AS value, {evidence} "
        "FROM listing g JOIN permits k ON k.customer_id = g.customer_id "
        f"WHERE {_allowed(one)} AND g.part IS NOT NULL AND g.value IS NOT NULL"
    )


def _evidence(one: Saying) -> dict[str, str]:
    return {
        "origin": f"'{one.origin}'",
        "confidence": f"CAST({one.confidence} AS DOUBLE)",
        "source_rows": f"CAST({one.count} AS BIGINT)",
        "legal_basis": f"concat('consent:', k.may_{one.permitted[-1]})",
        "version": f"'{one.version}'",
        "expires_on": f"CAST({one.until or 'NULL'} AS DATE)",
    }


def _allowed(one: Saying) -> str:
    return " AND ".join(f"k.may_{purpose} IS NOT NULL" for purpose in one.permitted)
