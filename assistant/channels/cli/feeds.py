"""`advisor hub`: the bank's feeds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.channels.cli import mappings
from assistant.channels.cli.opening import note, opened
from assistant.channels.cli.standing import age_of, say_status
from assistant.channels.cli.words import AsJson, aside, say, say_json, say_table

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.bootstrap import Application
    from graph.hub import LoadReport, Mapping, Refresh, Status

app = typer.Typer(no_args_is_help=True, help="数据接入。The bank's feeds.")
app.add_typer(mappings.app, name="map")

FEW = 20
"""Of so many touched customers needs are foreseen one by one; of more, of everybody at once."""

MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="映射文件，或自带映射的名字。A mapping file, or the name of one that comes with us.",
    ),
]


@app.command()
def load(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="数据文件夹。Folder of feeds.")
    ],
    mapping: MappingFile = None,
    as_json: AsJson = False,
) -> None:
    """载入一个文件夹的数据，可重复。Load a folder of feeds; again changes nothing."""
    with opened() as application:
        now = application.clock()
        report = _load(application, folder, mapping, now)
    _tell(report, now, as_json)


@app.command()
def refresh(
    folder: Annotated[
        Path | None,
        typer.Argument(
            exists=True, file_okay=False, help="数据文件夹，默认上次的。By default the last one."
        ),
    ] = None,
    mapping: MappingFile = None,
    as_json: AsJson = False,
) -> None:
    """每小时的作业：载入变化，更新画像与需求。The hourly job: feeds, portraits, needs."""
    with opened() as application, application.hub.alone():
        now = application.clock()
        known = application.hub.status(loads=1)
        origin, by = _origin(known, folder, mapping)
        report = _load(application, origin, by, now)
        done, cleared = _draw(application, known, now)
    if as_json:
        say_json({"load": report, "refresh": done, "cleared": cleared})
        return
    _tell(report, now, as_json=False)
    say(
        f"有变动的客户 {done.customers} 位，需求 {done.needs} 条，清除标签 {cleared} 位客户。\n"
        f"  {done.customers} customers touched, {done.needs} needs, tags cleared of {cleared}."
    )


@app.command()
def status(as_json: AsJson = False) -> None:
    """各类数据的行数、新鲜度与最近的载入。Rows and freshness of every feed, and the last loads."""
    with opened() as application:
        found, now = application.hub.status(), application.clock()
    say_status(found, now, as_json)


def _draw(application: Application, known: Status, now: datetime) -> tuple[Refresh, int]:
    """Portraits and needs of those touched since the last refresh; of how many tags were cleared.

    What was cut off is done again: the refresh is noted at its end.
    """
    from graph.hub import Refresh, touched
    from graph.portrait import Scope, clear
    from graph.portrait import refresh as drawn

    hub, graph = application.hub, application.graph
    cleared = {one.customer_id for one in clear(hub, graph, now)}
    since = None if known.refreshed is None else known.refreshed.at
    with hub.reading() as reader:
        customers = sorted(cleared.union(touched(reader, since)))
    scope = Scope() if since is None else Scope(customers=tuple(customers))
    if customers:
        aside(f"更新 {len(customers)} 位客户的画像 (drawing {len(customers)} portraits)")
        drawn(hub, graph, now, scope)
        aside("更新需求 (foreseeing needs)")
    needs = _foresee(application, customers, now)
    seconds = (application.clock() - now).total_seconds()
    done = Refresh(at=now, customers=len(customers), needs=needs, seconds=seconds)
    hub.note_refresh(done)
    return done, len(cleared)


def _load(
    application: Application, folder: Path, mapping: Path | None, now: datetime
) -> LoadReport:
    report = application.hub.load(folder, application.graph, now, aside, _mapping(mapping))
    note(application, "hub.load", folder.name)
    return report


def _mapping(named: Path | None) -> Mapping | None:
    from graph.hub import read_mapping

    return None if named is None else read_mapping(named)


def _origin(known: Status, folder: Path | None, mapping: Path | None) -> tuple[Path, Path | None]:
    """What is loaded: the folder named, or that of the last load with its mapping."""
    if folder is not None:
        return folder, mapping
    if not known.loads:
        raise typer.BadParameter("请写明文件夹。Name a folder: nothing was loaded yet.")
    last = known.loads[0]
    return Path(last.folder), mapping or (None if last.mapping is None else Path(last.mapping))


def _foresee(application: Application, customers: list[str], now: datetime) -> int:
    """Needs of those touched; how many."""
    from graph.needs import forecast

    hub, graph, catalogue = application.hub, application.graph, application.catalogue
    application.safeguard.follow(now)
    if len(customers) > FEW:
        return len(forecast(hub, graph, catalogue, now))
    return sum(len(forecast(hub, graph, catalogue, now, one)) for one in customers)


def _tell(report: LoadReport, now: datetime, as_json: bool) -> None:
    if as_json:
        say_json(report)
        return
    counts = {one.feed: one for one in report.feeds}
    say_table(
        "载入 Load",
        ("数据 Feed", "本次行数 Rows", "新增 New", "变更 Changed", "拒收 Rejected",
         "最新 Newest", "距今 Age", "完整 Complete"),
        [(one.feed, counts[one.feed].rows, counts[one.feed].new, counts[one.feed].changed,
          counts[one.feed].rejected, *age_of(one, now),
          None if one.complete is None else f"{one.complete:.0%}") for one in report.standings],
    )  # fmt: skip
    for zh, en in zip(report.sentences("zh"), report.sentences("en"), strict=True):
        say(f"{zh}\n  {en}")
