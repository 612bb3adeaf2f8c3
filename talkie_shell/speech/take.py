"""One dictation: what is known of it, and what is worth recognising now. No threads.

While somebody speaks the words so far are recognised again and again; of what is long only its
end, so that the words keep up with the speaker. When they pause, the whole is recognised ahead,
so that its words are often there before the dictation is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from talkie_shell.records import Heard
from talkie_shell.speech.cutting import quietest
from talkie_shell.speech.endpointing import Over
from talkie_shell.speech.levels import Level
from talkie_shell.speech.recording import Recording, Span
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples
    from talkie_shell.speech.sources import Source

Phase = Literal["idle", "opening", "listening", "recognising"]

NEWS = 0.4
"""Seconds of new sound that are worth another recognition of the words so far."""
LONG = 5.0
"""Seconds from which on the words so far are recognised in pieces."""
_SETTLES = (2.5, 4.5)
"""Seconds between which such a piece ends, where it is quietest."""
MUTE = "only silence comes from the microphone: is it muted, or may this terminal not use it?"
_REASONS: dict[Over, str] = {
    "": "",
    "silence": "",
    "nothing": "nothing was said",
    "longest": "the longest dictation there may be: its words are kept",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """What there is to show of a dictation now. ``words``: what was heard so far."""

    phase: Phase = "idle"
    seconds: float = 0.0
    level: Level = field(default_factory=Level)
    clipped: bool = False
    lost: int = 0
    words: str = ""
    loading: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a dictation ended. ``heard`` is None where it failed; ``note`` is a word to the user,
    "" where all went well. ``samples``: the sound that was recognised."""

    heard: Heard | None
    note: str = ""
    samples: Samples | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A part of a take to recognise; ``final``: all of it, with alternatives, else the end of the
    words so far. ``settles``: its words stay, and what comes after them is recognised next."""

    span: Span
    samples: Samples
    final: bool
    settles: bool = False


class Take:
    """One dictation. Whoever uses it from two threads guards it."""

    def __init__(self, source: Source, *, held: bool) -> None:
        self.source = source
        self.held = held
        self.prompt = ""
        self.note = ""
        self.progress = Progress("opening")
        self.recording: Recording | None = None
        self.stopping = False
        self.cancelled = False
        self.complete = False
        self._whole: Span | None = None
        self._recognised = 0.0
        self._ahead: tuple[Span, Heard] | None = None
        self._settled = (0, "")

    def add(self, recording: Recording, block: Samples) -> bool:
        """Take in the next block; whether that ends it. While the key is held only the longest
        there may be does."""
        recording.add(block)
        self.progress = replace(
            self.progress,
            phase="listening",
            seconds=recording.seconds,
            level=recording.level,
            clipped=recording.clipped,
            lost=self.source.lost,
        )
        over = recording.over
        if self.held and over != "longest":
            return False
        self.note = _REASONS[over]
        return bool(over)

    def finish(self, recording: Recording) -> Ended | None:
        """Nothing more is recorded. How it ended, where nothing was said; None where what was
        said is to be recognised."""
        self._whole, self.complete = recording.span(), True
        if self._whole is not None:
            self.progress = replace(self.progress, phase="recognising")
            return None
        why = MUTE if recording.is_mute and recording.seconds else _REASONS["nothing"]
        return Ended(Heard(""), self.note or why)

    def job(self) -> Job | None:
        """What to recognise now, None while nothing is worth it."""
        recording = self.recording
        span = self._whole if self.complete else recording.span() if recording else None
        if recording is None or span is None:
            return None
        if self.complete:
            return Job(span, recording.cut(span), final=True)
        if recording.is_resting:
            done = self._ahead is not None and self._ahead[0] == span
            return None if done else Job(span, recording.cut(span), final=True)
        if recording.seconds - self._recognised >= NEWS:
            return self._so_far(recording, span)
        return None

    def _so_far(self, recording: Recording, span: Span) -> Job:
        """The end of what is said so far, or a piece of it whose words can settle."""
        span = Span(max(span.start, self._settled[0]), span.end)
        samples = recording.cut(span)
        if span.seconds < LONG:
            return Job(span, samples, final=False)
        first, last = (round(seconds * SAMPLE_RATE) for seconds in _SETTLES)
        cut = quietest(samples, first, last)
        piece = Span(span.start, span.start + cut)
        return Job(piece, samples[:cut], final=False, settles=True)

    def begin(self, job: Job) -> Heard | None:
        """The job is begun; what was already found for it, None where it is still to be done."""
        if self.recording is not None and not job.settles:
            self._recognised = self.recording.seconds
        return self._ahead[1] if self._ahead is not None and self._ahead[0] == job.span else None

    def is_stale(self, job: Job) -> bool:
        """Whether nobody needs what the job would find any more: at a pause the whole is wanted
        and no longer the words so far, and after it the other way round."""
        if self.cancelled or self.recording is None:
            return True
        if self.complete:
            return not job.final or job.span != self._whole
        return job.final != self.recording.is_resting

    def put(self, job: Job, heard: Heard) -> Ended | None:
        """What the job found; how the dictation ended, where it ends with that."""
        words = heard.text
        if not job.final:
            words = f"{self._settled[1]} {words}".strip()
        if job.settles:
            self._settled = (job.span.end, words)
        elif words:
            self.progress = replace(self.progress, words=words)
        if job.final:
            self._ahead = (job.span, heard)
        if not self.complete or self.is_stale(job):
            return None
        note = self.note if heard.text else self.note or "no words in it"
        return Ended(heard, note, job.samples)
