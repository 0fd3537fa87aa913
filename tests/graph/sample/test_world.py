"""The town of any size: whole, the same again, its outcomes those of the truth."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from graph.hub import BANK_ZONE, Hub, LoadReport, Reader
from graph.needs.learning.frame import prepare
from graph.needs.learning.labels import firsts
from graph.sample.world import Size, write_world

TODAY = date(2026, 11, 23)
SMALL = Size(customers=700, months=9, pace=0.25)
NOW = datetime(2026, 11, 23, 23, 59, 59, tzinfo=BANK_ZONE)

Truth = dict[tuple[str, str], date]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_world(folder / "feeds", TODAY, SMALL, folder / "truth")
    return folder


@pytest.fixture(scope="module")
def report(home: Path) -> LoadReport:
    return Hub(home / "hub").load(home / "feeds", None, NOW)


@pytest.fixture(scope="module")
def reader(home: Path, report: LoadReport) -> Iterator[Reader]:
    assert report.feeds
    with Hub(home / "hub").reading() as reader:
        prepare(reader)
        yield reader


def rows(folder: Path, feed: str) -> Any:
    return pq.read_table(folder / feed)


def truth(home: Path) -> Truth:
    with (home / "truth" / "events.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["customer_id"], row["event"]): date.fromisoformat(row["event_date"])
            for row in csv.DictReader(file)
        }


def attributes(home: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with (home / "truth" / "attributes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["attribute"], {})[row["customer_id"]] = row["value"]
    return found


def test_every_row_of_every_feed_is_accepted_but_those_without_consent(report: LoadReport) -> None:
    refused = {one.feed for one in report.feeds if one.rejected}
    assert all(one.startswith("outside_") for one in refused)
    assert report.missing == ()
    assert {one.feed: one.rows for one in report.feeds}["customers"] == SMALL.customers


def test_of_who_took_consent_back_nothing_from_outside_is_kept(home: Path, reader: Reader) -> None:
    gone = {
        one["customer_id"]
        for one in rows(home / "feeds", "consents").to_pylist()
        if one["purpose"] == "outside_social_security" and one["withdrawn_at"]
    }
    written = {
        one["customer_id"] for one in rows(home / "feeds", "outside_social_security").to_pylist()
    }
    kept = {
        one["customer_id"]
        for one in reader.select("SELECT DISTINCT customer_id FROM outside_social_security")
    }
    assert gone & written
    assert kept == written - gone


def test_the_same_arguments_write_the_same_bytes(home: Path, tmp_path: Path) -> None:
    write_world(tmp_path / "feeds", TODAY, SMALL)
    files = sorted(
        one.relative_to(home / "feeds") for one in (home / "feeds").rglob("*") if one.is_file()
    )
    assert len(files) > len(rows(home / "feeds", "fx").column_names)
    for one in files:
        assert (tmp_path / "feeds" / one).read_bytes() == (home / "feeds" / one).read_bytes()


def test_fewer_customers_live_the_same_lives(home: Path, tmp_path: Path) -> None:
    write_world(tmp_path / "feeds", TODAY, Size(120, SMALL.months, SMALL.pace))
    few = rows(tmp_path / "feeds", "customers")
    assert few.equals(rows(home / "feeds", "customers").slice(0, 120))
    for feed, owner in (("transactions", "account_id"), ("app_events", "customer_id")):
        part = rows(tmp_path / "feeds", feed).drop_columns(
            [rows(home / "feeds", feed).column_names[0]]
        )
        whole = rows(home / "feeds", feed)
        whole = whole.drop_columns([whole.column_names[0]])
        kept = whole.filter(
            pc.call_function("is_in", [whole[owner]], pc.SetLookupOptions(part[owner].unique()))
        )
        assert part.equals(kept)


def test_another_seed_is_another_town(home: Path, tmp_path: Path) -> None:
    write_world(tmp_path / "feeds", TODAY, SMALL, seed=5)
    assert not rows(tmp_path / "feeds", "customers").equals(rows(home / "feeds", "customers"))


def test_what_the_feeds_prove_is_what_is_true(home: Path, reader: Reader) -> None:
    """Up to the last day; three payments of a renovation need two months within the feeds."""
    proved = {
        (who, event): day.astype(object)
        for event, found in firsts(reader, TODAY).items()
        for who, day in found.items()
    }
    early = np.datetime64(TODAY) - np.timedelta64(9 * 30 - 62, "D")
    true = {key: day for key, day in truth(home).items() if day <= TODAY}
    for key, day in true.items():
        if key[1] != "renovation" or np.datetime64(day) > early:
            assert proved.get(key) == day, key
    # Whom the feeds already show as retired drew a pension before they began.
    assert {key for key in proved.keys() - true.keys() if key[1] != "retirement"} == set()


def test_events_lie_ahead_too_and_nothing_of_them_is_proved(home: Path) -> None:
    assert [day for day in truth(home).values() if day > TODAY]
    assert max(rows(home / "feeds", "loans")["granted_on"].to_pylist()) <= TODAY


def test_trusting_the_file_is_right_less_than_six_times_in_ten(home: Path) -> None:
    file = rows(home / "feeds", "customers").to_pylist()
    true = attributes(home)
    stated = {
        "birth_date": [str(one["birth_date"]) for one in file],
        "city": [one["city"] for one in file],
        "occupation": [one["occupation"] for one in file],
        "employer": [one["employer"] or "" for one in file],
        "education": [one["education"] for one in file],
        "marital_status": [one["marital_status"] for one in file],
        "monthly_income_minor": [
            near(one["monthly_income_minor"], true["monthly_income_minor"][one["customer_id"]])
            for one in file
        ],
        "children_birth_years": [
            ";".join(map(str, one["children_birth_years"] or ())) for one in file
        ],
    }
    right = {
        name: np.mean([value == true[name][one["customer_id"]] for one, value in held])
        for name, values in stated.items()
        for held in [list(zip(file, values, strict=True))]
    }
    assert 0.45 < np.mean(list(right.values())) < 0.6
    assert all(0.25 < share < 0.85 for share in right.values()), right


def near(stated: int, true: str) -> str:
    """What is true where what is stated is within a fifth of it."""
    return true if abs(stated / int(true) - 1) < 0.2 else ""


def test_couples_share_a_city_and_household_money(home: Path) -> None:
    true = attributes(home)
    received = {
        one["account_id"].removeprefix("acc-")
        for one in rows(home / "feeds", "transactions").to_pylist()
        if one["memo"] == "家用" and one["amount_minor"] > 0
    }
    assert received
    for who in received:
        giver = f"c-{int(who[2:]) - 1}"
        assert true["marital_status"][who] == true["marital_status"][giver] == "married"
        assert true["city"][who] == true["city"][giver]


def test_signs_go_before_what_comes_to_pass_and_before_plans_given_up(
    home: Path, reader: Reader
) -> None:
    asked = reader.select(
        'SELECT customer_id, min("at")::DATE AS day FROM app_events '
        "WHERE contains(text, '首付') OR contains(text, '房贷') GROUP BY 1"
    )
    homes = {who: day for (who, event), day in truth(home).items() if event == "home_purchase"}
    ahead = [
        (homes[one["customer_id"]] - one["day"]).days
        for one in asked
        if one["customer_id"] in homes
    ]
    assert np.median([days for days in ahead if days > 0]) > 60
    assert len({one["customer_id"] for one in asked} - homes.keys()) > len(ahead)


def test_those_who_act_looked_more_than_others(home: Path, reader: Reader) -> None:
    looked = {
        row["customer_id"]: row["n"]
        for row in reader.select(
            "SELECT customer_id, count(*) AS n FROM app_events WHERE kind <> 'login' GROUP BY 1"
        )
    }
    actors = {who for who, _ in truth(home)}
    others = {f"c-{1001 + n}" for n in range(SMALL.customers)} - actors
    means = [np.mean([looked.get(one, 0) for one in those]) for those in (actors, others)]
    assert means[0] > 1.3 * means[1]


def test_consents_are_given_twice_for_what_comes_from_outside(home: Path) -> None:
    given = rows(home / "feeds", "consents").to_pylist()
    outside = [one for one in given if one["purpose"].startswith("outside")]
    assert {one["authorisation"] for one in outside} == {"first", "second"}
    assert any(one["withdrawn_at"] for one in given)
    assert all(one["granted_at"] < (one["withdrawn_at"] or NOW) for one in given)
