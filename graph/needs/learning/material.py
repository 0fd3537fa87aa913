"""What is learned from: customers on days of the past, and what came to pass after them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import Catalogue
from graph.hub import Reader
from graph.needs.learning.errors import NothingToLearnFrom
from graph.needs.learning.frame import Frame, observe, prepare, rank
from graph.needs.learning.keys import Keys, Texts, catalogue_keys
from graph.needs.learning.labels import LEARNED, Firsts, already, came_within, days_of, firsts
from graph.needs.learning.sources import SOURCES, texts
from graph.needs.learning.vocabulary import Shown, add_words, chosen, shown

MONTHS: Final = 12
"""Months of snapshots learned from."""
APART: Final = 30
"""Days between them."""
HISTORY: Final = 120
"""Days of records there must be before a snapshot."""
HORIZON: Final = 90
"""Days within which an event must come to count as foreseen."""
OTHERS: Final = 25_000
"""Customers without any of the events who are learned from; they count for all such."""
WORDS: Final = 30
"""Words of an event that are kept."""
SEED: Final = 20261124

Tell = Callable[[str], None]

STARTS: Final = (
    "SELECT min(posted_at)::DATE AS first FROM transactions",
    'SELECT min("at")::DATE AS first FROM app_events',
)


@dataclass(frozen=True)
class Material:
    """All snapshots with what came to pass, for every event to draw from."""

    frames: Sequence[Frame]
    firsts: Firsts
    weight: Mapping[str, float]
    keys: Keys
    words: Mapping[str, list[str]]
    until: date


def snapshots(reader: Reader, as_of: date) -> list[date]:
    """The days learned from, the earliest first.

    Raises:
        NothingToLearnFrom: There is none.
    """
    known = beginnings(reader)
    days = [as_of - timedelta(days=HORIZON + APART * back) for back in range(MONTHS)]
    held = [day for day in days if known and day >= min(known) + timedelta(days=HISTORY)]
    if not held:
        raise NothingToLearnFrom(as_of)
    return sorted(held)


def beginnings(reader: Reader) -> list[date]:
    """The days on which payments and visits on record begin; [] where there are none."""
    starts = [row["first"] for sql in STARTS for row in reader.select(sql)]
    return [one for one in starts if one is not None]


def gather(reader: Reader, catalogue: Catalogue, as_of: date, tell: Tell) -> Material:
    """Snapshots of the year before the day, each complete with its outcomes.

    Whose rows are read is what `permit` found.

    Raises:
        NothingToLearnFrom: The feeds hold no snapshot with its history before the day.
    """
    prepare(reader)
    days = snapshots(reader, as_of)
    happened = firsts(reader, as_of)
    weight = _sample(reader, as_of, happened, days[0])
    known = {one.name: texts(reader, one, as_of) for one in SOURCES}
    words = _words(reader, known, happened, (days, weight))
    keys = catalogue_keys(catalogue, known)
    add_words(keys, known, words)
    frames: list[Frame] = []
    for day in days:
        rank(reader, day, weight)
        frames.append(observe(reader, day, keys))
        tell(f"snapshot {day}: {len(frames[-1].customers)} customers")
    return Material(frames, happened, weight, keys, words, as_of)


def _sample(reader: Reader, as_of: date, happened: Firsts, since: date) -> dict[str, float]:
    """Customers learned from and how many each stands for: all with an event, and some without."""
    rank(reader, as_of)
    everybody = reader.columns("SELECT customer_id FROM ranked ORDER BY row_no")["customer_id"]
    edge = np.datetime64(since, "D")
    busy = {who for those in happened.values() for who, day in those.items() if day > edge}
    others = np.array([one for one in everybody if one not in busy], dtype=object)
    dice = np.random.default_rng(SEED)
    taken = dice.permutation(len(others))[:OTHERS]
    share = len(others) / max(1, len(taken))
    weight = {str(one): 1.0 for one in everybody if one in busy}
    return weight | {str(others[at]): share for at in sorted(taken)}


def _words(
    reader: Reader,
    known: Texts,
    happened: Firsts,
    where: tuple[Sequence[date], Mapping[str, float]],
) -> dict[str, list[str]]:
    """The learned words of each event, from every third snapshot."""
    days, weight = where
    found: dict[str, list[str]] = {event: [] for event in LEARNED}
    for day in days[::-3][::-1]:
        rank(reader, day, weight)
        who = reader.columns("SELECT customer_id FROM ranked ORDER BY row_no")["customer_id"]
        seen = shown(reader, known, day, len(who))
        counts = np.array([weight[one] for one in who], np.float32)
        for event in LEARNED:
            found[event] += _before(seen, days_of(who, happened[event]), day, counts)
    return {event: _surest(words) for event, words in found.items()}


def _surest(words: Sequence[str]) -> list[str]:
    """Those found on most snapshots, at most `WORDS`; in the order in which they were found."""
    times = Counter(words)
    kept = {one for one, _ in times.most_common(WORDS)}
    return [one for one in times if one in kept]


def _before(seen: Shown, first: Any, day: date, weight: npt.NDArray[np.float32]) -> list[str]:
    free = ~already(first, day)
    return chosen(seen, came_within(first, day, HORIZON) & free, weight * free)
