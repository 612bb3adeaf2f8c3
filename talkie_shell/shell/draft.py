"""The line that is being typed, in a private file: it is still there where we were killed.

Each session has a file of its own and holds a lock on it, which ends with the process, however
that ends: a file with text in it and no lock on it was left behind.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path

from talkie_shell.errors import FolderError
from talkie_shell.paths import ensure_private


class Draft:
    """A session's draft, in a file in ``folder``. What cannot be kept is not: nothing here
    raises."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / secrets.token_hex(8)
        self._descriptor: int | None = None
        self._kept = ""

    def take_left(self) -> str:
        """The newest draft of the sessions that were killed, "" where there is none. It is this
        session's from now on."""
        files: list[Path] = []
        with suppress(OSError):
            files = sorted(self._file.parent.iterdir(), key=_changed, reverse=True)
        for file in files:
            if self._descriptor is None:
                with suppress(OSError):  # removed since, say: there are others
                    self._adopt(file)
        return self._kept

    def keep(self, text: str) -> None:
        """Have the file hold this text and no other; "" where there is nothing to keep."""
        if text == self._kept:
            return
        with suppress(OSError, FolderError):
            if self._descriptor is None:
                self._descriptor = self._made()
            data = text.encode("utf-8", "surrogatepass")
            os.pwrite(self._descriptor, data, 0)
            os.ftruncate(self._descriptor, len(data))
            self._kept = text

    def close(self) -> None:
        """Let go of the file; it goes where nothing is in it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with suppress(OSError):
            if not self._kept:
                self._file.unlink()
        os.close(descriptor)

    def _made(self) -> int:
        """Our file, new and locked; once more where, before the lock, another session took it
        for one that was left behind, and removed it."""
        ensure_private(self._file.parent)
        while True:
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
            descriptor = os.open(self._file, flags, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                linked = os.fstat(descriptor).st_nlink
            except OSError:
                os.close(descriptor)
                raise
            if linked:
                return descriptor
            os.close(descriptor)

    def _adopt(self, file: Path) -> None:
        """Make a file of a session that has ended ours; an empty one goes."""
        descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            text = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode("utf-8", "replace")
            # Another session may have taken it, used it up and removed it meanwhile.
            if text and os.fstat(descriptor).st_nlink:
                self._descriptor, self._file, self._kept = descriptor, file, text
                return
            file.unlink(missing_ok=True)
        except BlockingIOError:
            pass  # that session lives
        finally:
            if self._descriptor != descriptor:
                os.close(descriptor)


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
