"""Every article the manual names is in its law, and speaks of what the clause speaks of."""

import csv
from pathlib import Path
from statistics import mean

import pytest
import yaml

from knowledge.documents import policy
from knowledge.library import POLICIES
from knowledge.model import Clause

ROOT = Path(__file__).resolve().parents[2]
LAWS = ROOT.parent / "shared" / "data" / "laws"
INDEX = LAWS / "index.csv"
PACKS = ROOT / "graph/catalogue/files/packs.yaml"
PRODUCTS = ROOT / "graph/catalogue/files/products.yaml"
NEARER = 0.9
"""Of the articles named, those nearer to their clause than the law's articles are on average.

The manual is in its own words, so a single pair may share few; the most of them may not.
"""

MANUAL = tuple(one for path in sorted(POLICIES.glob("*.md")) for one in policy(path).clauses)
GROUNDS = [(one, ground) for one in MANUAL for ground in one.based_on]


@pytest.fixture(scope="module")
def articles() -> dict[str, dict[str, Clause]]:
    """Articles by number, of each law that is there, by short title."""
    if not INDEX.is_file():
        pytest.skip(f"the laws are not there: no {INDEX.name} beside the project")
    with INDEX.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        row["short_title"]: {one.article: one for one in policy(LAWS / row["file"]).clauses}
        for row in rows
    }


@pytest.mark.parametrize(("clause", "ground"), GROUNDS, ids=lambda one: getattr(one, "id", one))
def test_a_named_article_is_in_its_law(
    clause: Clause, ground: str, articles: dict[str, dict[str, Clause]]
) -> None:
    title, article = ground.rsplit(" ", 1)
    assert title not in articles or article in articles[title], clause.citation


def test_named_articles_speak_of_what_their_clauses_speak_of(
    articles: dict[str, dict[str, Clause]],
) -> None:
    near = [
        is_nearer(clause, articles[title], article)
        for clause, ground in GROUNDS
        for title, article in [ground.rsplit(" ", 1)]
        if title in articles
    ]
    assert sum(near) >= NEARER * len(near)


def test_most_of_the_manual_can_be_checked_against_its_laws(
    articles: dict[str, dict[str, Clause]],
) -> None:
    checked = [ground for _, ground in GROUNDS if ground.rsplit(" ", 1)[0] in articles]
    assert len(checked) > 0.8 * len(GROUNDS)


def test_the_manual_has_clauses_enough_and_nearly_all_name_their_law() -> None:
    assert len(MANUAL) >= 150
    assert sum(bool(one.based_on) for one in MANUAL) > 0.97 * len(MANUAL)


def test_every_pack_has_a_clause_of_a_rule_that_binds_it() -> None:
    stated = {rule for one in MANUAL for rule in one.rules}
    packs = yaml.safe_load(PACKS.read_text(encoding="utf-8"))
    assert len(packs) == 16
    assert [one["key"] for one in packs if not stated & set(one["rules"])] == []


def test_packs_and_families_of_clauses_are_those_of_the_catalogue() -> None:
    packs = {one["key"] for one in yaml.safe_load(PACKS.read_text(encoding="utf-8"))}
    families = {one["family"] for one in yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))}
    assert {key for one in MANUAL for key in one.packs} <= packs
    assert {key for one in MANUAL for key in one.families} <= families


def is_nearer(clause: Clause, law: dict[str, Clause], article: str) -> bool:
    """Whether a clause shares more with an article than with the law's articles on average."""
    own = pairs(clause)
    shared = {number: len(own & pairs(one)) for number, one in law.items()}
    return shared[article] > mean(shared.values())


def pairs(clause: Clause) -> set[str]:
    """Pairs of neighbouring Chinese characters in a clause's title and words."""
    words = "".join((*clause.heading[-1:], clause.text))
    both = [words[at : at + 2] for at in range(len(words) - 1)]
    return {one for one in both if all("\u4e00" <= letter <= "\u9fff" for letter in one)}
