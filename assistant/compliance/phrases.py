"""The wordings that make a rule look at a message or a reply: patterns in a data file."""

import re
import unicodedata
from pathlib import Path
from typing import Final

import yaml

from graph.values import Value

PHRASES: Final = Path(__file__).parent / "phrases.yaml"
CLAUSE: Final = re.compile(r"[，。；！？\n,.;!?]+")
DENIAL: Final = re.compile(
    r"不|没|无法|非|未|禁|勿|别|拒绝|谨防|警惕|避免|\b(?:no|not|never|cannot|neither|nor|avoid|beware"
    r"|without|nothing|none)\b|n't"
)
AGAINST: Final = re.compile(r"违法|违规|违反|骗|illegal|scam|prohibited|forbidden")
"""A clause that calls something unlawful speaks against it, wherever the word stands."""
BETWEEN_CHINESE: Final = re.compile(
    r"(?<=[一-鿿，。、\d])\s+(?=[一-鿿，。、])|(?<=[一-鿿，。、])\s+(?=\d)"
)


class PhraseFile(Value):
    """Vocabulary, and by name of a wish its patterns; `{word}` stands for a vocabulary entry."""

    words: dict[str, str]
    phrases: dict[str, tuple[str, ...]]
    unless: dict[str, tuple[str, ...]] = {}


class Phrases:
    """Recognises wishes in words; `unless` patterns take a recognition back."""

    def __init__(self, path: Path = PHRASES) -> None:
        file = PhraseFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        self.sources = file.phrases
        self._words = file.words
        self._patterns = {name: self._compiled(all_) for name, all_ in file.phrases.items()}
        self._unless = {name: self._compiled(all_) for name, all_ in file.unless.items()}

    def found(self, name: str, text: str | None) -> bool:
        """Whether `text` says `name`; never where there is no text."""
        if not text:
            return False
        plain = plainly(text)
        said = any(one.search(plain) for one in self._patterns[name])
        return said and not any(one.search(plain) for one in self._unless.get(name, ()))

    def asserted(self, name: str, text: str | None) -> bool:
        """Whether a clause of `text` says `name` without denying it first."""
        clauses = CLAUSE.split(plainly(text)) if text else []
        return any(self._asserts(name, one) for one in clauses if not AGAINST.search(one))

    def _asserts(self, name: str, clause: str) -> bool:
        matches = (one.search(clause) for one in self._patterns[name])
        return any(found and not DENIAL.search(clause[: found.start()]) for found in matches)

    def _compiled(self, patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(self._spelled(one)) for one in patterns)

    def _spelled(self, pattern: str) -> str:
        for word, meaning in self._words.items():
            pattern = pattern.replace(f"{{{word}}}", f"(?:{meaning})")
        return pattern


def plainly(text: str) -> str:
    """`text` in one width and case, without gaps between Chinese characters."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return BETWEEN_CHINESE.sub("", re.sub(r"\s+", " ", folded))
