"""A mapping file: how another bank's files become the feeds, as data."""

from collections.abc import Container
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, Self, cast

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from graph.hub.errors import BadMapping
from graph.hub.expressions import UnsafeExpression, checked
from graph.hub.feeds import Feed, feeds
from graph.model import Purpose
from graph.values import Value

HERE: Final = Path(__file__).with_name("mappings")
"""The mappings that come with the program."""

ZONE: Final = r"^[+-]\d{2}:\d{2}$"


class Cell(Value):
    """Where a value comes from and what it is turned into; exactly one origin."""

    column: str | None = None
    sql: str | None = None
    constant: str | None = None
    unit: Decimal | None = None
    """What an amount is multiplied by: 100 turns yuan into whole fen."""
    values: dict[str, str] = {}
    otherwise: str | None = None
    """What any value becomes that `values` does not name; left out, it stays as it is."""
    date: str | None = None
    """How a day or instant is written, as strptime has it."""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(one is not None for one in (self.column, self.sql, self.constant)) != 1:
            raise ValueError("needs exactly one of column, sql, constant")
        return self


class Join(Value):
    """Another source beside the first; rows without a partner stay unless `inner`."""

    source: str
    match: str
    inner: bool = False


class Selection(Value):
    """Rows of one source that become rows of a feed."""

    origin: str = Field(alias="from")
    join: tuple[Join, ...] = ()
    where: str | None = None
    columns: dict[str, Cell]

    @field_validator("columns", mode="before")
    @classmethod
    def _short(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {
            name: {"column": cell} if isinstance(cell, str) else cell
            for name, cell in given.items()
        }


class Latest(Value):
    """Of the rows of a source with the same `per`, the last by `by`."""

    of: str
    per: tuple[str, ...]
    by: tuple[str, ...]


class SourceFile(Value):
    """A source: files by a pattern in the folder, or the latest rows of another source."""

    file: str | None = None
    latest: Latest | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.file is None) == (self.latest is None):
            raise ValueError("needs either file or latest")
        return self


class Declaration(Value):
    """Consents a mapping declares for every customer: explicitly, with who says so and where."""

    purposes: tuple[Purpose, ...]
    authorisation: Literal["first", "second"] = "first"
    granted_by: str
    granted_at: datetime
    evidence_ref: str

    def sentences(self) -> tuple[str, str]:
        """What is declared, in Chinese and in English."""
        named = ", ".join(self.purposes)
        return (
            f"映射文件为每位客户声明授权：{named}；由 {self.granted_by} 声明，"
            f"依据 {self.evidence_ref}",
            f"The mapping declares consents of every customer: {named}; declared by "
            f"{self.granted_by}, evidence {self.evidence_ref}",
        )


class Mapping(Value):
    """How the files of another bank become feeds."""

    name: str
    zh: str
    en: str
    zone: str = Field(default="+08:00", pattern=ZONE)
    sources: dict[str, SourceFile]
    feeds: dict[str, tuple[Selection, ...]]
    consents: Declaration | None = None
    file: Path | None = None
    """Where it was read from; None of one that comes with the program."""

    @property
    def place(self) -> str:
        """By what it is read again."""
        return self.name if self.file is None else str(self.file)

    @field_validator("feeds", mode="before")
    @classmethod
    def _listed(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {name: one if isinstance(one, list) else [one] for name, one in given.items()}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, selections in self.feeds.items():
            if name not in feeds():
                raise ValueError(f"没有名为 {name} 的数据 (there is no feed {name})")
            for selection in selections:
                _check_columns(feeds()[name], selection)
                _check_sources(self.sources, selection)
        if self.consents is not None and "customers" not in self.feeds:
            raise ValueError("声明授权须有 customers (consents need the feed customers)")
        return self


def _check_columns(feed: Feed, selection: Selection) -> None:
    known = {one.name for one in feed.columns}
    for name in selection.columns:
        if name not in known:
            raise ValueError(f"{feed.name} 没有列 {name} ({feed.name} has no column {name})")
    made = feed.key if feed.made else ()
    for one in feed.columns:
        if one.required and one.name not in selection.columns and one.name not in made:
            raise ValueError(
                f"{feed.name} 缺少必填列 {one.name} ({feed.name} needs the column {one.name})"
            )


def _check_sources(sources: Container[str], selection: Selection) -> None:
    for source in (selection.origin, *(one.source for one in selection.join)):
        if source not in sources:
            raise ValueError(f"没有来源 {source} (there is no source {source})")
    sqls = [cell.sql for cell in selection.columns.values()]
    for sql in (*sqls, selection.where, *(one.match for one in selection.join)):
        if sql is not None:
            checked(sql)


def read_mapping(path: Path) -> Mapping:
    """The mapping of a file, or of one that comes with the program, by its name.

    Raises:
        BadMapping: It cannot be read, or does not fit the contract of the feeds.
    """
    own = HERE / f"{path.name}.yaml"
    found = own if not path.exists() and own.exists() else path
    try:
        held = yaml.safe_load(found.read_text(encoding="utf-8"))
        known = Mapping.model_validate(cast("dict[str, Any]", held))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        said = f"{place}: {first['msg']}".removeprefix(": ").replace("Value error, ", "")
        raise BadMapping(path, said) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError, UnsafeExpression) as error:
        raise BadMapping(path, str(error).splitlines()[0]) from error
    return known.model_copy(update={"file": None if found is own else found.resolve()})
