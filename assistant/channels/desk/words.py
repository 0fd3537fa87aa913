"""The words of the pages in both languages."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from assistant.privacy.model import Lang

WORDS: Final = TypeAdapter(dict[str, tuple[str, str]]).validate_python(
    yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
)
"""By key: Chinese, English."""


def said(key: str, lang: Lang) -> str:
    """The words for `key`.

    Raises:
        KeyError: There are none.
    """
    zh, en = WORDS[key]
    return en if lang == "en" else zh


def said_if_known(key: str, otherwise: str | None = None, *, lang: Lang) -> str:
    """The words for `key`; `otherwise`, or the key itself, where there are none."""
    return said(key, lang) if key in WORDS else otherwise or key
