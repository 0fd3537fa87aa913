"""What a learned probability rests on: how much lower it is without what was seen."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

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
    """A signal, and how much lower the probability within 90 days is without its rows."""

    signal: Signal
    delta: float


class Sign(NamedTuple):
    """A signal and the rows of the feeds it stands in."""

    signal: Signal
    rows: tuple[Row, ...]


Ask = Callable[[Sequence[Sequence[Row]]], Sequence[float]]
"""The probability without each of several lots of rows."""


def signs_of(
    reader: Reader, day: date, keys: Keys, about: tuple[str, str, Collection[str]]
) -> list[Sign]:
    """What was seen of the customer in `ranked` that the event's model counts, the latest first.

    `about` names the customer, the event and its signs. One row that says several things is one
    signal, of the first source that saw it; the same words on one day are one as well.
    """
    who, event, names = about
    wanted = [keys.number(one) for one in names]
    taken: set[Row] = set()
    found: defaultdict[Signal, list[Row]] = defaultdict(list)
    for source in SOURCES:
        gate = "AND financial" if source.financial else ""
        sql = SEEN.format(sql=source.sql, memory=MEMORY, gate=gate)
        for seen in reader.tuples(sql, source=source.name, day=day, keys=wanted):
            row = Row(source.feed, seen[2])
            if row not in taken:
                taken.add(row)
                phrase = _phrase(source, seen[1], [keys.names[key] for key in seen[4]])
                found[_signal(source, (who, event), seen, phrase)].append(row)
    latest = sorted(found, key=lambda one: (one.day, one), reverse=True)[:MOST]
    return [Sign(one, tuple(found[one])) for one in latest]


def contributions(signs: Sequence[Sign], ask: Ask) -> list[Contribution]:
    """The signs without which the event is less likely, the weightiest first.

    Each lowers the probability when its rows are left out, and so do all of them together.
    """
    whole, *without = ask([(), *(one.rows for one in signs)])
    deltas = [whole - one for one in without]
    order = sorted(range(len(signs)), key=lambda at: -deltas[at])
    named = [at for at in order if deltas[at] > 0][:NAMED]
    lots = [_rows(signs, named[: size + 1]) for size in range(len(named))]
    lower = [at for at, likely in enumerate(ask(lots) if lots else ()) if likely < whole]
    kept = named[: lower[-1] + 1] if lower else []
    return [Contribution(signs[at].signal, deltas[at]) for at in kept]


def _rows(signs: Sequence[Sign], named: Sequence[int]) -> list[Row]:
    return [row for at in named for row in signs[at].rows]


def _signal(source: Source, about: tuple[str, str], seen: tuple[Any, ...], phrase: str) -> Signal:
    day, text, _, shown, _ = seen
    return Signal(*about, day, source.kind, phrase, shown or phrase or text, 1.0)


def _phrase(source: Source, text: str, names: Sequence[str]) -> str:
    """The word that was learned, or the code; a whole text only where the catalogue knows it."""
    if source.name == "exchange":
        return text.rsplit(":", 1)[-1]
    words = [one.split(".", 2)[2] for one in names if one.startswith("word.")]
    return max(words, key=len) if words else text
