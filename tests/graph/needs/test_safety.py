"""Which transfers call for a talk about the safety of money."""

from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.needs import Concern, concerns
from tests.builders import NOW
from tests.feeds import CUSTOMER, feed

MOVES = (
    "transaction_id,account_id,posted_at,amount_minor,channel,counterparty,counterparty_kind,mcc\n"
)
ACCOUNT = "account_id,customer_id,kind,balance_minor\na-1,c-1,current,100\n"
USUAL = tuple(
    f"u-{month},a-1,2026-{month:02d}-05T12:00:00+08:00,-300000,app,张三,person,"
    for month in range(3, 11)
)


def found(tmp_path: Path, *rows: str, born: str = "1994-05-02") -> list[Concern]:
    home = tmp_path / str(len(list(tmp_path.iterdir())))
    folder = home / "feeds"
    feed(folder, "customers", CUSTOMER.replace("1994-05-02", born))
    feed(folder, "accounts", ACCOUNT)
    feed(folder, "transactions", MOVES + "".join(f"{row}\n" for row in rows))
    hub = Hub(home / "hub")
    hub.load(folder, None, NOW)
    return concerns(hub, load_catalogue(), NOW)


def sent(
    amount: int, to: str = "赵六", at: str = "2026-11-22T15:10:00", kind: str = "person"
) -> str:
    return f"t-{at}-{amount},a-1,{at}+08:00,-{amount},app,{to},{kind},"


def test_much_more_than_usual_calls_for_a_talk_and_a_person(tmp_path: Path) -> None:
    [one] = found(tmp_path, *USUAL, sent(5_012_300, to="张三"))
    assert (one.customer_id, one.signs, one.calls_person) == ("c-1", ("large",), True)
    assert f"{one.amount} {one.currency}" == "50123.00 CNY"


@pytest.mark.parametrize(
    "row",
    [
        sent(1_400_000),
        sent(9_000_000, kind="developer"),
        sent(9_000_000, kind="own"),
        sent(9_000_000, at="2026-11-10T15:10:00"),
        sent(9_000_000, at="2026-11-24T15:10:00"),
        sent(9_000_000).replace("-9000000", "9000000"),
    ],
    ids=["not so much", "to a developer", "to oneself", "long ago", "ahead", "received"],
)
def test_what_is_usual_or_no_transfer_to_people_opens_nothing(tmp_path: Path, row: str) -> None:
    assert found(tmp_path, *USUAL, row) == []


def test_a_round_sum_to_a_stranger_at_night_calls_for_a_talk(tmp_path: Path) -> None:
    [one] = found(tmp_path, *USUAL, sent(1_000_000, at="2026-11-22T23:40:00"))
    assert one.signs == ("new_payee", "night", "round")
    assert found(tmp_path, *USUAL, sent(1_000_000, at="2026-11-22T22:40:00")) == []


def test_a_bare_day_tells_no_hour(tmp_path: Path) -> None:
    assert found(tmp_path, *USUAL, sent(1_000_000, at="2026-11-22T00:00:00")) == []


def test_an_elder_and_a_stranger_and_a_round_sum_call_for_a_talk(tmp_path: Path) -> None:
    [one] = found(tmp_path, *USUAL, sent(1_000_000), born="1950-01-01")
    assert one.signs == ("new_payee", "elder", "round")
    assert found(tmp_path, *USUAL, sent(1_012_300, to="张三"), born="1950-01-01") == []


def test_several_in_a_row_to_a_stranger_call_for_a_talk(tmp_path: Path) -> None:
    rows = [sent(600_100, at=f"2026-11-22T1{at}:00:00") for at in range(3)]
    [one] = found(tmp_path, *USUAL, *rows[:2], rows[2].replace("赵六", "钱七"))
    assert one.signs == ("new_payee", "series")


@pytest.mark.parametrize(
    ("income", "amount", "count"), [("2200000", 6_700_100, 1), ("", 4_900_100, 0)]
)
def test_without_a_history_income_or_a_fixed_sum_decides(
    tmp_path: Path, income: str, amount: int, count: int
) -> None:
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMER.replace("2200000", income))
    feed(folder, "accounts", ACCOUNT)
    feed(folder, "transactions", MOVES + sent(amount) + "\n")
    hub = Hub(tmp_path / "hub")
    hub.load(folder, None, NOW)
    assert len(concerns(hub, load_catalogue(), NOW, "c-1")) == count
    assert concerns(hub, load_catalogue(), NOW, "c-2") == []
