from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.bench.figures import Figure, memory_figure, percentile, time_figure


class TestPercentile:
    @pytest.mark.parametrize(
        ("samples", "percent", "expected"),
        [
            ([4, 1, 3, 2], 50, 2),
            ([5, 1, 3], 50, 3),
            ([7], 95, 7),
            ([1, 2], 95, 2),
            (range(1, 101), 95, 95),
            (range(1, 101), 50, 50),
        ],
    )
    def test_is_nearest_rank(self, samples: list[float], percent: int, expected: float):
        assert percentile(samples, percent) == expected

    @given(st.lists(st.floats(0, 1e9), min_size=1), st.integers(1, 100))
    def test_is_a_sample_that_enough_do_not_exceed(self, samples: list[float], percent: int):
        found = percentile(samples, percent)
        assert found in samples
        assert sum(one <= found for one in samples) * 100 >= percent * len(samples)


class TestFigure:
    def test_an_outlier_moves_the_p95_and_not_the_median(self):
        times = [1.0] * 18 + [500.0] * 2
        assert time_figure("model", times) == Figure("model", "ms", 1.0, 500.0, 20)

    def test_memory_is_the_largest_peak(self):
        assert memory_figure("memory", [100.0, 300.0, 200.0]).value == 300.0

    @pytest.mark.parametrize(
        ("name", "value", "met"),
        [
            ("whole path", 15.0, True),
            ("whole path", 15.1, False),
            ("preprocess", 0.2, True),
            ("first prompt", 601.0, False),
            ("memory of reconstruct", 251.0, False),
            ("model", 1e9, None),
        ],
    )
    def test_says_whether_what_is_wanted_is_met(self, name: str, value: float, met: bool | None):
        assert Figure(name, "", value, None, 1).met is met
