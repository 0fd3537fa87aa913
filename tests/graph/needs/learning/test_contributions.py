"""What a learned probability rests on: it is lower once that is gone, and says whose words."""

import csv
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from graph.catalogue import load_catalogue
from graph.hub import BANK_ZONE, Hub, Reader
from graph.needs.learning import Champion, Contribution, Question, train
from tests.feeds import KeepingGraph
from tests.graph.needs.learning.town import LAST, town

CATALOGUE = load_catalogue()
AFTER = datetime(2026, 11, 23, 10, tzinfo=BANK_ZONE)
DAY = date(2026, 8, 1)
EVENT = "home_purchase"


@contextmanager
def reading(folder: Path, feeds: Path) -> Generator[Reader]:
    hub = Hub(folder)
    hub.load(feeds, KeepingGraph(), AFTER)
    with hub.reading() as reader:
        yield reader


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    town(folder)
    return folder


@pytest.fixture(scope="module")
def reader(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with reading(tmp_path_factory.mktemp("hub"), feeds) as held:
        yield held


@pytest.fixture(scope="module")
def champion(reader: Reader) -> Champion:
    return Champion("test", train(reader, CATALOGUE, LAST))


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


def test_what_is_named_lowers_the_probability_once_its_rows_are_gone(
    champion: Champion, reader: Reader, feeds: Path, tmp_path: Path
) -> None:
    whole = likely(champion, reader)
    checked = 0
    for number, who in enumerate(likeliest(champion, reader, 2)):
        named = champion.explain(reader, CATALOGUE, Question(DAY, who, EVENT))
        assert all(one.delta > 0 for one in named)
        assert [one.delta for one in named] == sorted((one.delta for one in named), reverse=True)
        for at, left_out in enumerate([named, named[:1]][number:]):
            folder = without(feeds, left_out, tmp_path / f"{who}-{at}")
            with reading(tmp_path / f"hub-{who}-{at}", folder) as less:
                now = likely(champion, less, [who])[who]
            assert now < whole[who]
            checked += 1
    assert checked == 3
    assert now == pytest.approx(whole[who] - named[0].delta, abs=1e-6)


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
