"""What the recogniser is measured on: pairs of an evaluation file, said by voices at several
speeds, heard in several conditions. Chosen by a seed; each sound depends on its trial alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from talkie_shell.training.evaluate import Pair
from talkie_shell.training.voice.acoustics import Condition, heard_as, with_silence
from talkie_shell.training.voice.lines import ENGLISH
from talkie_shell.training.voice.pronouncing import Saying, normal, pronounce
from talkie_shell.training.voice.synthesis import say
from talkie_shell.training.voice.voices import Voice

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

SPEEDS = (0.8, 1.0, 1.25)
CONDITIONS = ("clean", "noise 20 dB", "noise 10 dB", "echo")
TIERS = ("article", "own-words", "conversational")
_BEFORE, _AFTER = 0.25, 0.4
"""Seconds of silence around what is said."""
_ECHO = 0.5
"""Seconds until an echo has fallen by 60 dB: a furnished room."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One sound. ``pair``: what is dictated and meant; ``saying``: the words for the voice, and
    what the recogniser should write."""

    pair: Pair
    saying: Saying
    voice: Voice
    speed: float
    condition: str

    @property
    def key(self) -> str:
        """The same for the same sound."""
        parts = (self.saying.said, self.voice.name, f"{self.speed:.2f}", self.condition)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]

    @property
    def is_command(self) -> bool:
        return self.pair.tier != ENGLISH


def choose_trials(
    pairs: Sequence[Pair],
    voices: Sequence[Voice],
    speeds: Sequence[float] = SPEEDS,
    conditions: Sequence[str] = CONDITIONS,
    *,
    every: bool = False,
    limit: int = 0,
    seed: int = 0,
) -> list[Trial]:
    """Each pair once in each condition, its voice and speed in turn; or every combination.

    Pairs that nobody could say are left out. ``limit``: so many of them at most, drawn so that
    conditions, voices and speeds keep their shares.
    """
    sayings = [(pair, saying) for pair in pairs if (saying := saying_of(pair)) is not None]
    if every:
        trials = [
            Trial(pair, saying, voice, speed, condition)
            for (pair, saying), voice, speed, condition in product(
                sayings, voices, speeds, conditions
            )
        ]
        Random(seed).shuffle(trials)
        return trials[:limit] if limit else trials
    Random(seed).shuffle(sayings)
    mouths = [(voice, speed) for speed in speeds for voice in voices]
    Random(f"mouths:{seed}").shuffle(mouths)
    trials = []
    for number, (pair, saying) in enumerate(sayings):
        for turn, condition in enumerate(conditions):
            voice, speed = mouths[(number + turn * (len(mouths) // 2 + 1)) % len(mouths)]
            trials.append(Trial(pair, saying, voice, speed, condition))
    return trials[:limit] if limit else trials


def saying_of(pair: Pair) -> Saying | None:
    """How the pair's words are said, the same each time; None where nobody could."""
    if pair.tier == ENGLISH:
        return Saying(pair.dictated, pair.dictated)
    written = normal(pair.dictated)
    return None if written is None else pronounce(written, Random(pair.dictated))


def sound_of(trial: Trial) -> Samples:
    """The sound of the trial, 16 kHz."""
    spoken = say(trial.saying.said, trial.voice, speed=trial.speed)
    rng = np.random.default_rng(int(trial.key[:12], 16))
    return heard_as(with_silence(spoken, _BEFORE, _AFTER), condition_of(trial.condition, rng), rng)


def condition_of(name: str, rng: np.random.Generator) -> Condition:
    """One of `CONDITIONS`; which noise it is, is drawn."""
    if name == "echo":
        return Condition(reverberation=_ECHO)
    if name.startswith("noise"):
        noise = str(rng.choice(("white", "pink", "brown", "fan")))
        return Condition(noise=noise, snr=float(name.split()[1]))
    return Condition()


def sentences(lines: Iterable[str]) -> list[Pair]:
    """Ordinary English to be read by the same voices: nothing is meant by it."""
    return [Pair(line, "", ENGLISH, ENGLISH, "voice") for line in lines]
