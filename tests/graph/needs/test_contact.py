"""When the bank keeps silent of a foreseen need, and what it says of it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.model import Need
from graph.needs import REASONS, Vantage, as_row, at_hour, forecast, foresee
from tests.builders import NOW, SHANGHAI
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, consents, feed, need

EVENTS = "event_id,customer_id,at,kind,text\n"
CONTACTS = "contact_id,customer_id,at,channel,direction,text\n"
LOANS = (
    "loan_id,customer_id,purpose,principal_minor,outstanding_minor,annual_rate,granted_on,"
    "term_months,arrears_days,status\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "feeds"
    feed(home, "customers", CUSTOMER)
    consents(home, *ALL_CONSENTS)
    searched(home, "雅思报名", "学生签证")
    return home


@pytest.fixture
def graph() -> KeepingGraph:
    return KeepingGraph()


def searched(folder: Path, *texts: str, day: str = "2026-11-03") -> None:
    rows = (f"e-{at},c-1,{day},search,{text}\n" for at, text in enumerate(texts))
    feed(folder, "app_events", EVENTS + "".join(rows))


def aged(folder: Path, born: str) -> None:
    feed(folder, "customers", CUSTOMER.replace("1994-05-02", born))


def loaded(folder: Path, graph: KeepingGraph) -> Hub:
    hub = Hub(folder.parent / "hub")
    hub.load(folder, graph, NOW)
    return hub


def the_need(folder: Path, graph: KeepingGraph, now: datetime = NOW) -> Need:
    [found] = forecast(loaded(folder, graph), graph, load_catalogue(), now)
    return found


def reason(folder: Path, graph: KeepingGraph) -> str | None:
    found = the_need(folder, graph)
    assert (found.contact == "allowed") == (found.contact_reason is None)
    return found.contact_reason


def test_with_consent_and_nothing_against_it_the_bank_may_speak(
    folder: Path, graph: KeepingGraph
) -> None:
    assert reason(folder, graph) is None


def test_no_consent_to_contact_comes_before_any_other_reason(
    folder: Path, graph: KeepingGraph
) -> None:
    consents(folder, "need_prediction")
    aged(folder, "1950-01-01")
    assert reason(folder, graph) == "no_consent"


@pytest.mark.parametrize("born", ["1950-01-01", "1961-11-23", "2010-01-01"])
def test_minors_and_the_elder_are_not_approached(
    folder: Path, graph: KeepingGraph, born: str
) -> None:
    aged(folder, born)
    assert reason(folder, graph) == "vulnerable"


def test_what_is_made_for_the_elder_may_be_spoken_of_to_them(
    folder: Path, graph: KeepingGraph
) -> None:
    aged(folder, "1960-01-01")
    searched(folder, "退休手续", "养老金到账", "退休金")
    assert (the_need(folder, graph).event, reason(folder, graph)) == ("retirement", None)


@pytest.mark.parametrize(("days", "expected"), [(29, None), (30, "vulnerable")])
def test_who_is_late_with_a_loan_is_not_approached(
    folder: Path, graph: KeepingGraph, days: int, expected: str | None
) -> None:
    feed(folder, "loans", f"{LOANS}l-1,c-1,consumption,100,100,0.05,2026-01-01,36,{days},active\n")
    assert reason(folder, graph) == expected


@pytest.mark.parametrize(("calls", "expected"), [(2, None), (3, "fatigue")])
def test_enough_contacts_within_the_month_are_enough(
    folder: Path, graph: KeepingGraph, calls: int, expected: str | None
) -> None:
    rows = [f"k-{at},c-1,2026-11-{10 + at},phone,out,产品介绍\n" for at in range(calls)]
    rows.append("k-9,c-1,2026-09-01,phone,out,产品介绍\n")
    feed(folder, "contacts", CONTACTS + "".join(rows))
    assert reason(folder, graph) == expected


def test_answers_to_the_customer_tire_nobody(folder: Path, graph: KeepingGraph) -> None:
    rows = [
        f"k-{at}{way},c-1,2026-11-{10 + at},chat,{way},余额\n"
        for at in range(5)
        for way in ("in", "out")
    ]
    feed(folder, "contacts", CONTACTS + "".join(rows))
    assert reason(folder, graph) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("别再打电话给我了", "recently_refused"),
        ("Please stop calling me", "recently_refused"),
        ("留学的事不需要了", "recently_refused"),
        ("装修的事不需要", None),
        ("好的", None),
    ],
)
def test_who_declined_lately_is_left_in_peace(
    folder: Path, graph: KeepingGraph, said: str, expected: str | None
) -> None:
    feed(folder, "contacts", f"{CONTACTS}k-1,c-1,2026-10-01,phone,in,{said}\n")
    found = forecast(loaded(folder, graph), graph, load_catalogue(), NOW)
    study = next(one for one in found if one.event == "study_abroad")
    assert study.contact_reason == expected


def test_a_refusal_of_long_ago_is_over(folder: Path, graph: KeepingGraph) -> None:
    feed(folder, "contacts", f"{CONTACTS}k-1,c-1,2026-08-01,phone,in,别再打电话\n")
    assert reason(folder, graph) is None


def test_what_was_waved_off_stays_off_for_a_while_whatever_is_seen(
    folder: Path, graph: KeepingGraph
) -> None:
    graph.dismissed = [
        {
            "need_id": "need-c-1-study_abroad", "customer_id": "c-1", "event": "study_abroad",
            "dismissed_at": "2026-11-01T02:00:00+00:00",
        }
    ]  # fmt: skip
    found = the_need(folder, graph)
    assert (found.id, found.status) == ("need-c-1-study_abroad-2", "open")
    assert found.contact_reason == "recently_refused"


@pytest.mark.parametrize(
    ("status", "granted", "expected"),
    [
        ("active", "2025-11-01", "already_served"),
        ("closed", "2025-11-01", None),
        ("active", "2015-11-01", None),
    ],
)
def test_a_running_loan_for_it_meets_the_need(
    folder: Path, graph: KeepingGraph, status: str, granted: str, expected: str | None
) -> None:
    feed(folder, "loans", f"{LOANS}l-1,c-1,study,100,100,0.05,{granted},36,0,{status}\n")
    assert reason(folder, graph) == expected


def test_a_product_for_it_meets_the_need(folder: Path, graph: KeepingGraph) -> None:
    feed(folder, "products", "product_code,name,family\np-1,养老目标,pension\n")
    feed(
        folder, "holdings",
        "holding_id,customer_id,product_code,quantity,value_minor\nh-1,c-1,p-1,1,100\n",
    )  # fmt: skip
    searched(folder, *["个人养老金"] * 3)
    assert (the_need(folder, graph).event, reason(folder, graph)) == (
        "retirement_prep",
        "already_served",
    )


def test_a_plan_for_it_meets_the_need(folder: Path, graph: KeepingGraph) -> None:
    graph.plans = [{"customer_id": "c-1", "pack": "study_abroad_legacy"}]
    assert reason(folder, graph) == "already_served"


def test_a_sensitive_matter_is_never_raised(folder: Path, graph: KeepingGraph) -> None:
    searched(folder, "住院", "手术费", day="2026-11-20")
    assert reason(folder, graph) == "sensitive_event"


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (8, 59, "quiet_hours"),
        (9, 0, None),
        (20, 59, None),
        (21, 0, "quiet_hours"),
        (0, 0, "quiet_hours"),
    ],
)
def test_in_the_quiet_hours_nobody_is_approached(
    hour: int, minute: int, expected: str | None
) -> None:
    at = datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI)
    found = at_hour(need(), load_catalogue().contact, at)
    assert found.contact_reason == expected
    assert (found.contact == "allowed") == (expected is None)


def test_another_reason_outlasts_the_night() -> None:
    silent = need(contact="do_not_contact", contact_reason="fatigue")
    assert at_hour(silent, load_catalogue().contact, NOW.replace(hour=23)) == silent


def test_quiet_hours_within_a_day_end_on_that_day() -> None:
    terms = load_catalogue().contact
    noon = terms.quiet.model_validate({"from": "12:00", "until": "13:00"})
    assert [noon.hold(NOW.replace(hour=hour)) for hour in (11, 12, 13)] == [False, True, False]


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(one.zh and one.en for one in REASONS.values())


def test_a_row_has_exactly_the_fields_others_rely_on(folder: Path, graph: KeepingGraph) -> None:
    found = the_need(folder, graph)
    row = as_row(found)
    assert list(row) == [
        "customer_id", "as_of", "event", "need", "probability_30", "probability_90",
        "probability_180", "window_start", "window_end", "expected_lead_days", "basis", "evidence",
        "pack", "contact", "contact_reason",
    ]  # fmt: skip
    assert {tuple(one) for one in row["evidence"]} == {("signal", "at", "text")}
    assert row["need"].startswith("教育金")
    assert as_row(found, "en")["need"].startswith("education fund")
    assert as_row(found, "en")["evidence"][0]["text"].startswith("You searched")


def past(hub: Hub, graph: KeepingGraph, day: str, **changes: Any) -> list[Need]:
    at = datetime.fromisoformat(f"{day}T10:00:00+08:00")
    return foresee(hub, graph, load_catalogue(), Vantage(at, **changes))


def test_a_past_day_knows_nothing_of_later_rows_and_writes_nothing(
    folder: Path, graph: KeepingGraph
) -> None:
    before = past(loaded(folder, graph), graph, "2026-11-05")
    written = graph.written()
    assert before
    feed(folder, "app_events", (
        f"{EVENTS}e-0,c-1,2026-11-03,search,雅思报名\ne-1,c-1,2026-11-03,search,学生签证\n"
        "e-7,c-1,2026-11-06,search,留学\n"
    ))  # fmt: skip
    feed(folder, "contacts", f"{CONTACTS}k-1,c-1,2026-11-07,phone,in,别再打电话\n")
    feed(folder, "loans", f"{LOANS}l-1,c-1,study,100,100,0.05,2026-11-08,36,90,active\n")
    feed(folder, "customers", CUSTOMER.replace("advisor_id", "advisor_id,children_birth_years")
         .replace("a-1", "a-1,2027"))  # fmt: skip
    hub = loaded(folder, graph)
    written = graph.written()
    assert past(hub, graph, "2026-11-05") == before
    assert graph.written() == written
    assert past(hub, graph, "2026-11-02") == []


def test_a_consent_withdrawn_since_allows_no_look_at_the_past(
    folder: Path, graph: KeepingGraph
) -> None:
    hub = loaded(folder, graph)
    graph.withdraw("k-need_prediction", (NOW - timedelta(days=1)).isoformat())
    assert past(hub, graph, "2026-11-10")
    assert past(hub, graph, "2026-11-10", asked_at=NOW) == []


def test_a_day_before_the_consent_foresees_nothing(folder: Path, graph: KeepingGraph) -> None:
    searched(folder, "雅思报名", day="2026-01-02")
    assert past(loaded(folder, graph), graph, "2026-01-03") == []
