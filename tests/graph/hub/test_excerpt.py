"""The rows of some customers apart: theirs only, with their history and consents."""

from datetime import datetime, timedelta
from pathlib import Path

from graph.hub import BANK_ZONE, Hub, consent_table, excerpt
from tests.feeds import KeepingGraph, consents, feed

NOW = datetime(2026, 11, 23, 10, tzinfo=BANK_ZONE)
HEADS = {
    "customers": "customer_id,name,monthly_income_minor",
    "accounts": "account_id,customer_id,kind,currency,balance_minor",
    "cards": "card_id,customer_id,kind,currency",
    "transactions": "transaction_id,account_id,posted_at,amount_minor,currency,counterparty",
}


def bank(folder: Path, income: int) -> None:
    rows = {
        "customers": [f"c-{n},某人,{income}" for n in (1, 2)],
        "accounts": [f"a-{n},c-{n},current,CNY,100" for n in (1, 2)],
        "cards": [f"k-{n},c-{n},credit,CNY" for n in (1, 2)],
        "transactions": [
            f"t-{n}-{kind},{kind}-{n},2026-11-01,-100,CNY,小店" for n in (1, 2) for kind in "ak"
        ],
    }
    for name, those in rows.items():
        feed(folder, name, "\n".join([HEADS[name], *those, ""]))


def test_only_their_rows_history_and_consents_are_there(tmp_path: Path) -> None:
    hub, graph = Hub(tmp_path / "hub"), KeepingGraph()
    bank(tmp_path / "first", 100)
    consents(tmp_path / "first", "need_prediction")
    hub.load(tmp_path / "first", graph, NOW - timedelta(days=1))
    bank(tmp_path / "second", 200)
    hub.load(tmp_path / "second", graph, NOW)
    with hub.reading() as reader:
        consent_table(reader, NOW)
        with excerpt(reader, ["c-1"]) as apart:
            assert apart.tuples("SELECT customer_id, monthly_income_minor FROM customers") == [
                ("c-1", 200)
            ]
            assert apart.tuples("SELECT monthly_income_minor FROM history.customers") == [(100,)]
            assert apart.tuples("SELECT transaction_id FROM transactions ORDER BY 1") == [
                ("t-1-a",), ("t-1-k",),
            ]  # fmt: skip
            assert apart.tuples("SELECT purpose FROM in_force") == [("need_prediction",)]
            assert apart.tuples("SELECT * FROM fx") == []
            apart.select("DELETE FROM transactions")
        assert len(reader.tuples("SELECT * FROM transactions")) == 4


def test_without_consents_asked_before_there_are_none(tmp_path: Path) -> None:
    hub = Hub(tmp_path / "hub")
    bank(tmp_path / "feeds", 100)
    hub.load(tmp_path / "feeds", KeepingGraph(), NOW)
    with hub.reading() as reader, excerpt(reader, ["c-2"]) as apart:
        assert not apart.tuples("SELECT 1 FROM duckdb_tables() WHERE table_name = 'in_force'")
        assert apart.tuples("SELECT account_id FROM accounts") == [("a-2",)]
