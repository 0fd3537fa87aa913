"""A scribe: sentences from templates, each number from a figure, each rule from a verdict."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, cast

import yaml

from assistant.planning.figures import Figure, Table
from assistant.planning.formulas import FOLDER
from assistant.planning.model import Line
from graph.values import Value

BETWEEN: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""A space between two Chinese characters, left where a number's unit meets the next word."""
PLACE: Final = re.compile(r"\{(=?)([\w.\-@+]+)\}")


class Template(Value):
    """A sentence in both languages with its rules, and when it is said.

    `when` names flags that must all hold, `unless` flags none of which may; `each` names a figure
    whose marks the sentence is repeated for ("@" stands for the mark).
    """

    zh: str
    en: str
    rules: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    each: str | None = None


class Action(Value):
    """A task: what it is (zh, en), whose, due in how many days, after what, and its proof."""

    zh: str
    en: str
    owner: str
    owner_en: str
    days: int
    depends: str
    depends_en: str
    proof: str
    proof_en: str


class Comparison(Value):
    """A table of figures: one row a mark, one column a figure."""

    key: str
    title: str
    title_en: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


class Words(Value):
    """The sentences of a pack by section, its actions and its tables."""

    sections: dict[str, tuple[Template, ...]]
    actions: tuple[Action, ...] = ()
    tables: tuple[Comparison, ...] = ()


@cache
def words_of(name: str) -> Words:
    """The words of a pack, or of every plan ("common")."""
    text = (FOLDER / "words" / f"{name}.yaml").read_text(encoding="utf-8")
    stated = cast("dict[str, Any]", yaml.safe_load(text))
    actions, tables = stated.pop("actions", ()), stated.pop("tables", ())
    return Words(sections=stated, actions=actions, tables=tables)


@dataclass(frozen=True)
class Scribe:
    """Writes lines; a sentence one of whose figures or words is not known is left out."""

    figures: Mapping[str, Figure]
    words: Mapping[str, tuple[str, str]]
    flags: frozenset[str] = frozenset()
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def lines(self, templates: Iterable[Template]) -> tuple[Line, ...]:
        """The sentences that are said in this plan, in order."""
        said = (one for one in templates if self._is_said(one))
        return tuple(line for one in said for line in self._repeated(one))

    def table(self, comparison: Comparison) -> Table:
        """The rows whose first figure is known; "—" where another is not."""
        first = comparison.columns[0]
        marks = [one for one in comparison.rows if _marked(first, one[0]) in self.figures]
        heads = [self.figures.get(one) for one in comparison.columns]
        return Table(
            key=comparison.key,
            title=comparison.title,
            title_en=comparison.title_en,
            columns=("情形", *(one.label if one else "—" for one in heads)),
            columns_en=("Case", *(one.label_en if one else "—" for one in heads)),
            rows=tuple(self._row(comparison.columns, one) for one in marks),
        )

    def _row(self, columns: tuple[str, ...], mark: tuple[str, str]) -> tuple[str, ...]:
        found = (self.figures.get(_marked(one, mark[0])) for one in columns)
        return (mark[1], *(one.printed if one else "—" for one in found))

    def _is_said(self, template: Template) -> bool:
        return self.flags.issuperset(template.when) and self.flags.isdisjoint(template.unless)

    def _repeated(self, template: Template) -> tuple[Line, ...]:
        if template.each is None:
            return self._line(template, "")
        start = f"{template.each}."
        marks = [key.removeprefix(start) for key in self.figures if key.startswith(start)]
        return tuple(line for mark in marks for line in self._line(template, mark))

    def _line(self, template: Template, mark: str) -> tuple[Line, ...]:
        places = [(kind, key.replace("@", mark)) for kind, key in PLACE.findall(template.zh)]
        words = dict(self.words) | {"mark": (mark, mark)}
        if not all(key in (words if kind else self.figures) for kind, key in places):
            return ()
        rules = tuple(one for one in template.rules if one in self.cited)
        cited = (clause for rule in rules for clause in self.cited[rule])
        line = Line(
            text=self._filled(template.zh, mark, "zh"),
            text_en=self._filled(template.en, mark, "en"),
            figures=tuple(dict.fromkeys(key for kind, key in places if not kind)),
            rules=rules,
            citations=tuple(dict.fromkeys(cited)),
        )
        return (line,)

    def _filled(self, text: str, mark: str, lang: str) -> str:
        def fill(place: re.Match[str]) -> str:
            kind, key = place[1], place[2].replace("@", mark)
            if not kind:
                return self.figures[key].worded(lang)
            if key == "mark":
                return mark
            return self.words[key][1 if lang == "en" else 0]

        filled = PLACE.sub(fill, text)
        return BETWEEN.sub("", filled) if lang == "zh" else filled


def _marked(key: str, mark: str) -> str:
    return f"{key}.{mark}" if mark else key
