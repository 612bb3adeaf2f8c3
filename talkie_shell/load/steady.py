"""Many commands through one session: nothing may grow, nothing may be left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from statistics import median

from talkie_shell.load.figures import Figure, growth
from talkie_shell.load.home import Home
from talkie_shell.load.processes import below, descriptors, processes
from talkie_shell.load.trial import Setup, Trial
from talkie_shell.load.window import PatienceError, Window
from talkie_shell.settings import Settings

_SAMPLES = 100
_STANDS = 1.0
"""Seconds."""
_GROWTH = 10.0
"""Percent by which memory may grow."""


class Steady(Trial):
    """``planned`` commands, one after the other."""

    name = "commands"

    def __init__(self, setup: Setup, planned: int) -> None:
        super().__init__(setup, planned)
        self._own: list[float] = []
        self._shell: list[float] = []
        self._seconds: list[float] = []
        self._counts: list[tuple[int, int]] = []
        self._kept = (0, 0)
        self._left = 0

    def steps(self) -> Iterator[None]:
        every = max(1, self.planned // _SAMPLES)
        with Home(self.setup.shell) as home:
            with closing(self.setup.open(home)) as window:
                window.run("n=warm")
                # What opens at the first line that stands for a while (its draft) is no growth.
                window.type(b"n")
                window.listen(_STANDS)
                window.type(b"\x03")
                self._look(window)
                try:
                    for number in range(self.planned):
                        began = time.monotonic()
                        window.run(f"n={number}")
                        self._seconds.append(time.monotonic() - began)
                        if number % every == every - 1:
                            self._look(window)
                        yield
                finally:
                    self._end(window)
            self._left += len(home.left_behind())
            self._kept = (len(home.history()), len(home.log()))

    def _look(self, window: Window) -> None:
        running = processes()
        under = below(window.pid, running)
        self._own.append(running[window.pid].kilobytes)
        self._shell.append(sum(one.kilobytes for one in under))
        self._counts.append((descriptors(window.pid), len(under)))

    def _end(self, window: Window) -> None:
        """Leave as a user does; what then still runs was left behind."""
        under = below(window.pid, processes())
        with suppress(PatienceError):
            window.leave()
        if not window.ended():
            self.faults.append("the program did not leave at Ctrl-D")
        if not window.sane():
            self.faults.append("the terminal was not left as it was")
        if window.faulty:
            self.faults.append(f"a fault of the program: {window.shown[-300:]!r}")
        running = processes()
        self._left += sum(one.pid in running for one in under)

    def figures(self) -> Iterator[Figure]:
        yield self.figure("commands run", self.done)
        if self._seconds:
            yield self.figure("a command", median(self._seconds) * 1000, "ms")
        if self._own:
            yield self.figure("memory at the end", self._own[-1] / 1000, "MB")
            yield self.figure("memory growth", growth(self._own), "%", "≤", _GROWTH)
            yield self.figure("growth of the shell", growth(self._shell), "%", "≤", _GROWTH)
            for index, name in enumerate(("descriptors more", "processes more")):
                counts = [count[index] for count in self._counts]
                yield self.figure(name, counts[-1] - counts[0], "", "≤", 0)
        yield self.figure("left behind", self._left, "", "=", 0)
        expected = min(self.done + 1, Settings().history_words)
        yield self.figure("in the history", self._kept[0], "", "≥", expected)
        yield self.figure("in the log", self._kept[1], "", "≥", self.done + 1)
