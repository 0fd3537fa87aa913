"""The figures of an order: by hand where a hand can reach."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=5, max_size=60))
def test_an_interval_holds_figures_in_order(rows: list[tuple[bool, float]]) -> None:
    came = np.array([one for one, _ in rows])
    score = np.array([one for _, one in rows])
    low, high = figures.interval(figures.lift, came, score, np.arange(len(rows)), repeats=20)
    assert np.isnan(low) or 0 <= low <= high
