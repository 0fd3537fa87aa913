"""What is wrong with files: said clearly, nothing lost, and what was known stays."""

import csv
import resource
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from graph.hub import Hub, HubBusy, HubFull, UnreadableFeed
from tests.builders import NOW
from tests.feeds import CUSTOMER, KeepingGraph, feed

PEOPLE = "customer_id,name,city\nc-1,李明,杭州\nc-2,王芳,宁波\n"
TWO = [{"customer_id": "c-1", "name": "李明"}, {"customer_id": "c-2", "name": "王芳"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    feed(tmp_path / "feeds", "customers", CUSTOMER)
    return tmp_path / "feeds"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub")


def known(hub: Hub) -> list[dict[str, object]]:
    return hub.select("SELECT customer_id, name FROM customers ORDER BY 1")


def rejected(hub: Hub, name: str) -> list[list[str]]:
    with (hub.home / "rejected" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_file_is_read_in_the_encoding_it_is_written_in(
    folder: Path, hub: Hub, encoding: str
) -> None:
    (folder / "customers.csv").write_bytes(PEOPLE.encode(encoding))
    report = hub.load(folder, None, NOW)
    assert (report.feeds[0].rows, report.feeds[0].rejected) == (2, 0)
    assert report.feeds[0].unknown_columns == ()
    assert known(hub) == TWO


def test_parts_of_one_feed_may_be_written_each_in_its_own_encoding(folder: Path, hub: Hub) -> None:
    (folder / "customers.csv").unlink()
    for at, (encoding, text) in enumerate([("gbk", "c-1,李明"), ("utf-16", "c-2,王芳")]):
        part = folder / "customers" / f"part-{at}.csv"
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(f"customer_id,name\n{text}\n".encode(encoding))
    hub.load(folder, None, NOW)
    assert known(hub) == TWO


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_header_tells_what_parts_the_columns(folder: Path, hub: Hub, delimiter: str) -> None:
    feed(folder, "customers", PEOPLE.replace(",", delimiter))
    hub.load(folder, None, NOW)
    assert known(hub) == TWO


def test_quotes_and_newlines_stand_within_a_value_and_rows_keep_their_numbers(
    folder: Path, hub: Hub
) -> None:
    text = 'customer_id,name,city\nc-1,"李\n明","杭州, ""西湖"""\nc-2,多,余,的\nc-3,"",x\n'
    feed(folder, "customers", text)
    hub.load(folder, None, NOW)
    assert hub.select("SELECT name, city FROM customers") == [
        {"name": "李\n明", "city": '杭州, "西湖"'}
    ]
    assert [one[:2] for one in rejected(hub, "customers")] == [["2", ""], ["3", "name"]]


def test_an_open_quote_spoils_its_row_and_is_reported(folder: Path, hub: Hub) -> None:
    feed(folder, "customers", 'customer_id,name\nc-1,李明\nc-2,"王芳\nc-3,张三\n')
    report = hub.load(folder, None, NOW)
    assert report.rejected >= 1
    assert known(hub)[0] == TWO[0]


def test_a_truncated_parquet_is_named_before_anything_is_loaded(folder: Path, hub: Hub) -> None:
    path = folder / "loans.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'l-1' AS loan_id) TO '{path}'")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnreadableFeed, match=r"loans\.parquet") as raised:
        hub.load(folder, None, NOW)
    assert "Export it again" in str(raised.value)
    assert "重新导出" in str(raised.value)
    assert known(hub) == []


def test_a_parquet_damaged_inside_leaves_the_table_as_it_was(folder: Path, hub: Hub) -> None:
    path = folder / "contacts.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'k' || i AS contact_id, 'c-1' AS customer_id, md5(i::VARCHAR) AS text, "
            f"TIMESTAMPTZ '2026-01-05 09:00+08' AS at FROM range(5000) t(i)) TO '{path}'".replace(
                "AS at ", 'AS "at" '
            )
        )
    held = bytearray(path.read_bytes())
    held[4:4004] = b"\x00" * 4000
    path.write_bytes(held)
    with pytest.raises(UnreadableFeed, match=r"contacts\.parquet"):
        hub.load(folder, None, NOW)
    assert hub.select("SELECT count(*) AS n FROM contacts") == [{"n": 0}]
    assert [one["customer_id"] for one in known(hub)] == ["c-1"]


FUTURE: Mapping[str, tuple[str, str, str]] = {
    "customers": ("customer_id,name,birth_date", "c-2,明天,2026-11-24", "birth_date"),
    "accounts": (
        "account_id,customer_id,kind,balance_minor,opened_on", "a-1,c-1,current,1,2026-11-24",
        "opened_on",
    ),
    "fx": (
        "customer_id,side,currency,amount_minor,traded_at", "c-1,buy,GBP,1,2026-11-24T00:00:00Z",
        "traded_at",
    ),
    "contacts": ("customer_id,at", "c-1,2026-11-25", "at"),
}  # fmt: skip


@pytest.mark.parametrize("name", FUTURE)
def test_what_lies_in_the_future_is_refused_until_its_day_has_come(
    tmp_path: Path, hub: Hub, name: str
) -> None:
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMER)
    header, row, column = FUTURE[name]
    feed(folder, name, f"{header}\n{row}\n")
    hub.load(folder, None, NOW)
    [refused] = rejected(hub, name)
    assert refused[1] == column
    assert "晚于现在" in refused[2]
    assert "in the future" in refused[2]
    report = hub.load(folder, None, NOW + timedelta(days=3))
    assert report.rejected == 0
    assert not (hub.home / "rejected" / f"{name}.csv").exists()


def test_an_overdraft_is_taken_and_noted_a_negative_term_deposit_refused(
    folder: Path, hub: Hub
) -> None:
    feed(folder, "accounts", (
        "account_id,customer_id,kind,balance_minor\n"
        "a-1,c-1,current,-5000\na-2,c-1,term,-1\na-3,c-1,term,100\n"
    ))  # fmt: skip
    report = hub.load(folder, None, NOW)
    [refused] = rejected(hub, "accounts")
    assert refused[:2] == ["2", "balance_minor"]
    assert "不能为负" in refused[2]
    accounts = next(one for one in report.feeds if one.feed == "accounts")
    assert (accounts.new, accounts.rejected) == (2, 1)
    assert "1 个账户余额为负" in accounts.sentence("zh")
    assert "1 accounts below zero" in accounts.sentence("en")


@pytest.mark.parametrize(
    ("card", "taken"),
    [("6222021234567890128", True), ("6222021234567890129", False), ("4111111111111111", True),
     ("4111111111111112", False), ("d-1", True), ("12345", True)],
)  # fmt: skip
def test_a_card_number_needs_its_check_digit_and_other_ids_none(
    folder: Path, hub: Hub, card: str, taken: bool
) -> None:
    feed(folder, "cards", f"card_id,customer_id,kind\n{card},c-1,debit\n")
    report = hub.load(folder, None, NOW)
    assert report.rejected == (0 if taken else 1)
    if not taken:
        assert "校验位" in rejected(hub, "cards")[0][2]


def test_many_refusals_are_streamed_in_order(folder: Path, hub: Hub) -> None:
    rows = 30_000
    lines = [f"f-{at},c-{'1' if at % 3 else '404'},search,2026-01-05" for at in range(rows)]
    feed(folder, "app_events", "\n".join(["event_id,customer_id,kind,at", *lines, ""]))
    report = hub.load(folder, None, NOW)
    found = rejected(hub, "app_events")
    assert report.rejected == len(found) == rows // 3
    assert [int(one[0]) for one in found] == list(range(1, rows + 1, 3))


def test_a_second_load_says_who_is_loading(folder: Path, hub: Hub) -> None:
    hub.load(folder, None, NOW)
    holding = (
        f"import duckdb, sys; held = duckdb.connect({str(hub.path)!r}); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(HubBusy) as raised:
            Hub(hub.home, patience=0.2).load(folder, None, NOW)
        assert str(other.pid) in str(raised.value)
        assert "还没有结束" in str(raised.value)
        assert "Wait for it to end" in str(raised.value)
        other.communicate()
    assert not hub.load(folder, None, NOW).changed_anything


FULL = """
import resource, signal, sys
from pathlib import Path
from graph.hub import Hub, HubFull
from tests.builders import NOW
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    Hub(Path(sys.argv[1])).load(Path(sys.argv[2]), None, NOW)
except HubFull as error:
    print(error)
    sys.exit(9)
"""


def test_a_full_disk_is_said_and_the_tables_stay_as_they_were(folder: Path, hub: Hub) -> None:
    hub.load(folder, None, NOW)
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'f-' || i AS event_id, 'c-1' AS customer_id, 'search' AS kind, "
            "md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS text, '2026-01-05' AS at "
            f"FROM range(300000) t(i)) TO '{folder}/app_events.parquet'".replace(
                "AS at ", 'AS "at" '
            )
        )
    # No file may grow beyond what the store holds so far and a little.
    limit = hub.path.stat().st_size + 2_000_000
    tried = subprocess.run(
        [sys.executable, "-c", FULL, str(hub.home), str(folder), str(limit)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert tried.returncode == 9, tried.stderr
    assert "磁盘" in tried.stdout
    assert "Make room and load again" in tried.stdout
    assert hub.select("SELECT count(*) AS n FROM app_events") == [{"n": 0}]
    assert [one["customer_id"] for one in known(hub)] == ["c-1"]
    assert hub.load(folder, None, NOW).feeds[-1].new == 300_000


def test_too_little_memory_and_no_room_to_spill_is_a_full_disk(
    folder: Path, tmp_path: Path
) -> None:
    assert resource.RLIMIT_FSIZE is not None
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'f-' || i AS event_id, 'c-1' AS customer_id, 'search' AS kind, "
            "repeat(md5(i::VARCHAR), 40) AS text, '2026-01-05' AS \"at\" "
            f"FROM range(200000) t(i)) TO '{folder}/app_events.parquet'"
        )
    small = Hub(tmp_path / "hub", memory="60MB", spill="1MB")
    with pytest.raises(HubFull):
        small.load(folder, None, NOW)
    assert small.select("SELECT count(*) AS n FROM app_events") == [{"n": 0}]


def test_graphs_are_not_asked_for_bad_files(folder: Path, hub: Hub) -> None:
    (folder / "loans.parquet").write_text("PAR1 no parquet", encoding="utf-8")
    graph = KeepingGraph()
    with pytest.raises(UnreadableFeed):
        hub.load(folder, graph, NOW)
    assert graph.written() == 0


def test_refusals_beyond_what_the_engine_keeps_in_one_piece_are_all_set_aside(
    folder: Path, hub: Hub
) -> None:
    rows = 700_000
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'e-' || i AS event_id, CASE WHEN i % 2 = 0 THEN 'c-1' ELSE 'c-404' END "
            "AS customer_id, DATE '2026-01-05' AS \"at\", 'login' AS kind "
            f"FROM range({rows}) t(i)) TO '{folder}/app_events.parquet'"
        )
    report = hub.load(folder, None, NOW)
    events = next(one for one in report.feeds if one.feed == "app_events")
    assert (events.new, events.rejected) == (rows // 2, rows // 2)
    assert [one.row for one in events.first_rejects] == [2, 4, 6]
    with (hub.home / "rejected" / "app_events.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 1 + rows // 2
