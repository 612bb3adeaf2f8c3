"""Intervals, percentiles, calibration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.scoring import calibration, expected_calibration_error, percentile, wilson

SHARES = st.floats(0, 1)


class TestWilson:
    # Columns: hits, count, low, high; from the published formula.
    @pytest.mark.parametrize(
        ("hits", "count", "low", "high"),
        [
            (480, 630, 0.7271, 0.7935),
            (0, 10, 0.0, 0.2775),
            (10, 10, 0.7225, 1.0),
            (1, 2, 0.0945, 0.9055),
            (0, 0, 0.0, 1.0),
        ],
    )
    def test_known(self, hits, count, low, high):
        assert wilson(hits, count) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))

    @given(st.integers(0, 500), st.integers(1, 500))
    def test_holds_the_share(self, hits, more):
        low, high = wilson(hits, hits + more)
        assert 0 <= low <= hits / (hits + more) <= high <= 1


class TestPercentile:
    @pytest.mark.parametrize(
        ("values", "percent", "value"),
        [
            ([1, 2, 3, 4], 50, 2.5),
            ([3, 1, 2], 50, 2),
            ([5], 95, 5),
            ([], 50, 0),
            ([0, 100], 95, 95),
        ],
    )
    def test_known(self, values, percent, value):
        assert percentile(values, percent) == pytest.approx(value)


class TestCalibration:
    def test_bins_have_equal_width_and_hold_everything(self):
        cells = calibration([0.0, 0.05, 1 / 15, 0.5, 1.0], [False, True, True, False, True])
        assert len(cells) == 15
        assert [cell.count for cell in cells] == [3, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
        assert cells[0].accuracy == pytest.approx(2 / 3)
        assert (cells[7].low, cells[7].high) == (pytest.approx(7 / 15), pytest.approx(8 / 15))

    def test_error_of_the_sure_and_wrong(self):
        assert expected_calibration_error([1.0, 1.0], [False, True]) == pytest.approx(0.5)

    def test_error_of_the_honest(self):
        right = [True] * 8 + [False] * 2
        assert expected_calibration_error([0.8] * 10, right) == pytest.approx(0)

    def test_error_weighs_bins_by_size(self):
        error = expected_calibration_error([0.9] * 3 + [0.1], [True, True, True, True])
        assert error == pytest.approx(0.75 * 0.1 + 0.25 * 0.9)

    def test_nothing(self):
        assert expected_calibration_error([], []) == 0

    @given(st.lists(st.tuples(SHARES, st.booleans()), min_size=1, max_size=40))
    def test_counts_add_up_and_error_is_a_share(self, pairs):
        confidences, right = zip(*pairs, strict=True)
        assert sum(cell.count for cell in calibration(confidences, right)) == len(pairs)
        assert 0 <= expected_calibration_error(confidences, right) <= 1
