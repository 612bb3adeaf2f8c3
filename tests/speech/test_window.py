from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.speech.cutting import pieces
from talkie_shell.speech.window import LONGEST, SAMPLE_RATE, window_frames

SECOND = SAMPLE_RATE


class TestWindow:
    @pytest.mark.parametrize(
        ("seconds", "padding", "frames"),
        [(3, 400, 700), (3.01, 400, 800), (0, 100, 100), (29, 400, LONGEST), (100, 100, LONGEST)],
    )
    def test_sound_and_padding_in_whole_seconds(
        self, seconds: float, padding: int, frames: int
    ) -> None:
        assert window_frames(int(seconds * SECOND), padding) == frames

    @given(st.integers(0, 40 * SECOND), st.integers(0, 500))
    def test_never_shorter_than_the_sound_and_always_even(self, samples: int, padding: int) -> None:
        frames = window_frames(samples, padding)
        assert frames % 2 == 0
        assert frames == LONGEST or frames * 160 >= samples + padding * 160


class TestPieces:
    def test_short_sound_is_one_piece(self) -> None:
        (piece,) = pieces(np.ones(28 * SECOND, np.float32))
        assert len(piece) == 28 * SECOND

    def test_long_sound_is_cut_where_it_is_quiet_and_nothing_is_lost(self) -> None:
        samples = np.ones(50 * SECOND, np.float32)
        samples[20 * SECOND : 21 * SECOND] = 0
        cut = list(pieces(samples))
        assert len(cut) == 3
        assert 20 * SECOND < len(cut[0]) < 21 * SECOND
        assert np.array_equal(np.concatenate(cut), samples)
        assert max(len(piece) for piece in cut) <= 28 * SECOND
