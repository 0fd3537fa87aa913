"""Which law the words of a question belong to, and whether the library holds it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.errors import BadVocabulary
from knowledge.names import Names

TABLE: Final = Path(__file__).parent / "matters.yaml"
EITHER: Final = re.compile(r"\s*/\s*")

_WORDS: Final = TypeAdapter(Mapping[str, tuple[str, ...]])


class Matters:
    """Words that belong to one law's matter, as far as the library of `names` holds that law.

    What `own`, the clauses of the bank's manual, speaks of is no matter of a law we lack: the
    manual answers for itself.
    """

    def __init__(self, names: Names, own: Iterable[str] = (), table: Path = TABLE) -> None:
        held: set[str] = set()
        lacked: set[str] = set()
        for titles, words in _read(table).items():
            is_held = any(names.titles(title) for title in EITHER.split(titles))
            (held if is_held else lacked).update(words)
        self._held = _pattern(held)
        spoken = "\n".join(own)
        self._lacked = _pattern({one for one in lacked - held if one not in spoken})

    def are_elsewhere(self, question: str) -> bool:
        """Whether the question holds words of laws we lack, and none of a law we hold."""
        return bool(self._lacked.search(question)) and not self._held.search(question)


def _pattern(words: set[str]) -> re.Pattern[str]:
    """A pattern of any of the words; of none, one that never matches."""
    return re.compile("|".join(map(re.escape, sorted(words))) or r"(?!)")


def _read(path: Path) -> Mapping[str, tuple[str, ...]]:
    try:
        return _WORDS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadVocabulary(path, str(error)) from error
