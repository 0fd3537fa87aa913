"""`advisor portrait`: what is known of a customer, since when, and why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.channels.cli.homes import business, decide, household
from assistant.channels.cli.opening import note, opened
from assistant.channels.cli.viewing import seen_by
from assistant.channels.cli.words import AsJson, say, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.portrait import Family, PortraitTag

app = typer.Typer(no_args_is_help=True, help="客户画像。Portraits of customers.")

ORIGINS = {
    "said": "本人申报 declared", "inferred": "推断 inferred", "verified": "已核实 verified",
}  # fmt: skip
Day = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="那一天所知。As known that day."),
]
Viewer = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", help="以哪位员工的身份看。As which member of staff."),
]
CustomerId = Annotated[str, typer.Argument(metavar="CUSTOMER", help="客户编号。Customer's id.")]


@app.command()
def show(
    customer: CustomerId,
    as_user: Viewer = None,
    as_of: Day = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="TAG", help="某标签的依据。Why a tag is said.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """看一位客户的画像。The portrait of a customer, every origin beside the others."""
    from graph.portrait import show as shown

    if why is not None:
        _why(customer, why, as_json)
        return
    with opened() as application:
        day = None if as_of is None else as_of.date()
        tags = shown(application.hub, application.graph, customer, application.clock(), day)
        tags = seen_by(application, as_user, customer, tags)
        note(application, "portrait.read", customer)
    if as_json:
        for one in tags:
            say_json(one)
        return
    say_table(
        f"画像 Portrait {customer}",
        ("标签 Tag", "内容 What", "来历 Origin", "采用 Relied on", "把握 Sure", "来源 Source",
         "至 Until"),
        [_line(one) for one in tags],
    )  # fmt: skip
    for one in tags:
        if one.other and one.status == "current":
            say(f"对不上 Differs：{one.key}\n"
                f"  {ORIGINS[one.origin]}「{one.label}」 / {ORIGINS[one.other_origin or 'said']}"
                f"「{one.other}」：哪个对？ Which is right?")  # fmt: skip


def _line(one: PortraitTag) -> tuple[str, ...]:
    return (
        one.key, f"{one.label} {one.label_en}", ORIGINS[one.origin], "✓" if one.relied_on else "",
        f"{one.confidence:.0%}", one.source, one.expires_at.isoformat(),
    )  # fmt: skip


def _why(customer: str, key: str, as_json: bool) -> None:
    from graph.portrait import why as reasons

    with opened() as application:
        found = reasons(application.hub, application.graph, customer, key, application.clock())
        note(application, "portrait.read", customer)
    for one in found:
        if as_json:
            say_json(one)
            continue
        say(f"{one.tag.label}（{one.tag.explain}）\n  {one.tag.label_en} ({one.tag.explain_en})")
        say(f"  {ORIGINS[one.tag.origin]}  {one.tag.legal_basis}  {one.tag.version}\n  {one.rule}")
        for source, rows in one.rows.items():
            for row in rows:
                say_json({"source": source} | row)


families_app = typer.Typer(invoke_without_command=True, help="标签族。The tag families.")
app.add_typer(families_app, name="families")


@families_app.callback()
def families(
    context: typer.Context,
    count: Annotated[
        bool, typer.Option("--count", help="按维度计数。Only the counts by dimension.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """列出标签族及其取值数。The tag families and how many values each can say."""
    from graph.portrait import families as known

    if context.invoked_subcommand is not None:
        return
    if count:
        _counts(known(), as_json)
        return
    rows = [(one.key, one.zh, one.en, one.count_of_values) for one in known()]
    if as_json:
        for key, zh, en, values in rows:
            say_json({"key": key, "zh": zh, "en": en, "values": values})
        return
    total = sum(row[3] for row in rows)
    say_table(f"标签族 Families: {len(rows)}, 取值 values: {total}",
              ("键 Key", "名称", "Name", "取值 Values"), rows)  # fmt: skip


@families_app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="本行标签族所在文件夹。A folder of families.")],
) -> None:
    """检查本行自己的标签族：格式、禁止项与查询。Check a bank's own families before use."""
    from graph.portrait import check as checked

    found = checked(folder)
    for one in found:
        say(f"✓ {one.key}  {one.zh} {one.en}  {one.count_of_values}")
    say(f"{len(found)} 个标签族可以使用。{len(found)} families may be used.")


def _counts(known: Sequence[Family], as_json: bool) -> None:
    """Families and values by dimension, and in all."""
    dimensions = dict.fromkeys(one.dimension for one in known)
    rows = [
        (
            name,
            sum(one.dimension == name for one in known),
            sum(one.count_of_values for one in known if one.dimension == name),
        )
        for name in dimensions
    ]
    rows.append(("all", len(known), sum(row[2] for row in rows)))
    if as_json:
        for name, families_n, values in rows:
            say_json({"dimension": name, "families": families_n, "values": values})
        return
    say_table("标签 Tags", ("维度 Dimension", "标签族 Families", "取值 Values"), rows)


@app.command()
def refresh(
    engine: Annotated[
        str, typer.Option("--engine", help="duckdb 或 spark。duckdb or spark.")
    ] = "duckdb",
    since: Annotated[
        datetime | None,
        typer.Option("--since", help="只算此后有变动的客户。Only those touched since."),
    ] = None,
) -> None:
    """重算画像，只写差异。Draw the portraits again; only differences are written."""
    from graph.portrait import Scope
    from graph.portrait import refresh as drawn

    if engine not in {"duckdb", "spark"}:
        raise typer.BadParameter("duckdb / spark")
    chosen: Literal["duckdb", "spark"] = "spark" if engine == "spark" else "duckdb"
    with opened() as application:
        now = application.clock()
        moment = None if since is None else since.replace(tzinfo=since.tzinfo or now.tzinfo)
        done = drawn(application.hub, application.graph, now, Scope(since=moment, engine=chosen))
    say(f"{done.customers} 位客户，写入 {done.written} 条标签差异。\n"
        f"  {done.customers} customers, {done.written} tags written.")  # fmt: skip


@app.command()
def export(
    customer: CustomerId,
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="写到哪里。Where to.")],
) -> None:
    """导出画像：JSON 与可读网页。The portrait as JSON and as a page to read."""
    from graph.portrait import export as written
    from graph.portrait import show as shown

    with opened() as application:
        tags = shown(application.hub, application.graph, customer, application.clock())
        note(application, "portrait.read", customer)
    for path in written(out, customer, tags):
        say(str(path))


for command in (household, business, decide):
    app.command()(command)
