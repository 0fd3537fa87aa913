"""The portrait's own store: origins apart, differences only, as of a day, forbidden tags."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from graph.errors import BadCatalogue
from graph.hub import Hub
from graph.portrait import Scope, export, families, refresh, show, why
from graph.portrait.best import best_of
from graph.portrait.drawing import FRESH
from graph.portrait.shown import UnknownTag
from graph.portrait.store import attach, replace, replacing
from tests.builders import NOW
from tests.feeds import KeepingGraph, consents, feed

PEOPLE = "customer_id,name,monthly_income_minor,employer\nc-1,陈静,300000,江南第一中学\n"
WAGES = (
    "transaction_id,account_id,posted_at,amount_minor,counterparty_kind,counterparty,memo\n"
    + "".join(
        f"t-{month},a-1,2026-{month:02d}-10,1500000,employer,云泽软件公司,工资\n"
        for month in range(3, 12)
    )
)
INCOME = "basic.work.income_band"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    home = tmp_path / "feeds"
    feed(home, "customers", PEOPLE)
    feed(home, "accounts", "account_id,customer_id,kind,balance_minor\na-1,c-1,current,100\n")
    feed(home, "transactions", WAGES)
    consents(home, "profiling", "sensitive_financial")
    made = Hub(tmp_path / "hub")
    made.load(home, None, NOW)
    return made


def test_what_was_said_and_what_was_inferred_stand_side_by_side(hub: Hub) -> None:
    refresh(hub, None, NOW)
    tags = [one for one in show(hub, None, "c-1", NOW) if one.key == INCOME]
    assert [(one.origin, one.value, one.relied_on) for one in tags] == [
        ("inferred", "10k_20k", True),
        ("said", "under_5k", False),
    ]
    assert tags[0].source_rows == 8
    assert tags[0].permitted_purposes == ("profiling", "sensitive_financial")


def test_the_same_again_writes_nothing_and_a_change_is_known_as_of_its_day(hub: Hub) -> None:
    assert refresh(hub, None, NOW).written > 0
    assert refresh(hub, None, NOW).written == 0
    feed(hub.home.parent / "feeds", "customers", PEOPLE.replace("300000", "3500000"))
    later = NOW + timedelta(days=3)
    hub.load(hub.home.parent / "feeds", None, later)
    assert refresh(hub, None, later, Scope(since=NOW + timedelta(days=1))).customers == 1
    assert _said(hub, later) == ["30k_50k"]
    tags = show(hub, None, "c-1", later, NOW.date())
    assert [one.value for one in tags if one.key == INCOME and one.origin == "said"] == ["under_5k"]


def _said(hub: Hub, now: datetime) -> list[str]:
    tags = show(hub, None, "c-1", now)
    return [one.value for one in tags if one.key == INCOME and one.origin == "said"]


def test_a_withdrawal_hides_at_the_next_read_and_clears_at_the_next_refresh(hub: Hub) -> None:
    refresh(hub, None, NOW)
    graph = KeepingGraph()
    hub.load(hub.home.parent / "feeds", graph, NOW)
    graph.withdraw("k-sensitive_financial", "2026-11-23T01:00:00+00:00")
    shown = show(hub, graph, "c-1", NOW)
    assert shown
    assert not [one for one in shown if one.sensitivity == "S3"]
    refresh(hub, graph, NOW)
    with hub.reading() as reader:
        path = hub.home / "portrait.duckdb"
        reader.connection.execute(f"ATTACH '{path}' AS p (READ_ONLY)")
        left = reader.tuples("SELECT count(*) FROM p.tags WHERE sensitivity = 'S3'")
    assert left == [(0,)]


def test_a_refresh_that_fails_leaves_the_portrait_as_it_was(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(hub, None, NOW)
    before = show(hub, None, "c-1", NOW)

    def broken(*_: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr("graph.portrait.portrait.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        refresh(hub, None, NOW + timedelta(hours=1))
    assert show(hub, None, "c-1", NOW) == before


def test_why_names_the_rule_and_the_rows(hub: Hub) -> None:
    refresh(hub, None, NOW)
    found = {one.tag.origin: one for one in why(hub, None, "c-1", INCOME, NOW)}
    assert "wage_typical" in found["inferred"].rule
    assert len(found["inferred"].rows["transactions"]) == 9
    with pytest.raises(UnknownTag):
        why(hub, None, "c-1", "basic.no.such", NOW)


def test_the_customer_gets_a_file_and_a_page(hub: Hub, tmp_path: Path) -> None:
    refresh(hub, None, NOW)
    data, page = export(tmp_path / "out", "c-1", show(hub, None, "c-1", NOW))
    assert INCOME in data.read_text(encoding="utf-8")
    assert "Monthly income band" in page.read_text(encoding="utf-8")


FORBIDDEN = [
    "key: scenario.x.health, zh: 疾病史, en: history, sql: city",
    "key: scenario.x.a, zh: 名, en: 'religious giving', sql: city",
    "key: scenario.x.a, zh: 名, en: a, sql: \"CASE WHEN code = '8062' THEN 'x' END\"",
    "key: scenario.x.a, zh: 名, en: a, rows: "
    "\"SELECT customer_id, code, 'x' FROM moves WHERE code BETWEEN '8000' AND '8099'\"",
    "key: scenario.x.a, zh: 名, en: a, rows: SELECT customer_id goal FROM outside_health_goal",
]


@pytest.mark.parametrize("entry", FORBIDDEN)
def test_what_no_tag_may_be_about_is_refused_by_key_label_and_query(
    tmp_path: Path, entry: str
) -> None:
    text = f"- {{{entry}, source: customers, explain: {{zh: 因, en: why}}}}"
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match="no tag may be about"):
        families(tmp_path)


def test_a_bank_adds_a_family_without_a_program(hub: Hub, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (
        "- {key: basic.work.has_employer, zh: 有单位, en: Has an employer, source: customers, "
        "sql: \"CASE WHEN employer IS NOT NULL THEN 'yes' END\", explain: {zh: 因, en: why}}"
    )
    (own / "own.yaml").write_text(text, encoding="utf-8")
    refresh(hub, None, NOW, Scope(folders=(own,)))
    assert "basic.work.has_employer" in {one.key for one in show(hub, None, "c-1", NOW)}


def test_verified_goes_before_supported_inference_before_declared() -> None:
    def row(origin: str, confidence: float) -> dict[str, object]:
        return {"customer_id": "c", "family": "f", "part": None, "origin": origin,
                "confidence": confidence}  # fmt: skip

    def relied_on(*rows: dict[str, object]) -> Iterator[object]:
        return (one["origin"] for one in best_of(rows))

    said, weak, sure = row("said", 1.0), row("inferred", 0.5), row("inferred", 0.9)
    assert list(relied_on(said, weak)) == ["said"]
    assert list(relied_on(said, sure)) == ["inferred"]
    assert list(relied_on(sure, row("verified", 1.0))) == ["verified"]


def test_a_risk_level_expires_with_its_assessment(hub: Hub) -> None:
    level = "customer_id,level,assessed_at,valid_until\nc-1,C3,2026-03-18,2027-03-18\n"
    feed(hub.home.parent / "feeds", "risk_assessments", level)
    hub.load(hub.home.parent / "feeds", None, NOW)
    refresh(hub, None, NOW)
    tags = {one.key: one for one in show(hub, None, "c-1", NOW)}
    assert tags["risk.profile.c_level"].expires_at == date(2027, 3, 18)
    later = datetime(2027, 3, 19, 10, tzinfo=NOW.tzinfo)
    assert "risk.profile.c_level" not in {one.key for one in show(hub, None, "c-1", later)}


def test_what_origins_disagree_on_is_shown_and_averaged_nowhere(hub: Hub) -> None:
    refresh(hub, None, NOW)
    tags = [one for one in show(hub, None, "c-1", NOW) if one.key == INCOME]
    first, second = tags
    assert (first.value, first.other_origin, first.other) == (
        "10k_20k", "said", "月收入档：5 千元以下",
    )  # fmt: skip
    assert second.other == ""
    graph = KeepingGraph()
    hub.load(hub.home.parent / "feeds", graph, NOW)
    refresh(hub, graph, NOW)
    assert graph.tags("c-1")[INCOME]["other"] == "5 千元以下"


def test_what_a_customer_contests_is_marked_and_what_was_corrected_stays_so(hub: Hub) -> None:
    graph = KeepingGraph()
    hub.load(hub.home.parent / "feeds", graph, NOW)
    graph.contested = [
        {"customer_id": "c-1", "key": INCOME, "status": "corrected", "value": "10k_20k"}
    ]
    refresh(hub, graph, NOW)
    assert graph.tags("c-1")[INCOME]["status"] == "corrected"
    shown = {one.status for one in show(hub, graph, "c-1", NOW) if one.key == INCOME}
    assert shown == {"corrected"}
    graph.contested[0]["value"] = "30k_50k"
    refresh(hub, graph, NOW)
    assert graph.tags("c-1")[INCOME]["status"] == "current"


def test_nothing_is_said_of_a_child_under_fourteen(hub: Hub) -> None:
    young = "customer_id,name,birth_date,employer\nc-1,陈静,2013-01-01,江南第一中学\n"
    feed(hub.home.parent / "feeds", "customers", young)
    hub.load(hub.home.parent / "feeds", None, NOW)
    refresh(hub, None, NOW)
    assert show(hub, None, "c-1", NOW) == []


def test_a_step_without_differences_leaves_the_next_one_readable(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        attach(connection, tmp_path)
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(FRESH.read_text(encoding="utf-8"))
        connection.execute("CREATE TEMP TABLE chosen (customer_id VARCHAR)")
        with replacing(connection, families()[:1]):
            assert replace(connection, NOW) == 0
            connection.execute(
                "INSERT INTO fresh BY NAME SELECT 'c-' || i AS customer_id, 'a.b' AS family, "
                "'x' AS value, 'said' AS origin, 1.0 AS confidence, 'v' AS version "
                "FROM range(300000) t(i)"
            )
            assert replace(connection, NOW) == 300_000
        found = connection.execute("SELECT count(DISTINCT customer_id) FROM portrait.standing")
        assert found.fetchone() == (300_000,)
