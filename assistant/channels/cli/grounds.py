"""What rests on a clause, and what is to be checked again when one changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.opening import OPERATOR, opened
from assistant.channels.cli.words import AsJson, say, say_json, say_table
from assistant.channels.errors import ClauseNotFound

if TYPE_CHECKING:
    from assistant.bootstrap import Application
    from assistant.service.recheck import Rechecked, Renewal
    from knowledge import Library


def rests_on(
    clause: Annotated[
        str,
        typer.Argument(
            help="条款编号，或“文档 条号”，或引用（《信托法》第七条）。"
            "Its id, or document and article, or a citation.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """列出以某一条为依据的方案、场景包、产品和规则。List what rests on a clause."""
    with opened() as application:
        clause_id = named(application.library, clause, application.clock().date())
        found = application.recheck.rests_on([clause_id or clause])
    if clause_id is None and not found:
        raise ClauseNotFound(clause)
    if as_json:
        for one in found:
            say_json(one)
        return
    say_table(
        f"以 {clause_id or clause} 为依据 Rest on it",
        ("类别 Kind", "编号 Id", "版本 Version", "名称 Title", "经由 Through"),
        [(one.kind, one.id, one.version, one.title, " ".join(one.through)) for one in found],
    )


def named(library: Library, clause: str, today: date) -> str | None:
    """The id of the clause these words name: an id, "document article", or a citation."""
    if any(one.id == clause for one in library.clauses()):
        return clause
    document, _, article = clause.rpartition(" ")
    found = library.clause(document, article, today) if document else None
    if found is not None:
        return found.id
    from knowledge import Filters

    found_by_words = library.search(clause, today, 1, Filters(audience="staff"))
    first = next(iter(found_by_words.passages), None)
    is_cited = first is not None and first.found_by == "citation"
    return first.clause.id if first is not None and is_cited else None


def renewed(application: Application) -> Renewal:
    """Make the graph say what the library says; plans this unsettles become tasks."""
    return application.recheck.renew(application.clock(), OPERATOR)


def tell(renewal: Renewal, as_json: bool) -> None:
    """List what is to be checked again; nothing where no clause in use changed."""
    for one in renewal.rechecked:
        if one.plans or one.packs or one.products or one.rules:
            say_json(one) if as_json else say(_line(one))


def _line(one: Rechecked) -> str:
    plans = " ".join(plan.id for plan in one.plans) or "–"
    packs = " ".join(pack.id for pack in one.packs) or "–"
    clause = one.superseded
    return (
        f"{clause.title} {clause.how}：请复核方案 {plans}；场景包 {packs}。"
        f"Check again: plans {plans}; packs {packs}."
    )
