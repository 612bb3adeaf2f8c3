"""A dictation that the helper takes, as its client sees it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from socket import SHUT_RDWR
from typing import TYPE_CHECKING

from talkie_shell.errors import DataError
from talkie_shell.resident import client
from talkie_shell.resident.protocol import STOP, parse_course
from talkie_shell.speech.take import Ended, Progress

if TYPE_CHECKING:
    from _socket import socket

    from talkie_shell.records import Heard
    from talkie_shell.resident.address import Address

_TO_BEGIN = 5.0
"""Seconds in which a helper begins to listen; it may have to be read from a slow disk."""
GONE = "the helper that was listening went away"


class RemoteDictation:
    """One dictation, which is on already. ``changed`` is called, on a thread, whenever `progress`
    or `ended` is worth another look."""

    def __init__(self, connection: socket, first: bytes, changed: Callable[[], None]) -> None:
        self._connection = connection
        self._changed = changed
        self._ended: Ended | None = None
        self.progress = Progress("opening")
        threading.Thread(target=self._follow, args=(first,), daemon=True).start()

    def ended(self) -> Ended | None:
        """How it ended; None while it goes on."""
        return self._ended

    def stop(self) -> None:
        """That is all: recognise what was said so far."""
        with suppress(OSError):
            self._connection.sendall(STOP)

    def cancel(self) -> None:
        """Forget it."""
        with suppress(OSError):
            # Closing alone would leave it open for the thread that reads from it.
            self._connection.shutdown(SHUT_RDWR)

    def _follow(self, data: bytes) -> None:
        try:
            while self._ended is None:
                line, newline, data = data.partition(b"\n")
                if newline:
                    self._take(parse_course(line))
                    continue
                more = self._connection.recv(1 << 16)
                if not more:
                    break
                data = line + more
        except (OSError, DataError):
            pass
        finally:
            self._connection.close()
        if self._ended is None:
            self._ended = Ended(None, GONE)
        self._changed()

    def _take(self, now: Progress | Ended) -> None:
        if isinstance(now, Ended):
            self._ended = now
        else:
            self.progress = now
        self._changed()


def dictate(
    address: Address,
    config: str,
    changed: Callable[[], None],
    sounds: Sequence[Path] = (),
) -> RemoteDictation | None:
    """Have the helper of that socket listen; None where none can be had."""
    files = [str(sound.absolute()) for sound in sounds]
    request = json.dumps({**client.asked_from(config), "sounds": files}).encode() + b"\n"

    def talk(connection: socket) -> RemoteDictation | None:
        try:
            connection.settimeout(_TO_BEGIN)
            connection.sendall(request)
            first = connection.recv(1 << 16)
            connection.settimeout(None)
        except TimeoutError:
            connection.close()
            raise client.StuckError from None
        except OSError:
            first = b""
        if first:
            return RemoteDictation(connection, first, changed)
        connection.close()
        return None

    try:
        return client.with_helper(*address, talk)
    except client.StuckError:
        return None


def propose(address: Address, config: str, heard: Heard, note: str) -> bytes | None:
    """The helper's answer to what was heard, as a shell reads it; None where it has none.

    ``note``: what the user should know of the dictation.
    """
    texts = [heard.text, *heard.alternatives]
    scores = [float(score) for score in heard.scores] or [0.0] * len(texts)
    about = {"texts": texts, "scores": scores, "note": note}
    request = json.dumps({**client.asked_from(config), **about}).encode() + b"\n"
    try:
        return client.with_helper(*address, lambda connection: client.ask(connection, request))
    except client.StuckError:
        return None
