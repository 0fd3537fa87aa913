"""`advisor hub map`: mapping files of other banks, tried out before anything is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.cli.opening import now
from assistant.channels.cli.words import AsJson, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="映射文件。Mapping files.")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="映射文件，或自带映射的名字。A file, or a name.")],
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="数据文件夹。Folder of files.")
    ],
    as_json: AsJson = False,
) -> None:
    """试一个映射：填什么、前几行、拒收什么；不载入。Try a mapping; nothing is loaded."""
    from graph.hub import read_mapping, rehearse

    tried = rehearse(read_mapping(file), folder, now())
    if as_json:
        say_json(tried)
        return
    say_table("映射 Mapping", ("数据 Feed", "列 Column", "来自 From"), tried.cells)
    for name, rows in tried.rows.items():
        say(name)
        for row in rows:
            say_json(row)
    if tried.refusals:
        say_table(
            "会被拒收 Would be refused",
            ("数据 Feed", "列 Column", "行数 Rows", "原因 Reason"),
            [(one.feed, one.column, one.rows, one.reason) for one in tried.refusals],
        )
    for zh, en in zip(tried.report.sentences("zh"), tried.report.sentences("en"), strict=True):
        say(f"{zh}\n  {en}")
