"""What a learned probability rests on: how much lower it is without what was seen."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from graph.catalogue import LifeEvent
from graph.hub import Reader
from graph.needs.learning.frame import MEMORY
from graph.needs.learning.keys import Keys
from graph.needs.learning.sources import SOURCES, Source
from graph.needs.learning.variants import Row
from graph.needs.signals import Signal

MOST: Final = 40
"""Signs that are left out one by one, the latest."""
NAMED: Final = 5
"""Signs named at most."""

SEEN: Final = """
SELECT day, text, row_id, any_value(shown) AS shown, list(DISTINCT key ORDER BY key) AS keys
FROM ({sql}) JOIN ranked USING (customer_id) JOIN wanted USING (text)
WHERE source = $source AND day <= $day AND day > $day::DATE - {memory}
  AND key IN (SELECT unnest($keys::INTEGER[])) {gate}
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


class Contribution(NamedTuple):
    """A signal, how much lower the probability within 90 days is without it, and its rows.

    It stands in one row of the feeds, or in several that say the same and count only together.
    """

    signal: Signal
    delta: float
    rows: tuple[Row, ...]


class Sign(NamedTuple):
    """A signal and the rows of the feeds it stands in."""

    signal: Signal
    rows: tuple[Row, ...]


Ask = Callable[[Sequence[Sequence[Row]]], Sequence[float]]
"""The probability without each of several lots of rows."""


def signs_of(
    reader: Reader, day: date, keys: Keys, about: tuple[str, LifeEvent, Collection[str]]
) -> list[Sign]:
    """What was seen of the customer in `ranked` that the event's model counts, the latest first.

    `about` names the customer, the event and its signs. One row that says several things is one
    signal, of the first source that saw it. Rows that say the same follow as one more.
    """
    who, event, names = about
    wanted = [keys.number(one) for one in names]
    found: dict[Row, Signal] = {}
    for source in SOURCES:
        gate = "AND financial" if source.financial else ""
        sql = SEEN.format(sql=source.sql, memory=MEMORY, gate=gate)
        for seen in reader.tuples(sql, source=source.name, day=day, keys=wanted):
            row = Row(source.feed, seen[2])
            phrase = _phrase(source, seen[1], ([keys.names[key] for key in seen[4]], event))
            found.setdefault(row, _signal(source, (who, event.key), seen, phrase))
    latest = sorted(found, key=lambda row: (found[row].day, row), reverse=True)[:MOST]
    single = [Sign(found[row], (row,)) for row in latest]
    return single + _together(single)


def contributions(signs: Sequence[Sign], ask: Ask) -> list[Contribution]:
    """The signs without which the event is less likely, the weightiest first.

    Each lowers the probability when its rows are left out, and so do all of them together.
    """
    if not signs:
        return []
    whole, *without = ask([(), *(one.rows for one in signs)])
    deltas = [whole - one for one in without]
    named = _weightiest(signs, deltas)
    lots = [_rows(signs, named[: size + 1]) for size in range(len(named))]
    lower = [at for at, likely in enumerate(ask(lots) if lots else ()) if likely < whole]
    kept = named[: lower[-1] + 1] if lower else []
    return [Contribution(signs[at].signal, deltas[at], signs[at].rows) for at in kept]


def _together(single: Sequence[Sign]) -> list[Sign]:
    """Signs of several rows that say the same, each under its latest."""
    same: defaultdict[tuple[str, str], list[Sign]] = defaultdict(list)
    for one in single:
        same[one.signal.kind, one.signal.text].append(one)
    return [
        Sign(those[0].signal, tuple(row for one in those for row in one.rows))
        for those in same.values()
        if len(those) > 1
    ]


def _weightiest(signs: Sequence[Sign], deltas: Sequence[float]) -> list[int]:
    """Places of the signs named: single rows first, several together where none of them counts."""
    order = sorted(range(len(signs)), key=lambda at: (len(signs[at].rows) > 1, -deltas[at]))
    taken: set[Row] = set()
    named: list[int] = []
    for at in order:
        if deltas[at] > 0 and not taken & set(signs[at].rows):
            taken |= set(signs[at].rows)
            named.append(at)
    return sorted(named, key=lambda at: -deltas[at])[:NAMED]


def _rows(signs: Sequence[Sign], named: Sequence[int]) -> list[Row]:
    return [row for at in named for row in signs[at].rows]


def _signal(source: Source, about: tuple[str, str], seen: tuple[Any, ...], phrase: str) -> Signal:
    day, text, row_id, shown, _ = seen
    row = f"{source.feed}/{row_id}"
    return Signal(*about, day, source.kind, phrase, shown or phrase or text, 1.0, row)


def _phrase(source: Source, text: str, known: tuple[Sequence[str], LifeEvent]) -> str:
    """What of the text says it: the word that was learned, the phrase declared, or the code.

    Never a customer's whole question: that stays between them and who answered it.
    """
    names, event = known
    if source.name == "exchange":
        return text.rsplit(":", 1)[-1]
    if not source.worded:
        return text
    words = [one.split(".", 2)[2] for one in names if one.startswith("word.")]
    declared = (*event.phrases.both(), *event.memos)
    words += [one.lower() for one in declared if one.lower() in text]
    return max(words, key=len, default=event.zh)
