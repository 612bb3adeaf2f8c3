"""kill -9 at every stage of a command: of the program, of the shell underneath, of ourselves."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from talkie_shell.errors import LogError
from talkie_shell.load.figures import Figure
from talkie_shell.load.home import Home
from talkie_shell.load.processes import Process, below, processes
from talkie_shell.load.trial import Setup, Trial
from talkie_shell.load.window import SOON, PatienceError, Window, soon

Victim = Literal["program", "shell", "talkie-sh"]
Stage = Literal["typing", "entering", "running", "ending"]

_LASTS = 0.5
"""Seconds that the command runs: long enough to be seen running."""
_TOLD = b"was killed"


class Kills(Trial):
    """``planned`` kills. The command is a sleep of a length of its own, so that what became
    of each can be told from history and log."""

    name = "kills"

    def __init__(self, setup: Setup, planned: int) -> None:
        super().__init__(setup, planned)
        self._random = random.Random(setup.seed)
        self._killed: Counter[Victim] = Counter()

    def steps(self) -> Iterator[None]:
        window: Window | None = None
        with Home(self.setup.shell) as home:
            (home.work / "here").mkdir()
            try:
                for number in range(self.planned):
                    victim = get_args(Victim)[number % len(get_args(Victim))]
                    stage = self._random.choice(get_args(Stage))
                    try:
                        window = window or self._fresh(home)
                        stays = self._kill(home, window, number, victim, stage)
                        if not stays:
                            window.close()
                            window = None
                    except (PatienceError, LogError) as error:
                        self.faults.append(f"kill {number} ({victim}, {stage}): {error}")
                        if window is not None:
                            window.close()
                        window = None
                    yield
            finally:
                if window is not None:
                    window.close()
            soon(lambda: not home.left_behind(), "end of all sessions")

    def _fresh(self, home: Home) -> Window:
        window = self.setup.open(home)
        window.run("cd here")
        return window

    def _kill(self, home: Home, window: Window, number: int, victim: Victim, stage: Stage) -> bool:
        """Whether the session goes on. Raises `PatienceError` and `LogError`."""
        command = f"sleep {_LASTS + number / 1_000_000:.6f}"
        keys = command.encode() + b"\r"
        shell = self._under(window, Path(self.setup.shell).name)
        if shell is None:
            raise PatienceError("no shell underneath")
        window.shown = b""
        if stage == "typing":
            window.type(keys[: len(keys) // 2])
            window.listen(self._random.uniform(0, 0.05))
        else:
            window.type(keys)
            if stage == "entering":
                window.listen(self._random.uniform(0, 0.05))
            else:
                window.until(lambda: self._under(window, "sleep") is not None, "program", SOON)
                late = _LASTS if stage == "ending" else 0
                window.listen(late + self._random.uniform(0, 0.05))
        started = stage in ("running", "ending")
        self._killed[victim] += 1
        if victim == "talkie-sh":
            os.kill(window.pid, signal.SIGKILL)
            self._after_ourselves(window, shell)
            if started:
                self._kept(home, command, later=False)
            return False
        program = self._under(window, "sleep") if victim == "program" else None
        with suppress(ProcessLookupError):
            os.kill((program or shell).pid, signal.SIGKILL)
        if program is None:
            window.until(lambda: _TOLD in window.shown, "word about the shell", SOON)
        if stage == "typing":
            window.type(keys[len(keys) // 2 :])
        elif stage == "entering" and program is None:
            # Killed before the command began, it stands in the line again.
            window.type(b"\r")
        if self._where(home, window, number) != str(home.work / "here"):
            raise PatienceError("no shell in the same directory")
        self._kept(home, command, later=True)
        return True

    def _where(self, home: Home, window: Window, number: int) -> str:
        """Where its shell says it is, once it runs commands again. Raises `PatienceError`."""
        probe = home.work / f"probe-{number}"
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            # What was on its way may stand in the line again, what was typed ahead as well.
            window.listen(2 * _LASTS)
            window.type(b"\x03")
            window.listen(0.1)
            with suppress(PatienceError):
                window.run(f"pwd > {probe}", SOON / 4)
                return probe.read_text(encoding="utf-8").strip() if probe.exists() else "nowhere"
        raise PatienceError(f"no answer; last shown: {window.shown[-200:]!r}")

    def _after_ourselves(self, window: Window, shell: Process) -> None:
        window.until(window.ended, "end of the program", SOON)
        soon(window.sane, "sane terminal")
        soon(lambda: shell.pid not in processes(), "end of the shell underneath")

    def _kept(self, home: Home, command: str, *, later: bool) -> None:
        """The command is in history and log, now or a little later. Raises `PatienceError`."""
        for name, read in (("history", home.history), ("log", home.log)):
            if command not in read() and not later:
                raise PatienceError(f"no {command!r} in the {name}, though it was running")
            soon(partial(_holds, read, command), f"{command!r} in the {name}")

    def _under(self, window: Window, name: str) -> Process | None:
        under = below(window.pid, processes())
        return next((one for one in under if one.name == name), None)

    def figures(self) -> Iterator[Figure]:
        for victim in get_args(Victim):
            yield self.figure(f"kills of {victim}", self._killed[victim])
        yield self.figure("not survived", len(self.faults), "", "=", 0)


def _holds(read: Callable[[], list[str]], command: str) -> bool:
    return command in read()
