"""The marks of the command on the screen, looked up aside whenever it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from talkie_shell.records import Choice
from talkie_shell.repl.aside import Aside
from talkie_shell.repl.highlighting import LONGEST
from talkie_shell.repl.marks import Facts, Mark, marks_of, offers_of, still_true
from talkie_shell.repl.state import Guard, Line, no_guard

FactsAt = Callable[[str], Facts]
"""Facts for a directory."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A command, the cursor in it (-1: elsewhere), and where it would run."""

    command: str
    cursor: int
    directory: str


class Marking:
    """Asks for the marks of the latest command; ``came`` is called on another thread once they
    are there. Without ``facts`` there are none. What the ``guard`` will say of the command is
    the first of them."""

    def __init__(
        self, facts: FactsAt | None, came: Callable[[], None], guard: Guard = no_guard
    ) -> None:
        self._facts = facts
        self._guard = guard
        self._came = came
        self._asked: _Asked | None = None
        self._latest: tuple[_Asked, tuple[Mark, ...]] | None = None
        self._aside: Aside[_Asked, tuple[Mark, ...]] = Aside("marks", self._work, self._answered)

    def ask(self, command: str, line: Line, directory: str) -> None:
        """Want the marks of this command, unless they were asked for last. Where it is the line
        itself, and the cursor at its end, its last word is being typed."""
        typing = line.text == command and line.cursor == len(command)
        asked = _Asked(command, line.cursor if typing else -1, directory)
        if self._facts is None or asked == self._asked or len(command) > LONGEST:
            return
        self._asked = asked
        if command.strip():
            self._aside.ask(asked)

    def forget(self) -> None:
        """What was looked up may have changed: a command has run."""
        self._asked = self._latest = None

    def marks(self, command: str) -> tuple[Mark, ...]:
        """The marks of the command as far as they are known now."""
        latest = self._latest
        if latest is None:
            return ()
        asked, marks = latest
        return marks if asked.command == command else still_true(marks, asked.command, command)

    def offers(self, command: str) -> tuple[Choice, ...]:
        """What the machine has in place of what is not there; for exactly this command."""
        latest = self._latest
        if latest is None or latest[0].command != command:
            return ()
        return offers_of(command, latest[1])

    def _work(self, asked: _Asked) -> tuple[Mark, ...]:
        if self._facts is None:
            return ()
        marks = marks_of(asked.command, asked.cursor, self._facts(asked.directory))
        why = self._guard(asked.command, None)
        return (Mark(0, 0, "danger", why), *marks) if why else marks

    def _answered(self, asked: _Asked, marks: tuple[Mark, ...]) -> None:
        self._latest = (asked, marks)
        self._came()
