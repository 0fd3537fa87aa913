"""`advisor needs`: what customers will need."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from assistant.channels.cli.opening import at_ten, opened
from assistant.channels.cli.words import AsJson, OneCustomer, aside, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="需求预测。Foreseen needs.")


@app.command()
def forecast(
    customer: OneCustomer = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="站在哪一天。As known on which day."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """预测需求：何时、多大可能、依据什么。Foresee needs: when, how likely, on what evidence."""
    with opened() as application:
        from graph.needs import forecast as foresee

        moment = application.clock() if as_of is None else at_ten(as_of)
        needs = foresee(application.hub, application.graph, application.catalogue, moment, customer)
    if as_json:
        for one in needs:
            say_json(one)
        return
    say_table(
        "需求 Needs",
        ("客户 Customer", "事件 Event", "90 天 90 days", "窗口 Window", "联系 Contact"),
        [(one.customer_id, f"{one.event_zh} {one.event_en}", f"{one.probability_90:.0%}",
          f"{one.window_start} – {one.window_end}", one.contact) for one in needs],
    )  # fmt: skip


@app.command()
def train(
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], help="只用此前的记录。Only what lies before."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """用已发生的结果学习，并投入使用。Learn from what came to pass, and put it in use."""
    with opened() as application:
        from graph.needs import learning

        day = (application.clock() if as_of is None else at_ten(as_of)).date()
        with application.hub.reading() as reader:
            learned = learning.train(reader, application.catalogue, day, aside)
        champion = learning.keep(application.hub.home, learned)
    if as_json:
        figures = {event: one.figures for event, one in learned.events.items()}
        say_json({"version": champion.version, "events": figures, "left": learned.left})
        return
    say_table(
        f"已学习 Learned: {champion.version}",
        ("事件 Event", "方法 By", "样本 Cases", "AUC", "前 10 % 提升 Lift"),
        [_row(event, one.figures) for event, one in learned.events.items()]
        + [(event, "规则 declared", why, "–", "–") for event, why in learned.left.items()],
    )


@app.command()
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


@app.command()
def rollback() -> None:
    """退回上一版模型。Put the models before the present ones in use again."""
    with opened() as application:
        from graph.needs import learning

        champion = learning.roll_back(application.hub.home)
    say(f"现在使用 {champion.version} is in use.")


def _row(event: str, figures: dict[str, Any]) -> tuple[str, str, str, str, str]:
    chosen = figures["kinds"][figures["chosen"]]
    return (
        event, figures["chosen"], str(figures["positives"]), f"{chosen['auc']:.3f}",
        f"{chosen['lift_at_10pct']:.1f}",
    )  # fmt: skip
