"""`advisor needs`: what customers will need."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.channels.cli import learning
from assistant.channels.cli.opening import at_ten, opened
from assistant.channels.cli.paths import like, report, why
from assistant.channels.cli.words import AsJson, OneCustomer, aside, say_json, say_table

if TYPE_CHECKING:
    from assistant.bootstrap import Application
    from graph.model import Need

app = typer.Typer(no_args_is_help=True, help="需求预测。Foreseen needs.")
app.command()(why)
app.command()(like)
app.command()(report)
learning.add_to(app)


@app.command()
def forecast(
    customer: OneCustomer = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="站在哪一天。As known on which day."),
    ] = None,
    lang: Annotated[
        Literal["zh", "en"], typer.Option("--lang", help="需求与依据的语言。Of needs and texts.")
    ] = "zh",
    as_json: AsJson = False,
) -> None:
    """预测需求：何时、多大可能、依据什么。Foresee needs: when, how likely, on what evidence.

    站在过去某天时只用当天已知的，且不改动图。As of a past day nothing is written.
    """
    with opened() as application:
        from graph.needs import as_row, at_hour

        asked_at = application.clock()
        moment = asked_at if as_of is None else at_ten(as_of)
        found = _foreseen(application, customer, moment, asked_at)
        terms = application.catalogue.contact
        needs = [at_hour(one, terms, moment) for one in found]
    if as_json:
        for one in needs:
            say_json(as_row(one, lang))
        return
    _shown(needs, lang)


@app.command()
def observe(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE")],
    lang: Annotated[
        Literal["zh", "en"], typer.Option("--lang", help="需求与依据的语言。Of needs and texts.")
    ] = "zh",
    as_json: AsJson = False,
) -> None:
    """收下新到的几行（<feed>.csv），立即更新相关客户的预测。Take in rows; foresee anew at once."""
    with opened() as application:
        from graph.needs import as_row, at_hour, read_rows
        from graph.needs import observe as take_in

        began, now = time.perf_counter(), application.clock()
        hub, graph, catalogue = application.hub, application.graph, application.catalogue
        found = take_in(hub, graph, catalogue, read_rows(file), now)
        raised = [one for who in found.customers for one in application.safeguard.follow(now, who)]
        needs = [at_hour(one, catalogue.contact, now) for one in found.needs]
    if as_json:
        for one in needs:
            say_json(as_row(one, lang))
    seconds = time.perf_counter() - began
    aside(
        f"{len(found.customers)} 位客户，{len(needs)} 项需求，{len(raised)} 笔转账待关心，"
        f"拒收 {found.report.rejected} 行，{seconds:.2f} 秒。\n"
        f"{len(found.customers)} customers, {len(needs)} needs, {len(raised)} odd transfers, "
        f"{found.report.rejected} rows refused, {seconds:.2f} seconds."
    )
    if not as_json:
        _shown(needs, lang)


def _shown(needs: list[Need], lang: Literal["zh", "en"]) -> None:
    say_table(
        "需求 Needs",
        ("客户 Customer", "事件 Event", "90 天 90 days", "窗口 Window", "联系 Contact"),
        [(one.customer_id, f"{one.event_zh} {one.event_en}", f"{one.probability_90:.0%}",
          f"{one.window_start} – {one.window_end}", _contact(one, lang)) for one in needs],
    )  # fmt: skip


def _foreseen(
    application: Application, customer: str | None, moment: datetime, asked_at: datetime
) -> list[Need]:
    """The needs as of the moment; written to the graph only where that is the present."""
    from graph.needs import Vantage, foresee
    from graph.needs import forecast as foresee_and_keep

    hub, graph, catalogue = application.hub, application.graph, application.catalogue
    if customer is not None:
        application.bank.customers.file(customer, asked_at)
    if moment == asked_at:
        return foresee_and_keep(hub, graph, catalogue, moment, customer)
    return foresee(hub, graph, catalogue, Vantage(moment, customer, max(moment, asked_at)))


def _contact(need: Need, lang: Literal["zh", "en"]) -> str:
    from graph.needs import REASONS

    if need.contact_reason is None:
        return "可以联系" if lang == "zh" else "may be contacted"
    reason = REASONS[need.contact_reason]
    return f"暂不联系：{reason.zh}" if lang == "zh" else f"do not contact: {reason.en}"
