"""`advisor needs`: what customers will need."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from assistant.channels.cli.opening import at_ten, opened
from assistant.channels.cli.words import AsJson, OneCustomer, say_json, say_table

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
