"""What customers say in the chat becomes a signal, heard beside the conversation."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from graph.catalogue import Catalogue
from graph.errors import GraphError
from graph.hub import Hub
from graph.needs import Observed, observe
from graph.needs.permission import permission
from graph.store.connection import Graph

LOG: Final = logging.getLogger(__name__)


class Attention:
    """Hears the subjects of messages and has the needs of their customers foreseen anew.

    Of a message only the subjects are kept, never its words, and only with the customer's consent
    to a portrait and to foreseeing needs.
    """

    def __init__(self, hub: Hub, graph: Graph, catalogue: Catalogue) -> None:
        self._hub = hub
        self._graph = graph
        self._catalogue = catalogue
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="attention")
        self._guard = threading.Lock()
        self._running: list[Future[Observed | None]] = []
        self._heard: set[tuple[str, date, str]] = set()
        phrases = {word.lower() for one in catalogue.events for word in one.phrases.both()}
        self._phrases = sorted(phrases, key=lambda word: (-len(word), word))

    def hear(self, customer_id: str, message: str, now: datetime) -> None:
        """Note what the message is about; what was heard today already is not noted again."""
        said = message.lower()
        found = "、".join(word for word in self._phrases if word in said)
        heard = (customer_id, now.date(), found)
        with self._guard:
            if not found or heard in self._heard:
                return
            self._heard.add(heard)
            self._running = [one for one in self._running if not one.done()]
            self._running.append(self._worker.submit(self._observed, customer_id, found, now))

    def settle(self) -> None:
        """Wait until everything heard so far is known."""
        with self._guard:
            waiting = tuple(self._running)
        for one in waiting:
            one.result()

    def close(self) -> None:
        """Finish what was heard, and hear no more."""
        self._worker.shutdown(wait=True)

    def _observed(self, customer_id: str, found: str, now: datetime) -> Observed | None:
        try:
            allowed = permission(self._graph, customer_id, [now])
            if customer_id not in allowed.foreseen or customer_id not in allowed.drawn:
                return None
            digest = sha256(f"{customer_id}{now.date()}{found}".encode()).hexdigest()[:16]
            row = {
                "contact_id": f"chat-{digest}", "customer_id": customer_id,
                "at": now.isoformat(), "channel": "chat", "direction": "in", "text": found,
            }  # fmt: skip
            return observe(self._hub, self._graph, self._catalogue, {"contacts": [row]}, now)
        except GraphError as error:
            LOG.warning("What %s spoke of was not noted: %s", customer_id, error)
            return None


Hear = Callable[[str, str, datetime], None]
"""What a turn calls with whose words they are, the words, and the moment."""
