"""The calculators, for programs: their inputs, and their figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request

from assistant.channels.gate import Signed, application
from assistant.planning.calculators import CALCULATORS, calculate
from assistant.planning.figures import Calculation
from graph.values import Value

router = APIRouter(prefix="/calculators", tags=["计算器 · Calculators"])
SOURCE = "接口调用者提供 · given by the caller"


class CalculatorCard(Value):
    """A calculator's names and the JSON schema of its input."""

    name: str
    title: str
    title_en: str
    input: dict[str, Any]


@router.get("", summary="有哪些计算器 · Which calculators there are")
def listed(_speaker: Signed) -> list[CalculatorCard]:
    """名称与输入字段；比率填小数。 · Names and input fields; ratios are fractions."""
    return [
        CalculatorCard(
            name=one.name,
            title=one.title,
            title_en=one.title_en,
            input=one.input.model_json_schema(),
        )
        for one in CALCULATORS.values()
    ]


@router.post("/{name}", summary="计算 · Compute")
def compute(
    name: str,
    request: Request,
    _speaker: Signed,
    values: Annotated[
        dict[str, Any],
        Body(examples=[{"loan": "1680000", "annual_rate": "0.031", "months": 360}]),
    ],
) -> Calculation:
    """金额为元，比率为小数，期限为月。 · Amounts in yuan, ratios as fractions, terms in months."""
    return calculate(name, values, application(request).clock().date(), SOURCE)
