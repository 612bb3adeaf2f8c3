"""A terminal window with a program in it: keys in, the screen's bytes out."""

from __future__ import annotations

import os
import pty
import select
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from talkie_shell.bench.processes import ANSWERS, LINE_EDITOR

PATIENCE = 60.0
"""Seconds after which what was waited for counts as never happening."""

SOON = 15.0
"""Seconds in which all must be well again after a fault."""

_SIZE = (24, 80)
_SHOWN = 4096
"""Bytes kept of what was printed before the last read, which is kept whole: it may be longer."""
_FAULTS = (b"a fault of the program", b"Traceback (most recent call last)")


class PatienceError(Exception):
    """What was waited for did not come."""


def soon(happened: Callable[[], bool], what: str) -> None:
    """Wait until it is so, a while. Raises `PatienceError`."""
    deadline = time.monotonic() + SOON
    while not happened():
        if time.monotonic() > deadline:
            raise PatienceError(f"no {what} within {SOON:.0f} s")
        time.sleep(0.02)


class Window:
    """A program as the leader of a session on a terminal of its own.

    ``prompts`` counts those that the line editor showed; ``shown`` is the end of what was
    printed; ``faulty``: it told of a fault of its own.
    """

    def __init__(
        self, program: Sequence[str], environment: Mapping[str, str], directory: Path
    ) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                os.chdir(directory)
                os.execve(program[0], list(program), dict(environment))  # noqa: S606 our own
            finally:
                os._exit(127)
        with suppress(OSError):
            termios.tcsetwinsize(self.terminal, _SIZE)
        self.modes = termios.tcgetattr(self.terminal)
        self.prompts = 0
        self.printed = 0
        self.shown = b""
        self.faulty = False
        self.status: int | None = None

    def feed(self, seconds: float = 0.0) -> bool:
        """Take in what was printed within so long; False where the terminal is gone."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        # Marks may come in two pieces: counted where they end.
        seen = self.shown[1 - len(LINE_EDITOR) :] + data
        self.prompts += seen.count(LINE_EDITOR)
        for question, answer in ANSWERS.items():
            if question in data:
                self.type(answer)
        self.printed += len(data)
        self.shown = self.shown[-_SHOWN:] + data
        self.faulty |= any(fault in self.shown for fault in _FAULTS)
        return bool(data)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        with suppress(OSError):
            os.write(self.terminal, keys)

    def until(
        self, happened: Callable[[], bool], what: str, seconds: float = PATIENCE, step: float = 0.02
    ) -> None:
        """Take in what is printed until it is so. Raises `PatienceError`."""
        deadline = time.monotonic() + seconds
        while not happened():
            if not self.feed(step):
                time.sleep(0.01)  # nobody is at the other end: its process is about to end
            gone = self.ended() and not happened()
            if gone or time.monotonic() > deadline:
                why = f"it ended with {self.status}" if gone else f"not in {seconds:.0f} s"
                raise PatienceError(f"no {what}: {why}; last shown: {self.shown[-200:]!r}")

    def listen(self, seconds: float) -> None:
        """Take in what is printed in so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.feed(left):
            pass

    def wait_prompt(self, seen: int = 0, seconds: float = PATIENCE) -> None:
        """Until the prompt has been drawn more than ``seen`` times. Raises `PatienceError`."""
        self.until(lambda: self.prompts > seen, "prompt", seconds)

    def run(self, command: str, seconds: float = PATIENCE) -> None:
        """Run a command to its end. Raises `PatienceError`."""
        seen = self.prompts
        self.type(command.encode() + b"\r")
        self.wait_prompt(seen, seconds)

    def ended(self) -> bool:
        """Whether the program has; ``status`` is then its exit status, or minus a signal."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def sane(self) -> bool:
        """Whether the terminal is as the program found it."""
        return termios.tcgetattr(self.terminal) == self.modes

    def leave(self) -> None:
        """Ctrl-D on an empty line, until the program has ended. Raises `PatienceError`."""
        deadline = time.monotonic() + PATIENCE
        while not self.ended():
            if time.monotonic() > deadline:
                raise PatienceError(f"no end after Ctrl-D; last shown: {self.shown[-200:]!r}")
            self.type(b"\x03")
            self.listen(0.1)
            self.type(b"\x04")
            again = time.monotonic() + 1
            while not self.ended() and time.monotonic() < again:
                self.listen(0.02)

    def hang_up(self) -> None:
        """Close the window, as its button does."""
        if self.terminal >= 0:
            os.close(self.terminal)
            self.terminal = -1

    def close(self) -> None:
        """Close the window, and end a program that outlives that."""
        self.hang_up()
        deadline = time.monotonic() + 10
        while not self.ended():
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.02)
