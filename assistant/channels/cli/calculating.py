"""`advisor calc`: a command for every calculator, with an option for every input."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from assistant.channels.cli.opening import now
from assistant.channels.cli.words import AsJson, say, say_json, say_table

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from assistant.planning.calculators.calculator import Calculator
    from assistant.planning.figures import Calculation

HELP: Final = "计算器。Calculators; nothing is stored and no server is needed."
SOURCE: Final = "命令行输入 command line"
PLAIN: Final = re.compile(r"-?\d+(?:\.\d+)?")
MONTHS_A_YEAR: Final = 12


def calculators() -> typer.Typer:
    """The group, with a command for every calculator there is."""
    from assistant.planning.calculators import CALCULATORS

    app = typer.Typer(no_args_is_help=True, help=HELP)
    for one in CALCULATORS.values():
        app.command(one.name, help=f"{one.title}。{one.title_en}.")(_command(one))
    app.command("list")(_lister(list(CALCULATORS.values())))
    return app


def _lister(known: list[Calculator[Any]]) -> Callable[..., None]:
    def listing(as_json: AsJson = False) -> None:
        """列出计算器。List the calculators."""
        if as_json:
            for one in known:
                fields = list(one.input.model_fields)
                say_json({"name": one.name, "title": one.title, "title_en": one.title_en,
                          "inputs": fields})  # fmt: skip
            return
        say_table(
            "计算器 Calculators",
            ("名称 Name", "用途 Use"),
            [(one.name, f"{one.title} {one.title_en}") for one in known],
        )

    return listing


def _command(calculator: Calculator[Any]) -> Callable[..., None]:
    """A function whose signature names the calculator's inputs as options."""

    def compute(**options: Any) -> None:
        as_json: bool = options.pop("as_json")
        given = {key: _plain(key, value) for key, value in options.items() if value is not None}
        inputs = calculator.parse(given)
        _show(calculator, calculator.compute(inputs, now().date(), SOURCE), as_json)

    parameters = [_option(name, field) for name, field in calculator.input.model_fields.items()]
    parameters.append(
        inspect.Parameter(
            "as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=AsJson
        )
    )
    compute.__signature__ = inspect.Signature(parameters)
    compute.__annotations__ = {one.name: one.annotation for one in parameters}
    return compute


def _option(name: str, field: FieldInfo) -> inspect.Parameter:
    text = f"{field.description}。{field.title}."
    if not field.is_required() and field.default is not None:
        text += f" [默认 default: {field.default}]"
    annotation = Annotated[
        str | None, typer.Option(f"--{name.replace('_', '-')}", metavar="VALUE", help=text)
    ]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
    )


def _plain(name: str, written: str) -> str:
    """What people write as a number (240万, 2.4m, 3.1%) as a plain one; anything else as it is."""
    if PLAIN.fullmatch(written):
        return written
    # Only what is no plain number pays for the reader of words.
    from assistant.conversation.understanding.amounts import values

    spoken = values(written, now().date())
    if len(spoken) != 1 or (spoken[0].start, spoken[0].end) != (0, len(written)):
        return written
    in_years = "years" in name and spoken[0].kind == "months"
    return str(int(spoken[0].amount) // MONTHS_A_YEAR) if in_years else spoken[0].printed


def _show(calculator: Calculator[Any], result: Calculation, as_json: bool) -> None:
    if as_json:
        say_json(result)
        return
    say_table(
        f"{calculator.title} {calculator.title_en}",
        ("指标 Figure", "数值 Value", "单位 Unit"),
        [(f"{one.label} {one.label_en}", one.printed, one.unit) for one in result.figures],
    )
    for table in result.tables:
        say_table(f"{table.title} {table.title_en}", table.columns, table.rows)
    for zh, en in zip(result.notes, result.notes_en, strict=False):
        say(f"{zh}\n{en}")
