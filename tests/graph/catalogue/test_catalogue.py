"""The catalogue: complete, checked, and planted with what binds it."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from graph.catalogue import Catalogue, UnknownKey, load_catalogue, plant
from graph.catalogue.loading import FILES
from graph.catalogue.planting import ANSWERS, EVENTS, INCLUDES, PACKS, RULES
from graph.errors import BadCatalogue
from graph.store import BoltGraph
from graph.store.loading import store_partners, store_products
from tests.feeds import KeepingGraph


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FILES, tmp_path / "files")
    return tmp_path / "files"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_catalogue_holds_every_event_pack_and_tier(catalogue: Catalogue) -> None:
    counts = (len(catalogue.events), len(catalogue.packs), len(catalogue.tiers))
    assert counts == (26, 16, 4)
    assert len(catalogue.products) >= 30
    assert len(catalogue.partners) >= 12


def test_every_text_stands_in_both_languages(catalogue: Catalogue) -> None:
    lists = [one.documents for one in catalogue.events] + [
        one.eligibility for one in catalogue.packs
    ]
    assert all(len(one.zh) == len(one.en) for one in lists)
    assert all(re.search("[一-鿿]", one.zh) for one in (*catalogue.events, *catalogue.packs))
    assert all(one.phrases.zh and one.phrases.en for one in catalogue.events)


def test_sensitive_events_are_never_raised_by_the_bank(catalogue: Catalogue) -> None:
    silent = {one.key for one in catalogue.events if not one.proactive}
    assert silent == {"childbirth", "illness", "divorce"}


def test_every_product_of_a_pack_has_a_family_on_sale_or_is_a_service(catalogue: Catalogue) -> None:
    sold = {one.family for one in catalogue.products}
    asked = {
        family for pack in catalogue.packs for part in pack.components for family in part.families
    }
    assert asked <= sold


def test_the_first_home_mortgage_costs_what_the_price_sheet_says(catalogue: Catalogue) -> None:
    mortgage = next(one for one in catalogue.products if one.code == "M-FIRST")
    assert (mortgage.rate_kind, mortgage.rate_low) == ("loan_rate", Decimal("0.031"))


@pytest.mark.parametrize(
    ("assets", "kind", "tier"),
    [
        ("499999.99", "person", "mass"), ("500000", "person", "potential"),
        ("4999999.99", "person", "potential"), ("5000000", "person", "hnw"),
        ("9000000", "micro_business", "micro_business"), ("-1", "person", "mass"),
    ],
)  # fmt: skip
def test_the_tier_follows_the_assets(
    catalogue: Catalogue, assets: str, kind: str, tier: str
) -> None:
    assert catalogue.tier_of(Decimal(assets), kind) == tier


def test_what_is_not_in_the_catalogue_is_an_error(catalogue: Catalogue) -> None:
    assert catalogue.event("study_abroad").pack == "study_abroad_legacy"
    assert catalogue.pack("home_purchase").key == "home_purchase"
    with pytest.raises(UnknownKey, match="moon_landing"):
        catalogue.event("moon_landing")
    with pytest.raises(UnknownKey, match="moon_landing"):
        catalogue.pack("moon_landing")


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("events.yaml", "pack: study_abroad_legacy", "pack: nowhere", "unknown pack nowhere"),
        ("events.yaml", "lead: [3, 24]", "lead: [30, 24]", "ends before it begins"),
        ("events.yaml", "lead: [3, 24]", "lead: soon", "entry 1: lead"),
        ("events.yaml", "- key: home_purchase", "- key: study_abroad", "stands twice"),
        ("packs.yaml", "key: education_growth", "kee: education_growth", "entry 1"),
        ("tiers.yaml", "- {key: mass", "- {key: potential", "stands twice"),
        ("products.yaml", "family: deposit", "family: magic", "family"),
        ("partners.yaml", "- {partner_id: pt-01", "- {partner_id: [", "no YAML"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_named_with_the_reason(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    change(folder / file, old, new)
    with pytest.raises(BadCatalogue, match=reason) as refused:
        load_catalogue(folder)
    assert refused.value.path == folder / file


def test_a_pack_for_an_unknown_tier_is_refused(folder: Path) -> None:
    text = (folder / "tiers.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "key: hnw" not in line]
    (folder / "tiers.yaml").write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(BadCatalogue, match="unknown tier hnw"):
        load_catalogue(folder)


def test_a_missing_file_and_a_file_that_is_no_list_are_refused(folder: Path) -> None:
    (folder / "packs.yaml").write_text("key: alone", encoding="utf-8")
    with pytest.raises(BadCatalogue, match="no list"):
        load_catalogue(folder)
    (folder / "packs.yaml").unlink()
    with pytest.raises(BadCatalogue, match="missing"):
        load_catalogue(folder)


def test_planting_is_one_transaction_of_merges(catalogue: Catalogue) -> None:
    graph = KeepingGraph()
    plant(catalogue, graph)
    assert len(graph.rows(EVENTS)) == 26
    assert len(graph.rows(PACKS)) == 16
    assert {"event": "study_abroad", "pack": "study_abroad_legacy"} in graph.rows(ANSWERS)
    assert {"id": "fx.authentic"} in graph.rows(RULES)
    assert {"id": "home_purchase", "family": "mortgage"} in graph.rows(INCLUDES)
    assert all("MERGE" in cypher for cypher, _ in graph.statements)


@pytest.mark.graph
def test_planting_twice_changes_nothing(catalogue: Catalogue, graph: BoltGraph) -> None:
    store_products(graph, catalogue.products)
    store_partners(graph, catalogue.partners)
    plant(catalogue, graph)
    counted = graph.read("MATCH (a)-[r]->(b) RETURN count(r) AS ties")
    plant(catalogue, graph)
    assert graph.read("MATCH (a)-[r]->(b) RETURN count(r) AS ties") == counted
    offered = graph.read(
        "MATCH (:LifeEvent {id: 'home_purchase'})-[:ANSWERED_BY]->(:ScenarioPack)"
        "-[:INCLUDES]->(p:Product) "
        "RETURN p.id AS code ORDER BY code"
    )
    assert {"code": "M-FIRST"} in offered
