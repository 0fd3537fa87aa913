"""What the loader sends: whole batches, one shape of row."""

from decimal import Decimal

from graph.model import Account
from graph.store.insights import Portrait, store_portraits, store_tags
from graph.store.loading import BATCH, delete_gone, store_customers, store_owned, wipe
from tests.builders import customer, studying_family
from tests.fakes import RecordingGraph


def test_rows_go_in_batches_and_every_row_has_the_same_keys() -> None:
    graph = RecordingGraph(*[[{"written": size}] for size in (BATCH, 0, 0, 1)])
    people = [customer(id=f"c-{number}") for number in range(BATCH)]
    assert store_customers(graph, [*people, customer(birth_date=None)]) == BATCH + 1
    assert len(graph.transactions) == 2
    rows = [row for _, given in graph.written for row in given["rows"]]
    assert len({tuple(row) for row in rows}) == 1
    assert len({tuple(row["properties"]) for row in rows}) == 1


def test_nothing_to_store_opens_no_transaction() -> None:
    graph = RecordingGraph()
    assert store_owned(graph, []) == 0
    store_tags(graph, {})
    assert graph.transactions == []


def test_each_kind_is_written_by_its_own_statement() -> None:
    file = studying_family()
    answers = [[{"written": 2}], [], [{"written": 1}], [], [{"written": 2}], [], [], []]
    graph = RecordingGraph(*answers)
    owned = [("c-1", one) for one in (*file.accounts, *file.loans, *file.holdings)]
    assert store_owned(graph, owned) == 5
    assert [len(one) for one in graph.transactions] == [2, 2, 4]


def test_what_is_gone_is_deleted_by_id() -> None:
    graph = RecordingGraph([{"id": "a"}, {"id": "b"}, {"id": "c"}])
    assert delete_gone(graph, Account, ["b"]) == 2
    assert [given for _, given in graph.written] == [{"ids": ["a", "c"]}]


def test_wiping_goes_on_until_nothing_is_left() -> None:
    graph = RecordingGraph([{"deleted": 2}], [{"deleted": 1}], [{"deleted": 0}])
    wipe(graph)
    assert len(graph.transactions) == 3


def test_living_costs_are_kept_in_minor_units_or_not_at_all() -> None:
    graph = RecordingGraph([], [{"written": 2}])
    portraits = {
        "c-2": Portrait(tier="hnw"),
        "c-1": Portrait(tier="mass", living_month=Decimal("12.34")),
    }
    assert store_portraits(graph, portraits) == 2
    assert graph.written[0][1]["rows"] == [
        {"id": "c-1", "tier": "mass", "livingMonthMinor": 1234},
        {"id": "c-2", "tier": "hnw", "livingMonthMinor": None},
    ]
