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
    "score", "currency", "country", "mcc", "month", "flag", "texts", "years", "choice", "card_id",
]  # fmt: skip

SQL_TYPES: Final[dict[Kind, str]] = {
    "text": "VARCHAR", "id_number": "VARCHAR", "day": "DATE", "instant": "TIMESTAMP",
    "minor": "BIGINT", "amount": "BIGINT", "rate": "DECIMAL(12,8)", "number": "DECIMAL(28,8)",
    "count": "INTEGER", "term": "INTEGER", "score": "INTEGER", "currency": "VARCHAR",
    "country": "VARCHAR", "mcc": "VARCHAR", "month": "VARCHAR", "flag": "BOOLEAN",
    "texts": "VARCHAR[]", "years": "INTEGER[]", "choice": "VARCHAR",
    "card_id": "VARCHAR",
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


Use = Literal["tags", "file", "features"]
"""What is derived from rows: tags of the portrait, the file a plan is worked out from, or features
of a forecast."""


class Gate(Value):
    """The purposes whose consent must be in force before anything is derived from a row."""

    tags: tuple[Purpose, ...] = ()
    file: tuple[Purpose, ...] = ()
    features: tuple[Purpose, ...] = ()

    def of(self, use: Use) -> tuple[Purpose, ...]:
        """The purposes of one use."""
        return {"tags": self.tags, "file": self.file, "features": self.features}[use]


class Rule(Value):
    """A condition over a row, each `{column}` in its own type, and what it means."""

    column: str
    sql: str
    zh: str
    en: str


class Feed(Value):
    """A feed: its key, its columns, and what its rows must agree with."""

    name: str
    gate: Gate
    key: tuple[str, ...]
    made: bool = False
    columns: tuple[Column, ...]
    refers: dict[str, tuple[str, ...]] = {}
    ordered: tuple[tuple[str, str], ...] = ()
    past: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    fresh: str | None = None
    rhythm: int
    """Hours within which something newer is promised."""
    never: tuple[Rule, ...] = ()
    noted: tuple[Rule, ...] = ()
    purpose: Purpose | None = None

    def needs(self, use: Use) -> tuple[Purpose, ...]:
        """The purposes a use of its rows needs, all of them; its own `purpose` counts twice."""
        own = () if self.purpose is None else (self.purpose,)
        return (*self.gate.of(use), *own)

    @property
    def remarks(self) -> tuple[Rule, ...]:
        """What is counted of the rows that are taken: states dated ahead, then what is `noted`."""
        return (*(_ahead(one) for one in self.dated), *self.noted)

    def column(self, name: str) -> Column:
        """The column of this name, which the contract must hold."""
        return next(one for one in self.columns if one.name == name)


def _ahead(column: str) -> Rule:
    """A state is kept that was read on a day still to come: banks close a day before it ends."""
    return Rule(
        column=column,
        sql=f"{{{column}}} > $now::DATE",
        zh=f"行的 {column} 晚于今天，照原样收下",
        en=f"rows with a {column} after today, taken as they are",
    )


def quoted(name: str) -> str:
    """The name of a column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@cache
def feeds() -> dict[str, Feed]:
    """Every feed by name, in the order in which they are loaded."""
    raw = cast("dict[str, dict[str, Any]]", yaml.safe_load(CONTRACT.read_text(encoding="utf-8")))
    gates = {name: Gate.model_validate(entry) for name, entry in raw.pop("gates").items()}
    return {name: _feed(name, entry, gates) for name, entry in raw.items()}


def _feed(name: str, entry: dict[str, Any], gates: dict[str, Gate]) -> Feed:
    columns = tuple(_column(key, spec) for key, spec in entry["columns"].items())
    return Feed.model_validate(
        entry | {"name": name, "columns": columns, "gate": gates[entry["gate"]]}
    )


def _column(name: str, spec: str | list[str]) -> Column:
    if isinstance(spec, list):
        choices = tuple(one for one in spec if one != "!")
        return Column(name=name, kind="choice", required="!" in spec, choices=choices)
    return Column(name=name, kind=cast("Kind", spec.rstrip("!")), required=spec.endswith("!"))
