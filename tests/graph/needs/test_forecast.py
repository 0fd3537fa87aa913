"""Foreseen needs: under consent, with evidence, silent where they must be."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.catalogue import load_catalogue
from graph.hub import Hub
from graph.model import Need
from graph.needs import REASONS, forecast
from graph.store.foresight import LEFT_SIGNALS, NEEDS, SIGNALS
from tests.builders import NOW
from tests.feeds import ALL_CONSENTS, CUSTOMER, KeepingGraph, consents, feed

EVENTS = "event_id,customer_id,at,kind,text\n"
MOVES = "transaction_id,account_id,posted_at,amount_minor,counterparty,counterparty_kind,mcc,memo\n"
ACCOUNT = "account_id,customer_id,kind,balance_minor\na-1,c-1,current,100\n"
CONTACTS = "contact_id,customer_id,at,channel,direction,text\n"
FX = "fx_id,customer_id,side,currency,amount_minor,purpose,traded_at\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "feeds"
    feed(home, "customers", CUSTOMER)
    feed(home, "accounts", ACCOUNT)
    consents(home, *ALL_CONSENTS)
    return home


@pytest.fixture
def graph() -> KeepingGraph:
    return KeepingGraph()


def searches(folder: Path, *rows: str) -> None:
    feed(
        folder, "app_events", EVENTS + "".join(f"e-{at},c-1,{row}\n" for at, row in enumerate(rows))
    )


def moves(folder: Path, *rows: str) -> None:
    feed(
        folder,
        "transactions",
        MOVES + "".join(f"t-{at},a-1,{row}\n" for at, row in enumerate(rows)),
    )


def foreseen(folder: Path, graph: KeepingGraph, customer_id: str | None = None) -> list[Need]:
    hub = Hub(folder.parent / "hub")
    hub.load(folder, graph, NOW)
    return forecast(hub, graph, load_catalogue(), NOW, customer_id)


def texts(need: Need) -> list[str]:
    return [one.text for one in need.evidence]


def test_a_search_is_evidence_in_both_languages(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, "2026-11-03T20:00:00+08:00,search,雅思报名")
    [need] = foreseen(folder, graph)
    assert (need.id, need.event, need.pack) == (
        "need-c-1-study_abroad",
        "study_abroad",
        "study_abroad_legacy",
    )
    assert texts(need) == ["您 11 月 3 日在手机银行搜索了“雅思报名”"]
    assert need.evidence[0].text_en == "You searched for “雅思报名” in mobile banking on 3 November"
    assert (need.basis, need.contact, need.contact_reason) == ("declared", "allowed", None)
    assert [one["id"] for one in graph.needs("c-1")] == [need.id]
    assert graph.stages("c-1") == {"scenario.event_stage.study_abroad": "considering"}


def test_every_kind_of_signal_is_read(folder: Path, graph: KeepingGraph) -> None:
    searches(
        folder,
        "2026-11-03,calculator,留学费用测算",
        "2025-12-24,view,海外大学一览",
        "2026-11-02,click,托福考试",
    )
    feed(folder, "contacts", CONTACTS + (
        "k-1,c-1,2026-11-04,chat,in,我女儿的学费怎么汇？\nk-2,c-1,2026-11-04,chat,out,关于留学我们可以帮您\n"
    ))  # fmt: skip
    moves(folder, "2026-11-05,-217000,考试中心,school,8299,雅思考试费")
    feed(folder, "fx", FX + "x-1,c-1,buy,GBP,100000,tuition,2026-11-06\n")
    need = next(one for one in foreseen(folder, graph) if one.event == "study_abroad")
    said = " ".join(texts(need))
    assert "办理了用途为“学费”的外汇业务" in said
    assert "有一笔“雅思考试费”支出" in said
    assert "向我们咨询过“学费怎么汇”" in said
    assert "女儿" not in said
    assert "使用了“留学费用测算”测算工具" in said
    assert len(need.evidence) == 5
    assert [one.at for one in need.evidence] == sorted(
        (one.at for one in need.evidence), reverse=True
    )


def test_what_was_said_last_year_names_the_year(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, *(f"2025-12-{day},search,雅思" for day in (24, 23, 22, 21)))
    [need] = foreseen(folder, graph)
    assert texts(need)[0] == "您 2025 年 12 月 24 日在手机银行搜索了“雅思”"
    assert need.evidence[0].text_en.endswith("24 December 2025")


def test_a_long_search_is_cut(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, f"2026-11-03,search,{'雅思' * 30}")
    [need] = foreseen(folder, graph)
    assert texts(need)[0].endswith("…”")


@pytest.mark.parametrize("given", [(), ("profiling", "marketing_contact", "sensitive_financial")])
def test_without_consent_to_prediction_nothing_is_foreseen(
    folder: Path, graph: KeepingGraph, given: Sequence[str]
) -> None:
    consents(folder, *given)
    searches(folder, "2026-11-03,search,雅思报名")
    assert foreseen(folder, graph) == []
    assert graph.needs("c-1") == []


def test_without_consent_to_sensitive_data_accounts_are_not_read(
    folder: Path, graph: KeepingGraph
) -> None:
    consents(folder, "need_prediction", "marketing_contact")
    moves(folder, "2026-11-05,-217000,考试中心,school,8299,雅思考试费")
    feed(folder, "fx", FX + "x-1,c-1,buy,GBP,100000,tuition,2026-11-06\n")
    assert foreseen(folder, graph) == []
    assert graph.stages("c-1") == {}


def test_without_consent_to_contact_the_bank_keeps_silent(
    folder: Path, graph: KeepingGraph
) -> None:
    consents(folder, "need_prediction")
    searches(folder, "2026-11-03,search,雅思报名")
    [need] = foreseen(folder, graph)
    assert (need.contact, need.contact_reason) == ("do_not_contact", "no_consent")


def test_a_sensitive_event_is_never_raised_nor_inferred_from_payments(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(folder, "2026-11-20,search,手术费怎么付")
    moves(folder, "2026-11-05,-1000000,某医院,merchant,8062,住院预交金")
    [need] = foreseen(folder, graph)
    assert (need.event, need.contact, need.contact_reason) == (
        "illness",
        "do_not_contact",
        "sensitive_event",
    )
    assert [one.signal for one in need.evidence] == ["search:手术费"]
    assert graph.stages("c-1") == {}


def test_an_event_that_came_to_pass_is_not_offered_again(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, *(f"2026-10-{day},search,试驾" for day in range(10, 20)))
    before = foreseen(folder, graph)[0]
    moves(folder, "2026-11-01,-20000000,车行,merchant,5511,购车款")
    after = next(one for one in foreseen(folder, graph) if one.event == "vehicle_purchase")
    assert (after.contact, after.contact_reason) == ("do_not_contact", "already_served")
    assert after.probability_90 < before.probability_90


def test_signals_before_an_old_event_do_not_count_again(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, "2026-01-10,search,试驾")
    moves(folder, "2026-02-01,-20000000,车行,merchant,5511,购车款")
    assert foreseen(folder, graph) == []
    searches(folder, "2026-01-10,search,试驾", "2026-11-10,search,车贷", "2026-11-12,search,试驾")
    [need] = foreseen(folder, graph)
    assert need.contact == "allowed"
    assert len(need.evidence) == 2


POLICY = "policy_id,customer_id,insured,cover_minor,starts_on\n"
LOAN = (
    "loan_id,customer_id,purpose,principal_minor,outstanding_minor,annual_rate,granted_on,"
    "term_months\n"
)
WORKS = "".join(
    f"t-{day},a-1,2026-10-{day},-600000,木与石,merchant,5211,工程\n" for day in (10, 15, 20)
)
LOANS = {
    "home_purchase": ("home_purchase", "首付"), "renovation": ("renovation", "装修"),
    "vehicle": ("vehicle_purchase", "车贷"), "business": ("business_start", "经营贷"),
    "farming": ("farm_cycle", "化肥"), "solar": ("pv_install", "光伏"),
}  # fmt: skip
OUTCOMES = [
    ("fx", f"{FX}x-1,c-1,remit_out,GBP,100,tuition,2026-11-06\n", "study_abroad", "雅思"),
    ("fx", f"{FX}x-1,c-1,buy,USD,100,travel,2026-11-06\n", "overseas_travel", "换汇"),
    ("insurance", f"{POLICY}p-1,c-1,child,100,2026-11-01\n", "childbirth", "产假"),
    (
        "transactions", f"{MOVES}t-1,a-1,2026-11-01,450000,社保,government,,养老金\n",
        "retirement", "退休手续",
    ),
    (
        "transactions", f"{MOVES}t-1,a-1,2026-11-01,-10000000,置业,developer,,房款\n",
        "home_purchase", "首付",
    ),
    ("transactions", MOVES + WORKS, "renovation", "装修"),
    *(
        ("loans", f"{LOAN}l-1,c-1,{purpose},100,100,0.03,2026-11-01,12\n", event, phrase)
        for purpose, (event, phrase) in LOANS.items()
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "rows", "event", "phrase"),
    OUTCOMES,
    ids=[f"{one[0]}-{one[2]}" for one in OUTCOMES],
)
def test_each_outcome_of_the_feeds_is_known(
    folder: Path, graph: KeepingGraph, name: str, rows: str, event: str, phrase: str
) -> None:
    feed(folder, name, rows)
    searches(folder, *(f"2026-10-{day},search,{phrase}" for day in range(10, 20)))
    need = next(one for one in foreseen(folder, graph) if one.event == event)
    assert need.contact_reason in {"already_served", "sensitive_event"}
    assert need.probability_180 < 0.5


def test_a_dismissed_need_comes_back_only_with_new_signals(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(folder, "2026-08-03,search,雅思报名", "2026-08-04,search,托福")
    graph.dismissed = [
        {
            "need_id": "need-c-1-study_abroad", "customer_id": "c-1", "event": "study_abroad",
            "dismissed_at": "2026-08-10T02:00:00+00:00",
        },
        {
            "need_id": "need-c-1-renovation", "customer_id": "c-1", "event": "renovation",
            "dismissed_at": None,
        },
    ]  # fmt: skip
    [need] = foreseen(folder, graph)
    assert (need.status, need.contact_reason) == ("dismissed", "recently_refused")
    assert graph.needs("c-1") == []
    searches(
        folder, "2026-08-03,search,雅思报名", "2026-08-04,search,托福",
        "2026-11-12,search,学生签证",
    )  # fmt: skip
    [again] = foreseen(folder, graph)
    assert (again.id, again.status, again.contact) == ("need-c-1-study_abroad-2", "open", "allowed")


def test_a_habit_is_no_signal(folder: Path, graph: KeepingGraph) -> None:
    moves(
        folder, *(f"2026-{month:02d}-05,-30000,旅行社,merchant,4511,订票" for month in range(1, 12))
    )
    assert foreseen(folder, graph) == []


def test_words_of_tomorrow_and_of_long_ago_do_not_count(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, "2026-11-25,search,雅思报名", "2024-11-25,search,雅思报名")
    assert foreseen(folder, graph) == []


def test_one_customer_alone_can_be_looked_at(folder: Path, graph: KeepingGraph) -> None:
    feed(folder, "customers", CUSTOMER + "c-2,周,1990-01-01,1,a-1\n")
    searches(folder, "2026-11-03,search,雅思报名")
    assert foreseen(folder, graph, "c-2") == []
    assert [need.customer_id for need in foreseen(folder, graph, "c-1")] == ["c-1"]


def test_the_same_feeds_foresee_the_same_in_the_same_order(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(
        folder, "2026-11-03,search,雅思报名", "2026-11-04,search,装修", "2026-11-05,search,装修公司"
    )
    first = foreseen(folder, graph)
    assert foreseen(folder, graph) == first
    assert [one.probability_90 for one in first] == sorted(
        (one.probability_90 for one in first), reverse=True
    )


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(one.zh and one.en for one in REASONS.values())


def forbidden(graph: KeepingGraph, *signals: str) -> None:
    graph.suppressions = [
        {
            "customer_id": "c-1",
            "suppression": {
                "id": one, "signal": one, "since": "2026-11-20T02:00:00+00:00", "liftedAt": None,
            },
        }
        for one in signals
    ]  # fmt: skip


@pytest.mark.parametrize("forbid", ["search:雅思", "search", "own_chat"])
def test_what_the_customer_forbade_is_not_used(
    folder: Path, graph: KeepingGraph, forbid: str
) -> None:
    searches(folder, "2026-11-03,search,雅思报名")
    assert foreseen(folder, graph)
    forbidden(graph, forbid)
    assert foreseen(folder, graph) == []
    assert graph.needs("c-1") == []


def test_what_was_not_forbidden_is_still_used(folder: Path, graph: KeepingGraph) -> None:
    searches(folder, "2026-11-03,search,雅思报名", "2026-11-04,search,学生签证")
    before = foreseen(folder, graph)[0]
    forbidden(graph, "search:雅思")
    [need] = foreseen(folder, graph)
    assert [one.signal for one in need.evidence] == ["search:学生签证"]
    assert need.probability_90 < before.probability_90


def test_evidence_says_where_it_stands_and_what_it_counts(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(folder, "2026-11-03,search,雅思报名", "2026-11-04,search,学生签证")
    [need] = foreseen(folder, graph)
    first = need.evidence[0]
    assert (first.row, first.kind, first.source) == ("app_events/e-1", "search", "own_chat")
    assert 0 < first.lowers < need.probability_90
    assert first.half_life_days == 180
    assert need.hinges_on


def test_a_second_forecast_of_the_day_writes_no_need_and_no_signal(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(folder, "2026-11-03T20:00:00+08:00,search,雅思报名")
    foreseen(folder, graph)
    written = len(graph.rows(NEEDS)), len(graph.rows(SIGNALS))
    assert written == (1, 1)
    foreseen(folder, graph)
    assert (len(graph.rows(NEEDS)), len(graph.rows(SIGNALS))) == written


def test_a_consent_that_ended_takes_signals_and_needs_at_the_next_forecast(
    folder: Path, graph: KeepingGraph
) -> None:
    searches(folder, "2026-11-03T20:00:00+08:00,search,雅思报名")
    foreseen(folder, graph)
    graph.withdraw("k-need_prediction", "2026-11-20T01:00:00+00:00")
    forecast(Hub(folder.parent / "hub"), graph, load_catalogue(), NOW)
    assert graph.needs("c-1") == []
    left = [given["ids"] for cypher, given in graph.statements if cypher == LEFT_SIGNALS]
    assert left == [[graph.rows(SIGNALS)[0]["id"]]]
