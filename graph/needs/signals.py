"""What points to life events: searches, questions, payments and currency exchanged."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from graph.catalogue import Catalogue
from graph.hub import Reader

MEMORY: Final = 540
"""Days a signal is remembered."""


SOURCES: Final = {
    "search": "own_chat", "view": "own_chat", "click": "own_chat", "calculator": "own_chat",
    "chat": "own_chat", "payment": "own_transactions", "receipt": "own_transactions",
    "merchant": "own_transactions", "exchange": "own_transactions",
}  # fmt: skip
"""Where a signal of each kind comes from."""


class Signal(NamedTuple):
    """One thing seen of a customer that points to an event."""

    customer_id: str
    event: str
    day: date
    kind: str
    phrase: str
    text: str
    share: float
    """How much of a signal it is, in (0, 1]: less where it points to several events."""
    row: str = ""
    """The feed and the key of the row behind it."""

    @property
    def key(self) -> str:
        """What is seen: the kind and the subject."""
        return f"{self.kind}:{self.phrase}"

    def is_forbidden(self, suppressed: Collection[str]) -> bool:
        """Whether the signal, its kind or its source is among what may not be used."""
        return not {self.key, self.kind, SOURCES[self.kind]}.isdisjoint(suppressed)


class Scope(NamedTuple):
    """Whose signals are looked for, and up to which day."""

    today: date
    customer_id: str | None
    financial: Collection[str]
    """Customers whose accounts may be read for this."""

    @property
    def until(self) -> date:
        """The first day that is not looked at."""
        return self.today + timedelta(days=1)


def signals(reader: Reader, catalogue: Catalogue, scope: Scope) -> list[Signal]:
    """Every signal of the last eighteen months, by customer, event and day.

    Accounts say nothing of an event the bank does not raise itself: illness or pregnancy is never
    inferred from payments.
    """
    open_events = [one for one in catalogue.events if one.proactive]
    said = [(one.key, word.lower()) for one in catalogue.events for word in one.phrases.both()]
    memos = [(one.key, word.lower()) for one in open_events for word in one.memos]
    codes = [(one.key, code) for one in open_events for code in one.mcc]
    kinds = [(one.key, kind) for one in open_events for kind in one.counterparties]
    purposes = [(one.key, purpose) for one in open_events for purpose in one.fx_purposes]
    spoken = _shared(_found(reader, "searches", scope, "phrases", said))
    asked = _shared(_found(reader, "questions", scope, "phrases", said))
    financial = [
        *_found(reader, "payments", scope, "phrases", memos),
        *_found(reader, "merchants", scope, "codes", codes),
        *_found(reader, "counterparties", scope, "kinds", kinds),
        *_found(reader, "exchanges", scope, "purposes", purposes),
    ]
    allowed = [one for one in financial if one.customer_id in scope.financial]
    return sorted([*spoken, *asked, *allowed])


@cache
def query(name: str) -> str:
    """The query of this name, a file beside this one."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _found(
    reader: Reader, table: str, scope: Scope, name: str, wanted: list[tuple[str, str]]
) -> list[Signal]:
    if not wanted:
        return []
    parameters: dict[str, Any] = {
        "events": [event for event, _ in wanted],
        name: [word for _, word in wanted],
        "since": scope.today - timedelta(days=MEMORY),
        "until": scope.until,
        "customer": scope.customer_id,
    }
    rows = reader.tuples(query(table), **parameters)
    return [
        Signal(customer, event, day, kind, phrase, text or phrase, float(share), row)
        for customer, event, day, kind, phrase, text, share, row in rows
    ]


def _shared(found: list[Signal]) -> list[Signal]:
    """The same words may point to several events; each then has its part."""
    events: dict[tuple[str, date, str, str], set[str]] = {}
    for one in found:
        events.setdefault((one.customer_id, one.day, one.kind, one.text), set()).add(one.event)
    return [
        one._replace(share=1 / len(events[one.customer_id, one.day, one.kind, one.text]))
        for one in found
    ]
