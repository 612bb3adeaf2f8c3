"""The helper's dictations: one at a time, with a recogniser that stays loaded between them."""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.resident.protocol import STOP, course_line
from talkie_shell.speech.configured import from_files, make_dictation
from talkie_shell.speech.microphone import Microphone
from talkie_shell.speech.take import Ended, Progress

if TYPE_CHECKING:
    from talkie_shell.settings import Settings
    from talkie_shell.speech.dictation import Dictation
    from talkie_shell.speech.sources import Source

TAKEN = "another shell is dictating"
_LOOK = 0.1
"""Seconds until the next look at a dictation of which nothing is heard."""
_STUCK = 2.0
"""Seconds for which a client may not take what it is sent."""


class Ears:
    """Dictations under the settings of the first one."""

    def __init__(self) -> None:
        self._dictation: Dictation | None = None
        self._made_for: tuple[object, ...] = ()
        self._microphone = ""
        self._sounds: Sequence[str] = ()
        self._prompt: Callable[[], str] = str
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether a dictation is on."""
        return self._lock.locked()

    def listen(
        self,
        settings: Settings,
        sounds: Sequence[str],
        prompt: Callable[[], str],
        connection: socket.socket,
    ) -> bool:
        """Begin a dictation, whose course goes over the connection, and return at once; the
        connection is closed when it ends. ``sounds``: files in place of the microphone;
        ``prompt``: what may be heard, asked for on another thread.

        False where the dictations so far had other settings: a recogniser cannot be unloaded.
        """
        wanted = _ears_of(settings)
        if self._dictation is not None and self._made_for != wanted:
            connection.close()
            return False
        connection.settimeout(_STUCK)
        if not self._lock.acquire(blocking=False):
            with connection, suppress(OSError):
                connection.sendall(course_line(Ended(None, TAKEN)))
            return True
        self._prompt, self._sounds = prompt, sounds
        try:
            self._start(settings, wanted, connection)
        except BaseException:
            connection.close()
            self._lock.release()  # or nobody could ever dictate again
            raise
        return True

    def _start(
        self, settings: Settings, wanted: tuple[object, ...], connection: socket.socket
    ) -> None:
        if self._dictation is None:
            self._made_for, self._microphone = wanted, settings.microphone
            self._dictation = make_dictation(
                settings, self._wake, source=self._source, prompt=self._expected
            )
        # Here and not on the thread: what opens the microphone comes before all that loads.
        self._dictation.start()
        threading.Thread(
            target=self._follow, args=(self._dictation, connection), daemon=True
        ).start()

    def close(self) -> None:
        """Forget a dictation that is on, and wait for what is being recognised."""
        if self._dictation is not None:
            self._dictation.close()

    def _source(self) -> Source:
        files = from_files([Path(sound) for sound in self._sounds])
        return files() if files is not None else Microphone(self._microphone)

    def _expected(self) -> str:
        return self._prompt()

    def _follow(self, dictation: Dictation, connection: socket.socket) -> None:
        try:
            with connection:
                self._tell(dictation, connection)
        except OSError:
            pass  # the client went away, or is stuck
        finally:
            dictation.cancel()
            self._lock.release()

    def _tell(self, dictation: Dictation, connection: socket.socket) -> None:
        told: Progress | None = None
        watched: list[socket.socket | int] = [connection, self._woken]
        while (ended := dictation.ended()) is None:
            now = dictation.progress
            if now != told:
                told = now
                connection.sendall(course_line(now))
            ready = select.select(watched, [], [], _LOOK)[0]
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, 4096)
            if connection in ready:
                data = connection.recv(64)
                if not data:
                    return
                if STOP in data:
                    dictation.stop()
        connection.sendall(course_line(ended))

    def _wake(self) -> None:
        with suppress(BlockingIOError):
            os.write(self._waker, b"\0")


def _ears_of(settings: Settings) -> tuple[object, ...]:
    """The settings that a dictation is made with."""
    return (
        settings.microphone,
        settings.speech_model,
        settings.speech_adapter,
        settings.endpointing,
        settings.endpointing_seconds,
        settings.longest_dictation,
    )
