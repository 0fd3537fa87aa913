"""The models in use: kept by version, loaded, and given up again."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import lightgbm

from graph.needs.learning.champion import Champion
from graph.needs.learning.errors import ModelOfAnotherVersion, NoEarlierModel
from graph.needs.learning.models import Curve, Line, Model, Trees
from graph.needs.learning.training import Learned, Training

FORMAT: Final = 1
"""The shape of a stored model; it rises when features or files change."""


def keep(home: Path, training: Training) -> Champion:
    """Store what was learned and put it in use; the one before stays to go back to."""
    version = f"{training.as_of:%Y%m%d}-{len(list(_shelf(home).glob('*-*'))) + 1}"
    folder = _shelf(home) / version
    part = folder.with_name(f".{version}.part")
    part.mkdir(parents=True, exist_ok=True)
    for event, learned in training.events.items():
        learned.model.trees.booster.save_model(part / f"{event}.txt")
    (part / "model.json").write_text(
        json.dumps(_as_json(training), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    part.rename(folder)
    _use(home, [version, *_used(home)])
    return Champion(version, training)


def load(home: Path) -> Champion | None:
    """The models in use; None where nothing was learned yet.

    Raises:
        ModelOfAnotherVersion: They were stored by another version of the program.
    """
    used = _used(home)
    return _read(_shelf(home) / used[0]) if used else None


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
        "customers": training.customers, "left": training.left, "spread": training.spread,
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
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if held.get("format") != FORMAT:
        raise ModelOfAnotherVersion(path, held.get("format"))
    events = {event: _read_event(folder, event, one) for event, one in held["events"].items()}
    days = tuple(date.fromisoformat(one) for one in held["snapshots"])
    as_of = date.fromisoformat(held["as_of"])
    training = Training(as_of, days, held["customers"], events, held["left"], held["spread"])
    return Champion(folder.name, training)


def _read_event(folder: Path, event: str, held: dict[str, Any]) -> Learned:
    trees = Trees(lightgbm.Booster(model_file=folder / f"{event}.txt"))
    curves = {int(horizon): Curve(*one) for horizon, one in held["curves"].items()}
    model = Model(held["kind"], trees, Line.from_json(held["line"]), curves)
    return Learned(
        event, model, tuple(held["columns"]), tuple(held["words"]), held["usual"], held["figures"]
    )
