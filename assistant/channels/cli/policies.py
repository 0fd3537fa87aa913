"""`advisor policies`: the policy documents and their clauses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.channels.cli.custody import REASONS, clear, flagged, receipts, remove, said_of
from assistant.channels.cli.editions import diff, export
from assistant.channels.cli.grounds import renewed, rests_on, tell
from assistant.channels.cli.opening import OPERATOR, note, now, opened, shelved
from assistant.channels.cli.words import AsJson, aside, complain, say, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from knowledge import AddReport, Clause, Document, Library

app = typer.Typer(no_args_is_help=True, help="制度与法规条款。Policy documents and their clauses.")

for one in (diff, remove, receipts, flagged, clear, export):
    app.command()(one)
app.command("rests-on")(rests_on)

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="哪一天有效的条款。In force on which day."),
]

STANDINGS: Final = {
    "in_force": "有效 in force",
    "not_yet": "尚未施行 not yet",
    "ended": "已失效 ended",
}


@app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="文件、文件夹或压缩包（zip、tar）。Files, folders or archives (zip, tar).",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """加入文档并建立索引。Add documents and index their clauses."""
    with opened() as application:
        report = application.library.add(paths, aside, application.clock(), OPERATOR)
        for title in report.added:
            note(application, "policy.add", title)
        renewal = renewed(application)
    say_json(report) if as_json else _tell_added(report)
    tell(renewal, as_json)
    for place, reason in report.refused:
        complain(f"未加入 {place}：{reason}", f"Not added: {place}")
    if report.refused:
        raise typer.Exit(1)


def _tell_added(report: AddReport) -> None:
    say(
        f"新增 {len(report.added)} 份，未变 {len(report.unchanged)} 份，"
        f"共 {report.clauses} 条，{report.seconds:.1f} 秒。"
        f"Added {len(report.added)}, unchanged "
        f"{len(report.unchanged)}, {report.clauses} clauses."
    )
    for one in report.superseded:
        say(
            f"《{one.title}》有了新的版本：未变 {one.unchanged}，修改 {one.changed}，"
            f"移动 {one.moved}，新增 {one.new}，删除 {one.gone}。"
            f"{one.title} has a later edition: {one.unchanged} unchanged, {one.changed} changed, "
            f"{one.moved} moved, {one.new} new, {one.gone} gone."
        )
    for one in report.receipts:
        say(said_of(one))
    for one in report.notes:
        say(f"{one.place}：{one.reason}")
    if report.flagged:
        say(
            f"{len(report.flagged)} 条内容可疑，核对前不向客户引用：请看 advisor policies flagged。"
            f"{len(report.flagged)} clauses look suspicious and are not cited to customers until "
            "cleared: see advisor policies flagged."
        )


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="问题。The question.")],
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="最多几条。At most so many.")] = 5,
    as_json: AsJson = False,
) -> None:
    """查找能回答问题的条款。Find the clauses that answer a question."""
    from knowledge import Filters

    day = as_of.date() if as_of else now().date()
    with opened() as application:
        findings = application.library.search(text, day, limit, Filters(audience="staff"))
    if as_json:
        say_json(findings)
        return
    if findings.notice:
        say(findings.notice)
    for remark in findings.remarks:
        say(f"{remark.zh} {remark.en}")
    for one in findings.passages:
        say(f"{one.clause.citation}  {one.score:.2f}  {one.found_by}\n  {one.clause.text}\n")
    if not findings.passages:
        complain("没有找到依据。", "No clause answers this.")
        raise typer.Exit(1)


@app.command()
def reindex(as_json: AsJson = False) -> None:
    """从条款重建检索索引。Build the search index again from the clauses."""
    with opened() as application:
        count = application.library.reindex(aside)
        note(application, "policy.add", "reindex")
    if as_json:
        say_json({"clauses": count})
    else:
        say(f"索引已重建，共 {count} 条。The index holds {count} clauses.")


@app.command("list")
def documents(as_json: AsJson = False) -> None:
    """列出文档。List the documents."""
    with opened() as application:
        known = application.library.documents()
    if as_json:
        for one in known:
            say_json(one)
        return
    today = now().date()
    say_table(
        "文档 Documents",
        ("简称 Short title", "种类 Kind", "条数 Clauses", "施行 From", "失效 To",
         "状态 Standing", "来源 Source"),
        [(one.short_title, one.kind, one.clauses, one.effective_from, one.effective_to,
          STANDINGS[one.standing(today)], one.source) for one in known],
    )  # fmt: skip


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="文档简称。Short title of the document.")],
    article: Annotated[
        str | None,
        typer.Argument(
            help="条号，如 15 或 3.2；不写则列出各条。"
            "Article, e.g. 15 or 3.2; without it, every article is listed."
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """显示一份文档或其中一条。Show a document, or one of its clauses."""
    day = as_of.date() if as_of else now().date()
    with shelved() as application:
        if article is None:
            _show_documents(application.library.editions(document), application.library, as_json)
            return
        clause = application.library.clause(document, article, day, "staff")
    if clause is None:
        complain(
            f"没有找到《{document}》第 {article} 条（{day} 有效）。",
            f"{document} has no article {article} in force on {day}.",
        )
        raise typer.Exit(1)
    say_json(clause) if as_json else _show_clause(clause)


def _show_documents(editions: Sequence[Document], library: Library, as_json: bool) -> None:
    for one in editions:
        own = [clause for clause in library.clauses() if clause.document_id == one.id]
        if as_json:
            say_json({**one.model_dump(mode="json"), "articles": [clause.id for clause in own]})
            continue
        about = (one.number, one.issuer, one.kind, _days(one.effective_from, one.effective_to))
        say(f"{one.title}\n{' · '.join(word for word in about if word)}\n{one.id}")
        for clause in own:
            say(f"  {clause.label}  {' / '.join(clause.heading)}")


def _show_clause(clause: Clause) -> None:
    say(f"{clause.citation}\n{clause.text}")
    if clause.heading:
        say(" / ".join(clause.heading))
    page = f"第 {clause.page} 页 page {clause.page}，" if clause.page else ""
    say(
        f"{clause.id}  {_days(clause.effective_from, clause.effective_to)}  {clause.source}  "
        f"{page}字符 characters {clause.start}–{clause.end}"
    )
    for one in clause.flags:
        state = "已核对 cleared" if clause.clearance else "待核对 to be checked"
        say(f"! {REASONS[one.reason]}（{state}）：{one.evidence}")


def _days(begins: date | None, ends: date | None) -> str:
    return f"{begins or '…'} – {ends or '…'}"
