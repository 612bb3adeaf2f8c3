"""Sound as Whisper sees it: log mel spectrograms, in numpy so that any process can make them.

The same numbers as mlx-whisper's `log_mel_spectrogram` gives; a test holds the two together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from talkie_shell.speech.window import HOP, SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

WINDOW, MELS = 400, 80
_LINEAR_STEP, _LINEAR_END, _LOG_STEP = 200 / 3, 1000.0, np.log(6.4) / 27


def log_mel(sound: Samples) -> npt.NDArray[np.float32]:
    """[frames, 80] of 16 kHz sound, one frame each 10 ms."""
    padded = np.pad(sound, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:-1]
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(frames * window))).astype(np.float32)
    logs = np.log10(np.maximum(power @ mel_filters().T, 1e-10))
    logs = np.maximum(logs, logs.max() - 8.0)
    return np.asarray((logs + 4.0) / 4.0, np.float32)


@cache
def mel_filters() -> npt.NDArray[np.float32]:
    """[80, 201]: Slaney's mel filters of equal area, up to half the sampling rate."""
    frequencies = np.linspace(0, SAMPLE_RATE / 2, WINDOW // 2 + 1)
    edges = _edges()
    slopes = edges[:, None] - frequencies[None, :]
    widths = np.diff(edges)
    rising = -slopes[:-2] / widths[:-1, None]
    falling = slopes[2:] / widths[1:, None]
    filters = np.maximum(0, np.minimum(rising, falling))
    filters *= (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return filters.astype(np.float32)


@cache
def _edges() -> npt.NDArray[np.float64]:
    """[82]: each filter begins at one [Hz], is highest at the next and over at the third."""
    return _hertz(np.linspace(0, _mels(SAMPLE_RATE / 2), MELS + 2))


def centres() -> npt.NDArray[np.float64]:
    """[80]: the frequencies [Hz] at which the filters are highest."""
    return _edges()[1:-1]


def band_of(hertz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The bands, in fractions, whose filters are highest at these frequencies [Hz]."""
    return np.asarray(_mels(hertz) / _mels(SAMPLE_RATE / 2) * (MELS + 1) - 1, np.float64)


def _mels(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    given = np.asarray(hertz, np.float64)
    above = _LINEAR_END / _LINEAR_STEP + np.log(np.maximum(given, 1) / _LINEAR_END) / _LOG_STEP
    return np.where(given < _LINEAR_END, given / _LINEAR_STEP, above)


def _hertz(mels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = mels * _LINEAR_STEP
    start = _LINEAR_END / _LINEAR_STEP
    return np.where(mels < start, linear, _LINEAR_END * np.exp(_LOG_STEP * (mels - start)))
