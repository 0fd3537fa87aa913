"""Another bank's files become feeds by a mapping: what fits, what does not, and nothing unsafe."""

from collections.abc import Mapping as Keyed
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
import yaml

from graph.errors import NotAFeedFolder
from graph.hub import BadMapping, Hub, Mapping, UnreadableFeed, read_mapping, rehearse
from tests.builders import NOW
from tests.feeds import feed

SHARED: Final = Path(__file__).parents[4] / "shared" / "data" / "loan_timing"
"""The Czech data, where it lies beside the project."""

CLIENTS = "nr;jmeno;pohlavi;narozen\n7;Jana;Z;02.05.1994\n8;Petr;M;31.12.1990\n9;Eva;X;13.13.1990\n"
BALANCES = (
    "konto;klient;stav;den;typ\nk1;7;1234,50;2026-11-01;B\nk1;7;2000,00;2026-11-20;B\n"
    "k2;8;10,00;2026-11-20;T\nk3;77;1,00;2026-11-20;B\n"
)
BANK: Final[dict[str, Any]] = {
    "name": "pobocka", "zh": "外国银行", "en": "another bank", "zone": "+01:00",
    "sources": {
        "client": {"file": "client*.csv"},
        "balance": {"file": "balance.csv"},
        "last": {"latest": {"of": "balance", "per": ["konto"], "by": ["den"]}},
    },
    "feeds": {
        "customers": {
            "from": "client",
            "columns": {
                "customer_id": {"sql": "'c-' || client.nr"}, "name": "jmeno",
                "gender": {"column": "pohlavi", "values": {"Z": "F", "M": "M"}, "otherwise": "U"},
                "birth_date": {"column": "narozen", "date": "%d.%m.%Y"},
                "kind": {"constant": "person"},
            },
        },
        "accounts": {
            "from": "last",
            "columns": {
                "account_id": "konto", "customer_id": {"sql": "'c-' || last.klient"},
                "kind": {"column": "typ", "values": {"B": "current", "T": "term"}},
                "balance_minor": {"sql": "replace(last.stav, ',', '.')", "unit": 100},
                "currency": {"constant": "CZK"}, "as_of": "den",
            },
        },
        "risk_assessments": {
            "from": "client",
            "where": "client.pohlavi <> 'X'",
            "columns": {
                "customer_id": {"sql": "'c-' || client.nr"}, "level": {"constant": "C2"},
                "assessed_at": {"constant": "2026-01-05T09:00:00"},
                "valid_until": {"constant": "2027-01-05"},
            },
        },
    },
    "consents": {
        "purposes": ["profiling"], "granted_by": "operator", "evidence_ref": "contract 7",
        "granted_at": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    },
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    feed(tmp_path / "bank", "clients", CLIENTS)
    feed(tmp_path / "bank", "balance", BALANCES)
    return tmp_path / "bank"


def mapping(**feeds: Any) -> dict[str, Any]:
    """The bank's mapping, some feeds changed; None takes one away."""
    changed = {**BANK["feeds"], **feeds}
    return BANK | {"feeds": {name: one for name, one in changed.items() if one is not None}}


def changed(name: str, column: str, cell: Any) -> dict[str, Any]:
    """The bank's mapping with one cell changed."""
    entry = BANK["feeds"][name]
    return mapping(**{name: entry | {"columns": entry["columns"] | {column: cell}}})


def read(tmp_path: Path, held: Keyed[str, Any]) -> Mapping:
    path = tmp_path / "bank.yaml"
    path.write_text(yaml.safe_dump(dict(held), allow_unicode=True), encoding="utf-8")
    return read_mapping(path)


def test_columns_values_dates_units_and_the_latest_row_fit(tmp_path: Path, folder: Path) -> None:
    hub = Hub(tmp_path / "hub")
    known = read(tmp_path, changed("risk_assessments", "assessed_at", {
        "constant": "05.01.2026 09:00", "date": "%d.%m.%Y %H:%M"}))  # fmt: skip
    report = hub.load(folder, None, NOW, mapping=known)
    assert hub.select("SELECT customer_id, gender, birth_date::VARCHAR AS born FROM customers") == [
        {"customer_id": "c-7", "gender": "F", "born": "1994-05-02"},
        {"customer_id": "c-8", "gender": "M", "born": "1990-12-31"},
    ]
    assert hub.select(
        "SELECT account_id, kind, balance_minor, as_of::VARCHAR AS day FROM accounts ORDER BY 1"
    ) == [
        {"account_id": "k1", "kind": "current", "balance_minor": 200000, "day": "2026-11-20"},
        {"account_id": "k2", "kind": "term", "balance_minor": 1000, "day": "2026-11-20"},
    ]
    # Nine in Prague is four in the afternoon where the bank keeps its clock.
    assessed = hub.select("SELECT DISTINCT assessed_at AS moment FROM risk_assessments")
    assert [one["moment"].isoformat() for one in assessed] == ["2026-01-05T16:00:00+08:00"]
    assert hub.select("SELECT DISTINCT purpose, evidence_ref FROM consents") == [
        {"purpose": "profiling", "evidence_ref": "contract 7"}
    ]
    refused = {one.feed: one.first_rejects for one in report.feeds if one.rejected}
    assert [one.column for one in refused["customers"]] == ["birth_date"]
    assert [one.column for one in refused["accounts"]] == ["customer_id"]
    assert any("operator" in line for line in report.sentences("en"))
    assert not hub.load(folder, None, NOW, mapping=known).changed_anything
    assert hub.status().loads[0].mapping == str(tmp_path / "bank.yaml")


def test_a_rehearsal_says_what_fits_and_what_not_and_loads_nothing(
    tmp_path: Path, folder: Path
) -> None:
    known = read(
        tmp_path, changed("accounts", "kind", {"column": "typ", "values": {"B": "current"}})
    )
    tried = rehearse(known, folder, NOW)
    assert ("accounts", "account_id", "last.konto") in tried.cells
    assert ("customers", "kind", "= person") in tried.cells
    assert any("Z→F" in said for _, column, said in tried.cells if column == "gender")
    assert {(one.feed, one.column, one.rows) for one in tried.refusals} >= {
        ("accounts", "kind", 1), ("customers", "birth_date", 1)}  # fmt: skip
    assert [row["customer_id"] for row in tried.rows["customers"]] == ["c-7", "c-8"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bank", "bank.yaml"]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (mapping(clients=BANK["feeds"]["customers"]), "clients"),
        (changed("accounts", "colour", "typ"), "colour"),
        (changed("accounts", "kind", {"column": "typ", "constant": "current"}), "exactly one"),
        (mapping(customers=None), "customers"),
        (BANK | {"sources": {"client": {"file": "client*.csv"}}}, "last"),
        (BANK | {"sources": BANK["sources"] | {"client": {}}}, "either file or latest"),
        (BANK | {"zone": "Prague"}, "zone"),
        (changed("accounts", "as_of", {"sql": "(SELECT max(den) FROM balance)"}), "subquery"),
        (changed("accounts", "as_of", {"sql": "read_text('x')"}), "read_text"),
        (changed("accounts", "as_of", {"sql": "getenv('HOME')"}), "getenv"),
        (changed("accounts", "as_of", {"sql": "1; DROP TABLE balance"}), "SELECT statements"),
        (changed("accounts", "as_of", {"sql": "den, den"}), "expression"),
        (changed("accounts", "as_of", {"sql": "den FROM balance"}), "expression"),
        (changed("accounts", "as_of", {"sql": "den +"}), "syntax"),
    ],
    ids=["no-feed", "no-column", "two-origins", "consents-of-nobody", "no-source", "no-origin",
         "zone", "subquery", "reads-files", "reads-settings", "two-statements", "two-columns",
         "table", "syntax"],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_told_before_anything_is_read(
    tmp_path: Path, held: Keyed[str, Any], said: str
) -> None:
    with pytest.raises(BadMapping) as raised:
        read(tmp_path, held)
    assert said in str(raised.value)
    assert "映射文件 bank.yaml 有误" in str(raised.value)


def test_a_required_column_that_nothing_fills_is_named(tmp_path: Path) -> None:
    entry = BANK["feeds"]["accounts"]
    lacking = {name: one for name, one in entry["columns"].items() if name != "balance_minor"}
    with pytest.raises(BadMapping, match="balance_minor"):
        read(tmp_path, mapping(accounts=entry | {"columns": lacking}))


@pytest.mark.parametrize("text", ["- a\n- b\n", "name: [", "\x00"])
def test_a_file_that_is_no_mapping_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping):
        read_mapping(path)
    with pytest.raises(BadMapping):
        read_mapping(tmp_path / "none.yaml")


def test_files_that_lack_what_the_mapping_names_are_told(tmp_path: Path, folder: Path) -> None:
    hub, known = Hub(tmp_path / "hub"), read(tmp_path, BANK)
    feed(folder, "balance", "konto;klient;stav;den\nk1;7;1,00;2026-11-01\n")
    with pytest.raises(BadMapping, match="typ"):
        hub.load(folder, None, NOW, mapping=known)
    (folder / "balance.csv").unlink()
    with pytest.raises(BadMapping, match=r"balance\.csv"):
        hub.load(folder, None, NOW, mapping=known)
    assert hub.status().loads == ()


def test_a_folder_with_none_of_the_sources_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises((NotAFeedFolder, BadMapping)):
        Hub(tmp_path / "hub").load(tmp_path / "empty", None, NOW, mapping=read(tmp_path, BANK))


def test_a_damaged_source_is_named(tmp_path: Path, folder: Path) -> None:
    (folder / "clients.csv").unlink()
    (folder / "clients.parquet").write_text("PAR1 no parquet", encoding="utf-8")
    held = BANK | {"sources": BANK["sources"] | {"client": {"file": "clients.parquet"}}}
    with pytest.raises(UnreadableFeed, match=r"clients\.parquet"):
        Hub(tmp_path / "hub").load(folder, None, NOW, mapping=read(tmp_path, held))


def test_the_mapping_that_comes_with_the_program_is_found_by_its_name() -> None:
    known = read_mapping(Path("pkdd99"))
    assert (known.name, known.place) == ("pkdd99", "pkdd99")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the Czech data do not lie in {SHARED}")
def test_the_czech_data_become_feeds_row_for_row(tmp_path: Path) -> None:
    hub, now = Hub(tmp_path / "hub"), datetime(1994, 1, 1, 10, tzinfo=NOW.tzinfo)
    report = hub.load(SHARED, None, now, mapping=read_mapping(Path("pkdd99")))
    with duckdb.connect() as raw:
        for name, file in {
            "customers": "client.csv", "transactions": "trans_*.parquet",
            "loans": "loan_*.csv", "cards": "card_*.csv", "accounts": "account.csv",
        }.items():  # fmt: skip
            row = raw.execute(f"SELECT count(*) FROM '{SHARED / file}'").fetchone()
            counts = next(one for one in report.feeds if one.feed == name)
            assert row == (counts.rows,)
            assert name == "accounts" or counts.rejected == 0
        later = raw.execute(
            f"SELECT count(*) FROM '{SHARED / 'account.csv'}' WHERE opened > DATE '1994-01-01'"
        ).fetchone()
        paid = raw.execute(
            "SELECT round(sum(CASE WHEN type = 'credit' THEN amount ELSE -amount END) * 100) "
            f"FROM '{SHARED / 'trans_to_1993-12-31.parquet'}'"
        ).fetchone()
    accounts = next(one for one in report.feeds if one.feed == "accounts")
    assert later == (accounts.rejected,)
    assert {one.column for one in accounts.first_rejects} == {"opened_on"}
    [kept] = hub.select("SELECT sum(amount_minor)::BIGINT AS amount FROM transactions")
    assert paid is not None
    assert int(paid[0]) == kept["amount"]
