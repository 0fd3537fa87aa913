"""The consents in force: as the feeds state them, overlaid by what was said in the chat."""

from datetime import datetime
from pathlib import Path
from typing import get_args

from graph.hub import Reader
from graph.hub.clock import wall_clock
from graph.hub.consents import CONSENTS
from graph.model import Consent, Purpose
from graph.store.connection import Graph
from graph.store.nodes import from_node

IN_FORCE = Path(__file__).with_name("in_force.sql")


def permit(reader: Reader, graph: Graph | None, now: datetime) -> None:
    """Make the temporary table `in_force` (customer_id, purpose, consent_id, second)."""
    connection = reader.connection
    connection.execute(IN_FORCE.read_text(encoding="utf-8"), {"now": wall_clock(now)})
    if graph is None:
        return
    said: list[tuple[str, Consent]] = []
    for purpose in get_args(Purpose):
        said += [
            (row["customer_id"], from_node(Consent, row["consent"]))
            for row in graph.read(CONSENTS, purpose=purpose)
        ]
    ids = [one.id for _, one in said]
    connection.execute(
        "DELETE FROM in_force WHERE list_contains($ids::VARCHAR[], consent_id)", {"ids": ids}
    )
    rows = [
        (who, one.purpose, one.id, one.authorisation == "second")
        for who, one in said
        if one.in_force(now)
    ]
    for at in range(0, len(rows), 500):
        batch = rows[at : at + 500]
        places = ", ".join(["(?, ?, ?, ?)"] * len(batch))
        connection.execute(
            f"INSERT INTO in_force VALUES {places}", [cell for row in batch for cell in row]
        )
