"""Values become properties and come back the same."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Account, FxTrade, Loan, Need, SignalEvidence
from graph.offers import Quote
from graph.store.nodes import camel, from_node, to_node
from graph.values import Value
from tests.builders import NOW, SHANGHAI, TODAY, mortgage_product, quotes, studying_family

FILE = studying_family()


@pytest.mark.parametrize(
    "value",
    [
        FILE.customer, FILE.advisor, mortgage_product(), quotes()[0], *FILE.accounts,
        *FILE.loans, *FILE.holdings, *FILE.insurance, *FILE.assessments, *FILE.consents,
    ],
)  # fmt: skip
def test_a_value_comes_back_the_same(value: Value) -> None:
    assert from_node(type(value), to_node(value)) == value


@given(
    minor=st.integers(min_value=-(10**15), max_value=10**15),
    currency=st.sampled_from(["CNY", "JPY", "KWD"]),
)
def test_money_is_exact_in_every_currency(minor: int, currency: str) -> None:
    node = {"id": "a", "kind": "current", "currency": currency, "balanceMinor": minor}
    account = from_node(Account, node)
    assert to_node(account)["balanceMinor"] == minor


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6
    )
)
def test_a_rate_is_exact_to_fifteen_digits(value: Decimal) -> None:
    quote = Quote(instrument="X", day=TODAY, kind="rate", value=value, source="demo")
    assert from_node(Quote, to_node(quote)).value == value


def test_dollars_are_dollars_whatever_was_bought() -> None:
    trade = FxTrade(
        id="fx", side="buy", currency="JPY", amount=Decimal(100), usd=Decimal("0.65"),
        traded_at=NOW,
    )  # fmt: skip
    node = to_node(trade)
    assert (node["amountMinor"], node["usdMinor"]) == (100, 65)
    assert from_node(FxTrade, node) == trade


def test_every_instant_is_written_in_one_zone_so_that_texts_order_as_time_does() -> None:
    early = datetime(2026, 3, 1, 7, 59, tzinfo=SHANGHAI)
    trade = FxTrade(id="fx", side="buy", currency="USD", amount=Decimal(1), traded_at=early)
    assert to_node(trade)["tradedAt"] == "2026-02-28T23:59:00+00:00"


def test_every_field_has_its_property_even_where_nothing_is_known() -> None:
    node = to_node(FILE.loans[0])
    assert {camel(name) for name in Loan.model_fields} - {"principal", "outstanding"} <= set(node)
    assert node["nextDueOn"] is None


def test_a_property_that_is_missing_or_foreign_does_not_matter() -> None:
    node = {"id": "a", "kind": "term", "balanceMinor": 1, "colour": "blue"}
    assert from_node(Account, node) == Account(id="a", kind="term", balance=Decimal("0.01"))


def test_evidence_becomes_lists_side_by_side() -> None:
    seen = (
        SignalEvidence(signal="search", at=date(2026, 1, 2), text="搜索", text_en="Searched"),
        SignalEvidence(signal="memo", at=date(2026, 1, 3), text="付款"),
    )
    need = Need(
        id="n", customer_id="c", as_of=TODAY, event="e", event_zh="事", event_en="E", need="x",
        probability_30=0.1, probability_90=1 / 3, probability_180=0.5, window_start=TODAY,
        window_end=TODAY, expected_lead_days=3, basis="learned", evidence=seen, contact="allowed",
    )  # fmt: skip
    node = to_node(need)
    assert node["evidenceSignal"] == ["search", "memo"]
    assert node["evidenceAt"] == ["2026-01-02", "2026-01-03"]
    assert from_node(Need, node) == need
