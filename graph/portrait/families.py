"""The tag families, read from `families.yaml` and checked."""

from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from graph.catalogue import Text
from graph.errors import BadCatalogue
from graph.values import Value

FAMILIES: Final = Path(__file__).with_name("families.yaml")

FORBIDDEN: Final = (
    "religion", "ethnicity", "political", "sexual", "disease", "genetic", "pregnan", "track",
    "location", "social_media", "credit_report", "aml",
)  # fmt: skip
"""What no tag may be about, wherever it stands in a key. Source: 个人信息保护法 第二十八条."""

Dimension = Literal["basic", "finance", "scenario", "risk"]


class Family(Value):
    """A tag family: what its tags say, the SQL that says it, and how it is explained."""

    key: str = Field(pattern=r"^(basic|finance|scenario|risk)(\.[a-z0-9_]+)+$")
    zh: str
    en: str
    sensitivity: Literal["S1", "S2", "S3"] = "S2"
    source: str
    sql: str | None = None
    rows: str | None = None
    values: dict[str, Text] = {}
    parts: dict[str, Text] = {}
    explain: Text

    @model_validator(mode="after")
    def _one_kind_lawful(self) -> Self:
        if (self.sql is None) == (self.rows is None):
            raise ValueError("needs either sql or rows")
        if any(word in self.key for word in FORBIDDEN):
            raise ValueError("is about what no tag may be about")
        return self

    @property
    def dimension(self) -> Dimension:
        """The dimension its key begins with."""
        dimensions: tuple[Dimension, ...] = ("basic", "finance", "scenario", "risk")
        return next(one for one in dimensions if self.key.startswith(one))

    def label(self, part: str | None, value: str) -> Text:
        """What a tag of this family says, for people."""
        said = self.values.get(value, Text(zh=value, en=value))
        if part is None:
            return Text(zh=f"{self.zh}：{said.zh}", en=f"{self.en}: {said.en}")
        of = self.parts.get(part, Text(zh=part, en=part))
        return Text(zh=f"{self.zh}·{of.zh}：{said.zh}", en=f"{self.en}, {of.en}: {said.en}")


@cache
def families(path: Path = FAMILIES) -> tuple[Family, ...]:
    """Every tag family, in the order of the file.

    Raises:
        BadCatalogue: An entry does not fit, or a key is about what no tag may be about.
    """
    found: list[Family] = []
    for at, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
        try:
            found.append(Family.model_validate(raw))
        except ValidationError as error:
            raise BadCatalogue(path, f"entry {at}: {error.errors()[0]['msg']}") from error
    return tuple(found)
