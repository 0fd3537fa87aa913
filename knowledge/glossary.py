"""Questions in the words clauses use: English into Chinese, everyday Chinese into legal Chinese."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import BadVocabulary

TABLE: Final = Path(__file__).parent / "glossary.yaml"
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    english: Mapping[str, str]
    plain: Mapping[str, str]


class Glossary:
    """Two vocabularies, read once."""

    def __init__(self, path: Path = TABLE) -> None:
        table = _table(path)
        self._english = {key.lower(): value for key, value in table.english.items()}
        self._plain = table.plain
        longest_first = sorted(self._english, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._phrase = re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)

    def chinese(self, question: str) -> str:
        """The Chinese terms an English question stands for, in order; "" when it holds none."""
        found = (self._english[match.group().lower()] for match in self._phrase.finditer(question))
        terms = [term for value in found for term in value.split()]
        return " ".join(dict.fromkeys(terms))

    def legal(self, question: str) -> str:
        """The legal words for the everyday ones in a Chinese question; "" when there are none."""
        return " ".join(value for key, value in self._plain.items() if key in question)


def is_english(question: str) -> bool:
    """Whether a question is to be read as English: no Chinese, or next to none."""
    letters = len(re.findall(r"[A-Za-z]", question))
    return letters > 4 * len(CHINESE.findall(question))


def _table(path: Path) -> _Table:
    try:
        return _Table.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadVocabulary(path, str(error)) from error
