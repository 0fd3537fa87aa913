"""A planner whose sources are declared rather than coded."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from typing_extensions import override

from assistant.compliance.model import Facts
from assistant.planning.arithmetic import ZERO
from assistant.planning.calculators import calculate
from assistant.planning.figures import Calculation, half_up
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption
from assistant.planning.planners.assembly import BANK, DEFAULT, Assembly, Given, Source
from assistant.planning.planners.planner import ASSUMED, Planner, customer_facts, value_of
from assistant.planning.sheet import Mark, Origin, Sheet
from graph.model import CustomerFile


class DeclaredPlanner(Planner):
    """A planner that declares what it needs, what the bank knows of it, and its defaults."""

    needed: ClassVar[tuple[str, ...]]
    """Slots without which nothing is computed."""
    needed_for_plan: ClassVar[tuple[str, ...]] = ()
    """Slots a plan needs besides."""
    defaults: ClassVar[Mapping[str, str]]
    priced: ClassVar[Mapping[str, str]] = {}
    """Slots that take the lowest rate of a product family."""
    known: ClassVar[Mapping[str, str]] = {
        "income": "income", "other_debt": "debt_service", "savings": "financial_assets",
        "child_age": "youngest_age", "age": "age", "living": "living",
    }  # fmt: skip
    """Slots the bank may know, and what of the household fills them."""

    @override
    def missing(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        given = Given(assumptions)
        return tuple(one for one in self.needed if one not in given)

    @override
    def missing_for_plan(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        given = Given(assumptions)
        wanted = (*self.needed, *self.needed_for_plan)
        return tuple(one for one in wanted if one not in given)

    @override
    def compute(self, assumptions: Iterable[Assumption], ground: Ground) -> Calculation:
        kept = tuple(assumptions)
        self.need(self.missing(kept))
        sheet = Sheet(Origin(source=ASSUMED, as_of=ground.today))
        given = Given(kept)
        self.write(given, sheet)
        write_emergency(given, sheet)
        return sheet.calculation(self.pack, {one.key: one.value for one in kept})

    @abstractmethod
    def write(self, given: Given, sheet: Sheet) -> None:
        """Write the pack's own figures.

        Raises:
            BadInput: Values do not fit each other.
        """

    @override
    def facts(
        self,
        assumptions: Iterable[Assumption],
        calculation: Calculation,
        file: CustomerFile | None,
        ground: Ground,
    ) -> Facts:
        values: dict[str, Any] = {"is_plan": True, "pack": self.pack}
        values |= self.own_facts(Given(assumptions), calculation)
        return Facts(**(customer_facts(file, ground) | values))

    @abstractmethod
    def own_facts(self, given: Given, calculation: Calculation) -> dict[str, Any]:
        """Facts only this pack has; {} where it has none."""

    @override
    def flags(self, calculation: Calculation, given: Given) -> set[str]:
        share = value_of(calculation, "saving_share")
        if share is None:
            return set()
        return {"saving_feasible" if share.value <= 1 else "saving_infeasible"}

    @override
    def _from_file(self, assembly: Assembly, household: Household) -> None:
        source = Source(text=BANK, as_of=household.file.as_of)
        for slot, attribute in self.known.items():
            if slot in self.slots:
                found = getattr(household, attribute)
                exact = half_up(found) if slot == "other_debt" else found
                assembly.offer(slot, exact, source)

    @override
    def _from_sheets(self, assembly: Assembly, ground: Ground) -> None:
        for slot, family in self.priced.items():
            product = ground.cheapest(family)
            if product is not None:
                sheet = product.rate_source or "价目表 / price sheet"
                text = f"{product.name}（{product.code}），{sheet}"
                source = Source(text=text, as_of=product.rate_as_of or ground.today)
                assembly.offer(slot, product.rate_low, source)

    @override
    def _from_defaults(self, assembly: Assembly, ground: Ground) -> None:
        source = Source(text=DEFAULT, as_of=ground.today, is_illustrative=True)
        for key, value in self.defaults.items():
            assembly.offer(key, value, source)


def run(name: str, values: Mapping[str, object], sheet: Sheet, mark: Mark | None = None) -> None:
    """Put a calculator's figures on the sheet."""
    calculation = calculate(name, values, sheet.origin.as_of, sheet.origin.source)
    sheet.absorb(calculation, mark)


def write_emergency(given: Given, sheet: Sheet) -> None:
    """The emergency fund, where the spending is known."""
    if "living" in given:
        spending = given.only(living="living", debt_service="other_debt", months="emergency_months")
        run("emergency-fund", spending, sheet)


def write_surplus(given: Given, saving: str, sheet: Sheet) -> None:
    """The monthly surplus and the share of it the figure `saving` takes."""
    income, living = given.number("income"), given.number("living")
    each = value_of(sheet.calculation("", {}), saving)
    if income is None or living is None or each is None:
        return
    debt = given.amount("other_debt")
    inputs: dict[str, object] = {"income": income, "living": living, "debt_service": debt}
    surplus = sheet.add("surplus_month", income - living - debt, inputs)
    if surplus > ZERO:
        share: dict[str, object] = {"saving": half_up(each.value), "surplus": surplus}
        sheet.add("saving_share", each.value / surplus, share)
