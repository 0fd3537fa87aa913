"""What a planner of a pack is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from assistant.compliance.model import Facts, ProposedProduct
from assistant.planning.errors import InputsMissing
from assistant.planning.figures import Calculation, Figure
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption
from assistant.planning.planners.assembly import (
    SAID,
    Assembly,
    Given,
    Slot,
    Source,
    slots_of,
)
from graph.model import CustomerFile
from graph.offers import Product

ASSUMED: Final = "方案假设 / plan assumptions"


class Planner(ABC):
    """A pack's planner: from what was said to assumptions, figures, facts and words."""

    pack: ClassVar[str]
    title: ClassVar[str]
    title_en: ClassVar[str]
    families: ClassVar[tuple[str, ...]]
    """Product families the pack draws on, in the order they are named."""
    covers: ClassVar[tuple[str, ...]] = ("寿险", "意外")
    """Words in the names of the insurance the pack may name."""
    depends: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Slots to look up again when one is changed."""

    @property
    def slots(self) -> dict[str, Slot]:
        """The pack's inputs."""
        return slots_of(self.pack)

    def assumptions(
        self, said: Mapping[str, str], file: CustomerFile | None, ground: Ground
    ) -> tuple[Assumption, ...]:
        """Inputs by source: what was said, what the bank knows, the market, declared defaults.

        Without a file nothing the bank knows is used.

        Raises:
            BadInput: Something said cannot be read.
        """
        assembly = Assembly(self.slots)
        assembly.say(said, Source(text=SAID, as_of=ground.today))
        return self.filled(assembly, file, ground)

    def filled(
        self, assembly: Assembly, file: CustomerFile | None, ground: Ground
    ) -> tuple[Assumption, ...]:
        """The assembly with every slot filled that the bank, market or defaults can fill."""
        if file is not None:
            self._from_file(assembly, Household(file, ground))
        self._from_sheets(assembly, ground)
        self._from_defaults(assembly, ground)
        return assembly.assumptions()

    @abstractmethod
    def missing(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        """Slots without which nothing can be computed, most important first."""

    @abstractmethod
    def missing_for_plan(self, assumptions: Iterable[Assumption]) -> tuple[str, ...]:
        """Slots without which no plan is drafted, most important first."""

    def question(self, slot: str, lang: str) -> str:
        """The question that asks for a slot, in `lang`."""
        asked = self.slots[slot]
        if lang == "en":
            return asked.ask_en or f"Please tell me: {asked.en}."
        return asked.ask or f"请告诉我{asked.zh}。"

    @abstractmethod
    def compute(self, assumptions: Iterable[Assumption], ground: Ground) -> Calculation:
        """The pack's figures.

        Raises:
            InputsMissing: Slots of `missing` are empty.
            BadInput: A value is out of range.
        """

    @abstractmethod
    def facts(
        self,
        assumptions: Iterable[Assumption],
        calculation: Calculation,
        file: CustomerFile | None,
        ground: Ground,
    ) -> Facts:
        """What the rules look at, without products."""

    @abstractmethod
    def flags(self, calculation: Calculation, given: Given) -> set[str]:
        """What is so in this plan, to choose its sentences by."""

    @abstractmethod
    def horizon_months(self, calculation: Calculation) -> int:
        """Months until the money is needed."""

    @abstractmethod
    def _from_file(self, assembly: Assembly, household: Household) -> None: ...

    @abstractmethod
    def _from_sheets(self, assembly: Assembly, ground: Ground) -> None: ...

    @abstractmethod
    def _from_defaults(self, assembly: Assembly, ground: Ground) -> None: ...

    def need(self, slots: tuple[str, ...]) -> None:
        """Return where `slots` is empty.

        Raises:
            InputsMissing: It names slots still empty.
        """
        if slots:
            zh = "；".join(self.question(one, "zh") for one in slots)
            en = " ".join(self.question(one, "en") for one in slots)
            raise InputsMissing(slots, f"还需要知道：{zh}", f"Still needed: {en}")


def customer_facts(file: CustomerFile | None, ground: Ground) -> dict[str, Any]:
    """Facts of the customer every pack states; {} without a file."""
    if file is None:
        return {}
    assessed = file.risk_level(ground.today)
    household = Household(file, ground)
    return {
        "customer_age": file.customer.age(ground.today),
        "risk_level": assessed.level if assessed else None,
        "risk_assessment_valid": assessed is not None,
        "has_profiling_consent": file.consents_to("profiling", ground.now),
        "youngest_age": household.youngest_age,
        "names_minor": household.has_minor,
        "qualified_investor": _is_qualified(file, ground),
    }


def proposed(product: Product) -> ProposedProduct:
    """The product as the rules see it."""
    return ProposedProduct(
        code=product.code,
        family=product.family,
        risk_level=product.risk_level,
        lock_up_days=product.lock_up_days,
        qualified_investor_only=product.qualified_investor_only,
    )


def value_of(calculation: Calculation, key: str) -> Figure | None:
    """The figure with this key; None where the calculation has none."""
    return next((one for one in calculation.figures if one.key == key), None)


def _is_qualified(file: CustomerFile, ground: Ground) -> bool:
    until = file.customer.qualified_investor_until
    return until is not None and until >= ground.today
