"""A mapping tried out: what it would load, and what would be refused, before anything is."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph.hub.hub import Hub
from graph.hub.mapping import Mapping
from graph.hub.report import LoadReport
from graph.hub.translating import described
from graph.values import Value

SHOWN: Final = 3
"""Rows of a feed that are shown."""


class Refusal(Value):
    """Why rows of a feed would be refused, and how many."""

    feed: str
    column: str
    reason: str
    rows: int


class Rehearsal(Value):
    """What a load by a mapping would do."""

    cells: tuple[tuple[str, str, str], ...]
    """Feed, column, and what fills it."""
    report: LoadReport
    rows: dict[str, list[dict[str, Any]]]
    refusals: tuple[Refusal, ...]


def rehearse(mapping: Mapping, folder: Path, now: datetime) -> Rehearsal:
    """Load the folder by the mapping into a store that is thrown away.

    Raises:
        NotAFeedFolder: None of the sources is in the folder.
        BadMapping: The files do not have what the mapping names.
        UnreadableFeed: A file is neither CSV nor Parquet.
    """
    with tempfile.TemporaryDirectory() as held:
        hub = Hub(Path(held))
        report = hub.load(folder, None, now, mapping=mapping)
        with hub.reading() as reader:
            rows = {
                one.feed: reader.select(f"SELECT * FROM {one.feed} LIMIT {SHOWN}")
                for one in report.feeds
            }
            found = reader.select(
                'SELECT feed, "column", reason, count(*) AS rows FROM rejects '
                "GROUP BY ALL ORDER BY feed, rows DESC"
            )
    return Rehearsal(
        cells=tuple(described(mapping)),
        report=report,
        rows={
            name: [{key: cell for key, cell in row.items() if cell is not None} for row in held]
            for name, held in rows.items()
        },
        refusals=tuple(Refusal.model_validate(one) for one in found),
    )
