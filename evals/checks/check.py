"""A check with its argument read, and how arguments are read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from evals.moment import Moment, Seen

T = TypeVar("T")


class Argument(BaseModel):
    """What a check is given: closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Check:
    """One promise: `look` says whether it holds at a moment."""

    name: str
    look: Callable[[Moment], Seen]


def read(shape: type[T] | Any, argument: object) -> T:
    """The argument in the shape the check needs.

    Raises:
        ValidationError: It is not of that shape.
    """
    value: T = TypeAdapter(shape).validate_python(argument)
    return value


def listed(argument: object) -> tuple[str, ...]:
    """One text, or a list of them."""
    found: tuple[str, ...] = read(
        tuple[str, ...], [argument] if isinstance(argument, str) else argument
    )
    if not found:
        message = "the list is empty"
        raise ValueError(message)
    return found


def brief(text: str, length: int = 400) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"
