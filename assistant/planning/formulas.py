"""The formulas figures are computed by, and what each figure is called."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import yaml

from graph.values import Value

FOLDER: Final = Path(__file__).parent


class Formula(Value):
    """A formula: its names, its expression in symbols, and the rule that asks for it."""

    zh: str
    en: str
    expression: str
    rule: str | None = None


class FigureName(Value):
    """What a figure is called, its unit (a currency where it is money) and its formula."""

    zh: str
    en: str
    unit: str
    formula: str


@cache
def formulas() -> dict[str, Formula]:
    """Formulas by key, as `formulas.yaml` states them."""
    return {key: Formula(**fields) for key, fields in _entries("formulas.yaml").items()}


@cache
def figure_names() -> dict[str, FigureName]:
    """Figure names by key, as `figures.yaml` states them."""
    return {
        key: FigureName(zh=zh, en=en, unit=unit, formula=formula)
        for key, (zh, en, unit, formula) in _entries("figures.yaml").items()
    }


def _entries(name: str) -> dict[str, Any]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.safe_load(text))


@cache
def edition() -> str:
    """A short digest of the formulas, which changes when any of them does."""
    text = (FOLDER / "formulas.yaml").read_bytes() + (FOLDER / "figures.yaml").read_bytes()
    return sha256(text).hexdigest()[:12]
