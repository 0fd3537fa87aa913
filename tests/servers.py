"""Real graph servers for the graph ring: ArcadeDB always, Neo4j where it can be had."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from graph.store import BoltGraph, EmbeddedServer, ServerAddress, prepare
from graph.store.loading import wipe

LOCAL = Path(__file__).parent.parent / "deploy/neo4j/neo4j_local.py"
# Which server CI offers is not the program's configuration, so no setting holds it.
ENVIRONMENT: Mapping[str, str] = os.environ  # noqa: TID251


@pytest.fixture(scope="session")
def arcadedb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    with EmbeddedServer(tmp_path_factory.mktemp("arcadedb")) as address:
        yield address


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerAddress]:
    if "NEO4J_URI" in ENVIRONMENT:
        address = _named_server()
        yield address
        with connected(address) as graph:
            wipe(graph)
        return
    home = tmp_path_factory.mktemp("neo4j")
    where = ["--home", str(home), "--port", str(_free_port())]
    started = _local("start", "--light", *where)
    if started.returncode:
        _without_neo4j(started.stderr.strip())
    try:
        exported = _local("env", *where).stdout
        known = dict(line.removeprefix("export ").split("=", 1) for line in exported.splitlines())
        yield ServerAddress(
            uri=known["NEO4J_URI"], user=known["NEO4J_USERNAME"],
            password=known["NEO4J_PASSWORD"], database="neo4j",
        )  # fmt: skip
    finally:
        _local("stop", *where)


@pytest.fixture(scope="session", params=["arcadedb", "neo4j"])
def graph_server(request: pytest.FixtureRequest) -> ServerAddress:
    """Each server in turn; the Neo4j case says why where it is skipped."""
    return request.getfixturevalue(f"{request.param}_server")


@pytest.fixture
def graph(graph_server: ServerAddress) -> Iterator[BoltGraph]:
    """An empty, prepared graph on each server in turn."""
    with connected(graph_server) as one:
        prepare(one)
        wipe(one)
        yield one


def connected(address: ServerAddress) -> BoltGraph:
    return BoltGraph(address.uri, address.user, address.password, address.database)


def _named_server() -> ServerAddress:
    """The server of the environment, if nothing would be lost on it."""
    address = ServerAddress(
        uri=ENVIRONMENT["NEO4J_URI"],
        user=ENVIRONMENT.get("NEO4J_USERNAME", "neo4j"),
        password=ENVIRONMENT.get("NEO4J_PASSWORD", ""),
        database=ENVIRONMENT.get("NEO4J_DATABASE", "neo4j"),
    )
    with connected(address) as graph:
        if graph.read("MATCH (n) RETURN count(n) AS nodes")[0]["nodes"]:
            pytest.fail(f"{address.uri} holds nodes, and these tests delete every node.")
    return address


def _without_neo4j(reason: str) -> NoReturn:
    message = f"Neo4j was not tested: {reason}"
    if ENVIRONMENT.get("ADVISOR_REQUIRE_NEO4J") == "1":
        pytest.fail(message)
    pytest.skip(message)


def _local(*arguments: str) -> subprocess.CompletedProcess[str]:
    java = shutil.which("java") or "java"
    return subprocess.run(
        [sys.executable, str(LOCAL), *arguments, "--java", java],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
