"""The models that foresee events: asked for everybody, for some, and why."""

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from graph.catalogue import Catalogue
from graph.hub import Reader, Said, excerpt
from graph.needs.learning.contributions import Contribution, contributions, signs_of
from graph.needs.learning.errors import ModelOfAnotherVersion
from graph.needs.learning.frame import Frame, observe, permit, prepare, rank, want
from graph.needs.learning.keys import Keys, catalogue_keys
from graph.needs.learning.labels import HORIZONS, already, days_of, firsts
from graph.needs.learning.material import beginnings
from graph.needs.learning.policy import numbers_for
from graph.needs.learning.rows import column_names, matrix_of
from graph.needs.learning.sources import SOURCES, texts
from graph.needs.learning.training import Learned, Training
from graph.needs.learning.variants import Row, make_variants, variant_of
from graph.needs.learning.vocabulary import add_words

AT_ONCE: Final = 50_000
"""Customers scored in one go."""
FEW: Final = 200
"""So many customers are read apart from the rest."""
MIDDLE: Final = HORIZONS[1]

RELATED: Final = """
SELECT DISTINCT other.customer_id FROM customers AS mine JOIN customers AS other
ON mine.customer_id = other.customer_id OR mine.id_number = other.id_number
WHERE mine.customer_id IN (SELECT unnest($only::VARCHAR[]))
"""

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Scores:
    """What was known of the customers on the day, and per event and horizon how likely it is.

    Probabilities stand in the order of `frame.customers`; NaN where the event had come to pass.
    """

    frame: Frame
    keys: Keys
    within: Mapping[str, Mapping[int, Floats]]


@dataclass(frozen=True)
class Question:
    """Of whom and as of when something is asked."""

    day: date
    customer_id: str
    event: str


@dataclass(frozen=True)
class Champion:
    """The models that foresee events, as of the day they were learned."""

    version: str
    training: Training

    def score(
        self,
        reader: Reader,
        catalogue: Catalogue,
        day: date,
        only: Collection[str] | None = None,
        heard: Collection[Said] = (),
    ) -> Scores:
        """How likely each learned event is for every consenting customer of the day.

        `heard` are consents the graph knows (`graph.hub.said`), laid over those of the feeds. On a
        day before any record nobody is scored.
        """
        permit(reader, day, heard)
        if not any(one <= day for one in beginnings(reader)):
            only = ()
        if only is None or len(only) > FEW:
            return self._scored(reader, catalogue, day, only)
        with _apart(reader, only) as apart:
            return self._scored(apart, catalogue, day, only)

    def explain(
        self,
        reader: Reader,
        catalogue: Catalogue,
        question: Question,
        heard: Collection[Said] = (),
    ) -> list[Contribution]:
        """What the learned probability within 90 days rests on, the weightiest first.

        The customer is scored again without the rows of each signal: each one named lowers the
        probability when its rows are left out, and so do all of them together. Empty where nothing
        seen does, where the event is not learned or has come to pass, and without consent.
        """
        learned = self.training.events.get(question.event)
        if learned is None:
            return []
        permit(reader, question.day, heard)
        with _apart(reader, [question.customer_id]) as apart:
            return self._explained(apart, catalogue, question, learned)

    def likely_without(
        self,
        reader: Reader,
        catalogue: Catalogue,
        question: Question,
        rows: Collection[Row],
        heard: Collection[Said] = (),
    ) -> float | None:
        """The probability within 90 days had these rows not been seen; None where there is none."""
        learned = self.training.events.get(question.event)
        if learned is None:
            return None
        permit(reader, question.day, heard)
        with _apart(reader, [question.customer_id]) as apart:
            if not self._foreseeable(apart, question):
                return None
            keys = self.keys(apart, catalogue, question.day)
            return self._without(apart, catalogue, (question.day, learned, keys), [tuple(rows)])[0]

    def keys(self, reader: Reader, catalogue: Catalogue, day: date) -> Keys:
        """The signs counted: what the catalogue declares, and the words that were learned."""
        known = {one.name: texts(reader, one, day) for one in SOURCES}
        keys = catalogue_keys(catalogue, known)
        add_words(keys, known, {event: one.words for event, one in self.training.events.items()})
        return keys

    def matrix(
        self,
        learned: Learned,
        catalogue: Catalogue,
        seen: tuple[Frame, Keys],
        rows: npt.NDArray[np.int64],
    ) -> Floats:
        """The rows as the event's model takes them."""
        frame, keys = seen
        event = catalogue.event(learned.event)
        places = numbers_for(event, frame.names)
        wanted = [keys.number(one) for one in learned.words]
        if column_names(frame.names, places, learned.words) != learned.columns:
            raise ModelOfAnotherVersion(Path(self.version), "columns")
        return matrix_of(frame, rows, places, wanted)

    def seen(
        self,
        reader: Reader,
        catalogue: Catalogue,
        day: date,
        only: Collection[str] | None = None,
    ) -> tuple[Frame, Keys]:
        """What was known on the day of those whom `permit` lets be foreseen, and the signs."""
        prepare(reader)
        rank(reader, day, only)
        keys = self.keys(reader, catalogue, day)
        return observe(reader, day, keys), keys

    def _scored(
        self, reader: Reader, catalogue: Catalogue, day: date, only: Collection[str] | None
    ) -> Scores:
        frame, keys = self.seen(reader, catalogue, day, only)
        happened = firsts(reader, day)
        within = {
            event: self._within(learned, catalogue, frame, keys)
            for event, learned in self.training.events.items()
        }
        for event, found in within.items():
            gone = already(days_of(frame.customers, happened[event]), day)
            for likely in found.values():
                likely[gone] = np.nan
        return Scores(frame, keys, within)

    def _within(
        self, learned: Learned, catalogue: Catalogue, frame: Frame, keys: Keys
    ) -> dict[int, Floats]:
        rows = np.arange(len(frame.customers))
        parts = [
            learned.model.probabilities(self.matrix(learned, catalogue, (frame, keys), part))
            for part in np.array_split(rows, max(1, -(-len(rows) // AT_ONCE)))
        ]
        return {horizon: np.concatenate([one[horizon] for one in parts]) for horizon in parts[0]}

    def _explained(
        self, apart: Reader, catalogue: Catalogue, question: Question, learned: Learned
    ) -> list[Contribution]:
        if not self._foreseeable(apart, question):
            return []
        keys = self.keys(apart, catalogue, question.day)
        want(apart, keys)
        about = (question.customer_id, catalogue.event(question.event), learned.words)
        signs = signs_of(apart, question.day, keys, about)
        asked = (question.day, learned, keys)
        return contributions(signs, partial(self._without, apart, catalogue, asked))

    def _foreseeable(self, apart: Reader, question: Question) -> bool:
        """Whether the customer is ranked on the day, and the event has not come to pass."""
        prepare(apart)
        rank(apart, question.day, [question.customer_id])
        ranked = bool(apart.tuples("SELECT 1 FROM ranked"))
        return ranked and question.customer_id not in firsts(apart, question.day)[question.event]

    def _without(
        self,
        apart: Reader,
        catalogue: Catalogue,
        asked: tuple[date, Learned, Keys],
        lots: Sequence[Sequence[Row]],
    ) -> list[float]:
        """The probability within 90 days without each of the lots of rows."""
        day, learned, keys = asked
        make_variants(apart, lots)
        prepare(apart)
        rank(apart, day)
        frame = observe(apart, day, keys)
        likely = self._within(learned, catalogue, frame, keys)[MIDDLE]
        order = {variant_of(who): at for at, who in enumerate(frame.customers)}
        return [float(likely[order[at]]) for at in range(len(lots))]


@contextmanager
def _apart(reader: Reader, only: Collection[str]) -> Generator[Reader]:
    """The rows of some customers, and of the businesses that are theirs."""
    related = [one for (one,) in reader.tuples(RELATED, only=sorted(only))]
    with excerpt(reader, related) as apart:
        yield apart
