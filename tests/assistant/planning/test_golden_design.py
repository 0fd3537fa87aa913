"""Our golden numbers are the design's, where the design lies beside the project."""

from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from tests.assistant.planning import golden

DESIGN = Path(__file__).parents[4] / "shared" / "design" / "domain" / "c_golden.yaml"
pytestmark = pytest.mark.skipif(not DESIGN.exists(), reason="the design is not beside the project")

STAGE_NAMES = {
    "stage_tuition": "tuition_gbp", "stage_living": "living_gbp", "stage_oneoff": "oneoff_gbp",
    "stage_total": "total_gbp", "stage_total_cny": "total_cny", "stage_usd": "usd_total",
    "stage_usd_documents": "usd_tuition_by_documents",
    "stage_usd_quota": "usd_living_oneoff_student_quota", "quota_left": "quota_left_usd",
}  # fmt: skip
CASE_NAMES = (
    "payment", "total_interest", "eqp_first", "eqp_last", "eqp_decrement", "eqp_total_interest",
    "interest_saved_by_eqp",
)  # fmt: skip
RATIO_NAMES = (
    "housing_ratio", "housing_ratio_with_property_fee", "all_debt_ratio",
    "eqp_first_housing_ratio", "eqp_first_all_debt_ratio",
)  # fmt: skip


def cases() -> list[dict[str, Any]]:
    stated = cast("dict[str, Any]", yaml.safe_load(DESIGN.read_text(encoding="utf-8")))
    return cast("list[dict[str, Any]]", stated["golden_cases"])


def numbers(tree: object) -> set[Decimal]:
    """Every number anywhere in the design's tree."""
    if isinstance(tree, dict):
        return {one for value in cast("dict[str, object]", tree).values() for one in numbers(value)}
    if isinstance(tree, list):
        return {one for value in cast("list[object]", tree) for one in numbers(value)}
    is_number = isinstance(tree, int | float) and not isinstance(tree, bool)
    return {Decimal(str(tree))} if is_number else set()


def test_the_stages_are_the_designs() -> None:
    for stage in cases()[0]["schedule"]:
        ours = golden.STAGES[stage["pay"]]
        assert ours["months"] == stage["t_months"]
        for key, name in STAGE_NAMES.items():
            assert Decimal(str(ours[key])) == Decimal(str(stage[name]))


def test_the_study_results_are_the_designs() -> None:
    known = numbers(cases()[0])
    known.add(Decimal("0.8276"))  # the design states it in its reading, as 82.76 %
    ours = {Decimal(one) for one in (golden.STUDY_RESULTS | golden.STUDY_RATIOS).values()}
    assert ours - known == set()


def test_the_mortgages_are_the_designs() -> None:
    results = cases()[1]["results"]
    stated = results | results["stress"]
    for name, (_, amounts, ratios, passes) in golden.MORTGAGES.items():
        theirs = stated[name]
        assert [Decimal(one) for one in amounts] == [
            Decimal(str(theirs[key])) for key in CASE_NAMES
        ]
        assert [Decimal(one) for one in ratios] == [
            Decimal(str(theirs[key])) for key in RATIO_NAMES
        ]
        assert (theirs["pass_50"] and theirs["pass_60"]) is passes


def test_the_other_figures_are_the_designs() -> None:
    known = numbers(cases())
    instalments = golden.OTHERS[-1][0]
    for name, _, expected in golden.OTHERS:
        if name != instalments:
            assert {Decimal(one) for one in expected.values()} - known == set()
