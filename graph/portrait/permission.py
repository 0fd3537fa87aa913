"""What the portrait may read: consents of the feeds, overlaid by what was said in the chat."""

from datetime import datetime

from graph.hub import Reader, consent_table, gate, said
from graph.store.connection import Graph


def permit(
    reader: Reader,
    graph: Graph | None,
    now: datetime,
    customer_id: str | None = None,
) -> None:
    """Let the reader see only rows whose customers consent to tags from them.

    The consents stand in the temporary table `in_force` (customer_id, purpose, consent_id, second),
    of everybody or of one customer.
    """
    consent_table(reader, now, said(graph, customer_id=customer_id), customer_id)
    gate(reader, "tags")
