"""What a model heard, checked word for word: a slot is a quotation, its number is read by us."""

import json
import re
import types
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from assistant.conversation.commands import Command
from assistant.conversation.understanding.amounts import Spoken, values
from assistant.conversation.understanding.text import folded
from graph.values import Value

MOST_COMMANDS: Final = 4
MONTHS_A_YEAR: Final = 12
WHOLE: Final = ("words", "question")
"""Slots that hold the message itself where the model quotes no part of it."""
RATIO_ENDINGS: Final = ("_rate", "_ratio", "_yield", "_growth", "_change")
PLAIN_NUMBER: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
FENCED: Final = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)
THOUGHT: Final = re.compile(r"<think>.*?</think>", re.DOTALL)

KINDS: Final[dict[str, type[Value]]] = {
    kind.model_fields["name"].default: kind for kind in get_args(get_args(Command)[0])
}
"""Every command by its name."""
_COMMAND: Final[TypeAdapter[Command]] = TypeAdapter(Command)


class Misheard(ValueError):
    """What the model said it heard does not stand in the message, or is no command."""


class HeardCommand(BaseModel):
    """One command. Each slot is named as listed and quotes the words of the message."""

    name: str = Field(description="The command's name, one of those listed.")
    slots: dict[str, str] = Field(
        default_factory=dict, description="Slot name to the exact words of the message."
    )


class Heard(BaseModel):
    """What the message asks for, as commands in order; none when nothing fits."""

    commands: list[HeardCommand] = Field(max_length=MOST_COMMANDS)
    doubt: str | None = Field(
        default=None, description="A short question, where the words allow several readings."
    )


def read_heard(text: str) -> Heard:
    """What a model wrote instead of calling the tool: JSON, bare or in a fence.

    Raises:
        Misheard: It holds no such object.
    """
    plain = THOUGHT.sub("", text).strip()
    fenced = FENCED.search(plain)
    try:
        return Heard.model_validate(json.loads(fenced.group(1) if fenced else plain))
    except ValueError as error:
        raise Misheard("The answer is no JSON object of the form asked for.") from error


def commands_of(heard: Heard, message: str, today: date) -> tuple[Command, ...]:
    """The commands, with every amount, ratio, length of time and day read from the quotation.

    Raises:
        Misheard: A command or slot is unknown, or a quotation does not stand in the message.
    """
    return tuple(_command(one, message, today) for one in heard.commands)


def described() -> str:
    """Every command with its slots, a line each, for the prompt."""
    return "\n".join(_described(name, kind) for name, kind in sorted(KINDS.items()))


def _described(name: str, kind: type[Value]) -> str:
    meaning = (kind.__doc__ or "").strip().splitlines()[0]
    slots = ", ".join(
        _slot(key, field.annotation) for key, field in kind.model_fields.items() if key != "name"
    )
    return f"- {name}: {meaning}" + (f" Slots: {slots}." if slots else "")


def _slot(key: str, annotation: Any) -> str:
    choices = _choices(annotation)
    return f"{key} ({' | '.join(choices)})" if choices else key


def _command(heard: HeardCommand, message: str, today: date) -> Command:
    kind = KINDS.get(heard.name)
    if kind is None:
        raise Misheard(f"There is no command {heard.name}.")
    given = {key: said for key, said in heard.slots.items() if said.strip()}
    slots = {key: _read(kind, key, said, message, today) for key, said in given.items()}
    for key in WHOLE:
        if key in kind.model_fields:
            slots[key] = _quoted(given.get(key, ""), message) or message
    try:
        return _COMMAND.validate_python({"name": heard.name, **slots})
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors()[0]["loc"][1:])
        raise Misheard(f"{heard.name}.{place}: {error.errors()[0]['msg']}") from error


def _read(kind: type[Value], key: str, said: str, message: str, today: date) -> object:
    """The value a quotation stands for, by the type of its slot."""
    field = kind.model_fields.get(key)
    if field is None or key == "name":
        raise Misheard(f"{kind.model_fields['name'].default} has no slot {key}.")
    wanted = _type(field.annotation)
    if wanted is bool:
        return said.strip().lower() in {"true", "yes", "1", "是"}
    reader = READERS.get(wanted)
    if reader is None:
        return said.strip()
    quoted = _quoted(said, message)
    if quoted is None:
        raise Misheard(f"{key}: the message does not say {said!r}.")
    value = reader(key, quoted, values(quoted, today))
    if value is None:
        raise Misheard(f"{key}: {said!r} does not name one.")
    return value


def _quoted(said: str, message: str) -> str | None:
    """The words as they stand in the message, whatever their case and width; None if not there."""
    plain = folded(said.strip())
    at = folded(message).find(plain) if plain else -1
    return None if at < 0 else message[at : at + len(plain)]


def _decimal(key: str, quoted: str, spoken: list[Spoken]) -> Decimal | None:
    kind = "ratio" if key.endswith(RATIO_ENDINGS) else "money"
    found = next((one.amount for one in spoken if one.kind == kind), None)
    return _plain(quoted) if found is None else found


def _whole(key: str, quoted: str, spoken: list[Spoken]) -> int | None:
    months = next((int(one.amount) for one in spoken if one.kind == "months"), None)
    if months is not None:
        return months // MONTHS_A_YEAR if key == "years" else months
    plain = _plain(quoted)
    return None if plain is None else int(plain)


def _day(_key: str, _quoted_words: str, spoken: list[Spoken]) -> date | None:
    return next((one.value for one in spoken if isinstance(one.value, date)), None)


def _plain(quoted: str) -> Decimal | None:
    """The number of a quotation that holds exactly one."""
    found = PLAIN_NUMBER.findall(quoted)
    return Decimal(found[0].replace(",", "")) if len(found) == 1 else None


def _type(annotation: Any) -> Any:
    """The type of a slot without its None."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation


def _choices(annotation: Any) -> tuple[str, ...]:
    """The words a slot may hold; () where it quotes the message."""
    wanted = _type(annotation)
    return cast("tuple[str, ...]", get_args(wanted)) if get_origin(wanted) is Literal else ()


READERS: Final[dict[Any, Callable[[str, str, list[Spoken]], Decimal | int | date | None]]] = {
    Decimal: _decimal,
    int: _whole,
    date: _day,
}
"""How the quotation of a slot is read, by the type of the slot."""
