"""How fast programs run and print, against the same shell without us, turn by turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from talkie_shell.load.figures import Figure
from talkie_shell.load.home import Home
from talkie_shell.load.trial import Setup, Trial
from talkie_shell.load.window import Window

_TURNS = {"print": 5, "pipe": 15}
"""The fastest of them counts: whether the system puts the two programs of a pipe on one core or on
two makes a difference of three times, and is chance."""
_LINE = "2026-01-31 12:00:00 \x1b[32mINFO\x1b[0m worker {:9d}: a line as programs log them, whole\n"
_MEGABYTE = 1_000_000
_PIPED_PER_PRINTED = 10
"""A pipe that prints nothing is given so much more to do than the screen."""
_WANTED = 60.0
"""Percent of the bare shell's speed."""


class Relay(Trial):
    """``megabytes`` printed to the screen, ten times as much through a pipe to nowhere."""

    name = "speed"

    def __init__(self, setup: Setup, megabytes: int) -> None:
        super().__init__(setup, sum(_TURNS.values()))
        self._megabytes = megabytes
        self._seconds: dict[tuple[str, str], list[float]] = {}

    def steps(self) -> Iterator[None]:
        piped = self._megabytes * _MEGABYTE * _PIPED_PER_PRINTED
        with Home(self.setup.shell) as home:
            file = home.folder / "lines"
            self._write(file)
            commands = {"print": f"cat {file}", "pipe": f"yes | head -c {piped} > /dev/null"}
            with closing(self._bare(home)) as bare, closing(self.setup.open(home)) as ours:
                for what, command in commands.items():
                    for _ in range(_TURNS[what]):
                        for who, window in (("bare", bare), ("ours", ours)):
                            seconds = self._seconds.setdefault((what, who), [])
                            seconds.append(self._time(window, command))
                        yield

    def _write(self, file: Path) -> None:
        with file.open("w", encoding="utf-8") as lines:
            size = len(_LINE.format(0))
            for number in range(self._megabytes * _MEGABYTE // size):
                lines.write(_LINE.format(number))

    def _bare(self, home: Home) -> Window:
        plain = ["-f", "-i"] if self.setup.shell.endswith("zsh") else ["--norc", "-i"]
        return Window([self.setup.shell, *plain], home.environment, home.work)

    @staticmethod
    def _time(window: Window, command: str) -> float:
        """Seconds from the command's start to its end, as they are seen on the screen."""
        before = window.prompts
        window.type(f"printf '%s-it\\n' begin; {command}; printf '%s-it\\n' end\r".encode())
        window.until(lambda: b"begin-it" in window.shown, "start of the command", step=0.5)
        began = time.monotonic()
        window.until(lambda: b"end-it" in window.shown, "end of the command", step=0.5)
        took = time.monotonic() - began
        window.shown = b""
        window.wait_prompt(before)
        return took

    def figures(self) -> Iterator[Figure]:
        for what, amount in (
            ("print", self._megabytes),
            ("pipe", self._megabytes * _PIPED_PER_PRINTED),
        ):
            bare, ours = (self._seconds.get((what, who), []) for who in ("bare", "ours"))
            if not ours:
                continue
            yield self.figure(f"{what}, bare shell", amount / min(bare), "MB/s")
            yield self.figure(f"{what}, here", amount / min(ours), "MB/s")
            ratio = min(bare) / min(ours) * 100
            yield self.figure(f"{what}, of the bare shell", ratio, "%", "≥", _WANTED)
