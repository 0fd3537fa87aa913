"""The card of models: what they were learned from, how well they hold, for whom; limits."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from graph.needs.learning.labels import HORIZONS
from graph.needs.learning.material import APART, HORIZON, WORDS
from graph.needs.learning.training import ENOUGH, Training

Lang = Literal["zh", "en"]
LANGUAGES: Final[tuple[Lang, ...]] = ("zh", "en")

WORDS_OF_CARD: Final = Path(__file__).with_suffix(".yaml")


def card_of(version: str, training: Training) -> dict[str, Any]:
    """The card as data."""
    days = training.snapshots
    return {
        "version": version, "as_of": training.as_of.isoformat(),
        "snapshots": [one.isoformat() for one in days], "customers": training.customers,
        "horizons": list(HORIZONS), "label_days": HORIZON, "enough": ENOUGH,
        "feeds": {name: rows for name, rows in training.feeds.items() if rows},
        "missing_feeds": [name for name, rows in training.feeds.items() if not rows],
        "events": {
            event: one.figures | {"usual": one.usual, "words": list(one.words)}
            for event, one in training.events.items()
        },
        "left": training.left,
    }  # fmt: skip


def as_markdown(card: Mapping[str, Any], lang: Lang) -> str:
    """The card in words of a language."""
    say, days = _texts()[lang], card["snapshots"]
    missing = ", ".join(card["missing_feeds"])
    told = {
        "version": card["version"], "as_of": card["as_of"], "count": len(days), "apart": APART,
        "first": days[0], "last": days[-1], "customers": card["customers"],
        "horizon": card["label_days"], "enough": card["enough"], "words": WORDS, "missing": missing,
        "horizons": "/".join(str(one) for one in card["horizons"]),
        "feeds": ", ".join(f"{name} {rows}" for name, rows in card["feeds"].items()),
    }  # fmt: skip
    absent = [say["missing"].format(**told)] if missing else []
    blocks = [
        f"# {say['title'].format(**told)}", say["use"].format(**told), f"## {say['data']}",
        say["learned"].format(**told), say["feeds"].format(**told), *absent,
        say["label"].format(**told), f"## {say['figures']}",
        _table(say["head"], _figure_rows(card, say["chosen"])), f"## {say['later']}",
        _table(say["later_head"], _later_rows(card)), f"## {say['left']}",
        "\n".join(f"- {event}: {why}" for event, why in card["left"].items()) or "–",
        f"## {say['fair']}", _table(say["fair_head"], _fair_rows(card)), say["few"].format(**told),
        f"## {say['limits']}", say["limit_lines"].format(**told),
    ]  # fmt: skip
    return "\n\n".join(blocks) + "\n"


@cache
def _texts() -> Mapping[Lang, Mapping[str, str]]:
    return yaml.safe_load(WORDS_OF_CARD.read_text(encoding="utf-8"))


def _figure_rows(card: Mapping[str, Any], chosen: str) -> list[Sequence[str]]:
    return [
        (event, str(one["customers"]), kind, chosen if kind == one["chosen"] else "",
         *(_ranged(figures, name) for name in ("auc", "average_precision", "lift_at_10pct")))
        for event, one in card["events"].items()
        for kind, figures in one["kinds"].items()
    ]  # fmt: skip


def _later_rows(card: Mapping[str, Any]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for event, one in card["events"].items():
        later = one["later"]
        if later is None:
            rows.append((event, "–", "–", "–", "–", "–"))
        else:
            ranged = [_ranged(later, n) for n in ("auc", "average_precision", "lift_at_10pct")]
            rows.append(
                (event, str(later["positives"]), *ranged, _short(later["calibration_error"]))
            )
    return rows


def _fair_rows(card: Mapping[str, Any]) -> list[Sequence[str]]:
    names = ("came", "foreseen", "auc", "in_top_tenth", "found")
    return [
        (event, attribute, group, str(one["rows"]), str(one["positives"]),
         *(_short(one[name]) if name in one else "–" for name in names))
        for event, of in card["events"].items()
        for attribute, groups in of["fairness"].items()
        for group, one in groups.items()
    ]  # fmt: skip


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *(f"| {' | '.join(row)} |" for row in rows)])


def _ranged(figures: Mapping[str, Any], name: str) -> str:
    low, high = figures["intervals"][name]
    return f"{_short(figures[name])} [{_short(low)}, {_short(high)}]"


def _short(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"
