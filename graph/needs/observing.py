"""A few rows taken in as they arrive: their customers' needs are foreseen anew at once."""

import csv
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from graph.catalogue import Catalogue
from graph.errors import GraphError
from graph.hub import Hub, feeds
from graph.hub.report import LoadReport
from graph.model import Need
from graph.needs.forecast import forecast
from graph.store.connection import Graph
from graph.values import Value

Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""Rows by feed, each by the names of its columns, as text."""

OWNED: Final = ("account_id", "card_id")
OWNERS: Final = """
SELECT DISTINCT customer_id FROM (
    SELECT account_id, customer_id FROM accounts UNION SELECT card_id, customer_id FROM cards
) WHERE account_id IN (SELECT unnest($accounts::VARCHAR[])) ORDER BY 1
"""


class UnknownFeed(GraphError):
    """There is no feed of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no feed named {name}; it is one of: {', '.join(feeds())}.")


class Observed(Value):
    """What the rows came to: how they were taken in, whose they are, and the needs of those."""

    report: LoadReport
    customers: tuple[str, ...]
    needs: tuple[Need, ...]


def observe(hub: Hub, graph: Graph, catalogue: Catalogue, rows: Rows, now: datetime) -> Observed:
    """Take the rows in as a load does, and foresee the needs of the customers they are about.

    Refused rows are in the report, and change nothing.

    Raises:
        UnknownFeed: A feed has no such name.
        HubBusy: Another process is loading.
        GraphUnavailable: The graph does not answer.
    """
    for name in rows:
        if name not in feeds():
            raise UnknownFeed(name)
    hub.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=hub.home, prefix="observed-") as held:
        folder = Path(held)
        for name, theirs in rows.items():
            _write(folder / f"{name}.csv", theirs)
        report = hub.take(folder, graph, now)
    customers = _customers(hub, rows)
    needs = [one for who in customers for one in forecast(hub, graph, catalogue, now, who)]
    return Observed(report=report, customers=tuple(customers), needs=tuple(needs))


def read_rows(path: Path) -> Rows:
    """The rows of one CSV file named after its feed.

    Raises:
        UnknownFeed: It is not named after a feed.
    """
    if path.stem not in feeds():
        raise UnknownFeed(path.stem)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {path.stem: list(csv.DictReader(lines))}


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _customers(hub: Hub, rows: Rows) -> list[str]:
    """Whose rows these are: named in them, or the owners of the accounts named in them."""
    every = [row for theirs in rows.values() for row in theirs]
    named = {row["customer_id"] for row in every if row.get("customer_id")}
    accounts = sorted({row[key] for row in every for key in OWNED if row.get(key)})
    if accounts:
        named |= {row["customer_id"] for row in hub.select(OWNERS, accounts=accounts)}
    return sorted(named)
