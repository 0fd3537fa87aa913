"""A world of its own for each conversation: an empty bank, the script's rows, and a clock."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from assistant.bootstrap import (
    BANK_ZONE,
    Application,
    Shared,
    engines,
    shared_application,
)
from assistant.privacy.model import Role, Speaker
from assistant.settings import Settings
from evals.errors import BadWorld
from evals.feeds import world_rows, write_feeds
from evals.moment import Person
from evals.script import Row, Script
from graph.catalogue import load_catalogue, plant
from graph.hub import Hub, LoadReport
from graph.needs import forecast
from graph.portrait import refresh
from graph.sample import write_sample
from graph.store import BoltGraph, EmbeddedServer, prepare
from graph.store.loading import wipe
from knowledge import Library, find_embedder

OPENING: Final = time(10, tzinfo=BANK_ZONE)
"""When a conversation begins."""

SAMPLE_ADVISORS: Final = "advisors"
PRIVATE: Final = ("id_number", "phone")
"""Columns of a customer that nobody else may read in a reply."""

Progress = Callable[[str], None]


@dataclass
class Clock:
    """The moment a world is at; it moves only when told to."""

    now: datetime

    def __call__(self) -> datetime:
        """The present moment."""
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass(frozen=True)
class World:
    """The application over one script's world, who is in it, and its clock."""

    application: Application
    people: dict[str, Person]
    clock: Clock

    def follow(self) -> None:
        """Do what the bank does on its own as time passes: clocks, portraits and needs."""
        app = self.application
        app.follow_up.due(self.clock.now)
        refresh(app.hub, app.graph, self.clock.now)
        forecast(app.hub, app.graph, app.catalogue, self.clock.now)
        app.safeguard.follow(self.clock.now)


@dataclass(frozen=True)
class House:
    """What all worlds of a run share: the graph server, the policies, the engines."""

    settings: Settings
    shared: Shared
    home: Path

    @contextmanager
    def world(self, script: Script) -> Generator[World]:
        """The world of a script, gone when the conversation is over.

        Raises:
            BadWorld: The hub refused a row.
        """
        home = Path(tempfile.mkdtemp(dir=self.home, prefix="world-"))
        try:
            yield self._laid(script, home)
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def _laid(self, script: Script, home: Path) -> World:
        clock = Clock(datetime.combine(script.today, OPENING))
        graph, hub = self.shared.graph, Hub(home / "hub")
        wipe(graph)
        rows = _written(script, home / "feeds")
        if rows:
            _refuse_rejections(script, hub.load(home / "feeds", graph, clock.now), hub)
        catalogue = load_catalogue()
        plant(catalogue, graph)
        settings = self.settings.model_copy(update={"home": home})
        application = shared_application(settings, self.shared, clock)
        world = World(application, _people(script, application, rows), clock)
        if rows:
            world.follow()
        return world


@contextmanager
def opened_house(settings: Settings, laws: Path | None, progress: Progress) -> Generator[House]:
    """The only house of a run; see `opened_houses`."""
    with opened_houses(settings, laws, progress) as houses:
        yield houses[0]


@contextmanager
def opened_houses(
    settings: Settings, laws: Path | None, progress: Progress, count: int = 1
) -> Generator[list[House]]:
    """So many houses, each with a graph server of its own, running as long as this lasts.

    The manual and the laws are the same for all; they are indexed below `settings.home` once and
    kept for later runs.
    """
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="evals-")))
        progress("启动图数据库 Starting the graph server")
        graphs = [_served(stack, settings, home / f"house-{at}") for at in range(count)]
        embedder = find_embedder(settings.embedder_folder, settings.home / "models", progress)
        library = Library(settings.home / _shelf(laws), embedder)
        progress("制度与法规 The manual and the laws")
        library.manual(progress)
        if laws is not None:
            library.add([laws], progress)
        library.warm(progress)
        hearing = engines(settings)
        yield [House(settings, Shared(one, library, *hearing), home) for one in graphs]


def _served(stack: ExitStack, settings: Settings, home: Path) -> BoltGraph:
    """A graph of its own server, both closed with the stack."""
    address = stack.enter_context(EmbeddedServer(home / "graph", heap=settings.graph_heap))
    graph = stack.enter_context(
        BoltGraph(address.uri, address.user, address.password, address.database)
    )
    prepare(graph)
    return graph


def _shelf(laws: Path | None) -> str:
    """The folder of the policies: one for each state of the laws, so that no other is found."""
    digest = hashlib.sha256()
    for path in sorted(laws.rglob("*")) if laws is not None else ():
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return f"policies-{digest.hexdigest()[:12]}"


def _written(script: Script, folder: Path) -> dict[str, list[Row]]:
    """Write the world's feeds; the rows of the script."""
    folder.mkdir(parents=True)
    known: Iterable[str] = ()
    if script.base == "sample":
        write_sample(folder, script.today)
        known = _ids(folder / f"{SAMPLE_ADVISORS}.csv")
    rows = world_rows(script, known)
    write_feeds(folder, rows)
    return rows


def _ids(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [one.split(",")[0] for one in lines[1:]]


def _refuse_rejections(script: Script, report: LoadReport, hub: Hub) -> None:
    refused = [one.feed for one in report.feeds if one.rejected]
    if refused:
        reasons = "; ".join(
            (hub.home / "rejected" / f"{name}.csv").read_text(encoding="utf-8").strip()
            for name in refused
        )
        raise BadWorld(script.path, reasons)


def _people(
    script: Script, application: Application, rows: dict[str, list[Row]]
) -> dict[str, Person]:
    """Everybody of the world by id: the script's customers, staff, and who speaks."""
    staff = [_staff(one.id, one.name, one.role) for one in application.bank.advisors.all()]
    people = {one.speaker.person_id: one for one in staff}
    for row in _customers(script, application, rows):
        key = str(row["customer_id"])
        name = str(row.get("name") or key)
        speaker = Speaker(username=key, person_id=key, name=name, role="customer")
        private = tuple(str(row[column]) for column in PRIVATE if row.get(column))
        advisor = row.get("advisor_id")
        people[key] = Person(speaker, private, None if advisor is None else str(advisor))
    return people


def _customers(script: Script, application: Application, rows: dict[str, list[Row]]) -> list[Row]:
    """The rows of every customer, those of the sample bank before the script's own."""
    held: list[Row] = []
    if script.base == "sample":
        held = application.hub.select(
            "SELECT customer_id, name, advisor_id, id_number, phone FROM customers"
        )
    return held + rows.get("customers", [])


def _staff(key: str, name: str, role: Role) -> Person:
    return Person(Speaker(username=key, person_id=key, name=name, role=role))


def settings_of(home: Path, **given: Any) -> Settings:
    """The settings of a run: the environment's, with what the command line says over them."""
    return Settings(home=home, **given)
