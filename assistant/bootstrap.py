"""The only place that constructs: everything wired, for a channel, a test or a script."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from assistant.compliance import Rulebook
from assistant.conversation import Advisor, Memories, Phraser, Ports, Traces, Understander
from assistant.conversation.situation import PlanClauses
from assistant.conversation.understanding import LocalEngine
from assistant.planning.drafter import Drafter
from assistant.planning.shelf import Shelf
from assistant.privacy.access import Access
from assistant.privacy.identity import Identity
from assistant.privacy.ledger import Ledger
from assistant.records import Records
from assistant.service import (
    Attention,
    Desk,
    FollowUp,
    Foresight,
    Grounding,
    Inbox,
    Recheck,
    Safeguard,
    Tasks,
)
from assistant.settings import Settings
from graph.bank import Bank
from graph.catalogue import Catalogue, load_catalogue
from graph.hub import Hub
from graph.paths import Paths
from graph.portrait import ClearingConsents, adopt
from graph.store import (
    BoltGraph,
    EmbeddedServer,
    StoredGround,
    StoredPaths,
    prepare,
    running_server,
    stored_bank,
)
from knowledge import Embedder, Library, find_embedder
from knowledge.limits import Limits

BANK_ZONE: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of the bank's days."""

PATIENCE: Final = 60.0
"""Seconds what a customer spoke of waits for another that holds the feeds."""

Progress = Callable[[str], None]


def bank_clock() -> datetime:
    """The present moment in the bank's zone."""
    return datetime.now(BANK_ZONE)


@dataclass(frozen=True)
class Application:
    """Everything a channel needs."""

    settings: Settings
    records: Records
    graph: BoltGraph
    bank: Bank
    catalogue: Catalogue
    paths: Paths
    foresight: Foresight
    hub: Hub
    library: Library
    identity: Identity
    access: Access
    ledger: Ledger
    rulebook: Rulebook
    drafter: Drafter
    desk: Desk
    inbox: Inbox
    tasks: Tasks
    follow_up: FollowUp
    recheck: Recheck
    safeguard: Safeguard
    attention: Attention
    traces: Traces
    advisor: Advisor
    secret: str
    clock: Callable[[], datetime]
    server: EmbeddedServer | None

    def warm(self) -> None:
        """Read and load what the first message would otherwise wait for."""
        self.advisor.warm()
        self.library.warm()

    def close(self) -> None:
        """Give back the connections and stop the graph server this application started."""
        self.attention.close()
        self.graph.close()
        if self.server is not None:
            self.server.stop()


@dataclass(frozen=True)
class Shared:
    """What applications of one process may have in common: the graph, the policies, the engines."""

    graph: BoltGraph
    library: Library
    understander: Understander
    phraser: Phraser | None = None


def shared_application(
    settings: Settings, shared: Shared, clock: Callable[[], datetime] = bank_clock
) -> Application:
    """An application with records of its own over what others use too; it closes none of that."""
    return _wired(settings, shared, None, clock)


def open_application(
    settings: Settings,
    clock: Callable[[], datetime] = bank_clock,
    progress: Progress | None = None,
) -> Application:
    """The application over `settings.home`; a running embedded graph server is joined.

    Raises:
        ServerNotStarted: The embedded graph server could not be started.
        GraphUnavailable: The server `NEO4J_URI` names does not answer.
        BadCatalogue: A tag family of the bank's own does not fit or may not be.
    """
    tell = progress or _silent
    adopt(*settings.families_folders)
    graph, server = _opened_graph(settings, tell)
    try:
        prepare(graph)
        shared = Shared(graph, opened_library(settings, tell), *engines(settings))
        return _wired(settings, shared, server, clock)
    except BaseException:
        graph.close()
        if server is not None:
            server.stop()
        raise


def _silent(_: str) -> None:
    """Progress nobody reads."""


def _opened_graph(settings: Settings, tell: Progress) -> tuple[BoltGraph, EmbeddedServer | None]:
    if settings.neo4j_uri is not None:
        password = settings.neo4j_password
        graph = BoltGraph(
            settings.neo4j_uri,
            settings.neo4j_username,
            "" if password is None else password.get_secret_value(),
            settings.neo4j_database,
        )
        graph.ping()
        return graph, None
    address = running_server(settings.graph_home)
    server = None
    if address is None:
        tell("启动图数据库 Starting the graph server")
        server = EmbeddedServer(settings.graph_home, heap=settings.graph_heap)
        address = server.start()
    return BoltGraph(address.uri, address.user, address.password, address.database), server


def _wired(
    settings: Settings,
    shared: Shared,
    server: EmbeddedServer | None,
    clock: Callable[[], datetime],
) -> Application:
    records = Records(settings.home / "advisor.sqlite")
    graph, library = shared.graph, shared.library
    hub, stored, rulebook = Hub(settings.home / "hub"), stored_bank(graph), Rulebook()
    bank = replace(stored, consents=ClearingConsents(stored.consents, hub, graph))
    ledger, access, identity = Ledger(records), Access(), Identity(records)
    drafter = Drafter(bank, PlanClauses(library), rulebook)
    shelf, inbox, tasks = Shelf(records), Inbox(records), Tasks(records, ledger)
    catalogue = load_catalogue()
    grounding = Grounding(library, rulebook.rules(), catalogue.packs, bank.products)
    recheck = Recheck(StoredGround(graph), grounding, shelf, tasks, ledger, records)
    desk = Desk(
        shelf=shelf,
        redraft=drafter.redraft,
        access=access,
        ledger=ledger,
        inbox=inbox,
        tasks=tasks,
        records=records,
        listeners=(recheck.keep,),
    )
    traces = Traces(records)
    hub = Hub(settings.home / "hub")
    attention = Attention(Hub(settings.home / "hub", patience=PATIENCE), graph, catalogue)
    ports = Ports(bank, library, rulebook, desk, tasks, ledger, access, inbox, attention.hear)
    advisor = Advisor(ports, shared.understander, shared.phraser, Memories(records), traces)
    return Application(
        settings=settings,
        records=records,
        graph=graph,
        bank=bank,
        catalogue=catalogue,
        paths=StoredPaths(graph),
        foresight=Foresight(hub, graph, catalogue, shelf),
        hub=hub,
        library=library,
        identity=identity,
        access=access,
        ledger=ledger,
        rulebook=rulebook,
        drafter=drafter,
        desk=desk,
        inbox=inbox,
        tasks=tasks,
        follow_up=FollowUp(shelf, inbox, tasks),
        recheck=recheck,
        attention=attention,
        safeguard=Safeguard(hub, catalogue, bank.customers, inbox, tasks, ledger),
        traces=traces,
        advisor=advisor,
        secret=kept_secret(settings.home / "secret"),
        clock=clock,
        server=server,
    )


def opened_library(settings: Settings, tell: Progress) -> Library:
    """The policy library with the embedding model where one can be had."""
    embedder: Embedder | None = find_embedder(
        settings.embedder_folder,
        settings.home / "models",
        progress=tell,
        may_use_hub=settings.allow_model_hub,
    )
    limits = Limits(file_bytes=settings.policy_file_mb * 1024 * 1024)
    return Library(settings.home / "knowledge", embedder, limits)


def engines(settings: Settings) -> tuple[Understander, Phraser | None]:
    """The local engine, with the model in front of it where one is configured."""
    local = LocalEngine()
    if settings.model_url is None:
        return local, None
    from assistant.conversation.model_engine import ModelEngine, chat_model

    key = settings.model_key
    model = ModelEngine(
        chat_model(
            settings.model_url,
            settings.model_name,
            None if key is None else key.get_secret_value(),
            settings.model_timeout,
        ),
        local,
        settings.model_timeout,
    )
    return model, model


def kept_secret(path: Path) -> str:
    """The secret that signs sessions: made at first start, kept where only the owner reads."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")
