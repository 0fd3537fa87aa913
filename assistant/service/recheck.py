"""Plans and packs to look at again when a clause they rest on no longer stands."""

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, get_args

from assistant.planning.model import Plan, PlanStatus
from assistant.planning.shelf import Shelf
from assistant.privacy.ledger import Ledger
from assistant.privacy.model import AuditEntry
from assistant.records import Records
from assistant.service.grounding import Grounding
from assistant.service.tasks import Tasks
from graph.errors import GraphUnavailable
from graph.ground import Dependant, GroundReport, Grounds, PlanGround, Superseded
from graph.values import Value

logger: Final = logging.getLogger(__name__)

ENDED: Final[frozenset[PlanStatus]] = frozenset({"rejected", "declined", "expired"})
"""A plan nobody will act on any more."""
NAMED: Final = 3
"""Clauses a task names; of more it tells the number."""


class Rechecked(Value):
    """A clause that no longer stands, and what rested on it; plans only while they are live."""

    superseded: Superseded
    plans: tuple[Dependant, ...] = ()
    packs: tuple[Dependant, ...] = ()
    products: tuple[Dependant, ...] = ()
    rules: tuple[Dependant, ...] = ()


class Renewal(Value):
    """What renewing the graph changed, and what is to be looked at again."""

    report: GroundReport
    rechecked: tuple[Rechecked, ...]


@dataclass(frozen=True)
class Recheck:
    """Keeps what rests on which clause, and asks advisors to look again when one changes."""

    grounds: Grounds
    grounding: Grounding
    shelf: Shelf
    tasks: Tasks
    ledger: Ledger
    records: Records

    def keep(self, plan: Plan) -> None:
        """Keep what a stored version rests on; where the graph is away, the next renewal does."""
        try:
            self.grounds.keep_plans([_plan_ground(plan)])
        except GraphUnavailable:
            logger.warning("What plan %s rests on is kept later: the graph is away.", plan.id)

    def rests_on(self, clauses: Iterable[str]) -> list[Dependant]:
        """What rests on the clauses, by clause, kind and id; [] for nothing."""
        self._keep_missing()
        return self.grounds.dependants(clauses)

    def recheck(
        self, superseded: Sequence[Superseded], now: datetime, by: str
    ) -> tuple[Rechecked, ...]:
        """What rests on clauses that no longer stand; every live plan becomes a task.

        Asking twice opens no second task while the first is open.
        """
        self._keep_missing()
        found = self.grounds.dependants(one.clause_id for one in superseded)
        live = {one.id: one for one in self._plans() if is_live(one, now.date())}
        rechecked = tuple(_rechecked(one, found, live.keys()) for one in superseded)
        with self.records.transaction() as connection:
            for plan_id in sorted({plan.id for one in rechecked for plan in one.plans}):
                self._open_task(connection, live[plan_id], rechecked, now)
            for one in rechecked:
                self._note(connection, one, now, by)
        return rechecked

    def renew(self, now: datetime, by: str) -> Renewal:
        """Make the graph say what the library says, and have looked at again what that unsettles.

        The tasks come first: a renewal that was cut off is made again whole.
        """
        ground = self.grounding.ground(now.date())
        superseded = self.grounds.compare(ground)
        rechecked = self.recheck(superseded, now, by)
        return Renewal(report=self.grounds.write(ground), rechecked=rechecked)

    def _plans(self) -> tuple[Plan, ...]:
        return self.shelf.with_status(*get_args(PlanStatus))

    def _keep_missing(self) -> None:
        """Keep the versions the graph does not have, because it was away when they were stored."""
        held = self.grounds.plans()
        missing = [one for one in self._plans() if held.get(one.id, 0) < one.version]
        if missing:
            self.grounds.keep_plans([_plan_ground(one) for one in missing])

    def _open_task(
        self,
        connection: sqlite3.Connection,
        plan: Plan,
        rechecked: Sequence[Rechecked],
        now: datetime,
    ) -> None:
        changed = [
            one.superseded.title for one in rechecked if plan.id in {held.id for held in one.plans}
        ]
        self.tasks.open(
            customer_id=plan.customer_id,
            advisor_id=plan.advisor_id,
            reason="policy_changed",
            note=_note(plan, changed),
            now=now,
            plan_id=plan.id,
            connection=connection,
        )

    def _note(self, connection: sqlite3.Connection, one: Rechecked, now: datetime, by: str) -> None:
        if not (one.plans or one.packs or one.products or one.rules):
            return
        details = {
            "how": one.superseded.how,
            "successor": one.superseded.successor or "",
            "plans": " ".join(plan.id for plan in one.plans),
            "packs": " ".join(pack.id for pack in one.packs),
        }
        entry = AuditEntry(
            at=now, actor=by, action="policy.supersede", subject=one.superseded.clause_id,
            details=details,
        )  # fmt: skip
        self.ledger.append(entry, connection)


def is_live(plan: Plan, today: date) -> bool:
    """Whether somebody may still act on the plan: it has not ended, nor run out unanswered."""
    return plan.status not in ENDED and (plan.status == "accepted" or plan.valid_until >= today)


def _rechecked(
    superseded: Superseded, found: Sequence[Dependant], live: Iterable[str]
) -> Rechecked:
    mine = [one for one in found if one.clause_id == superseded.clause_id]
    kept = set(live)
    return Rechecked(
        superseded=superseded,
        plans=tuple(one for one in mine if one.kind == "Plan" and one.id in kept),
        packs=tuple(one for one in mine if one.kind == "Pack"),
        products=tuple(one for one in mine if one.kind == "Product"),
        rules=tuple(one for one in mine if one.kind == "Rule"),
    )


def _note(plan: Plan, changed: Sequence[str]) -> str:
    named = "、".join(changed[:NAMED])
    more = len(changed) - NAMED
    if more > 0:
        zh, en = f"{named}等 {len(changed)} 条", f"{named} and {more} more"
    else:
        zh, en = named, named
    return (
        f"方案所据条款有变动，请复核并说明是否需要调整：{plan.title}（{zh}） / "
        f"clauses this plan rests on have changed, please check it again: {plan.title_en} ({en})"
    )


def _plan_ground(plan: Plan) -> PlanGround:
    return PlanGround(
        id=plan.id,
        version=plan.version,
        customer_id=plan.customer_id,
        pack=plan.pack,
        title=plan.title,
        title_en=plan.title_en,
        clauses=tuple(sorted({one.clause_id for one in plan.citations})),
    )
