"""The models in use: kept by version, loaded, and given up again."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import lightgbm

from graph.needs.learning.card import LANGUAGES, Lang, as_markdown, card_of
from graph.needs.learning.champion import Champion
from graph.needs.learning.errors import (
    DamagedModel,
    ModelOfAnotherVersion,
    NoEarlierModel,
    NothingLearned,
)
from graph.needs.learning.models import Curve, Line, Model, Trees
from graph.needs.learning.shares import Shares
from graph.needs.learning.training import Learned, Training

FORMAT: Final = 2
"""The shape of a stored model; it rises when features or files change."""


@dataclass(frozen=True)
class Kept:
    """What was stored, and what became of it."""

    champion: Champion
    used: bool
    """Whether it is in use: not where the models before it are better beyond doubt."""
    worse: dict[str, str]
    """By event, why it gives way to the models in use."""


def keep(home: Path, training: Training) -> Kept:
    """Store what was learned, and put it in use unless the models in use are better beyond doubt.

    A challenger that is better, or as good and fresher, takes their place; they stay to go back to.
    """
    version = f"{training.as_of:%Y%m%d}-{len(list(_shelf(home).glob('*-*'))) + 1}"
    folder = _shelf(home) / version
    part = folder.with_name(f".{version}.part")
    part.mkdir(parents=True, exist_ok=True)
    for event, learned in training.events.items():
        learned.model.trees.booster.save_model(part / f"{event}.txt")
    _write(part / "model.json", json.dumps(_as_json(training), ensure_ascii=False, indent=1))
    card = card_of(version, training)
    _write(part / "card.json", json.dumps(card, ensure_ascii=False, indent=1))
    for lang in LANGUAGES:
        _write(part / f"card.{lang}.md", as_markdown(card, lang))
    part.rename(folder)
    worse = _worse(_standing(home), training)
    if not worse:
        _use(home, [version, *_used(home)])
    return Kept(Champion(version, training), not worse, worse)


def card(home: Path, lang: Lang | None) -> str:
    """The card of the models in use, as Markdown of a language or, without one, as JSON.

    Raises:
        NothingLearned: No models are in use.
    """
    used = _used(home)
    if not used:
        raise NothingLearned
    path = _shelf(home) / used[0] / ("card.json" if lang is None else f"card.{lang}.md")
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DamagedModel(path) from error


def load(home: Path) -> Champion | None:
    """The models in use; None where nothing was learned yet.

    Raises:
        ModelOfAnotherVersion: They were stored by another version of the program.
        DamagedModel: They cannot be read.
    """
    used = _used(home)
    return _read(_shelf(home) / used[0]) if used else None


def in_use(home: Path) -> Champion:
    """The models in use.

    Raises:
        NothingLearned: There are none.
        ModelOfAnotherVersion: They were stored by another version of the program.
        DamagedModel: They cannot be read.
    """
    champion = load(home)
    if champion is None:
        raise NothingLearned
    return champion


def roll_back(home: Path) -> Champion:
    """Put the models before the present ones in use again.

    Raises:
        NoEarlierModel: There are none.
    """
    used = _used(home)
    if len(used) < 2:
        raise NoEarlierModel
    earlier = _read(_shelf(home) / used[1])
    _use(home, used[1:])
    return earlier


def versions(home: Path) -> list[str]:
    """The versions in use and before it, the present one first."""
    return _used(home)


def _standing(home: Path) -> Training | None:
    """What is in use, so far as it can be."""
    try:
        champion = load(home)
    except (ModelOfAnotherVersion, DamagedModel):
        return None
    return None if champion is None else champion.training


def _worse(standing: Training | None, challenger: Training) -> dict[str, str]:
    """By event, the average precision of a challenger that lies wholly below the one in use."""
    found: dict[str, str] = {}
    for event, learned in challenger.events.items():
        before = None if standing is None else standing.events.get(event)
        if before is not None:
            ours, theirs = _precision(learned), _precision(before)
            if ours[1] < theirs[0]:
                found[event] = f"{ours[0]:.3f} – {ours[1]:.3f} < {theirs[0]:.3f} – {theirs[1]:.3f}"
    return found


def _precision(learned: Learned) -> tuple[float, float]:
    """The interval of the average precision, of later months where these were tried."""
    figures = learned.figures
    held = figures["later"] or figures["kinds"][figures["chosen"]]
    low, high = held["intervals"]["average_precision"]
    return low, high


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _shelf(home: Path) -> Path:
    return home / "models"


def _used(home: Path) -> list[str]:
    path = _shelf(home) / "used.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def _use(home: Path, order: list[str]) -> None:
    path = _shelf(home) / "used.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(order), encoding="utf-8")
    part.replace(path)


def _as_json(training: Training) -> dict[str, Any]:
    return {
        "format": FORMAT, "as_of": training.as_of.isoformat(),
        "snapshots": [one.isoformat() for one in training.snapshots],
        "customers": training.customers, "left": training.left, "feeds": training.feeds,
        "spread": {name: list(one) for name, one in training.spread.items()},
        "events": {event: _event_json(one) for event, one in training.events.items()},
    }  # fmt: skip


def _event_json(learned: Learned) -> dict[str, Any]:
    model = learned.model
    curves = {str(horizon): [one.slope, one.start] for horizon, one in model.curves.items()}
    return {
        "kind": model.kind, "line": model.line.as_json(), "curves": curves,
        "columns": learned.columns, "words": learned.words, "usual": learned.usual,
        "figures": learned.figures,
    }  # fmt: skip


def _read(folder: Path) -> Champion:
    path = folder / "model.json"
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if held.get("format") != FORMAT:
            raise ModelOfAnotherVersion(path, held.get("format"))
        return Champion(folder.name, _training(folder, held))
    except (OSError, ValueError, KeyError, TypeError, lightgbm.basic.LightGBMError) as error:
        raise DamagedModel(path) from error


def _training(folder: Path, held: dict[str, Any]) -> Training:
    events = {event: _read_event(folder, event, one) for event, one in held["events"].items()}
    days = tuple(date.fromisoformat(one) for one in held["snapshots"])
    as_of = date.fromisoformat(held["as_of"])
    spread = {name: Shares(*map(tuple, one)) for name, one in held["spread"].items()}
    return Training(as_of, days, held["customers"], events, held["left"], spread, held["feeds"])


def _read_event(folder: Path, event: str, held: dict[str, Any]) -> Learned:
    trees = Trees(lightgbm.Booster(model_file=folder / f"{event}.txt"))
    curves = {int(horizon): Curve(*one) for horizon, one in held["curves"].items()}
    model = Model(held["kind"], trees, Line.from_json(held["line"]), curves)
    return Learned(
        event, model, tuple(held["columns"]), tuple(held["words"]), held["usual"], held["figures"]
    )
