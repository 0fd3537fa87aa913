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

ADOPTED: Final[list[Path]] = []
"""Folders of the bank's own, named once when the application opens."""

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
    until: str | None = None
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
        words = "\n".join((self.key, self.zh, self.en, *self._labels(), *self.values, *self.parts))
        queries = "\n".join(filter(None, (text for one in self.sayings for text in _sql(one))))
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


def _sql(one: Saying) -> tuple[str, ...]:
    return one.sql or "", one.rows or "", one.confidence, one.count, one.until or ""


def _entries(path: Path) -> list[tuple[int, object]]:
    """Each entry of a file with the line it begins on.

    Raises:
        BadCatalogue: The file is no YAML list; the reason names the line.
    """
    # The loader in C where PyYAML was built with it: a tenth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise BadCatalogue(path, "line 1: is no list of families")
        lines = [one.start_mark.line + 1 for one in node.value]
        return list(zip(lines, loader.construct_document(node), strict=True))
    except yaml.YAMLError as error:
        raise BadCatalogue(path, str(error)) from error
    finally:
        loader.dispose()


def read(folder: Path) -> Iterator[tuple[Path, int, Family]]:
    """Every family of a folder with its file and line.

    Raises:
        BadCatalogue: There is no such folder, or an entry does not fit or may not be.
    """
    if not folder.is_dir():
        raise BadCatalogue(folder, "is no folder; name the one that holds the families' files")
    for path in sorted(folder.glob("*.yaml")):
        for line, raw in _entries(path):
            try:
                yield path, line, Family.model_validate(raw)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(one) for one in first["loc"])
                said = f"{place}: {first['msg']}" if place else first["msg"]
                raise BadCatalogue(path, f"line {line}: {said}") from error


def families(*folders: Path) -> tuple[Family, ...]:
    """Every tag family: the project's own, those adopted, then the folders'; in order of files.

    Raises:
        BadCatalogue: An entry does not fit, a key stands twice, or is about what no tag may be.
    """
    return _families(tuple(dict.fromkeys((FAMILIES, *ADOPTED, *folders))))


def adopt(*folders: Path) -> None:
    """Let a bank's own folders of families count everywhere from here on.

    Raises:
        BadCatalogue: A folder is none, or a family of it does not fit or may not be.
    """
    families(*folders)
    ADOPTED[:] = folders


@cache
def _families(folders: tuple[Path, ...]) -> tuple[Family, ...]:
    found: dict[str, Family] = {}
    for path, line, one in (entry for home in folders for entry in read(home)):
        if one.key in found:
            raise BadCatalogue(path, f"line {line}: {one.key} stands twice")
        found[one.key] = one
    return tuple(found.values())
