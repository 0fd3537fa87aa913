"""`advisor catalogue`: the bank's own data files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.cli.words import AsJson, say, say_json

app = typer.Typer(
    no_args_is_help=True, help="事件、场景包、产品、伙伴。Events, packs, products, partners."
)


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(exists=True, file_okay=False, help="目录；不填为自带目录。Folder."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检查目录文件是否合格。Check that the files of a catalogue fit."""
    from graph.catalogue import load_catalogue

    catalogue = load_catalogue(folder)
    counts = {
        name: len(getattr(catalogue, name)) for name in ("events", "packs", "products", "partners")
    }
    if as_json:
        say_json(counts)
        return
    say("合格 Valid: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
