"""A YAML file as plain data that knows on which line each part of it stands."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from evals.errors import BadScript

Place = tuple[int | str, ...]
"""The way to a part: keys and positions, outermost first."""

NULL: Final = re.compile(r"^(?:~|null|Null|NULL|)$")


class PlainLoader(yaml.SafeLoader):
    """Keeps every scalar as it is written but null: 013 stays 013, and yes stays yes."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", NULL, ["~", "n", "N", ""])


class Source:
    """A file read as YAML.

    Raises:
        BadScript: It is no YAML, or says a key twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        loader = PlainLoader(_text(path))
        try:
            self._root = loader.get_single_node()
            if self._root is None:
                raise BadScript(path, 1, "the file is empty")
            self._refuse_twice(self._root)
            self.data: Any = loader.construct_document(self._root)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = 1 if mark is None else mark.line + 1
            raise BadScript(path, line, error.problem or "no YAML") from error
        finally:
            loader.dispose()

    def line(self, place: Place) -> int:
        """The line on which the part at `place` begins; of its nearest holder where it is none."""
        node: yaml.Node | None = self._root
        line = 1
        for step in place:
            node, line = _child(node, step, line)
            if node is None:
                break
        return line

    def error(self, place: Place, reason: str) -> BadScript:
        """The error that names where the part stands."""
        return BadScript(self.path, self.line(place), reason)

    def _refuse_twice(self, node: yaml.Node) -> None:
        """A key said twice would silently lose its first value."""
        if isinstance(node, yaml.SequenceNode):
            for one in node.value:
                self._refuse_twice(one)
        if not isinstance(node, yaml.MappingNode):
            return
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                line = key.start_mark.line + 1
                raise BadScript(self.path, line, f"{key.value} is said twice")
            seen.add(str(key.value))
            self._refuse_twice(value)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadScript(path, 1, f"the file cannot be read: {error}") from error


def _child(node: yaml.Node | None, step: int | str, line: int) -> tuple[yaml.Node | None, int]:
    """The part below `node` named by `step` with its line; None where the file has none."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found = node.value[step]
        return found, found.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    return None, line
