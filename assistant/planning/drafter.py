"""The drafter: from a goal to a plan, and from an edit to its next version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol
from uuid import uuid4

from assistant.compliance.model import Facts, Verdict
from assistant.planning.clauses import Clauses, of_verdicts
from assistant.planning.dossier import Dossier
from assistant.planning.errors import UnknownAssumption, UnknownPack
from assistant.planning.ground import Ground
from assistant.planning.model import Assumption, AssumptionChange, Change, Plan
from assistant.planning.planners import PLANNERS, Planner
from assistant.planning.planners.assembly import Assembly, Source
from assistant.planning.products import select
from assistant.planning.sections import sections
from assistant.planning.stamps import stamped
from assistant.privacy.masking import mask_name
from graph.bank import Bank
from graph.model import CustomerFile

LARGE_LOAN: Final = Decimal(1000000)
"""CNY from which a loan needs a second approver, unless the bank sets another line."""
TRUSTS: Final = frozenset({"trust", "family_trust"})


class Rules(Protocol):
    """What the drafter asks of the rulebook."""

    def check(self, facts: Facts) -> tuple[Verdict, ...]:
        """The rules that fire on the facts, strictest first."""
        ...


@dataclass(frozen=True)
class Commission:
    """What is to be drafted: for whom, of which pack, towards which goal, begun by whom."""

    planner: Planner
    customer_id: str
    goal: str
    by: str
    ground: Ground


class Drafter:
    """Drafts plans."""

    def __init__(
        self,
        bank: Bank,
        clauses: Clauses,
        rulebook: Rules,
        large_loan: Decimal = LARGE_LOAN,
    ) -> None:
        self._bank = bank
        self._clauses = clauses
        self._rulebook = rulebook
        self._large_loan = large_loan

    def draft(  # noqa: PLR0913 - the door every room calls: who, what, when, in plain words
        self,
        pack: str,
        said: Mapping[str, str],
        customer_id: str,
        now: datetime,
        by: str,
        goal: str = "",
    ) -> Plan:
        """The first version of a plan, as a draft.

        Without a consent to profiling in force only what was said is used.

        Raises:
            UnknownPack: No plan is drafted for the pack.
            InputsMissing: Something must be asked first.
            BadInput: Something said is unreadable or out of range.
            CustomerNotFound: No customer has this id.
        """
        planner = self._planner(pack)
        commission = Commission(planner, customer_id, goal or planner.title, by, self._ground(now))
        file = self._file(commission)
        usable = file if file.consents_to("profiling", now) else None
        assumptions = planner.assumptions(said, usable, commission.ground)
        change = Change(version=1, at=now, by=by, summary="首次起草 / first draft")
        plan_id = f"p-{now:%Y%m%d}-{uuid4().hex[:8]}"
        return self._written(commission, assumptions, plan_id, (change,))

    def redraft(
        self, plan: Plan, changes: Sequence[AssumptionChange], now: datetime, by: str
    ) -> Plan:
        """The next version: the assumptions as edited, every figure and sentence after them.

        Raises:
            UnknownAssumption: An edit names an input the pack does not have.
            BadInput: An edited value is unreadable or out of range.
            InputsMissing: What depended on an edited value is no longer known.
        """
        planner = self._planner(plan.pack)
        commission = Commission(planner, plan.customer_id, plan.goal, by, self._ground(now))
        assumptions = self._edited(commission, plan, changes)
        version = plan.version + 1
        empty = Change(version=version, at=now, by=by, summary="修改假设 / assumptions edited")
        fresh = self._written(commission, assumptions, plan.id, (*plan.changes, empty))
        change = _difference(plan, fresh, empty)
        again = self._written(commission, assumptions, plan.id, (*plan.changes, change))
        return again.model_copy(
            update={"created_at": plan.created_at, "created_by": plan.created_by}
        )

    def _planner(self, pack: str) -> Planner:
        if pack not in PLANNERS:
            raise UnknownPack(pack, tuple(PLANNERS))
        return PLANNERS[pack]

    def _ground(self, now: datetime) -> Ground:
        return Ground(self._bank, self._clauses, now)

    def _file(self, commission: Commission) -> CustomerFile:
        return self._bank.customers.file(commission.customer_id, commission.ground.now)

    def _edited(
        self, commission: Commission, plan: Plan, changes: Sequence[AssumptionChange]
    ) -> tuple[Assumption, ...]:
        planner, ground = commission.planner, commission.ground
        for one in changes:
            if one.key not in planner.slots:
                raise UnknownAssumption(one.key, tuple(planner.slots))
        assembly = Assembly(planner.slots)
        source = Source(text=f"{commission.by} 修改 / edited", as_of=ground.today)
        assembly.say({one.key: one.value for one in changes}, source)
        stale = {slot for one in changes for slot in planner.depends.get(one.key, ())}
        edited = {one.key for one in changes}
        assembly.keep(one for one in plan.assumptions if one.key not in stale - edited)
        file = self._file(commission)
        usable = file if file.consents_to("profiling", ground.now) else None
        return planner.filled(assembly, usable, ground)

    def _written(
        self,
        commission: Commission,
        assumptions: tuple[Assumption, ...],
        plan_id: str,
        changes: tuple[Change, ...],
    ) -> Plan:
        planner, ground = commission.planner, commission.ground
        planner.need(planner.missing_for_plan(assumptions))
        facts, dossier = self._dossier(commission, assumptions)
        version = changes[-1].version
        plan = Plan(
            id=plan_id, version=version, customer_id=commission.customer_id,
            customer_name=mask_name(dossier.customer.name), pack=planner.pack,
            title=planner.title, title_en=planner.title_en, status="draft",
            goal=dossier.scribe.words["goal"][0], created_at=ground.now,
            created_by=commission.by, valid_until=dossier.valid_until, assumptions=assumptions,
            sections=sections(dossier, changes), figures=tuple(dossier.figures.values()),
            verdicts=dossier.verdicts, citations=dossier.citations,
            needs_second_approver=self._needs_second(facts),
            advisor_id=dossier.customer.advisor_id, changes=changes,
        )  # fmt: skip
        return stamped(plan)

    def _dossier(
        self, commission: Commission, assumptions: tuple[Assumption, ...]
    ) -> tuple[Facts, Dossier]:
        planner, ground = commission.planner, commission.ground
        file = self._file(commission)
        usable = file if file.consents_to("profiling", ground.now) else None
        calculation = planner.compute(assumptions, ground)
        selection = select(planner, planner.horizon_months(calculation), usable, ground)
        facts = planner.facts(assumptions, calculation, usable, ground).model_copy(
            update={
                "products": selection.proposed,
                "has_profiling_consent": usable is not None,
            }
        )
        verdicts = self._rulebook.check(facts)
        dossier = Dossier(
            planner=planner, ground=ground, goal=commission.goal, customer=file.customer,
            advisor=file.advisor, file=usable, assumptions=assumptions, calculation=calculation,
            selection=selection, verdicts=verdicts,
            clauses=of_verdicts(verdicts, self._clauses, ground.today),
        )  # fmt: skip
        return facts, dossier

    def _needs_second(self, facts: Facts) -> bool:
        is_large = facts.loan_amount is not None and facts.loan_amount >= self._large_loan
        has_trust = any(one.family in TRUSTS for one in facts.products)
        return bool(facts.cross_border) or is_large or has_trust


def _difference(before: Plan, after: Plan, change: Change) -> Change:
    """The change with every assumption and figure that differs, as printed."""
    old, new = _printed(before), _printed(after)
    changed = [key for key in (*old, *new) if old.get(key) != new.get(key)]
    keys = dict.fromkeys(changed)
    return change.model_copy(
        update={
            "before": {key: old[key] for key in keys if key in old},
            "after": {key: new.get(key, "—") for key in keys},
        }
    )


def _printed(plan: Plan) -> dict[str, str]:
    assumed = {f"assumption.{one.key}": one.value for one in plan.assumptions}
    computed = {one.key: one.printed for one in plan.figures if not one.key.startswith("given.")}
    return assumed | computed
