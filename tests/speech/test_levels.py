from __future__ import annotations

import numpy as np
import pytest

from talkie_shell.speech.levels import QUIETEST, level_of

LEVELS = [
    # amplitude of a square wave, decibels, share of the meter, clipped
    (0.0, QUIETEST, 0.0, False),
    (1e-9, QUIETEST, 0.0, False),
    (0.1, -20.0, 2 / 3, False),
    (1.0, 0.0, 1.0, True),
]


@pytest.mark.parametrize(("amplitude", "decibels", "share", "clipped"), LEVELS)
def test_level(amplitude, decibels, share, clipped):
    level = level_of(np.full(800, amplitude, dtype=np.float32))
    assert level.decibels == pytest.approx(decibels, abs=0.01)
    assert level.share == pytest.approx(share, abs=0.01)
    assert level.clipped is clipped


def test_an_empty_block_is_silence():
    assert level_of(np.zeros(0, dtype=np.float32)).decibels == QUIETEST
