"""What stands beside a file about it: a table of the folder, or a file of the same name."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final, cast

import yaml

from knowledge.formats.encodings import decoded

TABLES: Final = ("index.csv", "metadata.csv")
FILE_COLUMNS: Final = ("file", "filename", "文件", "文件名")
ENDINGS: Final = (".yaml", ".yml", ".json")
LARGEST: Final = 5 * 1024 * 1024


class Beside:
    """What a folder says of its files; one that cannot be read says nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[str, dict[str, str]] | None = None

    def of(self, name: str) -> dict[str, str]:
        """The fields given for a file, as they are named there; {} where there are none."""
        if self._rows is None:
            self._rows = {}
            for table in TABLES:
                self._rows |= rows(_bytes(self._folder / table))
        return {**self._rows.get(name, {}), **self._card(name)}

    def _card(self, name: str) -> dict[str, str]:
        stem = Path(name).stem
        for ending in ENDINGS:
            for candidate in (f"{name}{ending}", f"{stem}{ending}"):
                card = _fields(_bytes(self._folder / candidate), ending)
                if card:
                    return card
        return {}


def rows(raw: bytes) -> dict[str, dict[str, str]]:
    """A table's rows by the file they are about; {} for no such table."""
    found: dict[str, dict[str, str]] = {}
    try:
        for row in csv.DictReader(StringIO(decoded(raw) or "")):
            plain = {key: value for key, value in row.items() if key and isinstance(value, str)}
            name = next((plain[one] for one in FILE_COLUMNS if plain.get(one)), "")
            if name:
                found[name] = plain
    except csv.Error:
        return {}
    return found


def _fields(raw: bytes, ending: str) -> dict[str, str]:
    text = decoded(raw) if raw else None
    if not text:
        return {}
    try:
        read: object = json.loads(text) if ending == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    named = cast("dict[object, object]", read)
    return {
        str(key): str(value)
        for key, value in named.items()
        if isinstance(value, str | int | float | date)
    }


def _bytes(path: Path) -> bytes:
    try:
        is_small = path.is_file() and path.stat().st_size <= LARGEST
        return path.read_bytes() if is_small else b""
    except OSError:
        return b""
