"""What the inputs of figures are called, from the calculators that take them."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from assistant.planning.calculators import CALCULATORS
from assistant.planning.formulas import figure_names
from assistant.planning.model import Plan

FORMULA_INPUTS: Final = TypeAdapter(dict[str, tuple[str, str]]).validate_python(
    yaml.safe_load((Path(__file__).parent / "inputs.yaml").read_text(encoding="utf-8"))
)
"""Inputs of formulas by key, called neutrally: Chinese, English."""


def input_names(plan: Plan) -> dict[str, tuple[str, str]]:
    """Chinese and English names by input: the plan's own assumptions first."""
    return calculator_names() | {one.key: (one.label, one.label_en) for one in plan.assumptions}


@cache
def calculator_names() -> dict[str, tuple[str, str]]:
    """Names of the inputs of every calculator and formula, and of figures that serve as inputs."""
    names = {key: (one.zh, one.en) for key, one in figure_names().items()}
    for calculator in CALCULATORS.values():
        for key, field in calculator.input.model_fields.items():
            names[key] = (field.description or key, field.title or key)
    return names | FORMULA_INPUTS
