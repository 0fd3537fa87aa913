"""What is stored comes back, on both servers alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import CustomerNotFound
from graph.model import (
    Account,
    Card,
    Consent,
    Customer,
    CustomerFile,
    FxTrade,
    Need,
    SignalEvidence,
    Tag,
)
from graph.offers import Partner, Quote
from graph.store import BoltGraph, stored_bank
from graph.store.foresight import store_needs
from graph.store.insights import Portrait, store_portraits, store_tags
from graph.store.loading import (
    delete_gone,
    store_advisors,
    store_customers,
    store_owned,
    store_partners,
    store_products,
    store_quotes,
    wipe,
)
from tests.builders import (
    NOW,
    TODAY,
    advisor,
    consent,
    customer,
    mortgage_product,
    quotes,
    studying_family,
)

pytestmark = pytest.mark.graph


def need(need_id: str = "n-1", probability: float = 0.6, **changes: object) -> Need:
    values: dict[str, object] = {
        "id": need_id, "customer_id": "c-1", "as_of": TODAY, "event": "study_abroad",
        "event_zh": "子女留学", "event_en": "Study abroad", "need": "tuition",
        "probability_30": 0.2, "probability_90": probability, "probability_180": 0.8,
        "window_start": TODAY, "window_end": TODAY + timedelta(days=180),
        "expected_lead_days": 90, "basis": "learned", "contact": "allowed",
        "evidence": (
            SignalEvidence(signal="search", at=TODAY, text="搜索了留学贷款", text_en="Searched"),
            SignalEvidence(signal="memo", at=date(2026, 10, 2), text="向语言学校付款"),
        ),
    }  # fmt: skip
    return Need.model_validate(values | changes)


def tag(key: str = "income_band", **changes: object) -> Tag:
    values: dict[str, object] = {
        "key": key, "dimension": "finance", "value": "50k+", "label": "月入五万以上",
        "label_en": "Above 50k", "source": "customers", "as_of": TODAY,
        "legal_basis": "consent:profiling", "explain": "按您申报的收入",
    }  # fmt: skip
    return Tag.model_validate(values | changes)


def household() -> CustomerFile:
    """A file with something of every kind; lists stand in the order they come back."""
    return studying_family(
        customer=customer(
            monthly_income=Decimal("55000.25"), qualified_investor_until=date(2027, 1, 1)
        ),
        cards=(Card(id="card-1", kind="credit", limit=Decimal(50000), balance=Decimal("0.01")),),
        fx=(
            FxTrade(
                id="fx-1", side="buy", currency="JPY", amount=Decimal(1200000),
                usd=Decimal("7800.12"), purpose="travel", traded_at=NOW,
            ),
        ),
        consents=tuple(map(consent, ("marketing_contact", "need_prediction", "profiling"))),
        tags=(tag(),),
        needs=(need("n-2", 0.7), need("n-1", 0.6)),
    )  # fmt: skip


def store(graph: BoltGraph, file: CustomerFile) -> None:
    who = file.customer.id
    store_customers(graph, [file.customer])
    owned = (
        *file.accounts, *file.cards, *file.loans, *file.holdings, *file.insurance,
        *file.assessments, *file.consents, *file.fx,
    )  # fmt: skip
    assert store_owned(graph, [(who, one) for one in owned]) == len(owned)
    assert file.advisor is not None
    store_advisors(graph, [file.advisor])
    store_portraits(graph, {who: Portrait(tier=file.tier, living_month=file.living_month)})
    store_tags(graph, {who: file.tags})
    store_needs(graph, {who: file.needs})


def everything(graph: BoltGraph) -> tuple[int, int]:
    nodes = graph.read("MATCH (n) RETURN count(n) AS count")[0]["count"]
    ties = graph.read("MATCH ()-[r]->() RETURN count(r) AS count")[0]["count"]
    return nodes, ties


def test_a_file_comes_back_as_it_was_stored(graph: BoltGraph) -> None:
    file = household()
    store(graph, file)
    assert stored_bank(graph).customers.file("c-1", NOW) == file


def test_storing_twice_changes_nothing(graph: BoltGraph) -> None:
    store(graph, household())
    once = everything(graph)
    store(graph, household())
    assert everything(graph) == once
    assert stored_bank(graph).customers.file("c-1", NOW) == household()


def test_a_field_that_is_gone_is_gone_but_the_portrait_stays(graph: BoltGraph) -> None:
    store(graph, household())
    store_customers(graph, [customer(birth_date=None, children_birth_years=(), advisor_id=None)])
    file = stored_bank(graph).customers.file("c-1", NOW)
    assert file.customer.birth_date is None
    assert file.customer.children_birth_years == ()
    assert file.advisor is None
    assert (file.tier, file.living_month) == ("potential", Decimal(24000))


def test_a_bare_customer_has_an_empty_file(graph: BoltGraph) -> None:
    store_customers(graph, [Customer(id="c-9", name="周平")])
    file = stored_bank(graph).customers.file("c-9", NOW)
    assert file == CustomerFile(customer=Customer(id="c-9", name="周平"), as_of=TODAY)


def test_an_unknown_customer_is_an_error(graph: BoltGraph) -> None:
    with pytest.raises(CustomerNotFound, match="c-404"):
        stored_bank(graph).customers.file("c-404", NOW)


def test_what_an_unknown_customer_owns_is_not_written(graph: BoltGraph) -> None:
    account = Account(id="acc-1", kind="current", balance=Decimal(1))
    assert store_owned(graph, [("c-404", account)]) == 0
    assert everything(graph) == (0, 0)


def test_an_account_that_changes_hands_leaves_its_former_owner(graph: BoltGraph) -> None:
    account = Account(id="acc-1", kind="current", balance=Decimal(1))
    store_customers(graph, [customer(), customer(id="c-2")])
    store_owned(graph, [("c-1", account)])
    store_owned(graph, [("c-2", account)])
    customers = stored_bank(graph).customers
    assert customers.file("c-1", NOW).accounts == ()
    assert customers.file("c-2", NOW).accounts == (account,)


@pytest.mark.parametrize("products_first", [True, False])
def test_a_holding_tells_what_its_product_says(graph: BoltGraph, products_first: bool) -> None:
    fund = mortgage_product(code="F-R3", name="全球平衡基金", family="fund", risk_level="R4")
    if products_first:
        store_products(graph, [fund])
    store(graph, household())
    store_products(graph, [fund])
    held = {one.id: one for one in stored_bank(graph).customers.file("c-1", NOW).holdings}
    assert (held["h-2"].product_name, held["h-2"].family) == ("全球平衡基金", "fund")
    assert held["h-2"].risk_level == "R4"
    assert held["h-1"].product_name == "稳健理财"


def test_a_holding_that_changes_its_product_leaves_the_former(graph: BoltGraph) -> None:
    holding = household().holdings[0].model_copy(update={"product_name": None, "family": None})
    store_customers(graph, [customer()])
    store_products(graph, [mortgage_product(code=code, name=code) for code in ("W-R2", "X")])
    store_owned(graph, [("c-1", holding)])
    store_owned(graph, [("c-1", holding.model_copy(update={"product_code": "X"}))])
    (held,) = stored_bank(graph).customers.file("c-1", NOW).holdings
    assert held.product_name == "X"


def test_an_advisor_has_customers_in_order_and_one_may_move_on(graph: BoltGraph) -> None:
    store_advisors(graph, [advisor(), advisor(id="a-2", cities=("杭州", "宁波"))])
    store_customers(graph, [customer(id="c-2"), customer()])
    customers = stored_bank(graph).customers
    assert [one.id for one in customers.of_advisor("a-1")] == ["c-1", "c-2"]
    store_customers(graph, [customer(advisor_id="a-2")])
    assert [one.id for one in customers.of_advisor("a-1")] == ["c-2"]
    moved = customers.file("c-1", NOW).advisor
    assert moved is not None
    assert (moved.id, moved.cities) == ("a-2", ("杭州", "宁波"))
    assert customers.of_advisor("a-404") == []


def test_customers_are_found_by_exact_name_or_id(graph: BoltGraph) -> None:
    store_customers(
        graph, [customer(id="c-2"), customer(), customer(id="c-3", name="c-1", advisor_id=None)]
    )
    customers = stored_bank(graph).customers
    assert [one.id for one in customers.named("陈静")] == ["c-1", "c-2"]
    assert [one.id for one in customers.named("c-1")] == ["c-1", "c-3"]
    assert customers.named("陈") == []
    assert customers.named("c-3")[0].tier == "mass"


def test_a_consent_is_granted_once_and_withdrawn_once(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    bank = stored_bank(graph)
    first = bank.consents.grant("c-1", "profiling", NOW)
    again = bank.consents.grant("c-1", "profiling", NOW + timedelta(hours=1))
    assert first == again
    second = bank.consents.grant("c-1", "profiling", NOW, "second")
    assert second.authorisation == "second"
    later = NOW + timedelta(days=1)
    assert bank.customers.file("c-1", NOW).consents_to("profiling", NOW)
    withdrawn = bank.consents.withdraw("c-1", "profiling", later)
    assert {one.id for one in withdrawn} == {first.id, second.id}
    assert all(one.withdrawn_at == later for one in withdrawn)
    assert bank.consents.withdraw("c-1", "profiling", later) == []
    assert not bank.customers.file("c-1", later).consents_to("profiling", later)
    assert bank.consents.grant("c-1", "profiling", later + timedelta(days=1)).id != first.id


def test_a_withdrawn_consent_takes_with_it_what_was_derived(graph: BoltGraph) -> None:
    store_customers(graph, [customer(), customer(id="c-2")])
    bank = stored_bank(graph)
    for who in ("c-1", "c-2"):
        bank.consents.grant(who, "profiling", NOW)
    store_portraits(
        graph, {who: Portrait(tier="mass", living_month=Decimal(5000)) for who in ("c-1", "c-2")}
    )
    store_tags(graph, {who: [tag()] for who in ("c-1", "c-2")})
    store_needs(graph, {who: [need(f"n-{who}", customer_id=who)] for who in ("c-1", "c-2")})
    bank.consents.withdraw("c-1", "profiling", NOW)
    gone, kept = (bank.customers.file(who, NOW) for who in ("c-1", "c-2"))
    assert (gone.tags, gone.needs, gone.living_month) == ((), (), None)
    assert (len(kept.tags), len(kept.needs), kept.living_month) == (1, 1, Decimal(5000))
    assert bank.needs.of("c-1") == []


def test_a_tag_goes_with_the_consent_it_names(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    consents = stored_bank(graph).consents
    given = consents.grant("c-1", "outside_tax", NOW, "second")
    kept = consents.grant("c-1", "profiling", NOW)
    tags = [
        tag().model_copy(update={"key": one.purpose, "legal_basis": f"consent:{one.id}"})
        for one in (given, kept)
    ]
    store_tags(graph, {"c-1": tags})
    consents.withdraw("c-1", "outside_tax", NOW)
    left = stored_bank(graph).customers.file("c-1", NOW).tags
    assert [one.key for one in left] == ["profiling"]


def test_without_its_consent_neither_tier_nor_living_costs_stay(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    consents = stored_bank(graph).consents
    consents.grant("c-1", "profiling", NOW)
    consents.grant("c-1", "sensitive_financial", NOW)
    store_portraits(graph, {"c-1": Portrait(tier="hnw", living_month=Decimal(5000))})
    consents.withdraw("c-1", "sensitive_financial", NOW)
    file = stored_bank(graph).customers.file("c-1", NOW)
    assert (file.tier, file.living_month) == ("mass", None)


def test_an_expired_consent_is_no_reason_to_refuse_another(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    store_owned(graph, [("c-1", consent(expires_at=datetime(2026, 2, 1, tzinfo=UTC)))])
    assert stored_bank(graph).consents.grant("c-1", "profiling", NOW).granted_at == NOW


def test_consent_needs_a_customer(graph: BoltGraph) -> None:
    consents = stored_bank(graph).consents
    with pytest.raises(CustomerNotFound):
        consents.grant("c-404", "profiling", NOW)
    assert consents.withdraw("c-404", "profiling", NOW) == []


def test_a_feed_that_does_not_know_of_a_withdrawal_does_not_undo_it(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    store_owned(graph, [("c-1", consent())])
    bank = stored_bank(graph)
    bank.consents.withdraw("c-1", "profiling", NOW)
    store_owned(graph, [("c-1", consent())])
    assert not bank.customers.file("c-1", NOW).consents_to("profiling", NOW)


def test_two_who_grant_at_once_give_one_consent(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    bank = stored_bank(graph)
    instants = [NOW + timedelta(microseconds=tick) for tick in range(8)]

    def grant(at: datetime) -> Consent:
        return bank.consents.grant("c-1", "location", at)

    with ThreadPoolExecutor(4) as pool:
        given = set(pool.map(grant, instants))
    assert len(given) == 1
    assert len(bank.customers.file("c-1", NOW + timedelta(hours=1)).consents) == 1


def test_writers_at_once_lose_nothing(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])

    def deposit(number: int) -> int:
        account = Account(id=f"acc-{number:02}", kind="current", balance=Decimal(number))
        return store_owned(graph, [("c-1", account)])

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deposit, range(40))) == 40
    accounts = stored_bank(graph).customers.file("c-1", NOW).accounts
    assert sum(one.balance for one in accounts) == sum(range(40))


def test_a_transaction_that_fails_midway_leaves_nothing(graph: BoltGraph) -> None:
    with pytest.raises(Neo4jError):
        graph.write(
            [
                ("CREATE (:Account {id: 'acc-1'})", {}),
                ("UNWIND [1, 0] AS x CREATE (:Account {id: toString(10 / x)})", {}),
            ]
        )
    assert everything(graph) == (0, 0)


def test_an_id_is_unique(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    with pytest.raises(Neo4jError):
        graph.write([("CREATE (:Customer {id: 'c-1'})", {})])
    assert everything(graph) == (1, 0)


def test_products_are_found_by_code_and_while_on_sale(graph: BoltGraph) -> None:
    store_products(
        graph,
        [
            mortgage_product(code="M-2", disclosures=("风险揭示书",), min_amount=Decimal("0.01")),
            mortgage_product(),
            mortgage_product(code="M-OLD", effective_to=date(2026, 11, 22)),
            mortgage_product(code="M-SOON", effective_from=date(2026, 11, 24)),
            mortgage_product(code="M-CLOSED", status="closed"),
        ],
    )
    products = stored_bank(graph).products
    assert products.product("M-FIRST") == mortgage_product()
    assert products.product("M-404") is None
    assert [one.code for one in products.on_sale("mortgage", TODAY)] == ["M-2", "M-FIRST"]
    assert products.on_sale("mortgage", TODAY)[0].disclosures == ("风险揭示书",)
    assert products.on_sale("fund", TODAY) == []


def test_the_newest_quote_of_the_day_is_given(graph: BoltGraph) -> None:
    older = Quote(
        instrument="GBPCNY", day=date(2026, 11, 1), kind="fx", value=Decimal("9.2805"),
        currency="CNY", source="demo",
    )  # fmt: skip
    store_quotes(graph, [*quotes(), older])
    market = stored_bank(graph).market
    assert market.quote("GBPCNY", TODAY) == quotes()[0]
    assert market.quote("GBPCNY", date(2026, 11, 19)) == older
    assert market.quote("GBPCNY", date(2026, 10, 31)) is None


def test_staff_are_listed_in_order(graph: BoltGraph) -> None:
    staff = [advisor(), advisor(id="a-2", role="compliance", capacity=40)]
    store_advisors(graph, list(reversed(staff)))
    advisors = stored_bank(graph).advisors
    assert advisors.all() == staff
    assert advisors.advisor("a-2") == staff[1]
    assert advisors.advisor("a-404") is None


def test_the_likeliest_need_stands_first_and_a_dismissed_one_stays_away(graph: BoltGraph) -> None:
    store_customers(graph, [customer()])
    foreseen = [need("n-1", 0.3), need("n-3", 0.9), need("n-2", 0.9)]
    store_needs(graph, {"c-1": foreseen})
    needs = stored_bank(graph).needs
    assert [one.id for one in needs.of("c-1")] == ["n-2", "n-3", "n-1"]
    assert needs.of("c-1")[0] == foreseen[2]
    needs.dismiss("n-3", NOW)
    needs.dismiss("n-404", NOW)
    store_needs(graph, {"c-1": foreseen[1:]})
    assert [one.id for one in needs.of("c-1")] == ["n-2"]
    store_needs(graph, {"c-1": []})
    assert needs.of("c-1") == []
    assert graph.read("MATCH (n:Need) RETURN n.id AS id, n.status AS status") == [
        {"id": "n-3", "status": "dismissed"}
    ]


def test_tags_are_replaced_as_a_whole(graph: BoltGraph) -> None:
    store_customers(graph, [customer(), customer(id="c-2")])
    store_tags(graph, {"c-1": [tag(), tag("city_tier")], "c-2": [tag()]})
    store_tags(graph, {"c-1": [tag("city_tier", value="T2")]})
    customers = stored_bank(graph).customers
    assert customers.file("c-1", NOW).tags == (tag("city_tier", value="T2"),)
    assert customers.file("c-2", NOW).tags == (tag(),)
    store_tags(graph, {"c-1": []})
    assert customers.file("c-1", NOW).tags == ()


def test_what_a_feed_no_longer_holds_is_deleted(graph: BoltGraph) -> None:
    store(graph, household())
    assert delete_gone(graph, Account, {"acc-1"}) == 1
    assert [one.id for one in stored_bank(graph).customers.file("c-1", NOW).accounts] == ["acc-1"]
    assert delete_gone(graph, Account, {"acc-1"}) == 0


def test_partners_are_stored_once(graph: BoltGraph) -> None:
    partner = Partner(id="p-1", name="远行留学", kind="agency", cities=("上海",))
    assert store_partners(graph, [partner]) == 1
    assert store_partners(graph, [partner]) == 1
    assert everything(graph) == (1, 0)


def test_a_wiped_graph_is_empty(graph: BoltGraph) -> None:
    store(graph, household())
    wipe(graph)
    assert everything(graph) == (0, 0)
    store(graph, household())
    assert stored_bank(graph).customers.file("c-1", NOW) == household()
