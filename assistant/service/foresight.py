"""What became of foreseen needs, month by month: from the alarm to the plan and to the event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median, median_low
from typing import Final

from assistant.planning.model import Plan, PlanStatus
from assistant.planning.shelf import Shelf
from graph.catalogue import Catalogue
from graph.hub import BANK_ZONE, Hub
from graph.needs.history import HORIZON, History, Label, history
from graph.needs.learning.labels import LEARNED
from graph.store import Graph
from graph.values import Value

STATUSES: Final[tuple[PlanStatus, ...]] = (
    "draft", "in_review", "awaiting_second", "returned", "rejected",
    "approved", "delivered", "accepted", "declined", "expired",
)  # fmt: skip
APPROVED: Final = frozenset({"approved", "delivered", "accepted", "declined", "expired"})
DELIVERED: Final = frozenset({"delivered", "accepted", "declined", "expired"})
MOST_MONTHS: Final = 36


class EventMonth(Value):
    """What was first foreseen of an event in a month, and how many of it went how far.

    Each counts alarms. `refused` were declined as a plan or waved off as not wanted, `not_so` as
    wrongly guessed. `came`, `base_rate`, `lift` and `median_lead_days` are None where the feeds
    cannot prove the event, or nothing came; `is_settled` says whether the half year is over in
    which it may still come.
    """

    event: str
    event_zh: str
    event_en: str
    month: str
    foreseen: int
    contacted: int
    drafted: int
    approved: int
    delivered: int
    accepted: int
    refused: int
    not_so: int
    came: int | None
    base_rate: float | None
    lift: float | None
    median_lead_days: float | None
    is_settled: bool


@dataclass(frozen=True)
class Foresight:
    """Reports on what was foreseen."""

    hub: Hub
    graph: Graph
    catalogue: Catalogue
    shelf: Shelf

    def report(
        self, now: datetime, months: int = 6, advisor_id: str | None = None
    ) -> list[EventMonth]:
        """The last `months` months with this one, by event and month; [] where nothing was.

        Of the customers of one advisor, or of everybody; base rates are always everybody's.

        Raises:
            HubBusy: Another process is loading.
            GraphUnavailable: The graph does not answer.
        """
        since = _first_of(now.astimezone(BANK_ZONE).date(), min(max(months, 1), MOST_MONTHS))
        with self.hub.reading() as reader:
            found = history(reader, self.graph, since, now)
        plans = self._plans()
        cohorts: dict[tuple[str, str], list[Label]] = {}
        for one in found.labels:
            if advisor_id in {None, one.advisor_id}:
                cohorts.setdefault((one.event, f"{one.alarm_on:%Y-%m}"), []).append(one)
        return [
            self._event_month(key, cohort, plans, found) for key, cohort in sorted(cohorts.items())
        ]

    def _plans(self) -> dict[tuple[str, str], list[Plan]]:
        found: dict[tuple[str, str], list[Plan]] = {}
        for one in self.shelf.with_status(*STATUSES):
            found.setdefault((one.customer_id, one.pack), []).append(one)
        return found

    def _names(self, event: str) -> tuple[str, str]:
        """The event in both languages; its key where the catalogue no longer holds it."""
        named = ((one.zh, one.en) for one in self.catalogue.events if one.key == event)
        return next(named, (event, event))

    def _event_month(
        self,
        key: tuple[str, str],
        cohort: Sequence[Label],
        plans: dict[tuple[str, str], list[Plan]],
        found: History,
    ) -> EventMonth:
        statuses = [
            _reached(one, plans.get((one.customer_id, one.pack or ""), ())) for one in cohort
        ]
        middle = median_low(one.alarm_on for one in cohort)
        zh, en = self._names(key[0])
        named = {"event": key[0], "event_zh": zh, "event_en": en, "month": key[1]}
        settled = {"is_settled": found.is_settled(max(one.alarm_on for one in cohort))}
        proven = _proven(key[0], cohort, found.base_rate(key[0], middle))
        return EventMonth.model_validate(named | _counted(cohort, statuses) | settled | proven)


def _counted(cohort: Sequence[Label], statuses: Sequence[frozenset[str]]) -> dict[str, object]:
    """How many of the cohort went how far; the statuses are those of the plans of each."""
    pairs = list(zip(cohort, statuses, strict=True))
    return {
        "foreseen": len(cohort),
        "contacted": sum(
            one.contacted_on is not None or bool(DELIVERED & status) for one, status in pairs
        ),
        "drafted": sum(bool(one) for one in statuses),
        "approved": sum(bool(APPROVED & one) for one in statuses),
        "delivered": sum(bool(DELIVERED & one) for one in statuses),
        "accepted": sum("accepted" in one for one in statuses),
        "refused": sum(
            "declined" in status or one.answer == "not_interested" for one, status in pairs
        ),
        "not_so": sum(one.answer == "not_so" for one in cohort),
    }


def _reached(label: Label, plans: Iterable[Plan]) -> frozenset[str]:
    """How far the plans for the need came that were drafted within half a year of the alarm."""
    return frozenset(
        one.status
        for one in plans
        if label.alarm_on <= one.created_at.astimezone(BANK_ZONE).date() <= label.alarm_on + HORIZON
    )


def _proven(event: str, cohort: Sequence[Label], base: float | None) -> dict[str, object]:
    """What the feeds prove of the cohort."""
    if event not in LEARNED:
        return {"came": None, "base_rate": None, "lift": None, "median_lead_days": None}
    leads = [one.lead_days for one in cohort if one.lead_days is not None]
    return {
        "came": len(leads),
        "base_rate": None if base is None else round(base, 4),
        "lift": round(len(leads) / len(cohort) / base, 2) if base else None,
        "median_lead_days": float(median(leads)) if leads else None,
    }


def _first_of(today: date, months: int) -> date:
    """The first day of the month so many months back, this one counted."""
    past = today.year * 12 + today.month - months
    return date(past // 12, past % 12 + 1, 1)
