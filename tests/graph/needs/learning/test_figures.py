"""The figures of an order: by hand where a hand can reach."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from graph.needs.learning import figures


def test_lift_counts_the_first_tenth() -> None:
    came = np.array([True] + [False] * 8 + [True])
    assert figures.lift(came, np.arange(10, 0, -1.0)) == pytest.approx(5.0)


def test_precision_counts_the_first_so_many() -> None:
    came = np.array([True, False, True, False])
    assert figures.precision(came, np.array([4.0, 3.0, 2.0, 1.0]), 2) == 0.5


def test_probabilities_that_hold_have_no_error() -> None:
    came = np.array([False, True] * 50)
    assert figures.calibration_error(came, np.full(100, 0.5)) == pytest.approx(0.0)
    assert figures.calibration_error(came, np.full(100, 0.9)) == pytest.approx(0.4)


def test_where_nobody_had_the_event_there_is_no_figure() -> None:
    nobody, score = np.zeros(5, bool), np.arange(5.0)
    for measure in (figures.auc, figures.average_precision, figures.lift):
        assert np.isnan(measure(nobody, score))
    low, high = figures.interval(figures.auc, nobody, score, np.arange(5))
    assert np.isnan(low)
    assert np.isnan(high)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=5, max_size=60))
def test_an_interval_holds_figures_in_order(rows: list[tuple[bool, float]]) -> None:
    came = np.array([one for one, _ in rows])
    score = np.array([one for _, one in rows])
    low, high = figures.interval(figures.lift, came, score, np.arange(len(rows)))
    assert np.isnan(low) or 0 <= low <= high


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 5), st.integers(1, 4)), min_size=4, max_size=60
    )
)
def test_weighted_figures_are_those_of_the_textbook(rows: list[tuple[bool, int, int]]) -> None:
    came = np.array([one for one, _, _ in rows])
    score = np.array([float(one) for _, one, _ in rows])
    weight = np.array([float(one) for _, _, one in rows])
    if 0 < came.sum() < len(came):
        auc = roc_auc_score(came, score, sample_weight=weight)
        held = average_precision_score(came, score, sample_weight=weight)
        assert figures.auc(came, score, weight) == pytest.approx(auc)
        assert figures.average_precision(came, score, weight) == pytest.approx(held)


@given(st.lists(st.booleans(), min_size=10, max_size=80))
def test_a_row_that_counts_twice_is_two_rows(rows: list[bool]) -> None:
    came, score = np.array(rows), np.arange(len(rows), 0, -1.0)
    twice = figures.lift(np.repeat(came, 2), np.repeat(score, 2))
    once = figures.lift(came, score, np.full(len(rows), 2.0))
    assert once == pytest.approx(twice, nan_ok=True)


def test_a_ranking_is_better_beyond_doubt_only_with_cases_enough() -> None:
    came = np.arange(400) % 10 == 0
    right, none = came.astype(float), np.zeros(400)
    assert figures.better(came, (right, none), np.arange(400))[0] > 0
    low, high = figures.better(came, (none, none), np.arange(400))
    assert low == high == 0
