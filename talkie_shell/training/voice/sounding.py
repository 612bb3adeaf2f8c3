"""Lines into shards of spectrograms: said by voices drawn at random, heard in conditions drawn at
random, in several processes.

A shard depends on its plan alone, so a set can be made again, or gone on with, anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from talkie_shell.errors import TrainingError
from talkie_shell.speech.window import SAMPLE_RATE
from talkie_shell.training.voice.acoustics import (
    Condition,
    heard_as,
    noise_like,
    random_condition,
    with_silence,
)
from talkie_shell.training.voice.lines import NOTHING, Line, read_lines
from talkie_shell.training.voice.spectrogram import MELS, log_mel
from talkie_shell.training.voice.synthesis import say
from talkie_shell.training.voice.voices import Voice, voices_named

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

LONGEST = 20.0
"""Seconds: longer sounds are left out."""

_KEPT = 8
_PROMPTED = 0.3
_MOST_FAILURES = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes one shard. ``first`` and ``count`` choose among the lines of the file that are
    held out, or that are not; ``voices``: names. ``views``: in how many conditions each sound is
    heard; the first is the kinder one. ``prompts``: whether some come with one."""

    file: Path
    first: int
    count: int
    voices: tuple[str, ...]
    heldout: bool = False
    views: int = 2
    prompts: bool = True
    seed: int = 0

    @property
    def name(self) -> str:
        kind = "heldout" if self.heldout else "train"
        return f"{kind}-{self.seed}-{self.first:06d}-{self.count}x{self.views}.npz"


class Spoken(NamedTuple):
    """One sound as it was heard. mel [frames, 80]; ``prompt``: what the recogniser is told
    before, or ""."""

    mel: npt.NDArray[np.float16]
    text: str
    prompt: str
    command: str
    tier: str
    voice: str
    view: int


@dataclass(slots=True)
class SpokenSet:
    """N sounds, flat: mel [frames of all, 80], offsets [N + 1], and a column a field."""

    mel: npt.NDArray[np.float16]
    offsets: npt.NDArray[np.int64]
    rows: npt.NDArray[np.str_]
    views: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.views)

    def __getitem__(self, index: int) -> Spoken:
        start, end = self.offsets[index], self.offsets[index + 1]
        text, prompt, command, tier, voice = (str(value) for value in self.rows[index])
        view = int(self.views[index])
        return Spoken(self.mel[start:end], text, prompt, command, tier, voice, view)

    @property
    def frames(self) -> npt.NDArray[np.int64]:
        """How long each sound is."""
        return np.diff(self.offsets)

    @classmethod
    def build(cls, sounds: Sequence[Spoken]) -> Self:
        mels = [sound.mel for sound in sounds]
        return cls(
            np.concatenate(mels) if mels else np.zeros((0, MELS), np.float16),
            np.cumsum([0, *(len(mel) for mel in mels)], dtype=np.int64),
            np.array([sound[1:6] for sound in sounds], np.str_).reshape(len(sounds), 5),
            np.array([sound.view for sound in sounds], np.uint8),
        )

    def save(self, path: Path) -> None:
        """Write the set as one .npz; it appears whole or not at all."""
        partial = path.with_name(f"partial-{path.name}")
        np.savez(partial, mel=self.mel, offsets=self.offsets, rows=self.rows, views=self.views)
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a set written by `save`."""
        with np.load(path) as stored:
            return cls(stored["mel"], stored["offsets"], stored["rows"], stored["views"])


def make_shard(plan: Plan, folder: Path) -> Path:
    """Say and hear a shard's lines, unless that was done before.

    Raises `TrainingError` where more than one line in ten cannot be said.
    """
    path = folder / plan.name
    if path.exists():
        return path
    lines = _lines(plan.file, plan.heldout)
    voices = voices_named(plan.voices)
    kept: list[Samples] = []
    words: list[str] = []
    sounds: list[Spoken] = []
    failures = 0
    for number in range(plan.first, plan.first + plan.count):
        line = lines[number % len(lines)]
        seed = f"{plan.seed}:{plan.heldout}:{number}"
        try:
            sounds += _heard(line, voices, seed, plan, kept, words)
        except TrainingError:
            failures += 1
            if failures > max(2, plan.count * _MOST_FAILURES):
                raise
    folder.mkdir(parents=True, exist_ok=True)
    SpokenSet.build(sounds).save(path)
    return path


def _heard(
    line: Line,
    voices: Sequence[Voice],
    seed: str,
    plan: Plan,
    kept: list[Samples],
    words: list[str],
) -> Iterator[Spoken]:
    """The views of one line. ``kept``: the last few sounds, for babble; ``words``: those of the
    last few lines, for prompts."""
    rng = Random(seed)
    noise = np.random.default_rng(rng.getrandbits(63))
    voice = rng.choices(voices, [voice.weight for voice in voices])[0]
    sound = _said(line, voice, rng, noise)
    if sound.size > LONGEST * SAMPLE_RATE:
        return
    for view in range(plan.views):
        condition = random_condition(noise, hard=view > 0)
        if view == 0 and noise.random() < 0.5:
            condition = Condition(gain=condition.gain)
        arrived = heard_as(sound, condition, noise, kept)
        prompt = _prompt(line, words, rng) if plan.prompts else ""
        name = voice.name if line.said else NOTHING
        mel = log_mel(arrived).astype(np.float16)
        yield Spoken(mel, line.heard, prompt, line.command, line.tier, name, view)
    if line.said:
        kept.append(sound)
        words += line.heard.lower().split()
    del kept[:-_KEPT], words[:-200]


def _said(line: Line, voice: Voice, rng: Random, noise: np.random.Generator) -> Samples:
    if not line.said:
        samples = int(rng.uniform(0.6, 6.0) * SAMPLE_RATE)
        kind = rng.choice(("white", "pink", "brown", "hum", "fan"))
        return noise_like(kind, samples, noise) if rng.random() < 0.8 else _clicks(samples, noise)
    speed = rng.uniform(0.75, 1.4)
    warp = rng.uniform(0.86, 1.17) if rng.random() < 0.6 else 1.0
    sound = say(line.said, voice, speed=speed, warp=warp)
    return with_silence(sound, rng.uniform(0.0, 0.5), rng.uniform(0.05, 0.8))


def _clicks(samples: int, noise: np.random.Generator) -> Samples:
    """Keys, mice, taps: short bursts in near silence."""
    sound = 1e-4 * noise.standard_normal(samples)
    for start in noise.integers(0, max(1, samples - 800), 6):
        burst = noise.standard_normal(800) * np.exp(-np.arange(800) / noise.uniform(20, 200))
        sound[start : start + 800] += burst[: samples - start]
    return np.asarray(sound, np.float32)


def _prompt(line: Line, others: Sequence[str], rng: Random) -> str:
    """Words that a session would know, some of them said in the line."""
    if not others or rng.random() >= _PROMPTED:
        return ""
    own = [word for word in line.heard.lower().split() if len(word) > 3 and rng.random() < 0.5]
    drawn = [rng.choice(others) for _ in range(rng.randint(3, 20))]
    mixed = [*own, *(word for word in drawn if len(word) > 2)]
    rng.shuffle(mixed)
    return rng.choice((" ", ", ")).join(dict.fromkeys(mixed))


@lru_cache(maxsize=2)
def _lines(file: Path, heldout: bool) -> list[Line]:  # noqa: FBT001 - a key of the cache
    lines = [line for line in read_lines(file) if line.heldout == heldout]
    if not lines:
        raise TrainingError(f"{file} has no lines to say")
    return lines
