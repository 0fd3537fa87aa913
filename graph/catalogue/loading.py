"""The catalogue read from its files and checked, each entry and each reference."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import yaml
from pydantic import ValidationError

from graph.catalogue.model import (
    Catalogue,
    ContactTerms,
    LifeEvent,
    Pack,
    PartnerRow,
    ProductRow,
    TierTerms,
)
from graph.catalogue.terms import SafetyTerms
from graph.errors import BadCatalogue
from graph.values import Value

FILES: Final = Path(__file__).parent / "files"

V = TypeVar("V", bound=Value)


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The catalogue in `folder`; the project's own where none is named.

    Raises:
        BadCatalogue: A file is missing, does not fit its schema, or names what does not exist.
    """
    return _own() if folder is None else _loaded(folder)


@cache
def _own() -> Catalogue:
    return _loaded(FILES)


def _loaded(home: Path) -> Catalogue:
    catalogue = Catalogue(
        events=_entries(home / "events.yaml", LifeEvent, "key"),
        packs=_entries(home / "packs.yaml", Pack, "key"),
        tiers=_entries(home / "tiers.yaml", TierTerms, "key"),
        product_rows=_entries(home / "products.yaml", ProductRow, "product_code"),
        partner_rows=_entries(home / "partners.yaml", PartnerRow, "partner_id"),
        contact=_single(home / "contact.yaml", ContactTerms),
        safety=_single(home / "safety.yaml", SafetyTerms),
    )
    _check_references(home, catalogue)
    return catalogue


def _entries(path: Path, kind: type[V], key: str) -> tuple[V, ...]:
    entries = tuple(_entry(path, kind, at, raw) for at, raw in enumerate(_parsed(path), start=1))
    _refuse_twins(path, [getattr(one, key) for one in entries])
    return entries


def _entry(path: Path, kind: type[V], at: int, raw: object) -> V:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise BadCatalogue(path, f"entry {at}: {_first(error)}") from error


def _single(path: Path, kind: type[V]) -> V:
    try:
        return kind.model_validate(_read(path))
    except ValidationError as error:
        raise BadCatalogue(path, _first(error)) from error


def _parsed(path: Path) -> list[object]:
    parsed = _read(path)
    if not isinstance(parsed, list):
        raise BadCatalogue(path, "the file is no list of entries")
    return cast("list[object]", parsed)


def _read(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadCatalogue(path, "the file is missing") from error
    except yaml.YAMLError as error:
        raise BadCatalogue(path, f"this is no YAML: {error}") from error


def _first(error: ValidationError) -> str:
    """The first fault, with the field where it stands."""
    fault = error.errors()[0]
    where = " → ".join(str(step) for step in cast("tuple[Any, ...]", fault["loc"])) or "the entry"
    return f"{where}: {fault['msg']}"


def _refuse_twins(path: Path, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadCatalogue(path, f"{key} stands twice")
        seen.add(key)


def _check_references(home: Path, catalogue: Catalogue) -> None:
    packs = {one.key for one in catalogue.packs}
    for event in catalogue.events:
        if event.pack is not None and event.pack not in packs:
            raise BadCatalogue(
                home / "events.yaml", f"{event.key} names the unknown pack {event.pack}"
            )
        if event.lead[0] > event.lead[1]:
            raise BadCatalogue(home / "events.yaml", f"{event.key}: the lead ends before it begins")
    tiers = {one.key for one in catalogue.tiers}
    for pack in catalogue.packs:
        unknown = sorted(set(pack.tiers) - tiers)
        if unknown:
            raise BadCatalogue(
                home / "packs.yaml", f"{pack.key} names the unknown tier {unknown[0]}"
            )
