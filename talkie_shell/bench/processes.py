"""Whole runs of talkie-sh, seen from outside: time to the result, to the prompt, memory."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter_ns
from typing import TYPE_CHECKING

from talkie_shell.errors import TalkieError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = (sys.executable, "-m", "talkie_shell")
WORDS = "find dot dash name star dot txt"

_PATIENCE = 20.0
"""Seconds after which a run counts as failed."""

_QUIET = 1.0
"""Seconds without output after which the prompt has shown and loaded all that it will."""

_CLEAR, _LEAVE = b"\x03", b"\x04"

LINE_EDITOR = b"\x1b[?2004h"
"""Bracketed paste is turned on by the line editor as it draws for the first time; what is
written before (a shell's greeting, a notice) is not the prompt."""

_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
ANSWERS = {b"\x1b[6n": b"\x1b[1;1R", b"\x1b[c": b"\x1b[?62c", b"\x1b[?u": b"\x1b[?0u"}
"""What a terminal answers: cursor position, its kind, its keyboard protocol."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: ``milliseconds`` until what was waited for, ``megabytes`` at the peak."""

    milliseconds: float
    megabytes: float


def run_reconstruct(program: Sequence[str] = PROGRAM) -> Run:
    """Start ``talkie-sh reconstruct`` and wait for its end. Raises TalkieError."""
    started = perf_counter_ns()
    with subprocess.Popen(
        [*program, "reconstruct", WORDS],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        ended = perf_counter_ns()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise TalkieError(f"talkie-sh reconstruct ended with {process.returncode}")
    return Run((ended - started) / 1e6, _megabytes(usage.ru_maxrss))


def run_prompt(
    program: Sequence[str] = (*PROGRAM, "--private"), *, words: str = "", sees: bytes = b""
) -> Run:
    """Start the prompt in a pseudo-terminal, take the time until it is drawn, and leave. With
    ``words`` they are typed before, so that everything gets loaded, and ``sees`` has to be on the
    screen at some time. Raises TalkieError."""
    started = perf_counter_ns()
    pid, terminal = _spawn(program)
    peak = None
    seen = b""
    try:
        while not is_drawn(seen):
            seen += _read(terminal, _PATIENCE)
        drawn = perf_counter_ns()
        while sees not in seen:
            seen += _read(terminal, _PATIENCE)
        if words:
            os.write(terminal, words.encode())
            _drain(terminal)
            os.write(terminal, _CLEAR)
            _drain(terminal)
        os.write(terminal, _LEAVE)
        peak = _ended(pid, terminal)
    except OSError as error:
        reason = _last_line(seen) or "nothing was shown"
        raise TalkieError(f"the prompt did not show in a pseudo-terminal: {reason}") from error
    finally:
        if peak is None:
            os.kill(pid, signal.SIGKILL)
            peak = _megabytes(os.wait4(pid, 0)[2].ru_maxrss)
        os.close(terminal)
    return Run((drawn - started) / 1e6, peak)


def is_drawn(output: bytes) -> bool:
    """Whether something can be read on the screen since the line editor took over.

    Example: b"hello ESC[?2004h ESC[0m ~ >" -> True
    """
    _, taken_over, drawn = output.partition(LINE_EDITOR)
    return bool(taken_over) and bool(_ESCAPES.sub(b"", drawn).strip())


def _last_line(output: bytes) -> str:
    return _ESCAPES.sub(b"", output).decode(errors="replace").strip().rpartition("\n")[2]


def _spawn(program: Sequence[str]) -> tuple[int, int]:
    """Start a program on a terminal of 24 lines: its process and our end of the terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            termios.tcsetwinsize(0, (24, 80))
            environment = os.environ | {"TERM": "xterm-256color"}
            os.execve(program[0], list(program), environment)  # noqa: S606 our own program
        finally:
            os._exit(127)
    return pid, terminal


def _read(terminal: int, seconds: float) -> bytes:
    """What the program wrote, answering what it asked. Raises OSError where it is gone or
    silent for ``seconds``."""
    if not select.select([terminal], [], [], seconds)[0]:
        raise TimeoutError
    output = os.read(terminal, 65536)
    if not output:
        raise BrokenPipeError
    for question, answer in ANSWERS.items():
        if question in output:
            os.write(terminal, answer)
    return output


def _drain(terminal: int) -> None:
    """Read until there is nothing for a while."""
    deadline = time.monotonic() + _PATIENCE
    with suppress(TimeoutError):
        while time.monotonic() < deadline:
            _read(terminal, _QUIET)


def _ended(pid: int, terminal: int) -> float | None:
    """The peak in MB of a program that was told to leave, None where it does not."""
    deadline = time.monotonic() + _QUIET * 3
    with suppress(OSError):  # raised at the end of the program: nobody is at the other end
        while time.monotonic() < deadline:
            _read(terminal, _QUIET * 3)
    while time.monotonic() < deadline:
        ended, _, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return _megabytes(usage.ru_maxrss)
        time.sleep(0.01)
    return None


def _megabytes(maxrss: int) -> float:
    """``ru_maxrss`` is in bytes on macOS, in KiB elsewhere. It also counts what the process
    that started it held at that moment: so the one that measures stays small."""
    return maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
