"""The portrait: drawn under consent, in the words of the families, contestable."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadCatalogue
from graph.hub import Hub
from graph.portrait import families, refresh, store_stages
from graph.portrait.stages import LEFT
from tests.builders import NOW, TODAY
from tests.feeds import ALL_CONSENTS, KeepingGraph, consents, feed, need

PERSON = (
    "customer_id,name,birth_date,monthly_income_minor,children_birth_years,city,gender,"
    "marital_status,opened_on,kind,qualified_investor_until\n"
)
WHO = "c-1,陈静,1981-11-24,5500000,2010;2015,上海,F,married,2019-01-01,person,2026-12-31\n"
ACCOUNTS = (
    "account_id,customer_id,kind,balance_minor,matures_on\n"
    "a-1,c-1,current,18000000,\na-2,c-1,term,40000000,2027-02-01\n"
)
HOLDINGS = (
    "holding_id,customer_id,product_code,value_minor\n"
    "h-1,c-1,W-R2,35000000\nh-2,c-1,F-R4,27000000\n"
)
PRODUCTS = "product_code,name,family,risk_level\nW-R2,稳健,wealth,R2\nF-R4,指数,mutual_fund,R4\n"
LEVEL = "customer_id,level,assessed_at,valid_until\nc-1,C3,2026-03-18,2027-03-18\n"
MOVES = (
    "transaction_id,account_id,posted_at,amount_minor,counterparty_kind,"
    "counterparty_country,memo,mcc\n"
)


def moves(*rows: str) -> str:
    return MOVES + "".join(f"t-{at},a-1,{row}\n" for at, row in enumerate(rows))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "feeds"
    feed(home, "customers", PERSON + WHO)
    for name, text in {
        "accounts": ACCOUNTS, "holdings": HOLDINGS, "products": PRODUCTS, "risk_assessments": LEVEL,
    }.items():  # fmt: skip
        feed(home, name, text)
    consents(home, *ALL_CONSENTS)
    return home


@pytest.fixture
def graph() -> KeepingGraph:
    return KeepingGraph()


def drawn(folder: Path, graph: KeepingGraph) -> Mapping[str, Any]:
    hub = Hub(folder.parent / "hub")
    hub.load(folder, graph, NOW)
    refresh(hub, graph, NOW)
    return {key: tag["value"] for key, tag in graph.tags("c-1").items()}


def living(folder: Path, graph: KeepingGraph) -> int | None:
    drawn(folder, graph)
    return graph.portraits()["c-1"]["livingMonthMinor"]


def test_the_four_dimensions_are_drawn(folder: Path, graph: KeepingGraph) -> None:
    feed(folder, "loans", (
        "loan_id,customer_id,purpose,principal_minor,outstanding_minor,annual_rate,granted_on,"
        "term_months\nl-1,c-1,home_purchase,150000000,107240432,0.035,2017-11-20,240\n"
    ))  # fmt: skip
    tags = drawn(folder, graph)
    expected = {
        "basic.demography.age_band_5y": "40-44",
        "basic.demography.children_count": "2",
        "basic.demography.youngest_child_stage": "primary",
        "basic.demography.marital": "married",
        "basic.work.income_band": "50k_100k",
        "basic.place.city": "上海",
        "basic.relation.tier": "potential",
        "basic.relation.tenure": "5_10",
        "finance.holding.aum_band": "1m_3m",
        "finance.holding.liquidity_ratio_band": "medium",
        "finance.holding.concentration_band": "moderate",
        "finance.holding.deposit_maturity_month": "2027-02",
        "finance.holding.product_family.wealth": "held",
        "finance.holding.product_family.term_deposit": "held",
        "finance.credit.loan_type.home_purchase": "active",
        "finance.credit.debt_ratio_band": "low",
        "finance.credit.repayment_habit": "on_time",
        "scenario.housing.state": "repaying_mortgage",
        "scenario.event_stage.home_purchase": "happened",
        "risk.profile.c_level": "C3",
        "risk.profile.assessment_state": "valid",
        "risk.match.r_ceiling": "R3",
        "risk.match.qualified_investor_state": "verified",
        "risk.behaviour.stated_vs_actual": "above",
    }
    assert {key: tags.get(key) for key in expected} == expected
    assert graph.portraits()["c-1"]["tier"] == "potential"


def test_a_tag_says_where_it_comes_from_in_both_languages(
    folder: Path, graph: KeepingGraph
) -> None:
    drawn(folder, graph)
    tag = graph.tags("c-1")["risk.profile.c_level"]
    assert (tag["label"], tag["labelEn"]) == ("风险承受能力：C3 平衡型", "Risk level: C3 balanced")
    assert tag["legalBasis"] == "consent:k-profiling"
    assert tag["source"] == "risk_assessments"
    held = graph.tags("c-1")["finance.holding.product_family.wealth"]
    assert (held["label"], held["labelEn"]) == (
        "产品·理财：持有中",
        "Product, wealth product: held",
    )
    assert held["legalBasis"] == "consent:k-sensitive_financial"


@pytest.mark.parametrize(
    ("given", "present", "absent"),
    [
        ((), (), ("basic.place.city", "finance.holding.aum_band")),
        (("profiling",), ("basic.place.city",), ("finance.holding.aum_band",)),
        (("sensitive_financial",), (), ("basic.place.city", "finance.holding.aum_band")),
        (("profiling", "sensitive_financial"), ("finance.holding.aum_band",), ()),
    ],
    ids=["none", "profiling", "sensitive-alone", "both"],
)  # fmt: skip
def test_tags_need_their_consents(
    folder: Path,
    graph: KeepingGraph,
    given: tuple[str, ...],
    present: tuple[str, ...],
    absent: tuple[str, ...],
) -> None:
    consents(folder, *given)
    tags = drawn(folder, graph)
    assert set(present) <= set(tags)
    assert not set(absent) & set(tags)
    # The tier is the customer's file, not a tag: a plan asked for is worked out from it.
    assert graph.portraits()["c-1"]["tier"] == ("potential" if "profiling" in given else "mass")


def test_a_withdrawal_in_the_chat_takes_the_tags_away(folder: Path, graph: KeepingGraph) -> None:
    hub = Hub(folder.parent / "hub")
    hub.load(folder, graph, NOW)
    graph.withdraw("k-profiling", "2026-11-23T01:00:00+00:00")
    refresh(hub, graph, NOW)
    assert graph.tags("c-1") == {}
    assert graph.portraits()["c-1"]["livingMonthMinor"] is None


def test_who_withdraws_the_sensitive_consent_has_nothing_of_accounts_in_the_file(
    folder: Path, graph: KeepingGraph
) -> None:
    hub = Hub(folder.parent / "hub")
    hub.load(folder, graph, NOW)
    refresh(hub, graph, NOW)
    assert graph.portraits()["c-1"]["tier"] == "potential"
    graph.withdraw("k-sensitive_financial", "2026-11-23T01:00:00+00:00")
    refresh(hub, graph, NOW)
    assert (
        graph.portraits()["c-1"] | {"tier": "mass", "livingMonthMinor": None}
        == (graph.portraits()["c-1"])
    )


def test_a_contested_tag_stays_contested(folder: Path, graph: KeepingGraph) -> None:
    graph.contested = [
        {"customer_id": "c-1", "key": "basic.place.city", "status": "contested", "value": "上海"}
    ]
    drawn(folder, graph)
    tags = graph.tags("c-1")
    assert tags["basic.place.city"]["status"] == "contested"
    assert tags["basic.demography.marital"]["status"] == "current"


def test_living_costs_leave_out_what_is_no_living(folder: Path, graph: KeepingGraph) -> None:
    feed(folder, "transactions", moves(
        "2025-01-10,-100,merchant,CN,很久以前,5411",
        "2026-06-10,-600000,merchant,CN,超市,5411",
        "2026-11-10,-600000,merchant,CN,超市,5411",
        "2026-11-11,-980000,other,,贷款月供还款,",
        "2026-11-12,-500000,own,,转入定期,",
        "2026-11-13,-500000,other,,购买理财,",
        "2026-11-14,-9000000,school,GB,tuition,8220",
        "2026-11-14,-30000000,developer,CN,房款,",
        "2026-11-14,-2000000,agency,CN,购房意向定金,6513",
        "2026-11-15,5500000,employer,,工资,",
        "2026-12-01,-700000,merchant,CN,还没发生,5411",
    ))  # fmt: skip
    assert living(folder, graph) == 200000


def test_living_costs_of_a_short_history_are_averaged_over_it(
    folder: Path, graph: KeepingGraph
) -> None:
    feed(folder, "transactions", moves("2026-10-25,-500000,merchant,CN,超市,5411"))
    assert living(folder, graph) == 500000


def test_living_costs_are_unknown_without_transactions(folder: Path, graph: KeepingGraph) -> None:
    assert living(folder, graph) is None


def test_wages_and_spending_show_in_the_flow_tags(folder: Path, graph: KeepingGraph) -> None:
    wages = [f"2026-{month:02d}-10,5500000,employer,,工资," for month in range(5, 12)]
    feed(folder, "transactions", moves(*wages, "2026-11-10,-90000,merchant,CN,晚餐,5812"))
    tags = drawn(folder, graph)
    assert tags["finance.flow.payroll_pattern"] == "monthly_stable"
    assert tags["basic.work.income_stability"] == "stable"
    assert tags["finance.flow.spend_group.dining"] == "heavy"
    assert tags["finance.holding.deposit_trend"] == "rising"


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        (WHO.replace("1981-11-24", "1961-11-23"), "risk.guard.vulnerability_flag", "age_65_plus"),
        (WHO.replace("1981-11-24", "1961-11-24"), "risk.guard.vulnerability_flag", None),
        (WHO.replace("2026-12-31", "2026-01-31"), "risk.match.qualified_investor_state", "expired"),
        (WHO.replace("person", "micro_business"), "basic.relation.tier", "micro_business"),
    ],
    ids=["65-today", "65-tomorrow", "expired-investor", "micro-business"],
)  # fmt: skip
def test_edges_of_the_registered_details(
    folder: Path, graph: KeepingGraph, row: str, key: str, value: str | None
) -> None:
    feed(folder, "customers", PERSON + row)
    assert drawn(folder, graph).get(key) == value


@pytest.mark.parametrize(
    ("valid_until", "state", "level"),
    [
        ("2026-11-22", "expired", None),
        ("2026-12-01", "expiring", "C3"),
        ("2027-03-18", "valid", "C3"),
    ],
)
def test_an_assessment_counts_while_it_is_valid(
    folder: Path, graph: KeepingGraph, valid_until: str, state: str, level: str | None
) -> None:
    feed(folder, "risk_assessments", LEVEL.replace("2027-03-18", valid_until))
    tags = drawn(folder, graph)
    assert tags["risk.profile.assessment_state"] == state
    assert tags.get("risk.profile.c_level") == level


def test_a_foreseen_need_is_a_stage_and_stays_one_on_refresh(
    folder: Path, graph: KeepingGraph
) -> None:
    graph.foreseen = [
        {"customer_id": "c-1", "event": "study_abroad", "zh": "出国留学", "en": "Study abroad",
         "probability": 0.4, "as_of": TODAY},
        {"customer_id": "c-404", "event": "renovation", "zh": "装修", "en": "Renovation",
         "probability": 0.4, "as_of": TODAY},
    ]  # fmt: skip
    assert drawn(folder, graph)["scenario.event_stage.study_abroad"] == "likely"


def test_stages_follow_the_needs_and_leave_out_what_is_sensitive() -> None:
    graph = KeepingGraph()
    needs = {
        "c-1": [
            need(event="study_abroad", probability_90=0.3),
            need(event="renovation", probability_90=0.1),
            need(event="illness", probability_90=0.9, contact_reason="sensitive_event"),
        ],
        "c-2": [need(event="renovation")],
    }
    store_stages(graph, needs, {"c-1": "k-1"})
    assert graph.stages("c-1") == {
        "scenario.event_stage.study_abroad": "likely",
        "scenario.event_stage.renovation": "considering",
    }
    assert graph.stages("c-2") == {}
    assert {row["id"]: len(row["keep"]) for row in graph.rows(LEFT)} == {"c-1": 2, "c-2": 0}


def test_there_are_at_least_thirty_families_in_four_dimensions() -> None:
    known = families()
    assert len(known) >= 30
    assert {one.dimension for one in known} == {"basic", "finance", "scenario", "risk"}
    assert len({one.key for one in known}) == len(known)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{key: basic.x.religion, sql: city}", "no tag may be about"),
        ("{key: basic.x.city}", "either sql or rows"),
        ("{key: hobby.x.y, sql: city}", "pattern"),
    ],
)
def test_a_family_that_may_not_be_is_refused(tmp_path: Path, entry: str, reason: str) -> None:
    common = ", zh: 名, en: name, source: customers, explain: {zh: 因, en: why}}"
    (tmp_path / "families.yaml").write_text(f"- {entry[:-1]}{common}", encoding="utf-8")
    with pytest.raises(BadCatalogue, match=reason):
        families(tmp_path)


def test_a_second_refresh_writes_nothing_onto_the_graph_and_a_change_only_itself(
    folder: Path, graph: KeepingGraph
) -> None:
    drawn(folder, graph)
    before = len(graph.statements)
    hub = Hub(folder.parent / "hub")
    refresh(hub, graph, NOW)
    assert graph.statements[before:] == []
    feed(folder, "customers", PERSON + WHO.replace("上海", "杭州"))
    hub.load(folder, graph, NOW)
    before = len(graph.statements)
    refresh(hub, graph, NOW)
    written = [tag["key"] for _, given in graph.statements[before:] for row in given.get("rows", [])
               for tag in row.get("tags", [])]  # fmt: skip
    assert written == ["basic.place.city"]
