"""Clauses that try to act or to deceive: words to a model, hidden text, code, false letters."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import BadVocabulary
from knowledge.formats.writing import SHAPELESS, Hidden
from knowledge.model import Flag, Suspicion

PATTERNS: Final = Path(__file__).with_suffix(".yaml")
LONGEST_EVIDENCE: Final = 120
CYRILLIC: Final = dict(
    zip("аеорсухіѕјԁһԛԝкмнтвгпАВЕКМНОРСТХІЅЈ", "aeopcyxisjdhqwkmhtbrnABEKMHOPCTXISJ", strict=True)
)
GREEK: Final = dict(zip("αορνικυχετΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopvikuxetABEZHIKMNOPTYX", strict=True))
LOOKALIKES: Final = {**CYRILLIC, **GREEK}
"""Letters that look like Latin ones."""
PLAIN: Final = str.maketrans(LOOKALIKES)
WORD: Final = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u052f\U0001d400-\U0001d7ff]{3,}")
LATIN: Final = re.compile(r"[A-Za-z]")
FANCY: Final = re.compile(r"[\U0001d400-\U0001d7ff]{3,}")
GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
SPREAD: Final = re.compile(r"(?<![A-Za-z])(?:[A-Za-z][ .\-_*]){4,}[A-Za-z](?![A-Za-z])")


class _Patterns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: tuple[str, ...]
    zh: tuple[str, ...]
    code: tuple[str, ...]


def flags(words: str, hidden: Sequence[Hidden] = ()) -> tuple[Flag, ...]:
    """Why words, with what was hidden among them, are suspicious; () where they are not."""
    return tuple(dict.fromkeys(_flags(words, hidden)))


def _flags(words: str, hidden: Sequence[Hidden]) -> Iterator[Flag]:
    for one in hidden:
        yield _flag(one.reason, one.words)
    for text in (words, *(one.words for one in hidden if one.reason == "hidden")):
        spoken = addressed(text)
        if spoken:
            yield _flag("instruction", spoken)
    code = _pattern("code").search(words)
    if code is not None:
        yield _flag("markup", words[code.start() : code.start() + 60])
    false = next(_false_words(words), None)
    if false is not None:
        yield _flag("lookalike", false)


def addressed(text: str) -> str:
    """The words of a text that speak to a model rather than to a reader; "" where none do."""
    plain = re.sub(f"[{SHAPELESS}]", "", unicodedata.normalize("NFKC", text)).translate(PLAIN)
    plain = SPREAD.sub(lambda found: re.sub(r"[ .\-_*]", "", found.group()), plain)
    found = _pattern("en").search(plain) or _pattern("zh").search(GAP.sub("", plain))
    return "" if found is None else found.group()


@cache
def _pattern(kind: Literal["en", "zh", "code"]) -> re.Pattern[str]:
    return re.compile("|".join(getattr(_patterns(), kind)), re.IGNORECASE | re.DOTALL)


@cache
def _patterns() -> _Patterns:
    try:
        return _Patterns.model_validate(yaml.safe_load(PATTERNS.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadVocabulary(PATTERNS, str(error)) from error


def _false_words(words: str) -> Iterator[str]:
    """Latin words with letters of other scripts among them, or made of nothing but those."""
    for found in WORD.finditer(words):
        word = found.group()
        others = [char for char in word if not LATIN.match(char)]
        is_mixed = len(others) < len(word) and any(
            char in LOOKALIKES or char > "\u03ff" for char in others
        )
        is_disguised = len(others) == len(word) and all(char in LOOKALIKES for char in word)
        if FANCY.search(word) or is_mixed or is_disguised:
            yield word


def _flag(reason: Suspicion, evidence: str) -> Flag:
    return Flag(reason=reason, evidence=re.sub(r"\s+", " ", evidence).strip()[:LONGEST_EVIDENCE])
