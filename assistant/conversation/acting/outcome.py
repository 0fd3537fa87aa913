"""What acting on a command came to, before it is put into words."""

from collections.abc import Iterable
from typing import Final, Literal, TypeVar

from assistant.compliance.model import Verdict
from assistant.conversation.model import Citation, Evidence, Memory, OfferedAct
from assistant.conversation.phrasebook import Said
from assistant.planning.figures import Figure, Table
from assistant.service.model import TaskReason
from graph.values import Value

T = TypeVar("T")
Kind = Literal["answered", "asked", "refused", "in_review", "abstained", "handed_over", "drafted"]


TELLING: Final[tuple[Kind, ...]] = (
    "drafted", "refused", "in_review", "handed_over", "abstained", "asked", "answered",
)  # fmt: skip
"""Kinds, the one first that says most of what a turn came to."""


class Outcome(Value):
    """What is to be said, with its evidence, and the memory to keep; None keeps it as it was."""

    kind: Kind
    said: tuple[Said, ...]
    memory: Memory | None = None
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    citations: tuple[Citation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    acts: tuple[OfferedAct, ...] = ()
    asks: str | None = None
    plan_id: str | None = None
    task_reason: TaskReason | None = None

    def evidence(self) -> Evidence:
        """Everything the words may rest on."""
        facts = (
            value for one in self.said for value in (*one.values.values(), *one.values_en.values())
        )
        return Evidence(
            figures=self.figures,
            citations=self.citations,
            verdicts=self.verdicts,
            facts=tuple(dict.fromkeys(facts)),
        )


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Several outcomes as one, in order; the one that tells most names the kind."""
    parts = list(outcomes)
    if len(parts) == 1:
        return parts[0]
    last = min(reversed(parts), key=lambda one: TELLING.index(one.kind))
    return last.model_copy(
        update={
            "said": tuple(said for one in parts for said in one.said),
            "memory": next((one.memory for one in reversed(parts) if one.memory), None),
            "figures": _once(figure for one in parts for figure in one.figures),
            "tables": tuple(table for one in parts for table in one.tables),
            "citations": _once(cited for one in parts for cited in one.citations),
            "verdicts": _once(verdict for one in parts for verdict in one.verdicts),
            "acts": tuple(act for one in parts for act in one.acts),
            "asks": next((one.asks for one in reversed(parts) if one.asks), None),
            "task_reason": next((one.task_reason for one in parts if one.task_reason), None),
            "plan_id": next((one.plan_id for one in reversed(parts) if one.plan_id), None),
        }
    )


def _once(items: Iterable[T]) -> tuple[T, ...]:
    kept: list[T] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return tuple(kept)
