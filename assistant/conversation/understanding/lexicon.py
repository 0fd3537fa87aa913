"""The phrases of each command and the roles of values, read once from the data beside this file."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

_HERE: Final = Path(__file__).parent
Roles = dict[str, re.Pattern[str]]


class Phrases(NamedTuple):
    """What people say for one command: `strong` phrases decide, `weak` ones lean."""

    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]

    def is_strong(self, text: str) -> bool:
        """Whether a deciding phrase stands in a folded text."""
        return any(one.search(text) for one in self.strong)

    def is_weak(self, text: str) -> bool:
        """Whether a leaning phrase stands in a folded text."""
        return any(one.search(text) for one in self.weak)


class Lexicon(NamedTuple):
    """Every phrase: by command, by topic out of scope, and the short answers."""

    commands: dict[str, Phrases]
    topics: Roles
    answers: Roles

    def says(self, answer: str, text: str) -> bool:
        """Whether a folded text is such an answer: cancel, assent, refusal, follow_up."""
        return bool(self.answers[answer].search(text))


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


def _all(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in patterns)


@cache
def lexicon() -> Lexicon:
    """The phrases of `lexicon.yaml`."""
    data = _read("lexicon.yaml")
    commands = {
        name: Phrases(_all(said["strong"]), _all(said["weak"]))
        for name, said in data.pop("commands").items()
    }
    topics = {name: re.compile(said) for name, said in data.pop("out_of_scope_topics").items()}
    return Lexicon(commands, topics, {name: re.compile(said) for name, said in data.items()})


@cache
def roles(topic: str, kind: str) -> Roles:
    """The roles of values of `kind` under `topic`, from `roles.yaml`; empty where it has none."""
    return _roles().get((topic, kind), {})


@cache
def words(group: str) -> Roles:
    """The expressions of one group of `words.yaml`, in the order written."""
    return {name: re.compile(said) for name, said in _words()[group].items()}


@cache
def _words() -> dict[str, dict[str, str]]:
    return _read("words.yaml")


@cache
def _roles() -> dict[tuple[str, str], Roles]:
    return {
        (topic, kind): {role: re.compile(said) for role, said in named.items()}
        for topic, kinds in _read("roles.yaml").items()
        for kind, named in kinds.items()
    }


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """The sentences of `examples.yaml`, each with its command."""
    return tuple(
        (sentence, command)
        for command, langs in _read("examples.yaml").items()
        for block in langs.values()
        for sentence in block.splitlines()
    )
