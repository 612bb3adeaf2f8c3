"""Where a dictation's samples come from: the microphone, or a file in its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from talkie_shell.speech.sound import read_sound
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

_BLOCK = 0.05
"""Seconds of sound in a block of a file."""


class Source(Protocol):
    """Samples as they come: float32, mono, 16 kHz."""

    def open(self) -> None:
        """Begin. Raises `SpeechError` where there is nothing to hear with."""

    def read(self, timeout: float) -> Samples | None:
        """The next block; None where none came in so many seconds. Raises EOFError at the end,
        and `SpeechError` where the source went away."""

    @property
    def lost(self) -> int:
        """How often sound was lost since it was opened."""

    def close(self) -> None:
        """End; more than once does nothing."""


class FileSource:
    """A sound file, paced as if it were spoken, ``speed`` times as fast; then silence, as a
    microphone has it, until it is closed."""

    def __init__(
        self, path: Path, speed: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._speed = speed
        self._clock = clock
        self._samples: Samples | None = None
        self._at = 0
        self._began = 0.0
        self.lost = 0

    def open(self) -> None:
        self._samples = read_sound(self._path)
        self._at, self._began = 0, self._clock()

    def read(self, timeout: float) -> Samples | None:
        import numpy as np

        if self._samples is None:
            raise EOFError
        size = int(_BLOCK * SAMPLE_RATE)
        due = self._began + (self._at + size) / SAMPLE_RATE / self._speed
        wait = due - self._clock()
        if wait > 0:
            time.sleep(min(wait, timeout))
            if wait > timeout:
                return None
        block = self._samples[self._at : self._at + size]
        self._at += size
        return np.pad(block, (0, size - len(block)))

    def close(self) -> None:
        self._samples = None
