"""The contract of the feeds, read from `feeds.yaml`: columns, kinds, keys."""

from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

from graph.model import Purpose
from graph.values import Value

CONTRACT: Final = Path(__file__).with_name("feeds.yaml")

Kind = Literal[
    "text", "id_number", "day", "instant", "minor", "amount", "rate", "number", "count", "term",
    "score", "currency", "country", "mcc", "month", "flag", "texts", "years", "choice",
]  # fmt: skip

SQL_TYPES: Final[dict[Kind, str]] = {
    "text": "VARCHAR", "id_number": "VARCHAR", "day": "DATE", "instant": "TIMESTAMP",
    "minor": "BIGINT", "amount": "BIGINT", "rate": "DECIMAL(12,8)", "number": "DECIMAL(28,8)",
    "count": "INTEGER", "term": "INTEGER", "score": "INTEGER", "currency": "VARCHAR",
    "country": "VARCHAR", "mcc": "VARCHAR", "month": "VARCHAR", "flag": "BOOLEAN",
    "texts": "VARCHAR[]", "years": "INTEGER[]", "choice": "VARCHAR",
}  # fmt: skip
"""The column type of each kind; an instant is kept as the wall clock of the bank's zone."""


class Column(Value):
    """A column of a feed."""

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()

    @property
    def sql(self) -> str:
        """The name as SQL takes it; some, such as `at`, are words of the language."""
        return quoted(self.name)


class Feed(Value):
    """A feed: its key, its columns, and what its rows must agree with."""

    name: str
    key: tuple[str, ...]
    made: bool = False
    columns: tuple[Column, ...]
    refers: dict[str, tuple[str, ...]] = {}
    ordered: tuple[tuple[str, str], ...] = ()
    purpose: Purpose | None = None

    def column(self, name: str) -> Column:
        """The column of this name, which the contract must hold."""
        return next(one for one in self.columns if one.name == name)


def quoted(name: str) -> str:
    """The name of a column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@cache
def feeds() -> dict[str, Feed]:
    """Every feed by name, in the order in which they are loaded."""
    raw = cast("dict[str, dict[str, Any]]", yaml.safe_load(CONTRACT.read_text(encoding="utf-8")))
    return {name: _feed(name, entry) for name, entry in raw.items()}


def _feed(name: str, entry: dict[str, Any]) -> Feed:
    columns = tuple(_column(key, spec) for key, spec in entry["columns"].items())
    return Feed.model_validate(entry | {"name": name, "columns": columns})


def _column(name: str, spec: str | list[str]) -> Column:
    if isinstance(spec, list):
        choices = tuple(one for one in spec if one != "!")
        return Column(name=name, kind="choice", required="!" in spec, choices=choices)
    return Column(name=name, kind=cast("Kind", spec.rstrip("!")), required=spec.endswith("!"))
