"""What every computed answer shares: slots that add up, questions for what is missing, rules."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assistant.compliance.model import Verdict
from assistant.conversation.acting.grounds import basis_said, grounds, reasons_said
from assistant.conversation.acting.outcome import Outcome
from assistant.conversation.commands import Command
from assistant.conversation.model import Memory, Topic
from assistant.conversation.phrasebook import Said, both
from assistant.conversation.situation import Situation
from assistant.planning.figures import Calculation, half_up
from assistant.planning.model import Assumption
from assistant.planning.planners import Planner
from assistant.planning.planners.assembly import SAID

PASSING: Final = frozenset({
    "name", "method", "rate_change", "income_change", "asks_ratio", "asks", "fx_change",
    "prepay_way", "fee_rate_change", "sole_income",
})  # fmt: skip
"""Slots that shape one answer and are not remembered."""

STRESSES: Final = ("rate_change", "income_change", "fx_change", "prepay_way", "method")
"""Those of them that a planner computes with."""

REPLACES: Final[dict[str, tuple[str, ...]]] = {
    "price": ("loan", "down_payment"),
    "down_ratio": ("down_payment", "loan"),
    "down_payment": ("down_ratio", "loan"),
    "loan": ("down_ratio", "down_payment"),
    "household_income": ("income",),
    "sole_income": ("household_income",),
    "months": ("by",),
    "by": ("months",),
}
"""What a slot said anew makes obsolete, unless it is said again with it."""


PRICED: Final = frozenset({"annual_rate"})
"""Assumptions that come from a price sheet where nobody states them; its day is said."""


@dataclass(frozen=True)
class Worked:
    """A computed case: assumptions by key, figures, the memory, and the rules that fired."""

    assumptions: Mapping[str, Assumption]
    calculation: Calculation
    memory: Memory
    verdicts: tuple[Verdict, ...]

    def number(self, key: str) -> Decimal:
        """An assumption as a number; zero where it is not known."""
        known = self.assumptions.get(key)
        return Decimal(0) if known is None else Decimal(known.value)

    def printed(self, key: str) -> str:
        """A figure as people say it: whole amounts without cents."""
        return plain(self.calculation.figure(key).printed)

    def has(self, key: str) -> bool:
        """Whether the figure was computed."""
        return any(one.key == key for one in self.calculation.figures)


def remembered(topic: Topic, command: Command, situation: Situation) -> Memory:
    """The memory with the command's slots laid over those of the topic.

    The situation holds it from here on: where a value cannot be computed with, the next message
    corrects that value and need not say the rest again.
    """
    spoken = command.model_dump(mode="json", exclude_none=True)
    fresh = {key: value for key, value in spoken.items() if key not in PASSING}
    obsolete = {gone for key in spoken for gone in REPLACES.get(key, ())} - set(fresh)
    before = situation.memory.slots.get(topic, {})
    kept = {key: value for key, value in before.items() if key not in obsolete} | fresh
    is_same = situation.memory.topic == topic
    goal = situation.memory.goal if is_same else situation.message
    situation.memory = situation.memory.model_copy(
        update={
            "topic": topic,
            "slots": situation.memory.slots | {topic: kept},
            "goal": goal,
            "asked": None,
        }
    )
    return situation.memory


def words_of(memory: Memory, topic: Topic) -> dict[str, str]:
    """The topic's slots as text."""
    slots = memory.slots.get(topic, {})
    return {key: str(value) for key, value in slots.items() if value is not None}


def passing_words(command: Command) -> dict[str, str]:
    """The slots of a command that shape this answer alone, as text."""
    dumped = command.model_dump(mode="json", exclude_none=True, include=set(STRESSES))
    return {key: str(value) for key, value in dumped.items()}


def worked(
    planner: Planner, command: Command, memory: Memory, situation: Situation
) -> Worked | Outcome:
    """The computed case, or the question for what is missing."""
    topic = memory.topic or "mortgage"
    words = words_of(memory, topic) | passing_words(command)
    assumptions = planner.assumptions(words, situation.known, situation.ground)
    missing = planner.missing(assumptions)
    if missing:
        return question(planner, missing, memory)
    calculation = planner.compute(assumptions, situation.ground)
    # A figure in the chat is no plan: what only a plan must say waits for the draft.
    facts = planner.facts(assumptions, calculation, situation.known, situation.ground)
    facts = facts.model_copy(update={"is_plan": False, "keeps_emergency_fund": None})
    return Worked(
        assumptions={one.key: one for one in assumptions},
        calculation=calculation,
        memory=memory,
        verdicts=situation.ports.rulebook.check(facts),
    )


def question(planner: Planner, missing: tuple[str, ...], memory: Memory) -> Outcome:
    """Ask for what is missing, in one sentence."""
    zh = "".join(planner.question(one, "zh") for one in missing)
    en = " ".join(planner.question(one, "en") for one in missing)
    return Outcome(
        kind="asked",
        said=(both("turn.ask", {"questions": zh}, {"questions": en}),),
        asks=missing[0],
        memory=memory.model_copy(update={"asked": missing[0]}),
    )


def told(case: Worked, words: tuple[Said, ...], situation: Situation) -> Outcome:
    """The computed answer with what the rules ask to be said; each rule is told once a topic.

    A blocked case says so, beside the figures that show why.
    """
    blocking = tuple(one for one in case.verdicts if one.decision == "block")
    fresh = tuple(
        one
        for one in case.verdicts
        if one.decision in {"disclose", "review"} and one.rule not in case.memory.told
    )
    cited = grounds((*blocking, *fresh), situation)
    memory = case.memory.model_copy(
        update={"told": (*case.memory.told, *(one.rule for one in fresh))}
    )
    return Outcome(
        kind="refused" if blocking else "answered",
        said=(
            *words,
            *reasons_said("rules.refused", blocking),
            *reasons_said("rules.disclose", fresh),
            *basis_said(cited),
        ),
        figures=case.calculation.figures,
        tables=case.calculation.tables,
        citations=cited,
        verdicts=case.verdicts,
        memory=memory,
    )


def assumed_said(case: Worked, keys: Container[str]) -> tuple[Said, ...]:
    """The assumptions among `keys` nobody stated, in one sentence; nothing where all were."""
    mine = [one for key, one in case.assumptions.items() if key in keys and one.source != SAID]
    if not mine:
        return ()
    days = {one.key: one.as_of.isoformat() for one in mine if one.key in PRICED}
    zh = "、".join(
        f"{one.label} {shown(one)}" + (f"（{days[one.key]} 的价目表）" if one.key in days else "")
        for one in mine
    )
    en = ", ".join(
        f"{one.label_en.lower()} {shown(one)}"
        + (f" (price sheet of {days[one.key]})" if one.key in days else "")
        for one in mine
    )
    return (both("housing.assumed", {"assumptions": zh}, {"assumptions": en}),)


def shown(one: Assumption) -> str:
    """An assumption's value as people read it."""
    if one.unit == "ratio":
        return percent(Decimal(one.value))
    if one.unit in {"CNY", "GBP", "USD", "EUR"}:
        return money(Decimal(one.value))
    return one.value


def money(amount: Decimal) -> str:
    """An amount with separators; whole amounts without cents."""
    return plain(f"{half_up(amount):,}")


def percent(ratio: Decimal) -> str:
    """A fraction as a percentage with two digits, none where it is whole."""
    return plain(f"{half_up(ratio * 100)}%")


def plain(printed: str) -> str:
    """A printed number without `.00`."""
    return printed.replace(".00", "")
