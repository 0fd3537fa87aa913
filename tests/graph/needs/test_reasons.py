"""Reasons are faithful: without what is named, the event is less likely."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.catalogue import LifeEvent, load_catalogue
from graph.needs.reasons import SEEN, Matter, contributions, hinges_on
from graph.needs.scoring import WEIGHTS, Person, probability
from graph.needs.signals import SOURCES, Signal
from tests.builders import TODAY

EVENTS = load_catalogue().events
NOBODY = Person(None, ())


def signal(kind: str, days_ago: int, share: float, row: str) -> Signal:
    day = TODAY - timedelta(days=days_ago)
    return Signal("c-1", "e", day, kind, row, "雅思报名", share, row)


signals = st.lists(
    st.builds(
        signal,
        st.sampled_from(sorted(WEIGHTS)),
        st.integers(0, 540),
        st.floats(0.01, 1.0, allow_nan=False),
        st.sampled_from([f"row-{at}" for at in range(20)]),
    ),
    min_size=1,
    max_size=30,
)


@given(signals, st.sampled_from(EVENTS))
def test_without_a_named_row_the_event_is_less_likely(seen: list[Signal], of: LifeEvent) -> None:
    asked = Matter(of, NOBODY, TODAY)
    named = contributions(asked, seen)
    assert named
    for one in named:
        rest = [other for other in seen if other.row != one.signal.row]
        assert asked.within_90(rest) < asked.within_90(seen)
        assert abs(asked.within_90(seen) - asked.within_90(rest) - one.lowers) < SEEN


@given(signals, st.sampled_from(EVENTS))
def test_without_any_signal_the_event_is_less_likely_at_all(
    seen: list[Signal], of: LifeEvent
) -> None:
    whole = probability(seen, of, NOBODY, TODAY)
    for at in range(len(seen)):
        assert probability(seen[:at] + seen[at + 1 :], of, NOBODY, TODAY) < whole


@given(signals, st.sampled_from(EVENTS))
def test_a_forecast_falls_without_what_it_hinges_on(seen: list[Signal], of: LifeEvent) -> None:
    asked = Matter(of, NOBODY, TODAY)
    keys = hinges_on(asked, seen, contributions(asked, seen), enough=0.15)
    rest = [one for one in seen if one.key not in keys]
    assert not keys or probability(rest, of, NOBODY, TODAY) < 0.15


def test_one_row_seen_in_two_ways_is_named_once() -> None:
    seen = [signal("payment", 3, 1.0, "t-1"), signal("merchant", 3, 1.0, "t-1")]
    [named] = contributions(Matter(EVENTS[0], NOBODY, TODAY), seen)
    assert named.signal.kind == "payment"


def test_what_may_not_be_used_is_a_signal_a_kind_or_a_source() -> None:
    seen = signal("search", 3, 1.0, "雅思")
    assert seen.is_forbidden({"search:雅思"})
    assert seen.is_forbidden({"search"})
    assert seen.is_forbidden({"own_chat"})
    assert not seen.is_forbidden({"own_transactions", "search:托福", "chat"})


def test_every_kind_has_a_weight_and_a_source() -> None:
    assert set(SOURCES) == set(WEIGHTS)
