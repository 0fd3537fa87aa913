"""`advisor hub`: the hourly job, how fresh the feeds are, and mappings tried out."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.channels.cli import feeds as commands
from assistant.channels.cli.entry import run
from assistant.privacy.ledger import Ledger
from assistant.records import Records
from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.portrait import show
from tests.builders import NOW
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, consents, feed

EVENTS = "event_id,customer_id,at,kind,text\n"
SEARCHES = EVENTS + "".join(
    f"e-{day},c-1,2026-11-{day}T10:00:00+08:00,search,雅思报名\n" for day in range(10, 20)
)


class Following:
    """Remembers when transfers were looked at."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []

    def follow(self, now: datetime) -> None:
        self.moments.append(now)


class Bench:
    """What the commands need of the application: feeds, a graph, and a clock that is set."""

    def __init__(self, home: Path) -> None:
        self.hub = Hub(home / "hub")
        self.graph = KeepingGraph()
        self.catalogue = load_catalogue()
        self.ledger = Ledger(Records(home / "records.sqlite"))
        self.safeguard = Following()
        self.now: datetime = NOW

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "feeds"
    feed(folder, "customers", CUSTOMER + "c-2,王芳,1990-01-01,900000,a-1\n")
    feed(folder, "accounts", "account_id,customer_id,kind,balance_minor\na-1,c-1,current,5\n")
    feed(folder, "app_events", SEARCHES)
    consents(folder, *ALL_CONSENTS)
    return folder


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(tmp_path)

    @contextmanager
    def opened() -> Generator[Bench]:
        yield bench

    monkeypatch.setattr(commands, "opened", opened)
    return bench


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs `advisor hub …`, which must succeed: what it printed."""

    def command(*words: str | Path) -> str:
        code = run(["hub", *map(str, words)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    return command


Told = Callable[..., str]


def as_json(said: str) -> dict[str, Any]:
    return json.loads(said)


def test_the_hourly_job_loads_draws_and_foresees(bench: Bench, told: Told, folder: Path) -> None:
    done = as_json(told("refresh", folder, "--json"))
    assert done["refresh"]["customers"] == 2
    assert done["refresh"]["needs"] >= 1
    assert done["cleared"] == 0
    assert bench.graph.needs("c-1")
    assert any(row.action == "hub.load" for row in bench.ledger.rows())
    assert bench.safeguard.moments == [NOW]


def test_an_hour_later_only_those_touched_are_drawn(bench: Bench, told: Told, folder: Path) -> None:
    told("refresh", folder)
    bench.now = NOW + timedelta(hours=1)
    again = as_json(told("refresh", "--json"))
    assert again["refresh"]["customers"] == 0
    bench.now = NOW + timedelta(hours=2)
    feed(folder, "app_events", SEARCHES + "e-20,c-2,2026-11-23T11:00:00+08:00,login,\n")
    said = told("refresh")
    assert "有变动的客户 1 位" in said
    assert "1 customers touched" in said


def test_a_withdrawal_in_the_feed_is_cleared_by_the_hour(
    bench: Bench, told: Told, folder: Path
) -> None:
    told("refresh", folder)
    assert show(bench.hub, bench.graph, "c-1", NOW)
    bench.now = NOW + timedelta(hours=1)
    header = "consent_id,customer_id,purpose,granted_at,withdrawn_at,authorisation\n"
    given = f"k-profiling,c-1,profiling,2026-01-05T09:00:00+08:00,{NOW.isoformat()},first\n"
    feed(folder, "consents", header + given)
    done = as_json(told("refresh", "--json"))
    assert done["cleared"] == 1
    assert show(bench.hub, bench.graph, "c-1", bench.now) == []
    assert bench.graph.tags("c-1") == {}


def test_without_a_folder_the_first_refresh_asks_for_one(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hub", "refresh"]) == 2
    said = capsys.readouterr().err
    assert "请写明文件夹" in said
    assert bench.hub.status().loads == ()


def test_a_refresh_beside_a_load_is_told_who_is_at_it(
    bench: Bench, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Hub(bench.hub.home).alone():
        assert run(["hub", "refresh", str(folder)]) == 1
        assert run(["hub", "load", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "还没有结束" in said
    assert "still running" in said


def test_the_report_of_a_load_shows_counts_notes_and_first_refusals(
    bench: Bench, told: Told, folder: Path
) -> None:
    feed(folder, "accounts", (
        "account_id,customer_id,kind,balance_minor,as_of\n"
        "a-1,c-1,current,-5,2026-11-24\na-2,c-404,current,1,\n"
    ))  # fmt: skip
    said = told("load", folder)
    assert "accounts：共 2 行，新增 1" in said
    assert "as_of 晚于今天" in said
    assert "第 2 行 customer_id" in said
    assert bench.hub.status().rejected == {"accounts": 1}


def test_the_status_tells_which_feeds_are_late_and_by_how_much(
    bench: Bench, told: Told, folder: Path
) -> None:
    assert "还没有刷新过" in told("status")
    told("refresh", folder)
    fresh = as_json(told("status", "--json"))
    assert (fresh["customers"], fresh["lag_seconds"]) == (2, 0)
    assert "customers" not in fresh["stale"]
    assert "within the hour" in told("status")
    bench.now = NOW + timedelta(days=3, hours=4)
    late = as_json(told("status", "--json"))
    assert {"app_events", "accounts"} <= set(late["stale"])
    assert late["lag_seconds"] == timedelta(days=3, hours=3).total_seconds()
    said = told("status")
    assert "逾期" in said
    assert "3d 3h later than hourly" in said


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "bank.yaml"
    columns = {"customer_id": "nr", "name": "jmeno", "birth_date": "narozen"}
    held = {
        "name": "pobocka", "zh": "外国银行", "en": "another bank",
        "sources": {"client": {"file": "client.csv"}},
        "feeds": {"customers": {"from": "client", "columns": columns}},
    }  # fmt: skip
    path.write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    feed(tmp_path / "bank", "client", "nr,jmeno,narozen\n7,Jana,1994-05-02\n8,Petr,x\n")
    return path


def test_a_mapping_is_tried_out_before_anything_is_loaded(
    told: Told, mapping: Path, tmp_path: Path
) -> None:
    said = told("map", "check", mapping, tmp_path / "bank")
    assert "client.jmeno" in said
    assert "会被拒收" in said
    tried = as_json(told("map", "check", mapping, tmp_path / "bank", "--json"))
    assert [one["column"] for one in tried["refusals"]] == ["birth_date"]
    assert tried["rows"]["customers"][0]["name"] == "Jana"


def test_a_refresh_goes_on_with_the_mapping_of_the_last_load(
    bench: Bench, told: Told, mapping: Path, tmp_path: Path
) -> None:
    told("load", tmp_path / "bank", "--mapping", mapping)
    bench.now = NOW + timedelta(hours=1)
    again = as_json(told("refresh", "--json"))
    assert again["refresh"]["customers"] == 1
