"""`advisor policies`: the policy documents and their clauses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.cli.grounds import renewed, rests_on, tell
from assistant.channels.cli.opening import note, now, opened
from assistant.channels.cli.words import AsJson, aside, complain, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="制度与法规条款。Policy documents and their clauses.")

app.command("rests-on")(rests_on)

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="哪一天有效的条款。In force on which day."),
]


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, help="文件或文件夹。Files or folders.")
    ],
    as_json: AsJson = False,
) -> None:
    """加入文档并建立索引。Add documents and index their clauses."""
    with opened() as application:
        report = application.library.add(paths, aside)
        for title in report.added:
            note(application, "policy.add", title)
        renewal = renewed(application)
    if as_json:
        say_json(report)
    else:
        say(
            f"新增 {len(report.added)} 份，未变 {len(report.unchanged)} 份，"
            f"共 {report.clauses} 条，{report.seconds:.1f} 秒。"
            f"Added {len(report.added)}, unchanged "
            f"{len(report.unchanged)}, {report.clauses} clauses."
        )
    tell(renewal, as_json)
    for title, reason in report.refused:
        complain(f"未加入 {title}：{reason}", f"Refused {title}: {reason}")
    if report.refused:
        raise typer.Exit(1)


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
    say_table(
        "文档 Documents",
        ("简称 Short title", "条数 Clauses", "施行 From", "失效 To", "来源 Source"),
        [(one.short_title, one.clauses, one.effective_from, one.effective_to, one.source)
         for one in known],
    )  # fmt: skip


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="文档简称。Short title of the document.")],
    article: Annotated[str, typer.Argument(help="条号，如 15 或 3.2。Article, e.g. 15 or 3.2.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """显示一条条款。Show one clause."""
    day = as_of.date() if as_of else now().date()
    with opened() as application:
        clause = application.library.clause(document, article, day)
    if clause is None:
        complain(
            f"没有找到《{document}》第 {article} 条（{day} 有效）。",
            f"{document} has no article {article} in force on {day}.",
        )
        raise typer.Exit(1)
    if as_json:
        say_json(clause)
        return
    say(f"{clause.citation}\n{clause.text}")
