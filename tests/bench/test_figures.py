from __future__ import annotations

import pytest

from talkie_shell.bench.figures import Figure, memory_figure, time_figure


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
