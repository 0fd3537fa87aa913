"""A reply may say only what stands in the evidence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.model import Citation, Evidence
from assistant.conversation.verify import unsupported
from assistant.planning.figures import Figure
from tests.builders import TODAY


def figure(value: str, unit: str = "CNY") -> Figure:
    return Figure(
        key="payment", label="月供", label_en="Payment", value=Decimal(value), unit=unit,
        formula="annuity", inputs={"loan": "1680000", "months": "360"}, source="test", as_of=TODAY,
    )  # fmt: skip


CITED = Citation(
    clause_id="a",
    document="信托法",
    article="37",
    label="《信托法》第三十七条",
    quote="以信托财产承担。",
)
EVIDENCE = Evidence(
    figures=(figure("7173.8812"), figure("0.19927", "ratio")),
    citations=(CITED,),
    facts=("2028-09",),
)


@pytest.mark.parametrize(
    "text",
    [
        "月供 7,173.88 元", "月供 7173.88 元", "约 0.72 万元", "贷款 168 万",
        "2028-09 开学", "依据《信托法》第三十七条", "没有数字的话",
    ],
)  # fmt: skip
def test_what_stands_in_the_evidence_may_be_said(text: str) -> None:
    assert unsupported(text, EVIDENCE, "", "") == ()


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("月供 7,173.89 元", "7,173.89"),
        ("利率 3.5%", "3.5"),
        ("依据《信托法》第三十八条", "《信托法》第三十八条"),
        ("依据《证券法》第三十七条", "《证券法》第三十七条"),
    ],
)
def test_what_is_not_in_the_evidence_is_named(text: str, strange: str) -> None:
    assert strange in unsupported(text, EVIDENCE, "", "")


def test_what_the_customer_said_may_be_repeated() -> None:
    assert unsupported("您说的 240 万", EVIDENCE, "", "我们想买240万的房子") == ()


def test_what_code_drafted_may_be_worded_otherwise() -> None:
    assert unsupported("每月 88 元", EVIDENCE, "每月还 88 元。", "") == ()


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2))
def test_a_figure_as_printed_always_stands(value: Decimal) -> None:
    evidence = Evidence(figures=(figure(f"{value:f}"),))
    assert unsupported(evidence.figures[0].printed, evidence, "", "") == ()


@given(st.integers(min_value=1, max_value=10**7))
def test_a_number_from_nowhere_never_stands(number: int) -> None:
    assert unsupported(f"{number}.37", Evidence(), "", "") == (f"{number}.37",)
