"""Computations: their topics, the readers of their slots, and when a message stays with one."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pydantic import TypeAdapter

from assistant.conversation.commands import (
    Command,
    ComputeInstalmentCost,
    ComputeMaxLoan,
    ComputeMortgage,
    ComputeSavingsGoal,
    ComputeStudyAbroad,
)
from assistant.conversation.understanding.amounts import Spoken
from assistant.conversation.understanding.answers import slot_answer
from assistant.conversation.understanding.goals import instalment, max_loan, savings_goal
from assistant.conversation.understanding.message import Message
from assistant.conversation.understanding.mortgage import mortgage
from assistant.conversation.understanding.studies import study_abroad
from graph.values import Value

READERS: Final[Mapping[str, Callable[[Message], dict[str, Any]]]] = {
    "compute_mortgage": mortgage,
    "compute_max_loan": max_loan,
    "compute_study_abroad": study_abroad,
    "compute_savings_goal": savings_goal,
    "compute_instalment_cost": instalment,
}
TOPICS: Final[Mapping[str, str]] = {
    "compute_mortgage": "mortgage",
    "compute_max_loan": "max_loan",
    "compute_study_abroad": "study_abroad",
    "compute_savings_goal": "savings_goal",
    "compute_instalment_cost": "instalment",
}
KINDS: Final[Mapping[str, type[Value]]] = {
    "compute_mortgage": ComputeMortgage,
    "compute_max_loan": ComputeMaxLoan,
    "compute_study_abroad": ComputeStudyAbroad,
    "compute_savings_goal": ComputeSavingsGoal,
    "compute_instalment_cost": ComputeInstalmentCost,
}
COMMANDS: Final[Mapping[str, str]] = {topic: command for command, topic in TOPICS.items()}
_COMMAND: Final[TypeAdapter[Command]] = TypeAdapter(Command)


def compute(name: str, message: Message) -> Command:
    """The computation `name` with every slot the message fills."""
    slots = READERS[name](message)
    if COMMANDS.get(message.memory.topic or "") == name:
        fields = KINDS[name].model_fields
        answer = slot_answer(message, TOPICS[name])
        slots = slots | {slot: one for slot, one in answer.items() if slot in fields}
        slots = _put_right(slots, message, name)
    return _COMMAND.validate_python({"name": name, **slots})


def _put_right(slots: dict[str, Any], message: Message, name: str) -> dict[str, Any]:
    """What is said instead of a value fills the slot that held it: 150k, not 100k."""
    topic = "mortgage" if name == "compute_max_loan" else TOPICS[name]
    held = message.memory.slots.get(topic, {})
    for wrong in message.denied:
        right = next((one for one in message.spoken if one.kind == wrong.kind), None)
        slot = next((key for key, one in held.items() if _holds(one, wrong)), None)
        if right is None or slot not in KINDS[name].model_fields:
            continue
        kept = {key: one for key, one in slots.items() if one != right.value}
        slots = kept | {slot: right.value}
    return slots


def _holds(held: object, value: Spoken) -> bool:
    if isinstance(value.value, date):
        return str(held) == value.value.isoformat()
    try:
        return not isinstance(held, bool) and Decimal(str(held)) == value.amount
    except InvalidOperation:
        return False


def says_something(command: Command) -> bool:
    """Whether a computation carries any slot at all."""
    return len(command.model_dump(exclude_defaults=True)) > 0
