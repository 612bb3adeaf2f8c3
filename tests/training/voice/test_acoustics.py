"""Rooms and noise, and sound as Whisper sees it."""

from __future__ import annotations

import numpy as np
import pytest

from talkie_shell.speech.window import SAMPLE_RATE
from talkie_shell.training.voice.acoustics import (
    NOISES,
    Condition,
    heard_as,
    impulse_response,
    low_passed,
    noise_like,
    random_condition,
)
from talkie_shell.training.voice.spectrogram import log_mel, mel_filters


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.sin(2 * np.pi * hertz * time).astype(np.float32)


def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def share_above(sound: np.ndarray, hertz: float) -> float:
    power = np.square(np.abs(np.fft.rfft(sound)))
    return float(power[np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE) > hertz].sum() / power.sum())


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("snr", [20.0, 10.0])
def test_noise_is_as_loud_as_asked(kind: str, snr: float) -> None:
    sound = tone(440)
    arrived = heard_as(sound, Condition(kind, snr, gain=0.0), rng(), [tone(300, 0.5)])
    scale = float((arrived * sound).sum() / np.square(sound).sum())
    noise = arrived - scale * sound
    found = 10 * np.log10(np.square(scale * sound).mean() / np.square(noise).mean())
    assert found == pytest.approx(snr, abs=1.0)


@pytest.mark.parametrize("kind", NOISES)
def test_every_noise_has_the_length_asked_for(kind: str) -> None:
    assert noise_like(kind, 1234, rng(), [tone(300, 0.1)]).shape == (1234,)


def test_gain_sets_the_peak() -> None:
    arrived = heard_as(tone(440), Condition(gain=-20.0), rng())
    assert np.abs(arrived).max() == pytest.approx(0.1, abs=1e-3)


def test_an_echo_decays_by_sixty_decibels() -> None:
    response = impulse_response(0.5, rng())
    start, end = np.square(response[800:1600]).mean(), np.square(response[-800:]).mean()
    assert 10 * np.log10(start / end) > 45
    assert response[0] == 1.0


def test_a_narrow_line_loses_what_is_high() -> None:
    both = tone(500) + tone(6000)
    assert share_above(both, 4000) == pytest.approx(0.5, abs=0.01)
    assert share_above(low_passed(both, 3000), 4000) < 1e-6


def test_conditions_and_sounds_follow_the_seed() -> None:
    first, second = (random_condition(rng(), hard=True) for _ in range(2))
    assert first == second
    one, two = (heard_as(tone(440), first, rng()) for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_spectrogram_is_whispers_own() -> None:
    audio = pytest.importorskip("mlx_whisper.audio")
    sound = heard_as(tone(440), Condition("pink", 10.0), rng())
    np.testing.assert_allclose(
        log_mel(sound), np.array(audio.log_mel_spectrogram(sound)), atol=1e-3
    )
    np.testing.assert_allclose(mel_filters(), np.array(audio.mel_filters(80)), atol=1e-6)
