"""A dictation from the key to the words: listens on one thread, recognises on another.

    idle ──start──> opening ──first sound──> listening ──stop, silence, limit──> recognising
      ^                │                         │                                   │
      └────────────────┴────cancel, a fault──────┴───────────────────────────────────┘

What is worth recognising when, and how it ends, is `take`'s; here are the threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from talkie_shell.errors import SpeechError, TalkieError, unexpected
from talkie_shell.speech.endpointing import Ending
from talkie_shell.speech.recording import Recording
from talkie_shell.speech.take import Ended, Job, Progress, Take

if TYPE_CHECKING:
    from talkie_shell.speech.recogniser import Recogniser
    from talkie_shell.speech.sources import Source

TAIL = 0.2
"""Seconds still listened to after a stop: the last syllable is on its way through the system."""
_TICK = 0.1
"""Seconds between two looks at the source, and between two drawings of the meter."""
_LAST_SOUND = 2.0
"""Seconds to wait at the end for a source that does not close."""
_LAST_WORK = 10.0
"""Seconds to wait at the end for what is being recognised."""


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
        self._take: Take | None = None
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
            take = self._take = Take(self._source(), held=held)
            self._ended = None
            self._open += 1  # here: `close` may come before the thread does
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

    def _listen(self, take: Take) -> None:
        try:
            take.source.open()
            # What is said while the detector loads waits in the source.
            recording = self._recording(self._ending)
            take.prompt = self._prompt()
            self._record(take, recording)
        except TalkieError as error:
            self._end(take, Ended(None, str(error)))
            return
        except Exception as error:  # noqa: BLE001 - a prompt must not go on listening to nothing
            self._end(take, Ended(None, f"no dictation: {unexpected(error)}"))
            return
        finally:
            take.source.close()
            with self._condition:
                self._open -= 1
                self._condition.notify_all()
        with self._condition:
            ended = take.finish(recording)
            self._condition.notify_all()
        if ended is not None:
            self._end(take, ended)
        self._changed()

    def _record(self, take: Take, recording: Recording) -> None:
        due = until = float("inf")
        shown = -due
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
            if block is not None:
                # The first one shows at once, and the last one even if no other follows.
                due = min(due, shown + _TICK)
                with self._condition:
                    over = take.add(recording, block)
                    self._condition.notify_all()
                if over:
                    return
            if time.monotonic() >= due:
                shown, due = time.monotonic(), float("inf")
                self._changed()

    def _end(self, take: Take, ended: Ended) -> None:
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
            recogniser = self._recogniser or self._loaded()
            with self._condition:
                take, job = self._take, self._job()
            if recogniser is not None and take is not None and job is not None:
                self._recognise(recogniser, take, job)

    def _loaded(self) -> Recogniser | None:
        """The recogniser, if it can be had; a dictation that waits for it is told why not."""
        why = ""
        try:
            self._recogniser = self._load()
        except TalkieError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - typing must go on whatever a recogniser does
            why = f"no recogniser: {unexpected(error)}"
        with self._condition:
            take = self._take
        if why and take is not None:
            take.cancelled = True
            self._end(take, Ended(None, why))
        self._changed()
        return self._recogniser

    def _job(self) -> Job | None:
        """What to recognise now, None while nothing is worth it. The lock is held."""
        return self._take.job() if self._take is not None else None

    def _recognise(self, recogniser: Recogniser, take: Take, job: Job) -> None:
        with self._condition:
            heard = take.begin(job)
        if heard is None:
            try:
                heard = recogniser.recognise(
                    job.samples,
                    prompt=take.prompt,
                    final=job.final,
                    stopped=lambda: take.is_stale(job),
                )
            except TalkieError as error:
                self._fail(take, str(error))
                return
            except Exception as error:  # noqa: BLE001 - one sound must not end all dictation
                self._fail(take, f"not recognised: {unexpected(error)}")
                return
        with self._condition:
            ended = None if take.is_stale(job) else take.put(job, heard)
        if ended is not None:
            self._end(take, ended)
        else:
            self._changed()

    def _fail(self, take: Take, why: str) -> None:
        take.cancelled = True
        self._end(take, Ended(None, why))
