"""Days to come: what cannot have happened is refused, a state read ahead is taken and noted."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from graph.hub import FeedReport, Hub, LoadReport
from tests.builders import NOW, TODAY
from tests.feeds import CUSTOMER, feed

TOMORROW = TODAY + timedelta(days=1)
AHEAD = (
    "account_id,customer_id,kind,balance_minor,as_of,matures_on\n"
    f"a-1,c-1,term,100,{TOMORROW},2031-01-01\na-2,c-1,current,-5,{TODAY},\n"
    f"a-3,c-404,current,1,{TOMORROW},\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    feed(tmp_path / "feeds", "customers", CUSTOMER)
    return tmp_path / "feeds"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub")


def accounts_of(report: LoadReport) -> FeedReport:
    return next(one for one in report.feeds if one.feed == "accounts")


def refused(hub: Hub, name: str) -> list[str]:
    with (hub.home / "rejected" / f"{name}.csv").open(encoding="utf-8") as file:
        return [f"{row}:{column}" for row, column, _ in list(csv.reader(file))[1:]]


def test_a_balance_read_ahead_is_taken_and_noted_apart_from_what_is_refused(
    folder: Path, hub: Hub
) -> None:
    feed(folder, "accounts", AHEAD)
    accounts = accounts_of(hub.load(folder, None, NOW))
    assert (accounts.new, accounts.rejected) == (2, 1)
    assert "1 行的 as_of 晚于今天，照原样收下" in accounts.sentence("zh")
    assert "after today, taken as they are" in accounts.sentence("en")
    assert "个账户余额为负" in accounts.sentence("zh")
    assert refused(hub, "accounts") == ["3:customer_id"]


def test_what_was_noted_is_said_again_of_the_same_files(folder: Path, hub: Hub) -> None:
    feed(folder, "accounts", AHEAD.replace("c-404", "c-1"))
    first = accounts_of(hub.load(folder, None, NOW))
    again = hub.load(folder, None, NOW)
    assert not again.changed_anything
    assert accounts_of(again).notes == first.notes != ()


def test_an_end_to_come_is_neither_refused_nor_noted(folder: Path, hub: Hub) -> None:
    feed(
        folder,
        "risk_assessments",
        "customer_id,level,assessed_at,valid_until\nc-1,C3,2026-01-05,2027-01-05\n",
    )
    report = hub.load(folder, None, NOW)
    assert report.rejected == 0
    assert all(one.notes == () for one in report.feeds)


def test_the_clocks_of_two_systems_may_differ_by_an_hour(folder: Path, hub: Hub) -> None:
    late = NOW.replace(hour=23, minute=30)
    feed(folder, "app_events", f"customer_id,at,kind\nc-1,{TODAY}T16:10:00Z,login\n")
    assert hub.load(folder, None, late - timedelta(hours=1)).rejected == 1
    assert hub.load(folder, None, late).rejected == 0


def test_a_child_of_a_year_to_come_is_not_born(folder: Path, hub: Hub) -> None:
    feed(folder, "customers", "customer_id,name,children_birth_years\nc-1,李明,2020;2027\n")
    assert hub.load(folder, None, NOW).rejected == 1
    assert refused(hub, "customers") == ["1:children_birth_years"]
    assert hub.load(folder, None, NOW + timedelta(days=60)).rejected == 0


def test_nothing_was_taxed_in_a_month_to_come(folder: Path, hub: Hub) -> None:
    feed(
        folder,
        "consents",
        "customer_id,purpose,granted_at,authorisation\nc-1,outside_tax,2026-01-05,second\n",
    )
    feed(folder, "outside_tax", "customer_id,month\nc-1,2026-11\nc-1,2026-12\n")
    hub.load(folder, None, NOW)
    assert refused(hub, "outside_tax") == ["2:month"]
