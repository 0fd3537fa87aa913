"""What the commands print, and the options they share."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

AsUser = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="USER",
        help="以哪位用户的身份。在本机上，操作者即视为该用户，不再询问密码。"
        "Whose identity; on this machine the operator acts as the named user, without a password.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="每行一个 JSON。One JSON object a line.")]
OneCustomer = Annotated[
    str | None, typer.Option("--customer", metavar="ID", help="哪位客户。Which customer.")
]
ConversationId = Annotated[
    str | None,
    typer.Option(
        "--conversation", metavar="ID", help="接着哪次对话。Which conversation to go on with."
    ),
]


def say(text: str) -> None:
    """A line of output, as it is."""
    typer.echo(text)


def say_json(value: BaseModel | Mapping[str, Any]) -> None:
    """One JSON object on one line; decimals as text, so that no digit is lost."""
    if isinstance(value, BaseModel):
        say(value.model_dump_json())
        return
    say(json.dumps(value, ensure_ascii=False, default=_plain))


def say_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people, wide enough for its cells."""
    table = Table(*columns, title=title, title_justify="left", show_lines=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    # A pipe has no width: the cells decide, rather than 80 columns.
    console = Console(markup=False, highlight=False)
    console.print(table) if console.is_terminal else Console(
        markup=False, highlight=False, width=200
    ).print(table)


def aside(text: str) -> None:
    """A line of progress, where it does not mix with output."""
    typer.echo(text, err=True)


def complain(zh: str, en: str) -> None:
    """A refusal, in both languages, where errors go."""
    typer.echo(f"{zh}\n{en}", err=True)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
