"""Presses of the key in the user's own shell: what its client takes, with a helper and without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, perf_counter_ns, sleep

from talkie_shell.bench.processes import WORDS
from talkie_shell.errors import TalkieError
from talkie_shell.resident import client

_NAME = "bench"
_ENDS = 5.0
"""Seconds in which a helper that is told to end does."""


@contextmanager
def key_presses(config: str) -> Iterator[tuple[Callable[[], float], Callable[[], float]]]:
    """Two functions that take the milliseconds of a press: the first starts a helper, the second
    finds the one that the first has left. ``config`` is a settings file, "" for the user's own.

    Both raise TalkieError where no command comes.
    """
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / f"{_NAME}.lock"

        def cold() -> float:
            _end(lock)
            return _press(folder, config)

        try:
            yield cold, lambda: _press(folder, config)
        finally:
            _end(lock)


def _press(folder: str, config: str) -> float:
    command = [sys.executable, "-I", "-S", client.__file__, folder, _NAME, config, ""]
    started = perf_counter_ns()
    done = subprocess.run(
        command,
        input=WORDS.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    taken = (perf_counter_ns() - started) / 1e6
    status, *told = done.stdout.decode(errors="replace").splitlines() or ["", "no answer"]
    if status != "ok":
        raise TalkieError(f"the key of the own shell: {' '.join(told)}")
    return taken


def _end(lock: Path) -> None:
    """End the helper that holds the lock, where there is one."""
    try:
        helper = int(lock.read_text())
        os.kill(helper, signal.SIGTERM)
    except (OSError, ValueError):
        return
    until = monotonic() + _ENDS
    with suppress(ProcessLookupError):
        while monotonic() < until and (lock.parent / _NAME).exists():
            os.kill(helper, 0)
            sleep(0.01)
