"""What a calculator is: a name, an input it checks, and a pure function to figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from assistant.planning.errors import BadInput
from assistant.planning.figures import Calculation
from assistant.planning.sheet import Origin, Sheet, printed_input
from graph.values import Value

MOST: Final = Decimal(10) ** 12
"""The largest amount a calculator takes."""


def asked(zh: str, en: str, default: Any = ..., **limits: Any) -> Any:
    """An input field with its names in both languages and its limits."""
    return Field(default, description=zh, title=en, **limits)


def amount(zh: str, en: str, default: Any = ..., *, positive: bool = False) -> Any:
    """A field for an amount of money: not negative, or positive, and at most a trillion."""
    lower = {"gt": 0} if positive else {"ge": 0}
    return asked(zh, en, default, le=MOST, **lower)


def fraction(zh: str, en: str, default: Any = ..., *, most: str = "1") -> Any:
    """A field for a rate or share, as a fraction between 0 and `most`."""
    return asked(zh, en, default, ge=0, le=Decimal(most))


class Input(Value):
    """What a calculator is given; titles are the English names, descriptions the Chinese."""

    def printed(self) -> dict[str, str]:
        """The inputs that were given or have a default, as text."""
        values = {key: getattr(self, key) for key in type(self).model_fields}
        return {key: printed_input(one) for key, one in values.items() if one is not None}


I = TypeVar("I", bound=Input)  # noqa: E741 - the letter stands for Input


@dataclass(frozen=True)
class Calculator(Generic[I]):
    """A calculator; `write` puts its figures on a sheet."""

    name: str
    title: str
    title_en: str
    input: type[I]
    write: Callable[[I, Sheet], None]

    def compute(self, inputs: I, today: date, source: str) -> Calculation:
        """The figures for `inputs`, as of `today`; `source` says where the inputs come from.

        Raises:
            BadInput: The inputs fit their ranges but not each other.
        """
        sheet = Sheet(Origin(source=source, as_of=today))
        self.write(inputs, sheet)
        return sheet.calculation(self.name, inputs.printed())

    def parse(self, values: Mapping[str, object]) -> I:
        """The inputs from text or values by field name.

        Raises:
            BadInput: A field is missing, unknown, unreadable or out of range.
        """
        try:
            return self.input.model_validate(dict(values))
        except ValidationError as error:
            raise _bad_input(self.input, error.errors()[0]) from error


def _bad_input(model: type[Input], detail: ErrorDetails) -> BadInput:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    field = model.model_fields.get(name)
    if field is None:
        known = ", ".join(model.model_fields)
        return BadInput(
            name,
            f"没有名为“{name}”的输入项，可填：{known}。",
            f'There is no input "{name}"; give any of: {known}.',
        )
    zh, en = _complaint(detail)
    return BadInput(
        name, f"“{field.description}”（{name}）{zh}。", f'"{field.title}" ({name}) {en}.'
    )


def _complaint(detail: ErrorDetails) -> tuple[str, str]:
    limits = detail.get("ctx", {})
    words = {
        "missing": ("还没有填写", "is missing; please give it"),
        "greater_than": (f"应当大于 {limits.get('gt')}", f"must be more than {limits.get('gt')}"),
        "greater_than_equal": (
            f"不能小于 {limits.get('ge')}",
            f"must be at least {limits.get('ge')}",
        ),
        "less_than_equal": (f"不能大于 {limits.get('le')}", f"must be at most {limits.get('le')}"),
        "literal_error": (
            f"只能是 {limits.get('expected')}",
            f"must be one of {limits.get('expected')}",
        ),
    }
    unreadable = (
        "读不出来，请填数字（比率填小数，例如 0.031）或日期（YYYY-MM-DD）",
        "cannot be read; give a number (a rate as a fraction, e.g. 0.031) or a day (YYYY-MM-DD)",
    )
    return words.get(detail["type"], unreadable)
