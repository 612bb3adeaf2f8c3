"""Batches of what was heard and what should be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from talkie_shell.speech.window import LONGEST
from talkie_shell.training.voice.sounding import Spoken, SpokenSet
from talkie_shell.training.voice.speakers import another_speaker
from talkie_shell.training.voice.spectrogram import MELS

_STEP = 100
_SHORTEST_PADDING, _LONGEST_PADDING = 30, 300
_TEXT_STEP = 8
_MOST_PROMPT = 60


@dataclass(frozen=True, slots=True)
class Ids:
    """Whisper's own tokens."""

    start: int
    end: int
    no_timestamps: int
    previous: int


class SpeechBatch(NamedTuple):
    """mel [batch, frames, 80]; inputs and targets [batch, tokens]; weights [batch, tokens]: 1 where
    a target counts."""

    mel: npt.NDArray[np.float32]
    inputs: npt.NDArray[np.int32]
    targets: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]


def windowed(mels: Sequence[npt.NDArray[np.floating]], window: int) -> npt.NDArray[np.float32]:
    """[batch, window, 80]: each padded with its own silence, or cut."""
    batch = np.empty((len(mels), window, MELS), np.float32)
    for row, mel in zip(batch, mels, strict=True):
        count = min(len(mel), window)
        row[:count] = mel[:count]
        row[count:] = mel.min() if len(mel) else 0
    return batch


def plan_batches(
    frames: npt.NDArray[np.int64], frames_a_batch: int, rng: np.random.Generator
) -> list[tuple[npt.NDArray[np.int64], int]]:
    """Rows of alike length with the window they share; in random order.

    The window is longer than the sounds by a random silence, so that what was learnt holds for
    any window.
    """
    jittered = frames * rng.uniform(0.9, 1.1, len(frames))
    order = np.argsort(jittered)
    plans: list[tuple[npt.NDArray[np.int64], int]] = []
    end = len(order)
    while end:
        longest = int(frames[order[max(0, end - 64) : end]].max())
        padded = longest + int(rng.integers(_SHORTEST_PADDING, _LONGEST_PADDING))
        window = min(LONGEST, padded + (-padded) % _STEP)
        count = max(1, min(end, frames_a_batch // window))
        longest = int(frames[order[end - count : end]].max())
        window = min(LONGEST, max(window, longest + (-longest) % _STEP))
        plans.append((order[end - count : end], window))
        end -= count
    chosen = rng.permutation(len(plans))
    return [plans[index] for index in chosen]


def masked(mel: npt.NDArray[np.float32], rng: np.random.Generator) -> None:
    """Blank some bands and moments of each spectrogram in place (SpecAugment, Park et al., 2019,
    with small masks: letters are short)."""
    frames = mel.shape[1]
    for row in mel:
        mean = float(row.mean())
        for _ in range(int(rng.integers(0, 3))):
            low, width = int(rng.integers(0, MELS - 12)), int(rng.integers(0, 12))
            row[:, low : low + width] = mean
        for _ in range(int(rng.integers(0, 3))):
            start, width = int(rng.integers(0, max(1, frames - 12))), int(rng.integers(0, 12))
            row[start : start + width] = mean


def tokenised(
    sounds: Sequence[Spoken], ids: Ids, encode: Callable[[str], list[int]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Inputs, targets and weights of what should be written; a prompt stands before it and does
    not count."""
    rows: list[tuple[list[int], int]] = []
    for sound in sounds:
        prompt = encode(" " + sound.prompt)[-_MOST_PROMPT:] if sound.prompt else []
        before = [ids.previous, *prompt] if prompt else []
        text = encode(" " + sound.text) if sound.text else []
        start = [*before, ids.start, ids.no_timestamps]
        rows.append(([*start, *text, ids.end], len(start)))
    length = max(len(tokens) for tokens, _ in rows) - 1
    length += (-length) % _TEXT_STEP
    inputs = np.full((len(rows), length), ids.end, np.int32)
    targets = np.full((len(rows), length), ids.end, np.int32)
    weights = np.zeros((len(rows), length), np.float32)
    for row, (tokens, start_of_text) in enumerate(rows):
        inputs[row, : len(tokens) - 1] = tokens[:-1]
        targets[row, : len(tokens) - 1] = tokens[1:]
        weights[row, start_of_text - 1 : len(tokens) - 1] = 1
    return inputs, targets, weights


def batches_of(
    sounds: SpokenSet,
    ids: Ids,
    encode: Callable[[str], list[int]],
    rng: np.random.Generator,
    *,
    frames_a_batch: int,
    varied: bool,
) -> Iterator[SpeechBatch]:
    """Every sound once; ``varied``: as another speaker's, and with parts of it blanked."""
    for rows, window in plan_batches(sounds.frames, frames_a_batch, rng):
        chosen = [sounds[int(row)] for row in rows]
        if varied:
            mel = windowed([another_speaker(sound.mel, rng) for sound in chosen], window)
            masked(mel, rng)
        else:
            mel = windowed([sound.mel for sound in chosen], window)
        yield SpeechBatch(mel, *tokenised(chosen, ids, encode))
