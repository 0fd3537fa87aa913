"""What a learned probability rests on: it is lower once that is gone, and says whose words."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.catalogue import load_catalogue
from graph.hub import Reader
from graph.needs.learning import Champion, Contribution, Question
from tests.graph.needs.learning.town import reading

CATALOGUE = load_catalogue()
DAY = date(2026, 8, 1)
EVENT = "home_purchase"


def likely(champion: Champion, reader: Reader, only: list[str] | None = None) -> dict[str, float]:
    scores = champion.score(reader, CATALOGUE, DAY, only)
    return dict(zip(scores.frame.customers, scores.within[EVENT][90], strict=True))


def likeliest(champion: Champion, reader: Reader, most: int = 6) -> list[str]:
    everybody = {who: one for who, one in likely(champion, reader).items() if not np.isnan(one)}
    return sorted(everybody, key=lambda one: -everybody[one])[:most]


def without(feeds: Path, named: list[Contribution], folder: Path) -> Path:
    """The same feeds without the rows named."""
    folder.mkdir()
    gone = {(row.feed, row.row_id) for one in named for row in one.rows}
    for path in feeds.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        kept = [row for row in rows if (path.stem, row[0]) not in gone]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(kept)
    return folder


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_named_lowers_the_probability_once_its_rows_are_gone(
    place: int, champion: Champion, reader: Reader, feeds: Path, tmp_path: Path
) -> None:
    whole, who = likely(champion, reader), likeliest(champion, reader)[place]
    named = champion.explain(reader, CATALOGUE, Question(DAY, who, EVENT))
    assert named
    assert all(one.delta > 0 for one in named)
    assert [one.delta for one in named] == sorted((one.delta for one in named), reverse=True)
    left_out = named[:1] if place else named
    with reading(tmp_path / "hub", without(feeds, left_out, tmp_path / "less")) as less:
        then = likely(champion, less, [who])[who]
    assert then < whole[who]
    if place:
        assert then == pytest.approx(whole[who] - named[0].delta, abs=1e-6)


def test_the_words_the_customer_used_are_what_is_named(champion: Champion, reader: Reader) -> None:
    who = likeliest(champion, reader)[0]
    named = champion.explain(reader, CATALOGUE, Question(DAY, who, EVENT))
    assert named
    assert named[0].signal.kind == "search"
    assert named[0].signal.text == "看盘 云锦苑"
    assert named[0].signal.phrase in named[0].signal.text
    assert named[0].signal.day <= DAY


def test_some_customers_apart_have_the_probabilities_they_have_among_all(
    champion: Champion, reader: Reader
) -> None:
    everybody = likely(champion, reader)
    some = sorted(everybody)[::40]
    apart = likely(champion, reader, some)
    assert set(apart) == set(some)
    for who, one in apart.items():
        assert one == pytest.approx(everybody[who], nan_ok=True)


def test_nothing_is_named_without_consent_or_of_what_is_not_learned(
    champion: Champion, reader: Reader
) -> None:
    allowed = set(likely(champion, reader))
    silent = next(
        row["customer_id"] for row in reader.select("SELECT customer_id FROM customers ORDER BY 1")
        if row["customer_id"] not in allowed
    )  # fmt: skip
    assert champion.explain(reader, CATALOGUE, Question(DAY, silent, EVENT)) == []
    assert champion.explain(reader, CATALOGUE, Question(DAY, silent, "study_abroad")) == []


def test_nothing_is_named_of_what_has_come_to_pass(champion: Champion, reader: Reader) -> None:
    who = next(one for one, p in likely(champion, reader).items() if np.isnan(p))
    assert champion.explain(reader, CATALOGUE, Question(DAY, who, EVENT)) == []


def test_a_town_without_the_learned_words_names_none(
    champion: Champion, feeds: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    for path in feeds.glob("*.csv"):
        if path.stem != "app_events":
            (folder / path.name).write_bytes(path.read_bytes())
    with reading(tmp_path / "hub", folder) as quiet:
        for who in likeliest(champion, quiet, 2):
            named = champion.explain(quiet, CATALOGUE, Question(DAY, who, EVENT))
            assert not [one for one in named if one.signal.kind == "search"]


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 60), days=st.integers(0, 80))
def test_of_anybody_on_any_day_what_is_named_lowers_the_probability(
    place: int, days: int, champion: Champion, reader: Reader
) -> None:
    day = DAY + timedelta(days=days)
    scores = champion.score(reader, CATALOGUE, day)
    found = scores.within[EVENT][90]
    order = [at for at in np.argsort(-found) if not np.isnan(found[at])]
    who = str(scores.frame.customers[order[place]])
    named = champion.explain(reader, CATALOGUE, Question(day, who, EVENT))
    assert all(one.delta > 0 for one in named)
    assert all(one.signal.day <= day for one in named)
    for lot in (named, named[-1:]):
        gone = [row for one in lot for row in one.rows]
        then = champion.likely_without(reader, CATALOGUE, Question(day, who, EVENT), gone)
        assert then is not None
        assert then < float(found[order[place]]) if gone else then == found[order[place]]


def test_where_nothing_is_learned_nothing_can_be_left_out(
    champion: Champion, reader: Reader
) -> None:
    gone = next(one for one, p in likely(champion, reader).items() if np.isnan(p))
    for question in (Question(DAY, gone, EVENT), Question(DAY, gone, "study_abroad")):
        assert champion.likely_without(reader, CATALOGUE, question, []) is None
