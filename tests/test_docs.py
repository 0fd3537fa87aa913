"""The documents say what the code does."""

from pathlib import Path

import pytest

from graph.hub.feeds import feeds

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(feeds()))
def test_every_feed_and_column_is_documented(name: str) -> None:
    section = (ROOT / "docs/feeds.md").read_text(encoding="utf-8").split(f"\n## {name} ")[1]
    table = section.split("\n## ")[0]
    assert [one.name for one in feeds()[name].columns if f"| {one.name} |" not in table] == []


def test_the_readme_links_only_to_what_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    missing = [one for one in links if not one.startswith("http") and not (ROOT / one).exists()]
    assert missing == []
