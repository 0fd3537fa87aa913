"""A household is told by what ties people who all consent, never by what is registered alone."""

from decimal import Decimal
from pathlib import Path

from graph.hub import Hub
from graph.portrait import businesses, household
from tests.builders import NOW
from tests.feeds import KeepingGraph, feed

BOTH = ("profiling", "sensitive_financial")
PEOPLE = (
    "customer_id,name,id_number,city,children_birth_years,kind,phone\n"
    "c-1,陈静,11010119900307109X,上海,2015,person,13800000001\n"
    "c-2,周平,,上海,2015,person,13800000002\n"
    "c-3,吴迪,,上海,2015,person,13800000003\n"
    "c-9,静静花店,11010119900307109X,上海,,micro_business,13800000001\n"
)
ACCOUNTS = (
    "account_id,customer_id,kind,balance_minor\n"
    "a-1,c-1,current,100000\na-2,c-2,current,200000\na-3,c-3,current,400000\n"
    "a-9,c-9,current,5000\n"
)


def moves() -> str:
    rows = [
        f"t-{one}-{month},{account},2026-{month:02d}-05T10:00:00+08:00,{amount},person,爱人,家用\n"
        for month in range(6, 11)
        for one, account, amount in (("o", "a-1", -300000), ("i", "a-2", 300000))
    ]
    rows += [
        f"t-s-{month},a-9,2026-{month:02d}-06T10:00:00+08:00,800000,merchant,聚合支付,货款\n"
        for month in range(8, 11)
    ]
    head = "transaction_id,account_id,posted_at,amount_minor,counterparty_kind,counterparty,memo\n"
    return head + "".join(rows)


def bank(tmp_path: Path, graph: KeepingGraph | None = None, *consenting: str) -> Hub:
    home = tmp_path / "feeds"
    for name, text in {
        "customers": PEOPLE, "accounts": ACCOUNTS, "transactions": moves(),
    }.items():  # fmt: skip
        feed(home, name, text)
    rows = [
        f"k-{who}-{purpose},{who},{purpose},2026-01-05T09:00:00+08:00,first\n"
        for who in consenting
        for purpose in BOTH
    ]
    feed(home, "consents", "consent_id,customer_id,purpose,granted_at,authorisation\n"
         + "".join(rows))  # fmt: skip
    hub = Hub(tmp_path / "hub")
    hub.load(home, graph, NOW)
    return hub


def test_transfers_that_meet_make_a_household_and_means_are_summed(tmp_path: Path) -> None:
    hub = bank(tmp_path, None, "c-1", "c-2", "c-3")
    found = household(hub, None, "c-1", NOW)
    assert [one.customer_id for one in found.members] == ["c-2"]
    assert [(tie.kind, tie.count) for tie in found.members[0].ties] == [
        ("children", 1), ("mirrored", 5),
    ]  # fmt: skip
    assert (found.assets, found.children) == (Decimal("3000.00"), 1)


def test_children_registered_alike_alone_make_none(tmp_path: Path) -> None:
    hub = bank(tmp_path, None, "c-1", "c-3")
    assert household(hub, None, "c-1", NOW).members == ()


def test_nothing_of_a_member_without_consent_shows(tmp_path: Path) -> None:
    hub = bank(tmp_path, None, "c-1", "c-3")
    found = household(hub, None, "c-1", NOW)
    assert "c-2" not in found.model_dump_json()
    assert found.assets == Decimal("1000.00")


def test_a_member_who_withdraws_in_the_chat_is_gone_at_once(tmp_path: Path) -> None:
    graph = KeepingGraph()
    hub = bank(tmp_path, graph, "c-1", "c-2")
    assert household(hub, graph, "c-1", NOW).members
    graph.withdraw("k-c-2-profiling", "2026-11-23T01:00:00+00:00")
    assert household(hub, graph, "c-1", NOW).members == ()


def test_without_the_customers_own_consent_nothing_is_said(tmp_path: Path) -> None:
    hub = bank(tmp_path, None, "c-2")
    found = household(hub, None, "c-1", NOW)
    assert (found.members, found.assets) == ((), None)
    assert businesses(hub, None, "c-1", NOW) == []


def test_a_business_under_the_same_identity_number_is_seen_with_its_takings(
    tmp_path: Path,
) -> None:
    hub = bank(tmp_path, None, "c-1", "c-9")
    one = businesses(hub, None, "c-1", NOW)[0]
    assert (one.customer_id, one.takings, one.months) == ("c-9", Decimal("8000.00"), 3)
    assert one.balance == Decimal("50.00")


def test_a_business_that_does_not_consent_is_not_seen(tmp_path: Path) -> None:
    hub = bank(tmp_path, None, "c-1")
    assert businesses(hub, None, "c-1", NOW) == []
