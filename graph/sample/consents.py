"""Consents of the sample's customers, given, withheld and withdrawn, and what they let in."""

from datetime import timedelta
from typing import Final

from graph.model import Purpose
from graph.sample.household import Household, months_before
from graph.sample.rows import Rows

DEMO: Final[tuple[Purpose, ...]] = (
    "profiling", "need_prediction", "marketing_contact", "sensitive_financial",
)  # fmt: skip


SHARES: Final[dict[Purpose, float]] = {
    "need_prediction": 0.8,
    "marketing_contact": 0.7,
    "sensitive_financial": 0.75,
}
"""Of those who let themselves be profiled, the share that consents to each purpose."""


def consent(rows: Rows, house: Household) -> None:
    """Most consent to most things, some to nothing, and some have thought better of it."""
    if house.dice.random() < 0.12:
        return
    give(rows, house, "profiling")
    for purpose, share in SHARES.items():
        if house.dice.random() < share:
            give(rows, house, purpose, withdrawn=house.dice.random() < 0.08)
    if house.dice.random() < 0.06:
        give(rows, house, "outside_provident_fund", authorisation="second")
        _contribute(rows, house)


def give(
    rows: Rows,
    house: Household,
    purpose: Purpose,
    *,
    withdrawn: bool = False,
    authorisation: str = "first",
) -> None:
    """A consent of ten months ago, withdrawn last month where so."""
    day = months_before(house.today, 10) + timedelta(days=4)
    rows.number(
        "consents", customer_id=house.id, purpose=purpose, scope="全部", granted_at=house.at(day),
        withdrawn_at=house.at(house.today - timedelta(days=30)) if withdrawn else None,
        authorisation=authorisation, evidence_ref=f"app/{house.id}/{purpose}",
    )  # fmt: skip


def _contribute(rows: Rows, house: Household) -> None:
    deposit = int(house.income * 0.24)
    for back in range(12):
        rows.add(
            "outside_provident_fund", customer_id=house.id,
            month=f"{months_before(house.today, back):%Y-%m}", deposit_minor=deposit * 100,
            balance_minor=deposit * 100 * (60 - back), withdrawals_minor=0,
        )  # fmt: skip
