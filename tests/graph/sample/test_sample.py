"""The sample bank: reproducible, lawful in form, with three customers whose needs are known."""

import csv
import filecmp
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub, LoadReport, feeds
from graph.model import Account, Holding, Loan, Need
from graph.needs import forecast
from graph.portrait import refresh
from graph.sample import demo_customers, write_sample
from graph.store.loading import ATTACH, CUSTOMERS
from graph.values import Value
from tests.builders import NOW, TODAY
from tests.feeds import KeepingGraph

FEW = 40


class Town(Value):
    """The sample after a load: its folder, what the load said, and what was foreseen."""

    folder: Path
    report: LoadReport
    needs: tuple[Need, ...]


@pytest.fixture(scope="module")
def graph() -> KeepingGraph:
    return KeepingGraph()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, graph: KeepingGraph) -> Town:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, TODAY, FEW)
    hub = Hub(tmp_path_factory.mktemp("hub"))
    report = hub.load(folder, graph, NOW)
    refresh(hub, graph, NOW)
    needs = forecast(hub, graph, load_catalogue(), NOW)
    return Town(folder=folder, report=report, needs=tuple(needs))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def owned(graph: KeepingGraph, kind: type[Account | Holding | Loan], who: str) -> list[int]:
    field = {Account: "balanceMinor", Holding: "valueMinor", Loan: "outstandingMinor"}[kind]
    found = [row["properties"] for row in graph.rows(ATTACH[kind]) if row["customer"] == who]
    return [one[field] for one in found]


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name, TODAY, 6)
    names = [f"{one}.csv" for one in feeds()]
    same, different, missing = filecmp.cmpfiles(
        tmp_path / "one", tmp_path / "two", names, shallow=False
    )
    assert (sorted(same), different, missing) == (sorted(names), [], [])


def test_another_seed_is_another_town_with_the_same_demo_customers(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", TODAY, 6, seed=1)
    write_sample(tmp_path / "two", TODAY, 6, seed=2)
    first, second = (rows(tmp_path / name, "customers") for name in ("one", "two"))
    assert first[:3] == second[:3]
    assert first[3:] != second[3:]


def test_the_hub_takes_every_row_of_the_sample(town: Town) -> None:
    assert town.report.rejected == 0
    assert town.report.missing == ()
    assert next(one for one in town.report.feeds if one.feed == "customers").new == FEW


def test_nothing_in_the_sample_lies_ahead(town: Town) -> None:
    moments = [row["posted_at"] for row in rows(town.folder, "transactions")]
    moments += [row["at"] for row in rows(town.folder, "app_events")]
    assert max(moments)[:10] <= TODAY.isoformat()
    oldest = date.fromisoformat(min(moments)[:10])
    assert TODAY - oldest >= timedelta(days=700)


def test_a_household_makes_a_modest_number_of_payments(town: Town) -> None:
    months = 24 * FEW
    assert 10 <= len(rows(town.folder, "transactions")) / months <= 25


def test_the_sample_is_plainly_invented(town: Town) -> None:
    people = rows(town.folder, "customers")
    assert all(row["id_number"].startswith("999999") for row in people)
    assert all(row["phone"].startswith("1990000") for row in people)
    assert len({row["id_number"] for row in people}) == FEW


def test_every_tier_and_every_attitude_to_consent_is_there(tmp_path: Path) -> None:
    write_sample(tmp_path, TODAY, 120)
    given = rows(tmp_path, "consents")
    assert len({row["customer_id"] for row in given}) < 120
    assert any(row["withdrawn_at"] for row in given)
    assert any(row["authorisation"] == "second" for row in given)
    assert {row["kind"] for row in rows(tmp_path, "customers")} == {"person", "micro_business"}
    assert {row["purpose"] for row in rows(tmp_path, "loans")} >= {"home_purchase", "business"}


def test_the_staff_can_serve_approve_check_and_audit(town: Town) -> None:
    staff = {row["advisor_id"]: (row["name"], row["role"]) for row in rows(town.folder, "advisors")}
    assert staff["a-1"] == ("王敏", "advisor")
    assert staff["a-2"] == ("周岚", "second_approver")
    assert {role for _, role in staff.values()} >= {"compliance", "auditor"}


def test_the_market_ends_on_the_last_day_at_the_known_rates(town: Town) -> None:
    last = {
        row["instrument"]: row["value"]
        for row in rows(town.folder, "market")
        if row["day"] == TODAY.isoformat()
    }
    known = {"GBPCNY": "9.31", "GBPUSD": "1.33", "USDCNY": "7.0"}
    assert {name: Decimal(last[name]) for name in known} == {
        name: Decimal(one) for name, one in known.items()
    }
    assert {row["instrument"] for row in rows(town.folder, "market")} >= {
        "LPR_1Y",
        "LPR_5Y",
        "EURCNY",
    }


def test_the_demo_customers_own_what_they_are_known_for(town: Town, graph: KeepingGraph) -> None:
    assert owned(graph, Account, "c-1001") == [18000000, 40000000]
    assert owned(graph, Holding, "c-1001") == [35000000, 27000000]
    assert owned(graph, Loan, "c-1001") == [107240432]
    assert sum(owned(graph, Account, "c-1002")) == 125000000
    assert sum(owned(graph, Account, "c-1003") + owned(graph, Holding, "c-1003")) >= 500000000
    served = {row["id"]: row["advisor"] for row in graph.rows(CUSTOMERS)}
    assert [served[one.id] for one in demo_customers()] == ["a-1", "a-1", "a-1"]


def test_the_demo_customers_stand_in_their_tiers_and_live_as_known(
    town: Town, graph: KeepingGraph
) -> None:
    portraits = graph.portraits()
    assert [portraits[one.id]["tier"] for one in demo_customers()] == [
        one.tier for one in demo_customers()
    ]
    assert portraits["c-1001"]["livingMonthMinor"] == pytest.approx(2400000, rel=0.03)
    assert portraits["c-1002"]["livingMonthMinor"] == pytest.approx(1200000, rel=0.03)


@pytest.mark.parametrize(
    ("who", "event"),
    [("c-1001", "study_abroad"), ("c-1002", "home_purchase"), ("c-1003", "inheritance")],
)
def test_the_demo_customers_most_probable_need_is_the_known_one(
    town: Town, who: str, event: str
) -> None:
    theirs = [one for one in town.needs if one.customer_id == who]
    assert (theirs[0].event, theirs[0].contact, theirs[0].basis) == (event, "allowed", "declared")


def test_probabilities_of_the_whole_town_grow_with_the_horizon(town: Town) -> None:
    assert len(town.needs) >= 10
    assert all(
        one.probability_30 <= one.probability_90 <= one.probability_180 for one in town.needs
    )
    assert all(TODAY <= one.window_start < one.window_end for one in town.needs)
