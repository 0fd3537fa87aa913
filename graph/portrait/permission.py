"""The consents in force: as the feeds state them, overlaid by what was said in the chat."""

from datetime import datetime

from graph.hub import Reader, consent_table, said
from graph.store.connection import Graph


def permit(reader: Reader, graph: Graph | None, now: datetime) -> None:
    """Make the temporary table `in_force` (customer_id, purpose, consent_id, second)."""
    consent_table(reader, now, said(graph))
