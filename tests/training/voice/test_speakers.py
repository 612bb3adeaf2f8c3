"""Other speakers, made of a spectrogram."""

from __future__ import annotations

import numpy as np
import pytest

from talkie_shell.training.voice.speakers import LOUDEST_TO_SOFTEST, another_speaker, throat
from talkie_shell.training.voice.spectrogram import MELS, band_of, centres, log_mel


def tone(hertz: float) -> np.ndarray:
    sound = 0.3 * np.sin(2 * np.pi * hertz * np.arange(16_000) / 16_000)
    return log_mel(sound.astype(np.float32))


@pytest.mark.parametrize("hertz", [400.0, 1200.0, 2500.0])
@pytest.mark.parametrize("factor", [0.88, 1.0, 1.15])
def test_resonances_move(hertz, factor):
    moved = (tone(hertz) @ throat(factor)).mean(axis=0)
    there = centres()[int(moved.argmax())]
    assert there == pytest.approx(hertz * factor, rel=0.08)


@pytest.mark.parametrize("factor", [0.86, 0.97, 1.1, 1.17])
def test_nothing_is_lost_at_the_edges(factor):
    even = np.full((1, MELS), 0.7, np.float32)
    np.testing.assert_allclose(even @ throat(factor), even, rtol=1e-5)


def test_bands_are_where_their_filters_are_highest():
    np.testing.assert_allclose(band_of(centres()), np.arange(MELS), atol=1e-6)


def test_each_look_is_another_and_the_seed_repeats_it():
    mel = tone(900.0).astype(np.float16)
    looks = [another_speaker(mel, np.random.default_rng(seed)) for seed in range(20)]
    again = another_speaker(mel, np.random.default_rng(3))
    np.testing.assert_array_equal(looks[3], again)
    kept = [look for look in looks if np.array_equal(look, mel.astype(np.float32))]
    assert 0 < len(kept) < 10
    for look in looks:
        assert look.shape == mel.shape
        assert look.max() - look.min() <= LOUDEST_TO_SOFTEST + 1e-5


def test_of_nothing_comes_nothing():
    empty = np.zeros((0, MELS), np.float16)
    assert all(
        another_speaker(empty, np.random.default_rng(seed)).shape == (0, MELS) for seed in range(9)
    )
