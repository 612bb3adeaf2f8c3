"""A dictation from the key to the words: listens on one thread, recognises on another.

    idle ──start──> opening ──first sound──> listening ──stop, silence, limit──> recognising
      ^                │                         │                                   │
      └────────────────┴────cancel, a fault──────┴───────────────────────────────────┘

While somebody speaks the words so far are recognised again and again. When they pause, the
whole is recognised ahead, so that its words are often there before the dictation is over.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from talkie_shell.errors import SpeechError, TalkieError
from talkie_shell.records import Heard
from talkie_shell.speech.endpointing import Ending, Over
from talkie_shell.speech.levels import Level
from talkie_shell.speech.recording import Recording, Span

if TYPE_CHECKING:
    from talkie_shell.speech.recogniser import Recogniser
    from talkie_shell.speech.sound import Samples
    from talkie_shell.speech.sources import Source

Phase = Literal["idle", "opening", "listening", "recognising"]

NEWS = 0.4
"""Seconds of new sound that are worth another recognition of the words so far."""
TAIL = 0.2
"""Seconds still listened to after a stop: the last syllable is on its way through the system."""
_TICK = 0.1
"""Seconds between two looks at the source, and between two drawings of the meter."""
_LAST_SOUND = 2.0
"""Seconds to wait at the end for a source that does not close."""
_LAST_WORK = 10.0
"""Seconds to wait at the end for what is being recognised."""
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


class _Take:
    """One dictation. Its fields are guarded by the lock of its `Dictation`."""

    def __init__(self, source: Source, *, held: bool) -> None:
        self.held = held
        self.recording: Recording | None = None
        self.source = source
        self.prompt = ""
        self.progress = Progress("opening")
        self.stopping = False
        self.cancelled = False
        self.whole: Span | None = None
        self.complete = False
        self.note = ""
        self.partly = 0.0
        self.ahead: tuple[Span, Heard] | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    take: _Take
    span: Span
    samples: Samples
    final: bool


class Dictation:
    """Dictations, one after the other.

    ``source`` makes where the sound comes from, ``load`` the recogniser and ``prompt`` what it is
    told to expect. The last two and ``changed`` are called on threads of the dictation;
    ``changed`` whenever `progress` or `ended` is worth another look.
    """

    def __init__(
        self,
        source: Callable[[], Source],
        load: Callable[[], Recogniser],
        changed: Callable[[], None],
        *,
        prompt: Callable[[], str] = str,
        ending: Ending | None = None,
        recording: Callable[[Ending], Recording] = Recording,
    ) -> None:
        self._source = source
        self._load = load
        self._changed = changed
        self._prompt = prompt
        self._ending = ending or Ending()
        self._recording = recording
        self._condition = threading.Condition()
        self._take: _Take | None = None
        self._ended: Ended | None = None
        self._recogniser: Recogniser | None = None
        self._wanted = False
        self._busy = False
        self._closed = False
        self._open = 0
        self._thread: threading.Thread | None = None

    # What the user does. None of it waits.

    def load(self) -> None:
        """Load the recogniser now, so that the first dictation need not wait for it."""
        with self._condition:
            self._wanted = True
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="recogniser", daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def start(self, *, held: bool = False) -> None:
        """Begin to listen, unless a dictation is on. ``held``: silence does not end it before
        `let_go`."""
        with self._condition:
            if self._take is not None or self._closed:
                return
            take = self._take = _Take(self._source(), held=held)
            self._ended = None
        threading.Thread(target=self._listen, args=(take,), name="listening", daemon=True).start()
        self.load()

    def let_go(self) -> None:
        """From now on silence may end it."""
        with self._condition:
            if self._take is not None:
                self._take.held = False

    def stop(self) -> None:
        """That is all: recognise what was said so far."""
        with self._condition:
            if self._take is not None:
                self._take.stopping = True
                self._condition.notify_all()

    def cancel(self) -> bool:
        """Forget the dictation; whether there was one."""
        with self._condition:
            take, self._take, self._ended = self._take, None, None
            if take is None:
                return False
            take.cancelled = True
            self._condition.notify_all()
        return True

    def close(self) -> None:
        """Forget the dictation, take on nothing more, and wait for what is being recognised and
        for the source to be closed.

        The thread itself stays, asleep, for the reason that the preview's does: one that used
        MLX must not end before the process.
        """
        self.cancel()
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            self._condition.wait_for(lambda: not self._busy, timeout=_LAST_WORK)
            self._condition.wait_for(lambda: not self._open, timeout=_LAST_SOUND)

    # What there is to see.

    @property
    def progress(self) -> Progress:
        with self._condition:
            loading = self._busy and self._recogniser is None
            shown = self._take.progress if self._take is not None else Progress()
            return replace(shown, loading=loading)

    @property
    def is_ready(self) -> bool:
        """Whether the recogniser is loaded."""
        return self._recogniser is not None

    def ended(self) -> Ended | None:
        """How the dictation ended, told once; None while it goes on."""
        with self._condition:
            ended, self._ended = self._ended, None
            return ended

    # The thread that listens, one for each dictation.

    def _listen(self, take: _Take) -> None:
        try:
            with self._condition:
                self._open += 1
            take.source.open()
            # What is said while the detector loads waits in the source.
            recording = self._recording(self._ending)
            take.prompt = self._prompt()
            self._record(take, recording)
        except TalkieError as error:
            self._end(take, Ended(None, str(error)))
            return
        finally:
            take.source.close()
            with self._condition:
                self._open -= 1
                self._condition.notify_all()
        with self._condition:
            take.whole, take.complete = recording.span(), True
            if take.whole is not None:
                take.progress = replace(take.progress, phase="recognising")
            self._condition.notify_all()
        if take.whole is None:
            why = MUTE if recording.is_mute and recording.seconds else _REASONS["nothing"]
            self._end(take, Ended(Heard(""), take.note or why))
        self._changed()

    def _record(self, take: _Take, recording: Recording) -> None:
        shown = until = float("inf")
        take.recording = recording
        while not take.cancelled and time.monotonic() < until:
            if take.stopping:
                until = min(until, time.monotonic() + TAIL)
            try:
                block = take.source.read(_TICK)
            except EOFError:
                return
            except SpeechError as error:
                take.note = str(error)
                return
            if block is None:
                continue
            first = take.progress.phase == "opening"
            with self._condition:
                recording.add(block)
                over = recording.over
                if take.held and over != "longest":
                    over = ""
                take.progress = replace(
                    take.progress,
                    phase="listening",
                    seconds=recording.seconds,
                    level=recording.level,
                    clipped=recording.clipped,
                    lost=take.source.lost,
                )
                self._condition.notify_all()
            if over:
                take.note = _REASONS[over]
                return
            if first or time.monotonic() - shown >= _TICK:
                shown = time.monotonic()
                self._changed()

    def _end(self, take: _Take, ended: Ended) -> None:
        with self._condition:
            if self._take is not take:
                return
            self._take, self._ended = None, ended
        self._changed()

    # The thread that recognises.

    def _work(self) -> None:
        while True:
            with self._condition:
                while self._closed or not (self._wanted or self._job() is not None):
                    self._busy = False
                    self._condition.notify_all()
                    self._condition.wait()
                self._wanted, self._busy = False, True
            if self._recogniser is None and not self._loaded():
                continue
            with self._condition:
                job = self._job()
            if job is not None:
                self._recognise(job)

    def _loaded(self) -> bool:
        """Whether there is a recogniser now; a dictation that waits for one is told why not."""
        why = ""
        try:
            self._recogniser = self._load()
        except TalkieError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - typing must go on whatever a recogniser does
            why = f"no recogniser: {_told(error)}"
        with self._condition:
            take = self._take
        if why and take is not None:
            take.cancelled = True
            self._end(take, Ended(None, why))
        self._changed()
        return not why

    def _job(self) -> _Job | None:
        """What to recognise now, None while nothing is worth it. The lock is held."""
        take = self._take
        if take is None or take.recording is None:
            return None
        if take.complete:
            return self._cut(take, take.whole, final=True)
        span = take.recording.span()
        if span is None:
            return None
        if take.recording.is_resting:
            done = take.ahead is not None and take.ahead[0] == span
            return None if done else self._cut(take, span, final=True)
        if take.recording.seconds - take.partly >= NEWS:
            return self._cut(take, span, final=False)
        return None

    def _cut(self, take: _Take, span: Span | None, *, final: bool) -> _Job | None:
        if span is None or take.recording is None:
            return None
        return _Job(take, span, take.recording.cut(span), final)

    def _recognise(self, job: _Job) -> None:
        take, recogniser = job.take, self._recogniser
        assert recogniser is not None  # noqa: S101
        with self._condition:
            if take.recording is not None:
                take.partly = take.recording.seconds
            ahead = take.ahead
        if ahead is not None and ahead[0] == job.span:
            heard = ahead[1]
        else:
            try:
                heard = recogniser.recognise(
                    job.samples,
                    prompt=take.prompt,
                    final=job.final,
                    stopped=lambda: self._is_stale(job),
                )
            except TalkieError as error:
                self._fail(take, str(error))
                return
            except Exception as error:  # noqa: BLE001 - one sound must not end all dictation
                self._fail(take, f"not recognised: {_told(error)}")
                return
        if self._is_stale(job):
            return
        with self._condition:
            if heard.text:
                take.progress = replace(take.progress, words=heard.text)
            if job.final:
                take.ahead = (job.span, heard)
            done = take.complete and job.span == take.whole
        if done:
            note = take.note if heard.text else take.note or "no words in it"
            self._end(take, Ended(heard, note, job.samples))
        else:
            self._changed()

    def _is_stale(self, job: _Job) -> bool:
        """Whether nobody needs what this job would find any more: at a pause the whole is
        wanted and no longer the words so far, and after it the other way round."""
        take = job.take
        if take.cancelled or take.recording is None:
            return True
        if take.complete:
            return job.span != take.whole
        return job.final != take.recording.is_resting

    def _fail(self, take: _Take, why: str) -> None:
        take.cancelled = True
        self._end(take, Ended(None, why))


def _told(error: Exception) -> str:
    return f"{type(error).__name__} {error}".split("\n", 1)[0].strip()
