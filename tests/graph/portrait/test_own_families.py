"""A bank's own families: adopted by folder, checked with file and line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BadCatalogue
from graph.portrait import adopt, check, families

GOOD = """- key: basic.own.in_town
  zh: 在沪
  en: in town
  source: customers
  sql: CASE WHEN city = '上海' THEN 'here' END
  values: {here: {zh: 是, en: here}}
  explain: {zh: 因, en: why}
"""
LISTING = """- key: finance.own.branch
  zh: 网点
  en: branch
  source: transactions
  sensitivity: S3
  origin: inferred
  rows: SELECT customer_id, channel, 'often' FROM channels WHERE n >= 3
  explain: {zh: 因, en: why}
"""


@pytest.fixture(autouse=True)
def none_adopted() -> Iterator[None]:
    yield
    adopt()


def own(tmp_path: Path, text: str) -> Path:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_families_that_fit_are_listed(tmp_path: Path) -> None:
    found = check(own(tmp_path, GOOD + LISTING))
    assert [one.key for one in found] == ["basic.own.in_town", "finance.own.branch"]


def test_an_adopted_folder_counts_everywhere(tmp_path: Path) -> None:
    before = {one.key for one in families()}
    adopt(own(tmp_path, GOOD))
    assert {one.key for one in families()} - before == {"basic.own.in_town"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD + GOOD, r"own.yaml: line 8: basic.own.in_town stands twice"),
        (GOOD + LISTING.replace("origin: inferred", "origin: guessed"), "line 8: origin"),
        (GOOD + LISTING.replace("channel, 'often'", "chanel, 'often'"), "line 8: .*chanel"),
        (GOOD.replace("city =", "town_of ="), "line 1: .*town_of"),
        (GOOD + LISTING.replace("网点", "宗教"), "line 8: .*no tag may be about"),
        ("- key: [", "line 2"),
        ("key: basic.own.x", "no list"),
    ],
)
def test_what_does_not_fit_is_named_with_file_and_line(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(BadCatalogue, match=reason):
        check(own(tmp_path, text))


def test_a_folder_that_is_missing_is_named_and_an_empty_file_is_no_fault(tmp_path: Path) -> None:
    with pytest.raises(BadCatalogue, match="is no folder"):
        check(tmp_path / "none")
    assert check(own(tmp_path, "")) == ()
