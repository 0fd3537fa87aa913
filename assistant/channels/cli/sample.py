"""`advisor sample`: a town of any size, for trying things at size."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.channels.cli.opening import now
from assistant.channels.cli.words import say

app = typer.Typer(no_args_is_help=True, help="示例银行。The sample bank.")


@app.command()
def write(
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹。Where to.")],
    customers: Annotated[int, typer.Option(min=1, max=5_000_000, help="客户数。Customers.")] = 300,
    months: Annotated[int, typer.Option(min=2, max=60, help="月数。Months of feeds.")] = 24,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="最后一天。The last day.")
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="真值写到哪里，仅供评测。The truth, for evals."),
    ] = None,
) -> None:
    """写出一座虚构小城的全部数据源（Parquet）。Write all feeds of an invented town (Parquet)."""
    from graph.sample.world import Size, write_world

    write_world(folder, (today or now()).date(), Size(customers, months), truth)
    say(f"已写出 {customers} 位客户、{months} 个月的数据源：{folder} Written.")
