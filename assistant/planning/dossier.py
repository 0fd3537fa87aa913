"""Everything a plan is written from."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from assistant.compliance.model import Verdict
from assistant.planning.figures import Calculation, Figure
from assistant.planning.formulas import edition
from assistant.planning.ground import Ground
from assistant.planning.household import Household
from assistant.planning.model import Assumption, PlanCitation
from assistant.planning.planners.assembly import Given
from assistant.planning.planners.planner import Planner
from assistant.planning.products import Selection
from assistant.planning.scribe import Scribe
from assistant.privacy.masking import mask_name, mask_text
from graph.model import Advisor, Customer, CustomerFile

ELDER: Final = 65
LONGEST: Final = timedelta(days=30)
"""How long a plan is valid at most."""
QUOTE_DAY: Final = 20
"""The day of the month on which the loan prime rate is quoted."""


@dataclass(frozen=True)
class Dossier:
    """One plan's material. `file` is None without a consent to profiling."""

    planner: Planner
    ground: Ground
    goal: str
    customer: Customer
    advisor: Advisor | None
    file: CustomerFile | None
    assumptions: tuple[Assumption, ...]
    calculation: Calculation
    selection: Selection
    verdicts: tuple[Verdict, ...]
    clauses: dict[str, tuple[PlanCitation, ...]]

    @property
    def today(self) -> date:
        """The day the plan is drawn up."""
        return self.ground.today

    @cached_property
    def household(self) -> Household | None:
        """The household, where its file may be used."""
        return None if self.file is None else Household(self.file, self.ground)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure of the plan by key: given, computed, the household's, the products'."""
        found = [*self._given(), *self.calculation.figures, *self.selection.figures(self.today)]
        if self.household is not None:
            found += self.household.figures().figures
        months = self.planner.horizon_months(self.calculation)
        found.append(
            Figure(
                key="horizon_months", label="距首次用款", label_en="Until the money is needed",
                value=Decimal(months), unit="months", formula="count", inputs={},
                source=self.calculation.calculator, as_of=self.today,
            )
        )  # fmt: skip
        return {one.key: one for one in found}

    @cached_property
    def scribe(self) -> Scribe:
        """What writes this plan's sentences."""
        cited = {key: tuple(one.clause_id for one in held) for key, held in self.clauses.items()}
        return Scribe(self.figures, self._words(), frozenset(self.flags), cited)

    @cached_property
    def citations(self) -> tuple[PlanCitation, ...]:
        """Every clause once, in order of the verdicts."""
        held = (one for clauses in self.clauses.values() for one in clauses)
        return tuple({one.clause_id: one for one in held}.values())

    @cached_property
    def flags(self) -> set[str]:
        """What is so in this plan."""
        flags = self.planner.flags(self.calculation, Given(self.assumptions))
        if self.selection.excluded:
            flags.add("has_excluded")
        if self.file is None or self.household is None:
            return flags
        flags.add("has_file")
        if self.file.risk_level(self.today) is not None:
            flags.add("has_risk")
        if self.household.unpriced:
            flags.add("has_unpriced")
        if self.household.has_minor:
            flags.add("minor")
        if self.file.tier == "hnw":
            flags.add("hnw")
        age = self.file.customer.age(self.today)
        return flags | ({"elder"} if age is not None and age >= ELDER else set())

    @property
    def valid_until(self) -> date:
        """The first of: thirty days on, the end of the risk assessment, the next rate quote."""
        ends = [self.today + LONGEST]
        assessed = None if self.file is None else self.file.risk_level(self.today)
        if assessed is not None:
            ends.append(assessed.valid_until)
        if "mortgage" in self.planner.families:
            ends.append(next_quote_day(self.today))
        return min(ends)

    def _given(self) -> list[Figure]:
        figures: list[Figure] = []
        for one in self.assumptions:
            if one.unit in {"text", "day", "month"}:
                continue
            bounds = {"": one.value, ".low": one.low, ".high": one.high}
            figures += [
                Figure(
                    key=f"given.{one.key}{end}", label=one.label, label_en=one.label_en,
                    value=Decimal(value), unit=one.unit, formula="given", inputs={},
                    source=one.source, as_of=one.as_of,
                )
                for end, value in bounds.items() if value is not None
            ]  # fmt: skip
        return figures

    def _words(self) -> dict[str, tuple[str, str]]:
        given = Given(self.assumptions)
        words = {
            "customer": _same(mask_name(self.customer.name)),
            "advisor": self._advisor_words(),
            "today": _same(self.today.isoformat()),
            "goal": _same(mask_text(self.goal)),
            "start": _same((given.text("starts_on") or "")[:7]),
            "ceiling": _same(self.selection.ceiling or "R1"),
            "excluded": self.selection.exclusions(),
            "formulas": _same(edition()),
        }
        for one in self.assumptions:
            if one.key == "annual_rate":
                words["rate_day"] = _same(one.as_of.isoformat())
        return words | self._file_words()

    def _advisor_words(self) -> tuple[str, str]:
        if self.advisor is None:
            return ("待分配", "to be assigned")
        number = self.advisor.qualification_no
        zh = f"{self.advisor.name}（资格编号 {number or '待补'}）"
        return zh, f"{self.advisor.name} (qualification {number or 'to follow'})"

    def _file_words(self) -> dict[str, tuple[str, str]]:
        if self.file is None or self.household is None:
            return {}
        words = {
            "file_day": _same(self.file.as_of.isoformat()),
            "unpriced": _same(", ".join(self.household.unpriced)),
        }
        for one in self.file.consents:
            if one.purpose == "profiling" and one.in_force(self.ground.now):
                words |= {
                    "consent": _same(one.id),
                    "consent_day": _same(one.granted_at.date().isoformat()),
                }
        assessed = self.file.risk_level(self.today)
        if assessed is not None:
            words |= {
                "level": _same(assessed.level),
                "assessed": _same(assessed.assessed_at.date().isoformat()),
                "assessed_until": _same(assessed.valid_until.isoformat()),
            }
        return words


def next_quote_day(today: date) -> date:
    """The next day on which the loan prime rate is quoted."""
    if today.day < QUOTE_DAY:
        return today.replace(day=QUOTE_DAY)
    following = today.replace(day=1) + timedelta(days=32)
    return following.replace(day=QUOTE_DAY)


def _same(text: str) -> tuple[str, str]:
    return text, text
