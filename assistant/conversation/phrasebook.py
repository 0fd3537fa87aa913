"""The sentences the assistant says without a model: `phrases/*.yaml`, each in both languages."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from assistant.privacy.model import Lang
from graph.values import Value

FOLDER: Final = Path(__file__).parent / "phrases"
PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class Phrase(Value):
    """One sentence in both languages, with the same `{placeholders}` in each."""

    zh: str
    en: str

    def placeholders(self) -> set[str]:
        """The names the sentence needs values for."""
        return set(PLACEHOLDER.findall(self.zh))


class Said(Value):
    """A phrase with its values; a value may differ by language (`values_en` wins in English)."""

    phrase: str
    values: dict[str, str] = {}
    values_en: dict[str, str] = {}


@cache
def phrases() -> dict[str, Phrase]:
    """Every phrase by key, as `file.key`."""
    book: dict[str, Phrase] = {}
    shape = TypeAdapter(dict[str, Phrase])
    for path in sorted(FOLDER.glob("*.yaml")):
        read = shape.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        book |= {f"{path.stem}.{key}": phrase for key, phrase in read.items()}
    return book


def said(phrase: str, **values: str) -> Said:
    """The phrase with values that read the same in both languages."""
    return Said(phrase=phrase, values=values)


def both(phrase: str, zh: dict[str, str], en: dict[str, str]) -> Said:
    """The phrase with values of their own in each language."""
    return Said(phrase=phrase, values=zh, values_en=en)


def sentence(one: Said, lang: Lang) -> str:
    """The phrase in `lang` with its values filled in.

    Raises:
        KeyError: There is no such phrase, or a value is missing.
    """
    phrase = phrases()[one.phrase]
    text = phrase.en if lang == "en" else phrase.zh
    values = one.values | one.values_en if lang == "en" else one.values
    return PLACEHOLDER.sub(lambda match: values[match.group(1)], text)


def paragraphs(said_all: tuple[Said, ...], lang: Lang) -> str:
    """The sentences as Markdown: list items and quotations keep together."""
    text = ""
    for one in said_all:
        words = sentence(one, lang)
        if not words:
            continue
        joint = (
            "\n" if words.startswith("- ") and text.rpartition("\n")[2].startswith("- ") else "\n\n"
        )
        text = words if not text else f"{text}{joint}{words}"
    return text
