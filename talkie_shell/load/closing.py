"""The terminal closed while a command runs: all of it ends, and all of it is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from talkie_shell.errors import LogError
from talkie_shell.load.figures import Figure
from talkie_shell.load.home import Home
from talkie_shell.load.processes import below, processes
from talkie_shell.load.trial import Trial
from talkie_shell.load.window import SOON, PatienceError, soon


class Closing(Trial):
    """``planned`` windows, each closed in the middle of a command."""

    name = "closed terminals"

    def steps(self) -> Iterator[None]:
        with Home(self.setup.shell) as home:
            for number in range(self.planned):
                try:
                    self._close(home, f"sleep {1000 + number}")
                except (PatienceError, LogError) as error:
                    self.faults.append(f"terminal {number}: {error}")
                yield

    def _close(self, home: Home, command: str) -> None:
        with closing(self.setup.open(home)) as window:
            window.type(command.encode() + b"\r")

            def runs() -> bool:
                return any(one.name == "sleep" for one in below(window.pid, processes()))

            window.until(runs, "program", SOON)
            under = {one.pid for one in below(window.pid, processes())}
            window.hang_up()
            soon(window.ended, "end of the program")
            soon(lambda: not under & processes().keys(), "end of what it had started")
            soon(lambda: not home.left_behind(), "empty runtime folder")
        for name, kept in (("history", home.history()), ("log", home.log())):
            if command not in kept:
                raise PatienceError(f"{command!r} is not in the {name}")

    def figures(self) -> Iterator[Figure]:
        yield self.figure("terminals closed", self.done)
        yield self.figure("not in order", len(self.faults), "", "=", 0)
