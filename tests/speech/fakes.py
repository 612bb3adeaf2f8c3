"""Stand-ins for the microphone, the detector of speech and the recogniser."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

import numpy as np

from talkie_shell.errors import SpeechError
from talkie_shell.records import Heard
from talkie_shell.speech.decoding import never
from talkie_shell.speech.dictation import Dictation
from talkie_shell.speech.endpointing import Ending
from talkie_shell.speech.recording import Recording
from talkie_shell.speech.voice_activity import MOMENT
from talkie_shell.speech.window import SAMPLE_RATE

SECONDS = 45.0
"""How long a test waits for something that must happen."""


def speech(seconds: float) -> np.ndarray:
    return np.full(round(seconds * SAMPLE_RATE), 0.25, dtype=np.float32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)


class Loudness:
    """Takes everything loud for speech."""

    def __init__(self) -> None:
        self._rest = silence(0)

    def judge(self, samples: np.ndarray) -> list[float]:
        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) // MOMENT * MOMENT
        self._rest = waiting[whole:]
        return [float(abs(waiting[at]) > 0.01) for at in range(0, whole, MOMENT)]


class Script:
    """A microphone that hears what a test lets it hear. Each dictation has a line of its own to
    it, as it would have an opened device of its own."""

    def __init__(self) -> None:
        self._sound: queue.Queue[np.ndarray | Exception] = queue.Queue()
        self._open: set[Line] = set()
        self.lost = 0
        self.opened = 0
        self.refuses: Exception | None = None

    def line(self) -> Line:
        """A line for the next dictation, which what is heard from now on goes to."""
        self._sound = queue.Queue()
        return Line(self, self._sound)

    @property
    def is_open(self) -> bool:
        return bool(self._open)

    def hear(self, *sounds: np.ndarray) -> Script:
        line = self._sound
        for sound in sounds:
            for at in range(0, len(sound), 800):
                line.put(sound[at : at + 800])
        return self

    def unplug(self) -> None:
        self._sound.put(SpeechError("the microphone went away"))


class Line:
    """What one dictation has of a `Script`."""

    def __init__(self, script: Script, sound: queue.Queue[np.ndarray | Exception]) -> None:
        self._script = script
        self._sound = sound

    @property
    def lost(self) -> int:
        return self._script.lost

    def open(self) -> None:
        if self._script.refuses is not None:
            raise self._script.refuses
        self._script.opened += 1
        self._script._open.add(self)

    def read(self, timeout: float) -> np.ndarray | None:
        assert self in self._script._open
        try:
            block = self._sound.get(timeout=min(timeout, 0.01))
        except queue.Empty:
            return None
        if isinstance(block, Exception):
            raise block
        return block

    def close(self) -> None:
        self._script._open.discard(self)


class Parrot:
    """Hears the words it is told it hears: two of them a second, and all where it is final.

    ``gate`` holds it back while it is closed.
    """

    name = "parrot"

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.others: tuple[str, ...] = ()
        self.asked: list[tuple[float, bool, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Semaphore(0)
        self.fails: Exception | None = None

    def recognise(
        self,
        samples: np.ndarray,
        *,
        prompt: str = "",
        final: bool = True,
        stopped: Callable[[], bool] = never,
    ) -> Heard:
        seconds = len(samples) / SAMPLE_RATE
        self.asked.append((seconds, final, prompt))
        self.began.release()
        while not self.gate.wait(0.01):
            if stopped():
                return Heard("")
        if self.fails is not None:
            raise self.fails
        words = self.texts[0].split() if self.texts else []
        if not final:
            words = words[: round(seconds * 2)]
        return Heard(" ".join(words), self.others if final else ())


class Booth:
    """A dictation with its fakes, and somebody who waits for it."""

    def __init__(self, *texts: str, ending: Ending | None = None) -> None:
        self.microphone = Script()
        self.parrot = Parrot(*texts)
        self.load: Callable[[], Parrot] = lambda: self.parrot
        self._ending = ending
        self._changed = threading.Semaphore(0)
        self.dictation = self.make(self._changed.release)

    def make(self, changed: Callable[[], None]) -> Dictation:
        return Dictation(
            self.microphone.line,
            lambda: self.load(),  # noqa: PLW0108 - a test may put another in its place
            changed,
            prompt=lambda: "git status",
            ending=self._ending,
            recording=lambda ending: Recording(ending, Loudness),
        )

    def until(self, happened: Callable[[], object]) -> object:
        end = time.monotonic() + SECONDS
        while not (found := happened()):
            assert time.monotonic() < end, f"never; {self.dictation.progress}"
            self._changed.acquire(timeout=0.02)
        return found

    def ended(self):
        return self.until(self.dictation.ended)
