"""Why a need is foreseen and who else shows the same, on both servers alike."""

from datetime import timedelta
from typing import Any

import pytest

from graph.catalogue import load_catalogue, plant
from graph.ground import Ground, GroundClause, GroundDocument, Tie
from graph.paths import COUNTED, LISTED, Likeness, faded, matter
from graph.store import BoltGraph, StoredGround, stored_bank
from graph.store.foresight import store_needs
from graph.store.loading import (
    store_advisors,
    store_customers,
    store_owned,
    store_partners,
    store_products,
)
from graph.store.paths import StoredPaths
from tests.builders import NOW, TODAY, advisor, consent, customer, evidence, foreseen
from tests.fakes import RecordingGraph

PACK = "study_abroad_legacy"


def agree(graph: BoltGraph, *customers: str, **changes: Any) -> None:
    given = [
        (one, consent("need_prediction", id=f"{one}/need_prediction", **changes))
        for one in customers
    ]
    store_owned(graph, given)


@pytest.fixture
def bank(graph: BoltGraph) -> BoltGraph:
    """The catalogue with a clause for the pack, two advisors, and five customers who agree."""
    catalogue = load_catalogue()
    store_products(graph, catalogue.products)
    store_partners(graph, catalogue.partners)
    plant(catalogue, graph)
    clauses = [
        GroundClause(id=f"m#{number}", document_id="m", title=f"手册 {number}", article=number)
        for number in ("1", "2")
    ]
    StoredGround(graph).write(
        Ground(
            documents=(GroundDocument(id="m", title="手册"),),
            clauses=(clauses[0], clauses[1].model_copy(update={"status": "gone"})),
            packs=tuple(Tie(source=PACK, target=one.id) for one in clauses),
        )
    )
    store_advisors(graph, [advisor(), advisor(id="a-2")])
    served = {"c-1": "a-1", "c-2": "a-1", "c-3": "a-1", "c-4": "a-2", "c-5": "a-1"}
    store_customers(
        graph, [customer(id=one, name=f"客户{one}", advisor_id=by) for one, by in served.items()]
    )
    agree(graph, *served)
    return graph


def test_a_signal_says_what_it_is_about() -> None:
    assert matter("chat:留学") == ("咨询过“留学”", "a question about “留学”")
    assert matter("exchange:tuition")[0] == "一笔用途为“学费”的外汇业务"
    assert matter("letter")[0] == "与“letter”有关的记录"


def test_a_strength_halves_after_its_half_life() -> None:
    assert faded(1.0, 30, 30) == 0.5
    assert faded(1.0, 30, -30) == 2.0
    assert faded(1.0, 0, 400) == 1.0


def test_a_need_without_a_row_has_no_likeness() -> None:
    assert StoredPaths(RecordingGraph([])).like("c-1", "study_abroad", NOW) is None


@pytest.mark.graph
def test_the_path_leads_from_signals_to_what_is_offered(bank: BoltGraph) -> None:
    store_needs(bank, {one: [foreseen(one)] for one in ("c-1", "c-2")})
    (path,) = StoredPaths(bank).of("c-1", NOW)
    assert [one.kind for one in path.signals] == ["exchange", "search"]
    assert path.signals[0].strength == 1.4
    assert path.signals[0].strength_on(TODAY + timedelta(days=60)) == pytest.approx(0.7)
    assert (path.event.id, path.need.id) == ("study_abroad", "need-c-1-study_abroad")
    assert path.pack is not None
    assert path.pack.id == PACK
    assert [one.id for one in path.clauses] == ["m#1"]
    catalogue = load_catalogue()
    families = {one for part in catalogue.pack(PACK).components for one in part.families}
    assert {one.code for one in path.products} == {
        one.code
        for one in catalogue.products
        if one.family in families and "mass" in one.tiers and one.status == "on_sale"
    }
    kinds = set(catalogue.pack(PACK).partners)
    assert {one.id for one in path.partners} == {
        one.id for one in catalogue.partners if one.kind in kinds
    }


@pytest.mark.graph
def test_every_open_need_has_a_path_of_its_own(bank: BoltGraph) -> None:
    home = foreseen(
        event="home_purchase", pack=None, probability_90=0.9, evidence=(evidence("search:首付"),)
    )
    store_needs(bank, {"c-1": [foreseen(), home]})
    first, second = StoredPaths(bank).of("c-1", NOW)
    assert (first.event.id, second.event.id) == ("home_purchase", "study_abroad")
    assert [one.kind for one in first.signals] == ["search"]
    assert (first.pack, first.products, first.partners, first.clauses) == (None, (), (), ())
    assert StoredPaths(bank).of("c-1", NOW, "study_abroad") == [second]
    assert StoredPaths(bank).of("c-1", NOW, "wedding") == []
    assert StoredPaths(bank).of("c-404", NOW) == []


@pytest.mark.graph
def test_without_consent_there_is_no_path_and_nobody_alike(bank: BoltGraph) -> None:
    store_needs(bank, {one: [foreseen(one)] for one in ("c-1", "c-2", "c-3")})
    paths = StoredPaths(bank)
    agree(bank, "c-2", expires_at=NOW + timedelta(days=1))
    store_needs(bank, {"c-2": [foreseen("c-2")]})
    assert alike(paths).everywhere == 2
    later = NOW + timedelta(days=2)
    assert paths.of("c-2", later) == []
    assert paths.like("c-2", "study_abroad", later) is None
    found = paths.like("c-1", "study_abroad", later)
    assert found is not None
    assert [one.customer_id for one in found.own] == ["c-3"]
    assert found.everywhere == 1
    stored_bank(bank).consents.withdraw("c-3", "need_prediction", NOW)
    left = alike(paths)
    assert ([one.customer_id for one in left.own], left.everywhere) == (["c-2"], 1)


@pytest.mark.graph
def test_the_most_similar_come_first_and_strangers_are_only_counted(bank: BoltGraph) -> None:
    only = foreseen("c-2", evidence=(evidence(),))
    more = foreseen("c-3", evidence=(evidence(), evidence("chat:留学"), evidence("payment:托福")))
    same = foreseen("c-5")
    other = foreseen("c-4")
    home = foreseen("c-2", event="home_purchase")
    mine = [foreseen()]
    store_needs(
        bank, {"c-1": mine, "c-2": [only, home], "c-3": [more], "c-5": [same], "c-4": [other]}
    )
    found = alike(StoredPaths(bank))
    assert found.kinds == ("exchange", "search")
    assert [(one.customer_id, one.similarity) for one in found.own] == [
        ("c-5", 1.0), ("c-2", 0.5), ("c-3", 0.25),
    ]  # fmt: skip
    assert (found.own_count, found.everywhere) == (3, 2)
    theirs = StoredPaths(bank).like("c-1", "study_abroad", NOW, "a-2")
    assert theirs is not None
    assert [one.customer_id for one in theirs.own] == ["c-4"]


@pytest.mark.graph
def test_a_customer_who_moved_is_nobodys_until_the_next_forecast(bank: BoltGraph) -> None:
    needs = {one: [foreseen(one)] for one in ("c-1", "c-2", "c-4")}
    store_needs(bank, needs)
    store_customers(bank, [customer(id="c-2", advisor_id="a-2")])
    paths = StoredPaths(bank)

    def own(advisor_id: str) -> list[str]:
        found = paths.like("c-1", "study_abroad", NOW, advisor_id)
        assert found is not None
        return [one.customer_id for one in found.own]

    assert (own("a-1"), own("a-2")) == ([], ["c-4"])
    assert store_needs(bank, needs).needs == 1
    assert (own("a-1"), own("a-2")) == ([], ["c-2", "c-4"])


def test_a_long_list_is_cut_and_counted() -> None:
    own = [
        {"id": f"c-{at:02}", "name": "客户", "tier": "mass", "kinds": [], "probability": 0.5}
        for at in range(LISTED + 5)
    ]
    row = {
        "customer_id": "c-1", "event": {"id": "e", "zh": "事", "en": "e"}, "kinds": [],
        "everywhere": 30, "own": own,
    }  # fmt: skip
    found = StoredPaths(RecordingGraph([row])).like("c-1", "e", NOW)
    assert found is not None
    assert (len(found.own), found.own_count) == (LISTED, LISTED + 5)
    assert found.everywhere_told == "30"
    assert found.model_copy(update={"everywhere": COUNTED}).everywhere_told == f"{COUNTED}+"
    assert {one.similarity for one in found.own} == {1.0}


def alike(paths: StoredPaths) -> Likeness:
    found = paths.like("c-1", "study_abroad", NOW)
    assert found is not None
    return found
