"""`advisor hub`: the bank's feeds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli.opening import note, opened
from assistant.channels.cli.words import AsJson, aside, say, say_json, say_table

if TYPE_CHECKING:
    from graph.hub import Reader

app = typer.Typer(no_args_is_help=True, help="数据接入。The bank's feeds.")


@app.command()
def load(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="数据文件夹。Folder of feeds.")
    ],
    as_json: AsJson = False,
) -> None:
    """载入一个文件夹的数据，可重复。Load a folder of feeds; again changes nothing."""
    with opened() as application:
        report = application.hub.load(folder, application.graph, application.clock(), aside)
        note(application, "hub.load", folder.name)
    if as_json:
        say_json(report)
        return
    for zh, en in zip(report.sentences("zh"), report.sentences("en"), strict=True):
        say(f"{zh}\n  {en}")


@app.command()
def status(as_json: AsJson = False) -> None:
    """各类数据的行数。Rows of every feed."""
    from graph.hub import feeds as known_feeds

    with opened() as application, application.hub.reading() as reader:
        rows = {name: _count(reader, name) for name in known_feeds()}
    if as_json:
        say_json(rows)
        return
    say_table("数据 Feeds", ("数据 Feed", "行数 Rows"), rows.items())


def _count(reader: Reader, feed: str) -> int:
    """Rows of a feed; its name is one of the hub's own."""
    return int(reader.select(f"SELECT count(*) AS rows FROM {feed}")[0]["rows"])
