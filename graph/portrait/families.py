"""The tag families, read from the files of each dimension and checked."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from graph.catalogue import Text
from graph.errors import BadCatalogue
from graph.hub import feeds
from graph.model import Origin, Purpose
from graph.portrait.forbidden import forbidden_in
from graph.values import Value

FAMILIES: Final = Path(__file__).with_name("families")

Dimension = Literal["basic", "finance", "scenario", "risk"]
Use = Literal["service", "plan", "prediction", "marketing", "protection"]
"""What a tag may be used for by those who may see it."""

Role = Literal["compliance"]
"""A staff role to which alone a tag is shown."""


class Saying(Value):
    """One way to know a tag: where from, the SQL that says it, and how sure it is."""

    origin: Origin = "said"
    source: str
    sensitivity: Literal["S0", "S1", "S2", "S3"] = "S2"
    sql: str | None = None
    rows: str | None = None
    confidence: str = "1.0"
    count: str = "1"
    purposes: tuple[Purpose, ...] = ()
    explain: Text

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.sql is None) == (self.rows is None):
            raise ValueError("needs either sql or rows")
        return self

    @property
    def permitted(self) -> tuple[str, ...]:
        """The purposes a consent must be in force for: profiling, and what each source needs."""
        sensitive = ("sensitive_financial",) if self.sensitivity == "S3" else ()
        known = feeds()
        read = [one for one in self.source.split(", ") if one in known]
        needs = [purpose for one in read for purpose in known[one].needs("tags")]
        return tuple(dict.fromkeys(("profiling", *sensitive, *needs, *self.purposes)))

    @property
    def version(self) -> str:
        """The version of the definition: the same text always has the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]


class Family(Saying):
    """A tag family: what its tags say in each origin, and how they are explained."""

    key: str = Field(pattern=r"^(basic|finance|scenario|risk)(\.[a-z0-9_]+)+$")
    zh: str
    en: str
    days: int = 90
    graph: bool = False
    role: Role | None = None
    beside: bool = False
    uses: tuple[Use, ...] = ("service", "plan", "prediction", "marketing")
    also: tuple[Saying, ...] = ()
    values: dict[str, Text] = {}
    parts: dict[str, Text] = {}

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        words = " ".join((self.key, self.zh, self.en, *self._labels()))
        queries = " ".join(filter(None, (text for one in self.sayings for text in _sql(one))))
        reason = forbidden_in(words, queries)
        if reason is not None:
            raise ValueError(f"is about what no tag may be about: {reason}")
        return self

    @property
    def dimension(self) -> Dimension:
        """The dimension its key begins with."""
        dimensions: tuple[Dimension, ...] = ("basic", "finance", "scenario", "risk")
        return next(one for one in dimensions if self.key.startswith(one))

    @property
    def sayings(self) -> tuple[Saying, ...]:
        """Every way it is known, the first one first."""
        return (self, *self.also)

    @property
    def count_of_values(self) -> int:
        """How many tags it can say; an open family counts as one."""
        return max(1, len(self.values)) * max(1, len(self.parts))

    def said(self, value: str) -> Text:
        """A value, for people."""
        return self.values.get(value, Text(zh=value, en=value))

    def label(self, part: str | None, value: str) -> Text:
        """What a tag of this family says, for people."""
        said = self.said(value)
        if part is None:
            return Text(zh=f"{self.zh}：{said.zh}", en=f"{self.en}: {said.en}")
        of = self.parts.get(part, Text(zh=part, en=part))
        return Text(zh=f"{self.zh}·{of.zh}：{said.zh}", en=f"{self.en}, {of.en}: {said.en}")

    def _labels(self) -> Iterator[str]:
        for one in (*self.values.values(), *self.parts.values()):
            yield f"{one.zh} {one.en}"


def _sql(one: Saying) -> tuple[str, str]:
    return one.sql or "", one.rows or ""


def _entries(path: Path) -> list[object]:
    # The loader in C where PyYAML was built with it: a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or []


@cache
def families(*folders: Path) -> tuple[Family, ...]:
    """Every tag family of the folders, and first of the project's own; in the order of the files.

    Raises:
        BadCatalogue: An entry does not fit, a key stands twice, or is about what no tag may be.
    """
    found: list[Family] = []
    for path in (file for home in (FAMILIES, *folders) for file in sorted(home.glob("*.yaml"))):
        for at, raw in enumerate(_entries(path), start=1):
            try:
                one = Family.model_validate(raw)
            except ValidationError as error:
                raise BadCatalogue(path, f"entry {at}: {error.errors()[0]['msg']}") from error
            if any(one.key == other.key for other in found):
                raise BadCatalogue(path, f"entry {at}: {one.key} stands twice")
            found.append(one)
    return tuple(found)
