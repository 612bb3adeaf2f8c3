"""Many sessions at once, all writing one history and one log: nothing may be lost."""

from __future__ import annotations

import select
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

from talkie_shell.load.figures import Figure
from talkie_shell.load.home import Home
from talkie_shell.load.trial import Setup, Trial
from talkie_shell.load.window import PATIENCE, PatienceError, Window


class Crowd(Trial):
    """``sessions`` windows that run ``each`` commands at the same time."""

    name = "sessions"

    def __init__(self, setup: Setup, sessions: int, each: int) -> None:
        super().__init__(setup, sessions * each)
        self._sessions = sessions
        self._each = each
        self._open = 0
        self._lost = [0, 0]

    def steps(self) -> Iterator[None]:
        with Home(self.setup.shell) as home:
            with ExitStack() as stack:
                windows: list[Window] = []
                for _ in range(self._sessions):
                    windows.append(self.setup.open(home))
                    stack.callback(windows[-1].close)
                    self._open += 1
                for window in windows:
                    # The terminals of a moment ago were idle: some have drawn again since.
                    window.feed()
                began = time.monotonic()
                yield from self._all_at_once(windows)
                self._seconds = time.monotonic() - began
                for window in windows:
                    window.leave()
                    if window.faulty:
                        self.faults.append(f"a fault of the program: {window.shown[-300:]!r}")
            self._compare(home)

    def _all_at_once(self, windows: list[Window]) -> Iterator[None]:
        by_terminal = {window.terminal: number for number, window in enumerate(windows)}
        left = [self._each] * len(windows)
        seen = [0] * len(windows)

        def next_command(number: int) -> None:
            seen[number] = windows[number].prompts
            command = f"n={number}/{self._each - left[number]}"
            windows[number].type(command.encode() + b"\r")

        for number in range(len(windows)):
            next_command(number)
        while any(left):
            ready, _, _ = select.select(list(by_terminal), [], [], PATIENCE)
            if not ready:
                raise PatienceError(f"no prompt from {sum(map(bool, left))} sessions")
            for terminal in ready:
                number = by_terminal[terminal]
                if not windows[number].feed():
                    raise PatienceError(f"session {number} ended: {windows[number].shown!r}")
                if left[number] and windows[number].prompts > seen[number]:
                    left[number] -= 1
                    yield
                    if left[number]:
                        next_command(number)

    def _compare(self, home: Home) -> None:
        expected = Counter(
            f"n={number}/{command}"
            for number in range(self._sessions)
            for command in range(self._each)
        )
        for index, (name, kept) in enumerate((("history", home.history()), ("log", home.log()))):
            lost = expected - Counter(kept)
            twice = Counter(kept) - expected
            self._lost[index] = lost.total()
            self.faults.extend(f"not in the {name}: {command}" for command in list(lost)[:5])
            self.faults.extend(f"twice in the {name}: {command}" for command in list(twice)[:5])

    def figures(self) -> Iterator[Figure]:
        yield self.figure("at once", self._open)
        yield self.figure("commands run", self.done)
        if self.done == self.planned:
            yield self.figure("commands a second", self.done / self._seconds)
            yield self.figure("lost from the history", self._lost[0], "", "=", 0)
            yield self.figure("lost from the log", self._lost[1], "", "=", 0)
