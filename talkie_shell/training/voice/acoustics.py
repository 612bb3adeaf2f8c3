"""Rooms, noise, distance: what happens to sound before it is heard. Seeded, numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

NOISES = ("white", "pink", "brown", "hum", "fan", "babble")


@dataclass(frozen=True, slots=True)
class Condition:
    """What the sound goes through. ``noise``: one of `NOISES` or "" for none, at ``snr`` dB;
    ``reverberation``: seconds until an echo has fallen by 60 dB, 0 for none; ``cutoff``: Hz
    above which nothing is left, 0 for none; ``gain``: dB below full scale of the peak."""

    noise: str = ""
    snr: float = 20.0
    reverberation: float = 0.0
    cutoff: float = 0.0
    gain: float = -3.0


def random_condition(rng: np.random.Generator, *, hard: bool) -> Condition:
    """A condition as offices and kitchens have it; ``hard`` ones always have noise or echo."""
    noisy = rng.random() < (0.85 if hard else 0.3)
    echo = rng.random() < (0.5 if hard else 0.25)
    return Condition(
        noise=str(rng.choice(NOISES)) if noisy or (hard and not echo) else "",
        snr=float(rng.uniform(4, 24) if hard else rng.uniform(15, 35)),
        reverberation=float(rng.uniform(0.15, 0.7)) if echo else 0.0,
        cutoff=float(rng.uniform(2800, 7000)) if rng.random() < 0.15 else 0.0,
        gain=float(rng.uniform(-24, -1)),
    )


def heard_as(
    sound: Samples, condition: Condition, rng: np.random.Generator, others: Sequence[Samples] = ()
) -> Samples:
    """The sound [samples] as it arrives under the condition.

    ``others``: sounds that babble is mixed of; without them it is pink noise.
    """
    arrived = sound
    if condition.reverberation:
        arrived = convolved(arrived, impulse_response(condition.reverberation, rng))
    if condition.noise:
        noise = noise_like(condition.noise, arrived.size, rng, others)
        arrived = arrived + noise * _noise_gain(arrived, noise, condition.snr)
    if condition.cutoff:
        arrived = low_passed(arrived, condition.cutoff)
    peak = float(np.abs(arrived).max(initial=1e-6))
    return (arrived * (10 ** (condition.gain / 20) / peak)).astype(np.float32)


def _noise_gain(sound: Samples, noise: Samples, snr: float) -> float:
    """What to multiply the noise by. Pauses do not count: the level is that of the loud half."""
    frames = sound[: sound.size // 400 * 400].reshape(-1, 400)
    powers = np.sort(np.square(frames).mean(axis=1))
    level = float(powers[powers.size // 2 :].mean()) if powers.size else 0.0
    power = float(np.square(noise).mean())
    return float(np.sqrt(level / max(power, 1e-12) / 10 ** (snr / 10)))


def noise_like(
    kind: str, samples: int, rng: np.random.Generator, others: Sequence[Samples] = ()
) -> Samples:
    """Noise of one of the kinds, as long as asked, of any level."""
    if kind == "babble" and others:
        return _babble(samples, rng, others)
    if kind == "hum":
        return _hum(samples, rng)
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequencies = np.maximum(np.fft.rfftfreq(samples, 1 / SAMPLE_RATE), 20.0)
    if kind in {"pink", "babble"}:
        spectrum /= np.sqrt(frequencies)
    elif kind == "brown":
        spectrum /= frequencies
    elif kind == "fan":
        centre, width = rng.uniform(150, 900), rng.uniform(150, 700)
        spectrum *= np.exp(-0.5 * ((frequencies - centre) / width) ** 2) + 0.02
    return np.fft.irfft(spectrum, samples).astype(np.float32)


def _babble(samples: int, rng: np.random.Generator, others: Sequence[Samples]) -> Samples:
    mixed = np.zeros(samples, np.float32)
    for _ in range(int(rng.integers(2, 6))):
        other = others[int(rng.integers(len(others)))]
        if other.size:
            rolled = np.roll(other, int(rng.integers(other.size)))
            mixed += np.resize(rolled, samples) * np.float32(rng.uniform(0.4, 1.0))
    return mixed


def _hum(samples: int, rng: np.random.Generator) -> Samples:
    time = np.arange(samples) / SAMPLE_RATE
    base = rng.choice((50.0, 60.0))
    tones = sum(
        rng.uniform(0.2, 1.0) / harmonic * np.sin(2 * np.pi * base * harmonic * time + phase)
        for harmonic, phase in enumerate(rng.uniform(0, 2 * np.pi, 8), start=1)
    )
    return np.asarray(tones + 0.05 * rng.standard_normal(samples), np.float32)


def impulse_response(seconds: float, rng: np.random.Generator) -> Samples:
    """A room's answer to a click: the direct sound, a few early echoes, and a tail of noise that
    decays by 60 dB in ``seconds`` (after Polack's model of diffuse reverberation)."""
    length = max(2, int(seconds * SAMPLE_RATE))
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail *= rng.uniform(0.02, 0.1)
    early = rng.integers(int(0.002 * SAMPLE_RATE), max(33, int(0.03 * SAMPLE_RATE)), 5)
    tail[early[early < length]] += rng.uniform(-0.6, 0.6, int((early < length).sum()))
    tail[0] = 1.0
    return tail.astype(np.float32)


def convolved(sound: Samples, response: Samples) -> Samples:
    """The sound through a room, cut to its own length."""
    length = sound.size + response.size
    size = length + (-length) % 1024
    product = np.fft.rfft(sound, size) * np.fft.rfft(response, size)
    return np.fft.irfft(product, size)[: sound.size].astype(np.float32)


def low_passed(sound: Samples, cutoff: float) -> Samples:
    """Nothing above ``cutoff`` Hz, with a slope of an eighth of it."""
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE)
    spectrum *= np.clip((cutoff * 1.125 - frequencies) / (cutoff * 0.125), 0, 1)
    return np.fft.irfft(spectrum, sound.size).astype(np.float32)


def with_silence(sound: Samples, before: float, after: float) -> npt.NDArray[np.float32]:
    """The sound with seconds of nothing around it."""
    return np.pad(sound, (int(before * SAMPLE_RATE), int(after * SAMPLE_RATE)))
