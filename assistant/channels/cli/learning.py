"""`advisor needs train|models|card|drift|rollback`: what needs are learned from, and how well."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.channels.cli.opening import at_ten, opened
from assistant.channels.cli.words import AsJson, aside, say, say_json, say_table

if TYPE_CHECKING:
    from graph.needs.learning import Kept

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="站在哪一天。As known on which day."),
]
VERDICTS = {
    "stable": "稳定 stable",
    "slight": "略有偏移 slight",
    "strong": "明显偏移，应重新学习 learn again",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of needs."""
    for command in (train, models, card, drift, rollback):
        app.command()(command)


def train(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """用此前已发生的结果学习，并投入使用。Learn from what came to pass before; put it in use."""
    with opened() as application:
        from graph.hub import said
        from graph.needs import learning

        day = (application.clock() if as_of is None else at_ten(as_of)).date()
        heard = said(application.graph, ("need_prediction", "sensitive_financial"))
        with application.hub.reading() as reader:
            learned = learning.train(reader, application.catalogue, day, aside, heard)
        kept = learning.keep(application.hub.home, learned)
    if as_json:
        figures = {event: one.figures for event, one in learned.events.items()}
        say_json({
            "version": kept.champion.version, "used": kept.used, "worse": kept.worse,
            "events": figures, "left": learned.left,
        })  # fmt: skip
        return
    say_table(
        f"已学习 Learned: {kept.champion.version}",
        ("事件 Event", "方法 By", "样本 Cases", "AUC", "前 10 % 提升 Lift"),
        [_row(event, one.figures) for event, one in learned.events.items()]
        + [(event, "规则 declared", why, "–", "–") for event, why in learned.left.items()],
    )
    _say_use(kept)


def models(as_json: AsJson = False) -> None:
    """列出模型版本，第一个在用。List the versions of the models; the first is in use."""
    with opened() as application:
        from graph.needs import learning

        found = learning.versions(application.hub.home)
    if as_json:
        say_json({"versions": found})
        return
    say(
        "\n".join(found)
        or "还没有学习过，需求按声明的规则预测。Nothing learned; rules as declared."
    )


def card(
    lang: Annotated[
        Literal["zh", "en"], typer.Option("--lang", help="卡片的语言。Of the card.")
    ] = "zh",
    as_json: AsJson = False,
) -> None:
    """在用模型的说明卡：数据、效果、公平性、局限。The card of the models in use."""
    with opened() as application:
        from graph.needs import learning

        text = learning.card(application.hub.home, None if as_json else lang)
    if as_json:
        say_json(json.loads(text))
        return
    say(text.rstrip())


def drift(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """客户与学习时相比变了多少。How far customers have moved since the models were learned."""
    with opened() as application:
        from graph.hub import said
        from graph.needs import learning

        day = (application.clock() if as_of is None else at_ten(as_of)).date()
        champion = learning.in_use(application.hub.home)
        heard = said(application.graph, ("need_prediction", "sensitive_financial"))
        with application.hub.reading() as reader:
            scores = champion.score(reader, application.catalogue, day, heard=heard)
        found = learning.drift(champion.training, scores)
    if as_json:
        for one in found:
            say_json({"name": one.name, "psi": round(one.by, 4), "verdict": one.verdict})
        return
    moved = [one for one in found if one.verdict != "stable"]
    say_table(
        f"{champion.version}: {len(moved)} / {len(found)} 有偏移 moved",
        ("特征 Feature", "PSI", "判断 Verdict"),
        [(one.name, f"{one.by:.3f}", VERDICTS[one.verdict]) for one in moved],
    )


def rollback() -> None:
    """退回上一版模型。Put the models before the present ones in use again."""
    with opened() as application:
        from graph.needs import learning

        champion = learning.roll_back(application.hub.home)
    say(f"现在使用 {champion.version} is in use.")


def _say_use(kept: Kept) -> None:
    if kept.used:
        say(f"现在使用 {kept.champion.version} is in use.")
        return
    worse = "; ".join(f"{event} {why}" for event, why in kept.worse.items())
    say(
        "没有启用：在用的模型在以下事件上更好，差距超出区间。"
        f"Not put in use; the models in use rank better beyond the interval: {worse}"
    )


def _row(event: str, figures: dict[str, Any]) -> tuple[str, str, str, str, str]:
    chosen = figures["kinds"][figures["chosen"]]
    return (
        event, figures["chosen"], str(figures["positives"]), f"{chosen['auc']:.3f}",
        f"{chosen['lift_at_10pct']:.1f}",
    )  # fmt: skip
