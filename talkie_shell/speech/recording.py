"""What a dictation recorded so far, and which part of it is worth recognising. No threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from talkie_shell.speech.endpointing import Ending, Endpoint, Over
from talkie_shell.speech.levels import Level, level_of
from talkie_shell.speech.voice_activity import SECONDS, VoiceActivity
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

BEFORE = 0.3
"""Seconds kept before the first speech: a detector hears a soft beginning late."""
AFTER = 0.3
"""Seconds kept after the last speech."""


class Judge(Protocol):
    """Tells speech from everything else; see `VoiceActivity`."""

    def judge(self, samples: Samples) -> list[float]: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording, in samples from its beginning."""

    start: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / SAMPLE_RATE


class Recording:
    """Samples with what they say about the end of a dictation.

    Without end-pointing nobody judges what is speech, and all of it counts.
    """

    def __init__(self, ending: Ending, judge: Callable[[], Judge] = VoiceActivity) -> None:
        self._ending = ending
        self._judge = judge() if ending.silence is not None else None
        self._blocks: list[Samples] = []
        self._length = 0
        self.endpoint = Endpoint()
        self.level = Level()
        self.clipped = False
        self.is_mute = True

    def add(self, samples: Samples) -> None:
        """Append the next block."""
        self._blocks.append(samples)
        self._length += len(samples)
        self.level = level_of(samples)
        self.clipped = self.clipped or self.level.clipped
        # A real room is never perfectly silent.
        self.is_mute = self.is_mute and not samples.any()
        if self._judge is None:
            self.endpoint = Endpoint(self.seconds)
            return
        for probability in self._judge.judge(samples):
            self.endpoint = self.endpoint.after(probability, SECONDS)

    @property
    def seconds(self) -> float:
        return self._length / SAMPLE_RATE

    @property
    def over(self) -> Over:
        """Whether and why the dictation is over by itself."""
        return self.endpoint.over(self._ending)

    @property
    def is_resting(self) -> bool:
        """Whether the speaker has paused for as long as is kept after speech."""
        return self.endpoint.quiet >= AFTER

    def span(self) -> Span | None:
        """The part with speech in it, None where there is none."""
        if self._judge is None:
            return Span(0, self._length) if self._length else None
        if self.endpoint.began is None:
            return None
        start = max(0, round((self.endpoint.began - BEFORE) * SAMPLE_RATE))
        end = min(self._length, round((self.endpoint.ended + AFTER) * SAMPLE_RATE))
        return Span(start, end)

    def cut(self, span: Span) -> Samples:
        """The samples of a part."""
        import numpy as np

        if len(self._blocks) > 1:
            self._blocks = [np.concatenate(self._blocks)]
        return self._blocks[0][span.start : span.end]
