"""The socket of the resident helper: private, one of its kind, gone when idle.

A lock, held for life, makes it the only one; the system takes it back however the process ends,
so a socket without a holder of the lock is a stale one and is replaced. The socket takes its
name only when it listens.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from talkie_shell.errors import DataError, FolderError, unexpected
from talkie_shell.resident.client import GREETING
from talkie_shell.resident.protocol import (
    LONGEST_REQUEST,
    Answer,
    Listen,
    Request,
    Transcripts,
    as_sent,
    course_line,
    parse_request,
)
from talkie_shell.speech.take import Ended

TO_ASK = 2.0
"""Seconds a client has to send its line."""
_SHORTEST = 1.0
"""Seconds that are waited at least, also where no helper is wanted any more."""
_WAITING = 16
"""Clients that may wait for their turn."""


class Work(Protocol):
    """What a server is for."""

    def answer(self, request: Request | Transcripts) -> Answer: ...

    def listen(self, request: Listen, connection: socket.socket) -> bool:
        """Take over the connection of one who wants to dictate; False where this process cannot
        be the one, and has to make way."""

    @property
    def busy(self) -> bool:
        """Whether something is on that must not be ended."""

    @property
    def patience(self) -> float:
        """Seconds to wait for the next request."""


class Server:
    """Serves requests until it was idle for too long, or a client of another version comes.
    ``version`` is what requests must name."""

    def __init__(self, work: Work, version: str) -> None:
        self._work = work
        self._version = version

    def serve(self, folder: Path, name: str, ready: Callable[[], None]) -> bool:
        """Listen on the socket of that name; ``ready`` is called once it can be reached.

        False where another one serves already. Raises `FolderError` where the folder is not
        the user's alone.
        """
        check_private(folder)
        with _only_one(folder / f"{name}.lock") as alone:
            if not alone:
                return False
            with _listening(folder, name) as listener:
                ready()
                self._go(listener)
        return True

    def _go(self, listener: socket.socket) -> None:
        going = True
        while going:
            listener.settimeout(max(_SHORTEST, self._work.patience))
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                going = self._work.busy
                continue
            with connection, suppress(OSError):
                going = self._one(connection)

    def _one(self, connection: socket.socket) -> bool:
        """Answer one client; whether to go on."""
        if peer_of(connection) != os.getuid():
            return True
        connection.settimeout(TO_ASK)
        connection.sendall(GREETING)
        try:
            request = parse_request(_line(connection))
        except DataError as error:
            connection.sendall(as_sent(Answer(str(error))))
            return True
        if request.version != self._version:
            return False
        if isinstance(request, Listen):
            return self._listen(request, connection.dup())
        try:
            answer = self._work.answer(request)
        except Exception as error:  # noqa: BLE001 - one request must not end all others
            answer = Answer(_fault(error))
        connection.sendall(as_sent(answer))
        return True

    def _listen(self, request: Listen, connection: socket.socket) -> bool:
        """Hand one over who wants to dictate; whether to go on."""
        try:
            return self._work.listen(request, connection)
        except Exception as error:  # noqa: BLE001 - the same
            with connection, suppress(OSError):
                connection.sendall(course_line(Ended(None, _fault(error))))
            return True


def _fault(error: Exception) -> str:
    return f"a fault of the program: {unexpected(error)}"


def check_private(folder: Path) -> None:
    """Refuse a folder in which others could put something. Raises `FolderError`."""
    try:
        told = folder.lstat()
    except OSError as error:
        raise FolderError(f"{folder}: {error.strerror}") from error
    if told.st_uid != os.getuid() or told.st_mode & 0o077 or not folder.is_dir():
        raise FolderError(f"{folder} is not a folder of yours alone")


def peer_of(connection: socket.socket) -> int:
    """The user at the other end, as the system knows it. Raises OSError."""
    if sys.platform == "linux":
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", told)[1])
    else:  # noqa: RET505 - the type checker knows by it which system a branch is for
        # macOS: SOL_LOCAL and LOCAL_PEERCRED of sys/un.h give a struct xucred of sys/ucred.h,
        # which begins with a version and the user.
        told = connection.getsockopt(0, 1, 128)
        return int(struct.unpack_from("=II", told)[1])


def _line(connection: socket.socket) -> bytes:
    """Up to the newline. Raises `DataError` where there is no end to it, and OSError where it does
    not come in time."""
    data = bytearray()
    end = time.monotonic() + TO_ASK
    while not data.endswith(b"\n"):
        left = end - time.monotonic()
        if left <= 0 or len(data) > LONGEST_REQUEST:
            raise DataError("the line does not end")
        connection.settimeout(left)
        chunk = connection.recv(1 << 16)
        if not chunk:
            raise DataError("the line does not end")
        data += chunk
    return bytes(data)


@contextmanager
def _only_one(lock: Path) -> Iterator[bool]:
    """Hold the lock; False where another process does. Its file stays, and names the last who
    held it: one that could be removed and made again would be two locks."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def _listening(folder: Path, name: str) -> Iterator[socket.socket]:
    """A socket that can be reached, gone from the folder afterwards."""
    place, new = folder / name, folder / f"{name}.new"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        new.unlink(missing_ok=True)
        # A relative name: a socket's path may have some hundred characters, a folder any number.
        os.chdir(folder)
        listener.bind(new.name)
        os.chdir("/")
        new.chmod(0o600)
        listener.listen(_WAITING)
        new.rename(place)
        try:
            yield listener
        finally:
            with suppress(OSError):
                place.unlink()


def end_on_signals() -> None:
    """Have the usual signals end the process in order."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    signal.signal(signal.SIGINT, leave)
