"""Learning needs: from the past only, under consent, without what may not be used."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from graph.catalogue import load_catalogue
from graph.hub import BANK_ZONE, Hub, Reader, Said
from graph.model import Consent, Purpose
from graph.needs import forecast
from graph.needs.learning import (
    Champion,
    NothingToLearnFrom,
    Question,
    Training,
    keep,
    train,
)
from graph.needs.learning.frame import Frame, observe, permit, prepare, rank
from graph.needs.learning.keys import catalogue_keys
from graph.needs.learning.labels import firsts
from graph.needs.learning.material import gather
from graph.needs.learning.policy import PROTECTED, learnable
from graph.needs.learning.sources import SOURCES, texts
from tests.feeds import KeepingGraph, feed
from tests.graph.needs.learning.town import AFTER, FIRST, LAST, reading, town

CATALOGUE = load_catalogue()
DAY = date(2026, 5, 1)


def seen(reader: Reader, day: date) -> Frame:
    permit(reader, day)
    prepare(reader)
    rank(reader, day)
    known = {one.name: texts(reader, one, day) for one in SOURCES}
    return observe(reader, day, catalogue_keys(CATALOGUE, known))


def test_what_came_later_changes_nothing_that_was_known(reader: Reader, tmp_path: Path) -> None:
    town(tmp_path / "feeds", until=DAY)
    whole = seen(reader, DAY)
    with reading(tmp_path / "hub", tmp_path / "feeds") as cut:
        less = seen(cut, DAY)
    assert list(whole.customers) == list(less.customers)
    assert np.array_equal(whole.numbers, less.numbers, equal_nan=True)
    assert sorted(map(tuple, whole.signs.parts)) == sorted(map(tuple, less.signs.parts))


def test_only_who_consents_is_ranked_and_accounts_are_read_under_their_own(reader: Reader) -> None:
    frame = seen(reader, DAY)
    given = {
        purpose: {row["customer_id"] for row in reader.select(
            "SELECT customer_id FROM consents WHERE purpose = $purpose", purpose=purpose)}
        for purpose in ("need_prediction", "sensitive_financial")
    }  # fmt: skip
    assert set(frame.customers) == given["need_prediction"]
    paid = frame.numbers[:, frame.names.index("payments_365")]
    reads = {who for who, number in zip(frame.customers, paid, strict=True) if number > 0}
    assert reads == given["need_prediction"] & given["sensitive_financial"]


def test_words_nobody_declared_are_learned_and_lift_those_who_used_them(
    training: Training, reader: Reader
) -> None:
    learned = training.events["home_purchase"]
    found = [one.split(".", 2) for one in learned.words]
    assert any(source == "search" and word in "看盘 云锦苑" for _, source, word in found)
    scores = Champion("test", training).score(reader, CATALOGUE, DAY)
    likely = scores.within["home_purchase"]
    lookers = {
        row["customer_id"] for row in reader.select(
            "SELECT DISTINCT customer_id FROM app_events WHERE contains(text, '云锦苑') "
            'AND "at"::DATE BETWEEN $day::DATE - 60 AND $day', day=DAY)
    }  # fmt: skip
    inside = np.array([one in lookers for one in scores.frame.customers])
    held = ~np.isnan(likely[90])
    assert np.mean(likely[90][inside & held]) > 3 * np.mean(likely[90][~inside & held])


def test_a_longer_time_is_never_less_likely(training: Training, reader: Reader) -> None:
    for found in Champion("test", training).score(reader, CATALOGUE, DAY).within.values():
        held = ~np.isnan(found[90])
        assert (found[30][held] <= found[90][held]).all()
        assert (found[90][held] <= found[180][held]).all()


def test_who_bought_is_not_foreseen_again(training: Training, reader: Reader) -> None:
    scores = Champion("test", training).score(reader, CATALOGUE, DAY)
    bought = {who for who, day in firsts(reader, DAY)["home_purchase"].items() if day <= DAY}
    gone = np.array([one in bought for one in scores.frame.customers])
    assert bought
    assert (np.isnan(scores.within["home_purchase"][90]) == gone).all()


def test_age_and_family_are_no_ground_for_what_a_loan_meets(training: Training) -> None:
    assert not PROTECTED & set(training.events["home_purchase"].columns)


@pytest.mark.parametrize(
    ("source", "text"),
    [("merchant", "8062"), ("payment", "妇幼保健院产检"), ("chat", "cancer treatment")],
)
def test_health_faith_and_law_are_not_learned_from(source: str, text: str) -> None:
    assert not learnable(source, text)


def test_events_without_cases_are_left_with_the_reason(training: Training) -> None:
    assert training.left["study_abroad"].startswith("只有 0 例")


def test_a_day_before_any_record_says_so(reader: Reader) -> None:
    with pytest.raises(NothingToLearnFrom, match=r"2024-01-01 .*later day"):
        train(reader, CATALOGUE, date(2024, 1, 1))


def test_a_town_without_payments_or_loans_learns_nothing_and_stands(tmp_path: Path) -> None:
    feed(tmp_path / "feeds", "customers", "customer_id,name\nc-1,李明\n")
    with reading(tmp_path / "hub", tmp_path / "feeds") as reader, pytest.raises(NothingToLearnFrom):
        train(reader, CATALOGUE, LAST)


def test_a_forecast_says_which_needs_were_learned(training: Training, tmp_path: Path) -> None:
    town(tmp_path / "feeds")
    hub, graph = Hub(tmp_path / "hub"), KeepingGraph()
    searches = "event_id,customer_id,at,kind,text\ns-1,c-007,2026-11-18,search,首付要多少\n"
    hub.load(tmp_path / "feeds", graph, AFTER)
    feed(tmp_path / "more", "app_events", searches)
    hub.load(tmp_path / "more", graph, AFTER)
    before = {(one.customer_id, one.event): one for one in forecast(hub, graph, CATALOGUE, AFTER)}
    keep(hub.home, training)
    after = {(one.customer_id, one.event): one for one in forecast(hub, graph, CATALOGUE, AFTER)}
    assert {one.basis for one in before.values()} == {"declared"}
    for key, one in after.items():
        assert one.basis == ("learned" if key[1] in training.events else "declared")
        assert one.probability_30 <= one.probability_90 <= one.probability_180
    (tmp_path / "hub" / "models" / "used.json").unlink()
    again = {(one.customer_id, one.event) for one in forecast(hub, graph, CATALOGUE, AFTER)}
    assert again == set(before)


def withdrawn(who: str, purpose: Purpose) -> Said:
    """What the graph knows of a consent of the feeds that was taken back in the chat."""
    at = datetime(2026, 4, 30, 20, tzinfo=BANK_ZONE)
    given = datetime(2025, 1, 5, tzinfo=BANK_ZONE)
    consent = Consent(
        id=f"k-{who}-{purpose}", purpose=purpose, granted_at=given, withdrawn_at=at,
        authorisation="first",
    )  # fmt: skip
    return Said(who, consent)


def test_a_consent_withdrawn_in_the_chat_ends_scores_and_reasons(
    champion: Champion, reader: Reader
) -> None:
    everybody = champion.score(reader, CATALOGUE, DAY).frame
    who = str(everybody.customers[0])
    heard = [withdrawn(who, "need_prediction")]
    for only in (None, [who]):
        less = champion.score(reader, CATALOGUE, DAY, only, heard).frame
        assert who not in set(less.customers)
    before = champion.score(reader, CATALOGUE, date(2026, 4, 29), [who], heard).frame
    assert list(before.customers) == [who]
    assert champion.explain(reader, CATALOGUE, Question(DAY, who, "home_purchase"), heard) == []


def test_accounts_are_read_no_more_once_that_consent_is_withdrawn_in_the_chat(
    champion: Champion, reader: Reader
) -> None:
    frame = champion.score(reader, CATALOGUE, DAY).frame
    paid = frame.names.index("payments_365")
    who = next(
        str(one) for one, n in zip(frame.customers, frame.numbers[:, paid], strict=True) if n > 0
    )
    heard = [withdrawn(who, "sensitive_financial")]
    less = champion.score(reader, CATALOGUE, DAY, [who], heard).frame
    assert list(less.customers) == [who]
    assert np.isnan(less.numbers[0, paid])


def test_who_withdrew_in_the_chat_is_not_learned_from(reader: Reader) -> None:
    permit(reader, LAST)
    everybody = gather(reader, CATALOGUE, LAST, print).weight
    gone = sorted(everybody)[:3]
    permit(reader, LAST, [withdrawn(one, "need_prediction") for one in gone])
    assert set(gather(reader, CATALOGUE, LAST, print).weight) == set(everybody) - set(gone)


@pytest.mark.parametrize("missing", ["app_events", "transactions", "loans", "accounts"])
def test_a_missing_feed_leaves_what_it_would_say_unknown_and_the_rest_stands(
    missing: str, champion: Champion, feeds: Path, tmp_path: Path
) -> None:
    for path in feeds.glob("*.csv"):
        if path.stem != missing:
            feed(tmp_path / "feeds", path.stem, path.read_text(encoding="utf-8"))
    with reading(tmp_path / "hub", tmp_path / "feeds") as less:
        scores = champion.score(less, CATALOGUE, DAY)
    likely = scores.within["home_purchase"][90]
    held = likely[~np.isnan(likely)]
    assert len(held) > 150
    assert ((held > 0) & (held < 1)).all()
    column = {"app_events": "visits_365", "loans": "loans"}.get(missing, "payments_365")
    assert np.isnan(scores.frame.numbers[:, scores.frame.names.index(column)]).all()


def test_on_a_day_before_any_record_nobody_is_foreseen(champion: Champion, reader: Reader) -> None:
    before = champion.score(reader, CATALOGUE, FIRST - timedelta(days=1))
    assert len(before.frame.customers) == 0
    assert len(before.within["home_purchase"][90]) == 0
    assert len(champion.score(reader, CATALOGUE, FIRST).frame.customers) > 200


def test_without_loans_there_are_no_cases_and_the_reason_is_told(
    feeds: Path, tmp_path: Path
) -> None:
    for path in feeds.glob("*.csv"):
        if path.stem != "loans":
            feed(tmp_path / "feeds", path.stem, path.read_text(encoding="utf-8"))
    with reading(tmp_path / "hub", tmp_path / "feeds") as less:
        learned = train(less, CATALOGUE, LAST)
    assert learned.events == {}
    assert learned.feeds["loans"] == 0
    assert learned.left["home_purchase"] == "只有 0 例，少于 30 例 only 0 cases, fewer than 30"
