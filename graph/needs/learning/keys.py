"""The signs that are counted: which texts of which source stand for which key."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.catalogue import Catalogue, LifeEvent

Texts = Mapping[str, Sequence[str]]
"""The different texts of each source."""

WORDED: Final = ("search", "view", "calculator", "click", "chat")
PAYMENTS: Final = ("payment", "receipt", "payee")


def declared_half_life(event: LifeEvent) -> float:
    """Days after which a declared sign counts half."""
    return min(180.0, max(30.0, event.lead[1] * 30.4 / 4))


@dataclass
class Keys:
    """Keys by number; `rows` are the texts of each source that stand for them."""

    names: list[str] = field(default_factory=list[str])
    rows: list[tuple[str, str, int, float, float]] = field(
        default_factory=list[tuple[str, str, int, float, float]]
    )
    _numbers: dict[str, int] = field(default_factory=dict[str, int])

    def number(self, name: str) -> int:
        """The number of a key, made where it is not known yet."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def add(self, source: str, text: str, name: str, weight: tuple[float, float]) -> None:
        """Let a text of a source stand for a key, with its share and half-life."""
        self.rows.append((source, text, self.number(name), *weight))

    def table(self) -> dict[str, list[Any]]:
        """The rows as columns, named as the query takes them."""
        named = ("sources", "texts", "keys", "shares", "half_lives")
        columns = list(zip(*self.rows, strict=True)) or [()] * len(named)
        return {name: list(column) for name, column in zip(named, columns, strict=True)}


def catalogue_keys(catalogue: Catalogue, texts: Texts) -> Keys:
    """A key `catalogue.<event>.<source>` for what the catalogue declares as a sign of an event.

    Payments say nothing of an event the bank does not raise itself.
    """
    keys = Keys()
    events = {one.key: one for one in catalogue.events}
    open_events = [one for one in catalogue.events if one.proactive]
    for source in WORDED:
        phrases = [(one.key, one.phrases.both()) for one in catalogue.events]
        _add_phrases(keys, source, texts.get(source, ()), phrases, events)
    for source in PAYMENTS:
        memos = [(one.key, one.memos) for one in open_events]
        _add_phrases(keys, source, texts.get(source, ()), memos, events)
    for source, codes in CODES.items():
        _add_codes(keys, source, open_events, codes)
    return keys


def _exchanges(event: LifeEvent) -> Sequence[str]:
    sides = ("buy", "remit_out")
    return [f"{side}:{purpose}" for purpose in event.fx_purposes for side in sides]


def _merchants(event: LifeEvent) -> Sequence[str]:
    return event.mcc


def _payees(event: LifeEvent) -> Sequence[str]:
    return event.counterparties


CODES: Final[dict[str, Callable[[LifeEvent], Sequence[str]]]] = {
    "merchant": _merchants, "payee_kind": _payees, "exchange": _exchanges,
}  # fmt: skip
"""The codes of each source that the catalogue declares of an event."""


def _add_phrases(
    keys: Keys, source: str, texts: Sequence[str],
    phrases: Iterable[tuple[str, Sequence[str]]], events: Mapping[str, LifeEvent],
) -> None:  # fmt: skip
    patterns = [
        (event, re.compile("|".join(re.escape(one.lower()) for one in words)))
        for event, words in phrases
        if words
    ]
    for text in texts:
        named = [event for event, pattern in patterns if pattern.search(text)]
        for event in named:
            weight = (1 / len(named), declared_half_life(events[event]))
            keys.add(source, text, f"catalogue.{event}.{source}", weight)


def _add_codes(
    keys: Keys,
    source: str,
    events: Sequence[LifeEvent],
    codes: Callable[[LifeEvent], Sequence[str]],
) -> None:
    sharing: defaultdict[str, list[LifeEvent]] = defaultdict(list)
    for event in events:
        for code in codes(event):
            sharing[code].append(event)
    for code, those in sharing.items():
        for event in those:
            weight = (1 / len(those), declared_half_life(event))
            keys.add(source, code, f"catalogue.{event.key}.{source}", weight)
