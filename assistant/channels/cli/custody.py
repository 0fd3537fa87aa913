"""What leaves the library and what is held back: removal, receipts, flags and clearances."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.channels.cli.grounds import renewed, tell
from assistant.channels.cli.opening import OPERATOR, note, shelved
from assistant.channels.cli.words import AsJson, aside, complain, say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge import Clause, Document
    from knowledge.model import Receipt

REASONS: Final = {
    "instruction": "对模型下指令 instructions to a model",
    "hidden": "读者看不到的文字 hidden text",
    "invisible": "零宽或改变方向的字符 invisible characters",
    "markup": "脚本或标记 script or markup",
    "lookalike": "形近字母 look-alike letters",
}

By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="由谁经手，记入回执与台账。Who does it.")
]


def remove(
    document: Annotated[
        str, typer.Argument(help="文档简称或编号。Short title or id of the document.")
    ],
    edition: Annotated[
        datetime | None,
        typer.Option(
            "--edition",
            formats=["%Y-%m-%d"],
            help="只移除这一天施行的版本。Only the edition in force from that day.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="移除这个名称下的全部文档。All documents of this name.")
    ] = False,
    by: By = OPERATOR,
    as_json: AsJson = False,
) -> None:
    """移除文档，并给出回执。Remove a document from every index, with a receipt."""
    with shelved() as application:
        named = _named(application.library.editions(document), edition)
        if len(named) > 1 and not every:
            _ask_which(named)
            raise typer.Exit(1)
        gone = [one.id for one in named]
        filed = application.library.remove(gone, application.clock(), by, aside)
        for one in filed:
            note(application, "policy.remove", one.document_id)
        renewal = renewed(application)
    for one in filed:
        say_json(one) if as_json else say(said_of(one))
    tell(renewal, as_json)
    if not filed:
        complain("没有这一天施行的版本。", "No edition is in force from that day.")
        raise typer.Exit(1)


def receipts(as_json: AsJson = False) -> None:
    """列出移除与替换的回执。List the receipts of what left the library."""
    with shelved() as application:
        filed = application.library.receipts()
    for one in filed:
        say_json(one) if as_json else say(said_of(one))


def flagged(
    every: Annotated[
        bool, typer.Option("--all", help="连同已核对的。Those already cleared as well.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """列出内容可疑、暂不向客户引用的条款。List suspicious clauses kept from customers."""
    with shelved() as application:
        found = [one for one in application.library.flagged() if every or one.is_held_back]
    for one in found:
        say_json(one) if as_json else _tell_flagged(one)
    if not found and not as_json:
        say("没有待核对的条款。No clause waits to be checked.")


def clear(
    clause: Annotated[str, typer.Argument(help="条款编号。Id of the clause.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="由谁核对。Who checked it.")],
    reason: Annotated[str, typer.Option("--note", help="核对说明。Why it may be cited.")] = "",
    as_json: AsJson = False,
) -> None:
    """核对后允许向客户引用。Let a flagged clause be cited to customers."""
    with shelved() as application:
        cleared = application.library.clear(clause, by, application.clock(), reason)
        note(application, "policy.clear", f"{clause} {by}")
    if as_json:
        say_json(cleared)
    else:
        say(
            f"{cleared.citation}可以引用，由 {by} 核对。{cleared.id} may be cited; {by} cleared it."
        )


def said_of(receipt: Receipt) -> str:
    """A receipt in one line."""
    what = "移除 removed" if receipt.reason == "removed" else "替换 replaced"
    stores = "，".join(f"{name} {count}" for name, count in receipt.stores.items())
    at = f"{receipt.at:%Y-%m-%d %H:%M}" if receipt.at else "–"
    return (
        f"回执 Receipt {receipt.id}  {at}  {receipt.by or '–'}  {what}  "
        f"《{receipt.title}》{receipt.document_id}  {receipt.clauses} 条 clauses（{stores}）"
    )


def _named(editions: Sequence[Document], day: datetime | None) -> list[Document]:
    return [one for one in editions if day is None or one.effective_from == day.date()]


def _ask_which(named: Sequence[Document]) -> None:
    complain(
        "这个名称下有多份文档，请写编号，或加 --edition 日期、--all。",
        "Several documents have this name; give an id, --edition DAY, or --all.",
    )
    for one in named:
        aside(f"  {one.id}  {one.title}  {one.effective_from or '–'}")


def _tell_flagged(clause: Clause) -> None:
    state = f"（{clause.clearance.by} 已核对 cleared）" if clause.clearance else ""
    say(f"{clause.id}  {clause.citation}{state}")
    for one in clause.flags:
        say(f"  {REASONS[one.reason]}：{one.evidence}")
