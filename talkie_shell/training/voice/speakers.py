"""Other speakers made of those there are, on the spectrogram, so that each look at a sound may be
another one's: throats of other lengths, and microphones and rooms of other colours.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from talkie_shell.speech.window import SAMPLE_RATE
from talkie_shell.training.voice.spectrogram import MELS, band_of, centres

LOUDEST_TO_SOFTEST = 2.0
"""Whisper's spectrograms span 8 powers of ten, in units of four."""

_WARPED, _COLOURED = 0.6, 0.6
_SHORTEST, _LONGEST = 0.86, 1.17
_KNEE = 4800.0
_TONES, _MOST_COLOUR = 3, 0.1


def another_speaker(
    mel: npt.NDArray[np.float16], rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """The sound [frames, 80] as somebody else might have said it somewhere else, or as it is."""
    heard = mel.astype(np.float32)
    if rng.random() < _WARPED:
        heard = heard @ throat(float(rng.uniform(_SHORTEST, _LONGEST)))
    if rng.random() < _COLOURED:
        heard = heard + colour(rng)
        heard = np.maximum(heard, heard.max(initial=0.0) - LOUDEST_TO_SOFTEST)
    return heard


def throat(factor: float) -> npt.NDArray[np.float32]:
    """[80 of before, 80 of after]: resonances at ``factor`` times their frequency, less so above
    4.8 kHz, half the sampling rate staying where it is (vocal tract length perturbation, Jaitly
    and Hinton, 2013)."""
    half = SAMPLE_RATE / 2
    knee = _KNEE * min(factor, 1.0)
    after = centres()
    before = np.where(
        after <= knee,
        after / factor,
        half - (half - knee / factor) / (half - knee) * (half - after),
    )
    place = np.clip(band_of(before), 0, MELS - 1)
    low = np.minimum(place.astype(np.int64), MELS - 2)
    share = (place - low).astype(np.float32)
    moved = np.zeros((MELS, MELS), np.float32)
    moved[low, np.arange(MELS)] = 1 - share
    moved[low + 1, np.arange(MELS)] += share
    return moved


def colour(rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """[80]: a smooth curve of some decibels."""
    bands = np.arange(MELS) / MELS
    curve = np.zeros(MELS)
    for tone in range(1, _TONES + 1):
        phase = rng.uniform(0, 2 * np.pi)
        curve += rng.uniform(0, _MOST_COLOUR) * np.cos(np.pi * tone * bands + phase)
    return curve.astype(np.float32)
