"""The declared scoring: more signals, more likely; more days, more likely."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.catalogue import LifeEvent, load_catalogue
from graph.needs.scoring import CERTAIN, WEIGHTS, Person, fit, probability, strength, timed
from graph.needs.signals import Signal
from tests.builders import TODAY

EVENTS = load_catalogue().events
NOBODY = Person(None, ())


def signal(kind: str = "search", days_ago: int = 0, share: float = 1.0) -> Signal:
    return Signal("c-1", "e", TODAY - timedelta(days=days_ago), kind, "雅思", "雅思报名", share)


def event(key: str) -> LifeEvent:
    return load_catalogue().event(key)


signals = st.lists(
    st.builds(
        signal,
        st.sampled_from(sorted(WEIGHTS)),
        st.integers(0, 540),
        st.floats(0.01, 1.0, allow_nan=False),
    ),
    min_size=1,
    max_size=12,
)
persons = st.builds(
    Person,
    st.none() | st.integers(0, 100),
    st.lists(st.integers(-1, 40), max_size=3).map(tuple),
)


@given(signals, st.sampled_from(EVENTS), persons)
def test_probabilities_grow_with_the_days_and_stay_below_certainty(
    seen: list[Signal], of: LifeEvent, person: Person
) -> None:
    likely = probability(seen, of, person, TODAY)
    forecast = timed(seen, of, likely, TODAY)
    thirty, ninety, half_year = forecast.within
    assert 0 <= thirty <= ninety <= half_year <= round(likely, 4) <= CERTAIN
    assert 0 <= forecast.starts <= forecast.middle <= forecast.ends
    assert forecast.starts < forecast.ends


@given(signals, signals, st.sampled_from(EVENTS), persons)
def test_another_signal_never_makes_an_event_less_likely(
    seen: list[Signal], more: list[Signal], of: LifeEvent, person: Person
) -> None:
    before = probability(seen, of, person, TODAY)
    assert probability(seen + more, of, person, TODAY) >= before


@given(st.permutations([signal("search", 3), signal("chat", 40), signal("payment", 90)]))
def test_the_order_of_signals_does_not_matter(seen: list[Signal]) -> None:
    of = event("study_abroad")
    likely = probability(seen, of, NOBODY, TODAY)
    assert likely == pytest.approx(probability(sorted(seen), of, NOBODY, TODAY))
    assert timed(seen, of, likely, TODAY) == timed(sorted(seen), of, likely, TODAY)


@given(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 500), st.sampled_from(EVENTS))
def test_a_signal_fades(kind: str, days_ago: int, of: LifeEvent) -> None:
    fresh, faded = signal(kind, days_ago), signal(kind, days_ago + 30)
    assert strength(faded, of, TODAY) < strength(fresh, of, TODAY)


def test_nothing_seen_is_no_event() -> None:
    assert probability([], event("renovation"), NOBODY, TODAY) == 0


@pytest.mark.parametrize(
    ("key", "person", "factor"),
    [
        ("study_abroad", Person(45, (16,)), 1.3),
        ("study_abroad", Person(45, (2,)), 0.6),
        ("study_abroad", Person(45, ()), 1.0),
        ("home_purchase", Person(32, ()), 1.2),
        ("home_purchase", Person(80, ()), 0.4),
        ("home_purchase", NOBODY, 1.0),
        ("windfall", Person(32, (16,)), 1.0),
    ],
)
def test_ages_make_an_event_more_or_less_plausible(key: str, person: Person, factor: float) -> None:
    assert fit(event(key), person) == factor


def test_payments_point_to_a_nearer_event_than_searches() -> None:
    of = event("home_purchase")
    searched = timed([signal("search")], of, 0.5, TODAY)
    paid = timed([signal("payment")], of, 0.5, TODAY)
    assert paid.middle < searched.middle
    assert paid.within[1] > searched.within[1]


def test_the_season_of_an_event_counts() -> None:
    of = event("retirement_prep")
    seen = [signal("search")]
    december, july = date(2026, 12, 1), date(2026, 7, 1)
    shifted = [one._replace(day=july) for one in seen]
    now = [one._replace(day=december) for one in seen]
    assert probability(now, of, NOBODY, december) > probability(shifted, of, NOBODY, july)
