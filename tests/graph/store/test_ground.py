"""Documents and clauses in the graph, and what rests on them."""

import time
from collections.abc import Sequence
from datetime import date
from statistics import quantiles
from typing import Any

import pytest

from graph.ground import (
    Dependant,
    Ground,
    GroundClause,
    GroundDocument,
    GroundReport,
    PlanGround,
    Tie,
)
from graph.store import BoltGraph, StoredGround
from graph.store.ground import CLAUSES, DELETE_CLAUSES, DEPENDANTS, DOCUMENTS
from graph.store.ties import TIES
from tests.fakes import RecordingGraph

LAW, MANUAL = "law@2024-07-01", "manual@2026-01-01"


def clause(clause_id: str, **changes: Any) -> GroundClause:
    values: dict[str, Any] = {
        "id": clause_id,
        "document_id": clause_id.split(":")[0],
        "title": f"《规则》{clause_id}",
        "article": clause_id.split(":")[1],
        "heading": ("总则",),
        "effective_from": date(2024, 7, 1),
        "digest": f"words of {clause_id}",
    }
    return GroundClause(**(values | changes))


def ties(*pairs: tuple[str, str]) -> tuple[Tie, ...]:
    return tuple(Tie(source=source, target=target) for source, target in pairs)


def ground(**changes: Any) -> Ground:
    values: dict[str, Any] = {
        "documents": (
            GroundDocument(id=LAW, title="办法", issuer="总局", kind="部门规章"),
            GroundDocument(id=MANUAL, title="规则", issuer="大通银行", kind="manual"),
        ),
        "clauses": (clause(f"{LAW}:7"), clause(f"{LAW}:8"), clause(f"{MANUAL}:1.1")),
        "rules": ties(("loan.purpose", f"{MANUAL}:1.1"), ("loan.purpose", f"{LAW}:7")),
        "packs": ties(("pv_loan", f"{MANUAL}:1.1"), ("no_such_pack", f"{MANUAL}:1.1")),
        "products": ties(("L-BUSINESS", f"{MANUAL}:1.1")),
        "bases": ties((f"{MANUAL}:1.1", f"{LAW}:7")),
    }
    return Ground(**(values | changes))


def superseded_ground() -> Ground:
    """The law's next edition has changed article 7 and kept article 8."""
    later = "law@2027-01-01"
    return ground(
        documents=(*ground().documents, GroundDocument(id=later, title="办法")),
        clauses=(
            clause(f"{LAW}:7", status="changed"),
            clause(f"{LAW}:8", status="unchanged"),
            clause(f"{MANUAL}:1.1"),
            clause(f"{later}:7"),
            clause(f"{later}:8"),
        ),
        successors=ties((f"{LAW}:7", f"{later}:7"), (f"{LAW}:8", f"{later}:8")),
    )


def plan(**changes: Any) -> PlanGround:
    values: dict[str, Any] = {
        "id": "p-1", "version": 1, "customer_id": "c-1", "pack": "pv_loan", "title": "光伏方案",
        "title_en": "Solar plan", "clauses": (f"{MANUAL}:1.1",),
    }  # fmt: skip
    return PlanGround(**(values | changes))


def named(found: Sequence[Dependant]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind, one.id, one.through) for one in found]


class HoldingGraph(RecordingGraph):
    """A graph that holds clauses and answers every other question with nothing or one."""

    def __init__(self, *held: dict[str, Any]) -> None:
        super().__init__()
        self.held = list(held)

    def read(self, cypher: Any, **parameters: Any) -> list[dict[str, Any]]:
        super().read(cypher, **parameters)
        return self.held if "RETURN c.id AS id, c.title" in cypher else []

    def write(self, statements: Any) -> list[list[dict[str, Any]]]:
        super().write(statements)
        return [[{"written": 1, "made": 1}] for _ in statements]


def row(clause_id: str, **changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": clause_id, "title": clause_id, "status": "current", "fingerprint": "f",
        "digest": f"words of {clause_id}",
    }  # fmt: skip
    return known | changes


def test_a_clause_that_stands_as_it_did_is_not_superseded() -> None:
    held = HoldingGraph(row(f"{LAW}:7"), row(f"{LAW}:8"))
    assert StoredGround(held).compare(ground()) == []


def test_a_changed_edited_or_missing_clause_is_superseded_once() -> None:
    held = HoldingGraph(
        row(f"{LAW}:7"),
        row(f"{LAW}:8"),
        row(f"{MANUAL}:1.1", digest="other words"),
        row("old@2020-01-01:3"),
        row("old@2020-01-01:4", status="removed", fingerprint=None),
        row("stub@2020-01-01:5", status=None, fingerprint=None, digest=None, title=None),
    )
    found = StoredGround(held).compare(superseded_ground())
    assert [(one.clause_id, one.how, one.successor) for one in found] == [
        (f"{LAW}:7", "changed", "law@2027-01-01:7"),
        (f"{MANUAL}:1.1", "edited", None),
        ("old@2020-01-01:3", "removed", None),
    ]
    told = HoldingGraph(row(f"{LAW}:7", status="changed"))
    assert StoredGround(told).compare(superseded_ground()) == []


def test_a_clause_only_a_plan_has_named_counts_when_its_successor_is_there() -> None:
    held = HoldingGraph(row(f"{LAW}:7", status=None, fingerprint=None, digest=None))
    found = StoredGround(held).compare(superseded_ground())
    assert [one.how for one in found] == ["changed"]


def test_an_empty_graph_gets_documents_before_clauses_before_ties() -> None:
    empty = HoldingGraph()
    report = StoredGround(empty).write(ground())
    order = [cypher for cypher, _ in empty.written]
    assert order[:2] == [DOCUMENTS, CLAUSES]
    assert order.index(TIES["bases"].make) > order.index(CLAUSES)
    assert report.changed_anything


def test_what_left_the_library_is_deleted() -> None:
    held = HoldingGraph(row(f"{LAW}:7"), row("old@2020-01-01:3"))
    StoredGround(held).write(ground())
    deleted = [given["ids"] for cypher, given in held.written if cypher == DELETE_CLAUSES]
    assert deleted == [["old@2020-01-01:3"]]


def test_no_words_of_a_clause_reach_the_graph() -> None:
    empty = HoldingGraph()
    StoredGround(empty).write(ground())
    rows = next(given["rows"] for cypher, given in empty.written if cypher == CLAUSES)
    assert set(rows[0]["properties"]) == {
        "id", "title", "article", "heading", "effectiveFrom", "effectiveTo", "status", "digest",
        "fingerprint",
    }  # fmt: skip


def test_what_rests_on_a_clause_in_two_ways_is_named_once() -> None:
    one = {"clause": "l:7", "kind": "Rule", "id": "loan.purpose", "version": None}
    words = {"title": "loan.purpose", "titleEn": "loan.purpose"}
    answers = [one | words | {"through": "l:7"}, one | words | {"through": "m:1.1"}]
    asked = RecordingGraph(answers)
    assert named(StoredGround(asked).dependants(["l:7"])) == [("Rule", "loan.purpose", ("m:1.1",))]
    assert asked.asked == [(DEPENDANTS, {"ids": ["l:7"]})]


@pytest.fixture
def stored(graph: BoltGraph) -> StoredGround:
    graph.write(
        [
            ("CREATE (:ScenarioPack {id: 'pv_loan', zh: '光伏贷', en: 'Solar loan'})", {}),
            ("CREATE (:Product {id: 'L-BUSINESS', name: '经营贷款', nameEn: 'Business loan'})", {}),
        ]
    )
    return StoredGround(graph)


@pytest.mark.graph
def test_writing_twice_changes_nothing_and_a_plan_is_found_by_law_and_by_manual(
    stored: StoredGround,
) -> None:
    assert stored.write(ground()) == GroundReport(written=5, deleted=0, tied=5, cut=0)
    assert not stored.write(ground()).changed_anything
    assert stored.keep_plans([plan()]) == 1
    assert stored.plans() == {"p-1": 1}
    by_manual = stored.dependants([f"{MANUAL}:1.1"])
    assert named(by_manual) == [
        ("Pack", "pv_loan", ()), ("Plan", "p-1", ()), ("Product", "L-BUSINESS", ()),
        ("Rule", "loan.purpose", ()),
    ]  # fmt: skip
    assert (by_manual[0].title, by_manual[0].title_en) == ("光伏贷", "Solar loan")
    manual = (f"{MANUAL}:1.1",)
    assert named(stored.dependants([f"{LAW}:7"])) == [
        ("Pack", "pv_loan", manual), ("Plan", "p-1", manual), ("Product", "L-BUSINESS", manual),
        ("Rule", "loan.purpose", manual),
    ]  # fmt: skip
    assert stored.dependants([f"{LAW}:8", "no such clause"]) == []


@pytest.mark.graph
def test_a_later_version_leaves_clauses_and_an_older_one_changes_nothing(
    stored: StoredGround,
) -> None:
    stored.write(ground())
    stored.keep_plans([plan()])
    stored.keep_plans([plan(version=2, clauses=(f"{LAW}:8",))])
    assert stored.keep_plans([plan()]) == 0
    assert named(stored.dependants([f"{LAW}:8"])) == [("Plan", "p-1", ())]
    assert "Plan" not in {one.kind for one in stored.dependants([f"{MANUAL}:1.1"])}


@pytest.mark.graph
def test_a_later_edition_supersedes_once_and_a_clause_removed_is_still_known_to_its_plans(
    stored: StoredGround, graph: BoltGraph
) -> None:
    stored.write(ground())
    stored.keep_plans([plan(clauses=(f"{LAW}:7", f"{LAW}:8"))])
    found = stored.compare(superseded_ground())
    assert [(one.clause_id, one.how) for one in found] == [(f"{LAW}:7", "changed")]
    assert stored.write(superseded_ground()).written == 5
    assert stored.compare(superseded_ground()) == []
    successor = "MATCH (:Clause {id: $id})-[:SUPERSEDED_BY]->(c:Clause) RETURN c.id AS id"
    assert graph.read(successor, id=f"{LAW}:7") == [{"id": "law@2027-01-01:7"}]
    only_manual = ground(
        documents=ground().documents[1:],
        clauses=ground().clauses[2:],
        rules=ties(("loan.purpose", f"{MANUAL}:1.1")),
        bases=(),
    )
    assert {one.how for one in stored.compare(only_manual)} == {"removed"}
    stored.write(only_manual)
    assert not stored.write(only_manual).changed_anything
    assert named(stored.dependants([f"{LAW}:7"])) == [("Plan", "p-1", ())]
    left = graph.read("MATCH (c:Clause) RETURN c.id AS id ORDER BY id")
    assert [row["id"] for row in left] == [f"{LAW}:7", f"{LAW}:8", f"{MANUAL}:1.1"]
    assert graph.read("MATCH (d:Document) RETURN d.id AS id") == [{"id": MANUAL}]


@pytest.mark.graph
def test_asking_a_thousand_plans_takes_milliseconds(stored: StoredGround) -> None:
    stored.write(ground())
    plans = [plan(id=f"p-{at}", clauses=(f"{LAW}:{7 + at % 2}",)) for at in range(1000)]
    stored.keep_plans([*plans, plan(id="p-m")])
    assert len(stored.dependants([f"{LAW}:7"])) == 504
    seconds: list[float] = []
    for _ in range(40):
        begun = time.perf_counter()
        stored.dependants([f"{MANUAL}:1.1"])
        seconds.append(time.perf_counter() - begun)
    assert quantiles(seconds, n=20)[-1] < 0.2
