"""No figure of a script is taken on trust: each stands among those computed apart."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from evals.source import Source
from tests.evals.test_facts import FACTS, STUDY
from tests.evals.test_golden_facts import GOLDEN
from tests.evals.test_world_facts import BALANCE, FIGURES, LIMIT

SCRIPTS = Path(__file__).parents[2] / "evals" / "scripts"
LOANS = ("1680000.00", "2040000.00", "2100000.00", "216.00", "318.00")
"""A price less its down payment; a card's fee and instalment: 3,600 · 6 %, (3,600 + 216) / 12."""


def dearer_tuition() -> str:
    """The three years in yuan where tuition is 26,000 pounds."""
    pounds = sum(tuition * 26 / 24 + living + once for tuition, living, once in STUDY)
    return str((pounds * Decimal("9.31")).quantize(Decimal("0.01"), ROUND_HALF_UP))


WORLDS = {one for figures in FIGURES.values() for one in figures}
KNOWN = {*FACTS.values(), *LOANS, *WORLDS, *GOLDEN, dearer_tuition(), LIMIT, BALANCE}


def figures(raw: Any) -> list[str]:
    """What says_amount, says_ratio and the figures of a plan are given in a script."""
    checks = [one for turn in raw["turns"] for one in turn.get("expect") or ()]
    checks += raw.get("end") or ()
    said = [one[name]["value"] for one in checks for name in ("says_amount", "says_ratio")
            if name in one]  # fmt: skip
    planned = [one["plan"].get("figures", {}).values() for one in checks if "plan" in one]
    return said + [value for values in planned for value in values]


@pytest.mark.parametrize(
    "path", sorted(SCRIPTS.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_figure_of_a_script_was_computed_apart(path: Path) -> None:
    assert set(figures(Source(path).data)) <= KNOWN
