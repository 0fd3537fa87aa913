"""What became of what was foreseen: the labels that come back from the world and the customer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from graph.foreseen import Alarm, Answered, NeedAnswer
from graph.hub import BANK_ZONE, Reader
from graph.needs.outcomes import Came, came_to_pass
from graph.needs.permission import permission
from graph.needs.signals import query
from graph.store.alarms import alarms, answers
from graph.store.connection import Graph
from graph.values import Value

HORIZON: Final = timedelta(days=180)
"""An event that comes to pass later than this after its first alarm was not foreseen by it."""


class Label(Value):
    """An alarm and what became of it within half a year; None for what did not happen.

    `came_on` is the day the event came to pass, as the feeds prove it; `answered_on` the day the
    customer waved it off; `contacted_on` the first day the bank turned to the customer after it.
    """

    customer_id: str
    advisor_id: str | None
    event: str
    pack: str | None
    basis: str
    probability_90: float
    alarm_on: date
    came_on: date | None = None
    contacted_on: date | None = None
    answer: NeedAnswer | None = None
    answered_on: date | None = None

    @property
    def lead_days(self) -> int | None:
        """Days from the first alarm to the event."""
        return None if self.came_on is None else (self.came_on - self.alarm_on).days


@dataclass(frozen=True)
class History:
    """What was foreseen and what came of it, beside what came to everybody who might be foreseen.

    `came` holds the days of events by customer and event; `everybody` are the customers whose
    consent to foreseeing needs is in force.
    """

    today: date
    labels: tuple[Label, ...]
    came: Mapping[tuple[str, str], Came]
    everybody: frozenset[str]

    def base_rate(self, event: str, day: date) -> float | None:
        """The share of everybody to whom the event came within half a year of the day."""
        if not self.everybody:
            return None
        came = sum(
            came_after(self.came.get((who, event)), day) is not None for who in self.everybody
        )
        return came / len(self.everybody)

    def is_settled(self, day: date) -> bool:
        """Whether the half year after the day is over."""
        return day + HORIZON <= self.today


def labels(reader: Reader, graph: Graph, since: date, now: datetime) -> tuple[Label, ...]:
    """Every alarm first raised from `since` to `now` with what became of it.

    Only of customers whose consent to foreseeing needs is in force, by customer and event.

    Raises:
        GraphUnavailable: The graph does not answer.
    """
    return history(reader, graph, since, now).labels


def history(reader: Reader, graph: Graph, since: date, now: datetime) -> History:
    """What was foreseen from `since` to `now`, and what came to pass of it.

    Raises:
        GraphUnavailable: The graph does not answer.
    """
    today = now.astimezone(BANK_ZONE).date()
    everybody = permission(graph, None, [now]).foreseen
    came = came_to_pass(reader, today)
    contacted = {
        row["customer_id"]: sorted(row["days"])
        for row in reader.select(query("contacted"), since=since, until=today + timedelta(days=1))
    }
    said = _by_matter(answers(graph, now))
    found = tuple(
        _label(one, came.get((one.customer_id, one.event)), contacted.get(one.customer_id, []))
        for one in alarms(graph, since, now)
    )
    return History(today, tuple(_answered(one, said) for one in found), came, everybody)


def came_after(came: Came | None, day: date) -> date | None:
    """The day after `day` and within half a year of it on which an event came; None for none."""
    if came is None:
        return None
    days = (one for one in (came.first, came.latest) if day < one <= day + HORIZON)
    return next(days, None)


def _label(alarm: Alarm, came: Came | None, contacts: Iterable[date]) -> Label:
    until = alarm.first_on + HORIZON
    return Label(
        customer_id=alarm.customer_id, advisor_id=alarm.advisor_id, event=alarm.event,
        pack=alarm.pack, basis=alarm.basis, probability_90=alarm.probability_90,
        alarm_on=alarm.first_on, came_on=came_after(came, alarm.first_on),
        contacted_on=next((day for day in contacts if alarm.first_on <= day <= until), None),
    )  # fmt: skip


def _by_matter(said: Iterable[Answered]) -> dict[tuple[str, str], list[Answered]]:
    found: dict[tuple[str, str], list[Answered]] = {}
    for one in said:
        found.setdefault((one.customer_id, one.event), []).append(one)
    return found


def _answered(label: Label, said: Mapping[tuple[str, str], list[Answered]]) -> Label:
    for one in said.get((label.customer_id, label.event), ()):
        day = one.at.astimezone(BANK_ZONE).date()
        if label.alarm_on <= day <= label.alarm_on + HORIZON:
            return label.model_copy(update={"answer": one.answer, "answered_on": day})
    return label
