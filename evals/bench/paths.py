"""How long the questions about a customer's path take in a graph of any size, on each server."""

import argparse
import random
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from evals.bench.graph_bank import NOW, SEED, fill, foreseen
from evals.errors import EvalError
from evals.machine import PROJECT, measured
from evals.scores import seconds_of
from evals.tables import table
from graph.catalogue import load_catalogue
from graph.model import Need
from graph.store import BoltGraph, EmbeddedServer, ServerAddress, StoredPaths, stored_bank

PROMISED: Final = 0.02
"""Seconds a question may take at the 95th percentile."""
LOCAL: Final = PROJECT / "deploy/neo4j/neo4j_local.py"
HELD: Final = "customers.txt"
"""Says in a home how many customers its graph holds, so that a filling that was cut off goes on."""
SERVERS: Final = ("arcadedb", "neo4j")

Tell = Callable[[str], None]
Question = Callable[[Need], object]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--server", choices=SERVERS, default="arcadedb")
    parser.add_argument("--asked", type=int, default=300, help="customers asked about")
    parser.add_argument(
        "--home", type=Path, default=None, help="keep the graph here: fill on, measure again"
    )


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Fill a graph, start its server anew, and ask each question of other customers each time.

    Raises:
        EvalError: Neo4j cannot be started, or the home holds a larger graph.
    """
    with tempfile.TemporaryDirectory(prefix="paths-") as scratch:
        home = asked.home or Path(scratch)
        planted = _filled(home, asked, tell)
        tell("提问 Asking")
        with _serving(asked.server, home) as graph:
            result = _asked(graph, asked)
    result |= {"server": asked.server, "customers": asked.customers, "fill_seconds": planted}
    result |= measured(seeds=(SEED,), repeats=asked.asked)
    return _table(result), result


def _filled(home: Path, asked: argparse.Namespace, tell: Tell) -> float | None:
    """Seconds to fill the graph; None where the home holds part of it or all already."""
    home.mkdir(parents=True, exist_ok=True)
    mark = home / HELD
    held = int(mark.read_text(encoding="utf-8")) if mark.is_file() else 0
    if held > asked.customers:
        message = f"{home} holds {held} customers already; name another home"
        raise EvalError(message)

    def keep(written: int) -> None:
        mark.write_text(str(written), encoding="utf-8")
        tell(f"{written:,} 位客户 customers")

    begun = time.perf_counter()
    if held < asked.customers:
        with _serving(asked.server, home) as graph:
            fill(graph, range(held, asked.customers), keep)
    return None if held else round(time.perf_counter() - begun, 1)


def _asked(graph: BoltGraph, asked: argparse.Namespace) -> dict[str, Any]:
    paths, bank = StoredPaths(graph), stored_bank(graph)
    needs = _drawn(asked.customers, asked.asked)
    questions: dict[str, Question] = {
        "why": lambda need: paths.of(need.customer_id, NOW, need.event),
        "like": lambda need: paths.like(need.customer_id, need.event, NOW),
        "file": lambda need: bank.customers.file(need.customer_id, NOW),
    }
    return {
        "cold_seconds": {name: _seconds(ask, needs[0]) for name, ask in questions.items()},
        "first_seconds": {name: seconds_of(_each(ask, needs)) for name, ask in questions.items()},
        "warm_seconds": {
            name: seconds_of(_each(ask, needs[::-1])) for name, ask in questions.items()
        },
        "answers": _answers(paths, needs),
    }


def _answers(paths: StoredPaths, needs: Sequence[Need]) -> dict[str, float]:
    """How much the answers hold on average; the questions are not asked of nothing."""
    found = [paths.of(one.customer_id, NOW, one.event)[0] for one in needs]
    alike = [paths.like(one.customer_id, one.event, NOW) for one in needs]
    told = [one for one in alike if one is not None]
    return {
        "signals": _mean([len(one.signals) for one in found]),
        "products": _mean([len(one.products) for one in found]),
        "clauses": _mean([len(one.clauses) for one in found]),
        "own": _mean([one.own_count for one in told]),
        "everywhere": _mean([one.everywhere for one in told]),
    }


def _mean(counts: Sequence[int]) -> float:
    return round(sum(counts) / len(counts), 1) if counts else 0.0


def _drawn(customers: int, count: int) -> list[Need]:
    """One need each of customers drawn from all."""
    catalogue = load_catalogue()
    draw = random.Random(SEED)
    found: list[Need] = []
    while len(found) < count:
        found += foreseen(catalogue, draw.randrange(customers))[:1]
    return found


def _each(ask: Question, needs: Sequence[Need]) -> list[float]:
    return [_seconds(ask, one) for one in needs]


def _seconds(ask: Question, need: Need) -> float:
    begun = time.perf_counter()
    ask(need)
    return time.perf_counter() - begun


@contextmanager
def _serving(server: str, home: Path) -> Generator[BoltGraph]:
    if server == "arcadedb":
        with EmbeddedServer(home) as address, _connected(address) as graph:
            yield graph
        return
    where = ["--home", str(home), "--port", str(_free_port())]
    started = _local("start", "--java", shutil.which("java") or "java", *where)
    if started.returncode:
        message = f"Neo4j could not be started: {started.stderr.strip()}"
        raise EvalError(message)
    try:
        with _connected(_address(_local("env", *where).stdout)) as graph:
            yield graph
    finally:
        _local("stop", *where)


def _address(exported: str) -> ServerAddress:
    """The server that shell exports name."""
    lines = (shlex.split(line)[-1] for line in exported.splitlines())
    known = dict(line.split("=", 1) for line in lines)
    return ServerAddress(
        uri=known["NEO4J_URI"], user=known["NEO4J_USERNAME"], password=known["NEO4J_PASSWORD"],
        database="neo4j",
    )  # fmt: skip


def _connected(address: ServerAddress) -> BoltGraph:
    return BoltGraph(address.uri, address.user, address.password, address.database)


def _local(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(LOCAL), *arguments], capture_output=True, text=True, check=False
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _table(result: dict[str, Any]) -> str:
    rows = [
        [
            name,
            f"{1000 * result['cold_seconds'][name]:.0f}",
            *(f"{1000 * result[state][name]['p50']:.1f} / {1000 * result[state][name]['p95']:.1f}"
              for state in ("first_seconds", "warm_seconds")),
            f"{1000 * PROMISED:.0f}",
        ]
        for name in result["warm_seconds"]
    ]  # fmt: skip
    heads = ["question", "cold ms", "first p50 / p95 ms", "again p50 / p95 ms", "promised p95 ms"]
    return table(heads, rows)
