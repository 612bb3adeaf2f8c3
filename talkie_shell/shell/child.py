"""The shell as a process on a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import cast

from talkie_shell.errors import ShellError
from talkie_shell.shell.terminal import LOCAL, Modes, harvest

# A session's leader that opens a terminal is controlled by it from then on; done in sh,
# because code between fork and exec is unsafe where there are threads.
LAUNCHER = ("/bin/sh", "-c", 'exec <"$1" >"$1" 2>&1; shift; exec "$@"', "sh")
_PATIENCE = 1.0
"""Seconds that a shell has to end by itself after it was hung up on."""


class Child:
    """A process that leads a session of its own on a new pseudo-terminal."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        directory: str,
        modes: Modes,
    ) -> None:
        """Raises `ShellError` where it cannot be started."""
        try:
            # Our own hold on the other end: without it, reading fails until the shell has one.
            self.pty, self.slave = os.openpty()
        except OSError as problem:
            raise ShellError(f"no pseudo-terminal to be had: {problem.strerror}") from problem
        terminal = os.ttyname(self.slave)
        try:
            termios.tcsetattr(self.slave, termios.TCSANOW, modes)
            self._process = subprocess.Popen(
                [*LAUNCHER, terminal, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                cwd=directory,
                start_new_session=True,
            )
        except OSError as problem:
            os.close(self.pty)
            os.close(self.slave)
            raise ShellError(f"cannot start {arguments[0]}: {problem.strerror}") from problem
        os.set_blocking(self.pty, False)
        os.set_blocking(self.slave, False)
        self.woken = False
        self.watch = _watch(self._process.pid)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> int | None:
        """None while it lives; its exit status, or the negative number of the signal. One that
        has been stopped (``suspend``, kill -STOP) is told to go on: nobody else would."""
        if self._process.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                self.woken = True
                os.kill(pid, signal.SIGCONT)
            elif pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
        return self._process.returncode

    def modes(self) -> Modes:
        return termios.tcgetattr(self.pty)

    def takes_signals(self) -> bool:
        """Whether Ctrl-C and the like are signals, not keys of a program's own."""
        return bool(cast("int", self.modes()[LOCAL]) & termios.ISIG)

    def set_modes(self, modes: Modes) -> None:
        termios.tcsetattr(self.pty, termios.TCSANOW, modes)

    def read(self, limit: int) -> bytes:
        """Output that is there, b"" where none is."""
        try:
            return os.read(self.pty, limit)
        except BlockingIOError:
            return b""

    def typed_ahead(self) -> bytes:
        """What lies typed and unread in the pseudo-terminal, taken out of it.

        Leaves modes behind that no program expects: set others.
        """
        termios.tcsetattr(self.slave, termios.TCSANOW, harvest(self.modes()))
        found = b""
        with suppress(BlockingIOError):
            while data := os.read(self.slave, 4096):
                found += data
        termios.tcflush(self.pty, termios.TCOFLUSH)
        return found

    def write(self, data: bytes) -> int:
        """How many of the bytes were taken."""
        try:
            return os.write(self.pty, data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)

    def interrupt(self) -> None:
        """As Ctrl-C at its prompt does."""
        self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        self._process.kill()

    def close(self, *, ending: bool = False) -> None:
        """Hang up; whoever does not end by that is killed. ``ending``: it was told otherwise
        to end, and keeps its terminal for as long as that may take."""
        if ending:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
        os.close(self.pty)
        os.close(self.slave)
        if self.watch is not None:
            os.close(self.watch)
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGHUP)
            self._process.send_signal(signal.SIGCONT)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _watch(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends, where the system has such."""
    opener = getattr(os, "pidfd_open", None)
    if opener is None:
        return None
    try:
        return int(opener(pid))
    except OSError:
        return None


def readable(
    descriptors: Sequence[int], writable: Sequence[int], seconds: float | None
) -> tuple[set[int], set[int]]:
    """Those that are ready, waiting at most so long."""
    reads, writes, _ = select.select(descriptors, writable, [], seconds)
    return set(reads), set(writes)
