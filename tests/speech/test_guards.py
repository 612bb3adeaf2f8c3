from __future__ import annotations

import numpy as np
import pytest

from talkie_shell.speech.guards import is_quiet, is_silence, longest, loops


@pytest.mark.parametrize(
    ("tokens", "looping"),
    [
        ([], False),
        ([1], False),
        ([1] * 5, False),
        ([1] * 6, True),
        ([9, 8, *[1] * 6], True),
        ([*[1] * 6, 9], False),
        ([1, 2] * 5, False),
        ([1, 2] * 6, True),
        ([1, 2, 3] * 6, True),
        ([1, 1, 2] * 5, False),  # dot dot slash
    ],
)
def test_a_unit_six_times_in_a_row_is_a_loop(tokens: list[int], looping: bool) -> None:
    assert loops(tokens) is looping


def test_nothing_and_a_blink_are_quiet_and_a_whisper_is_not() -> None:
    assert is_quiet(np.zeros(0, np.float32))
    assert is_quiet(np.full(16_000, 5e-4, np.float32))
    assert is_quiet(np.ones(500, np.float32))
    assert not is_quiet(np.full(16_000, -0.01, np.float32))


def test_silence_is_what_the_network_says() -> None:
    assert is_silence(0.8, adapted=False)
    assert not is_silence(0.4, adapted=False)
    assert is_silence(0.4, adapted=True)
    assert not is_silence(0.1, adapted=True)


def test_more_time_allows_more_tokens() -> None:
    assert longest(1.0) >= 8
    assert longest(10.0) <= 100
