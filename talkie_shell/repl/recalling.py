"""Bringing earlier commands back into the editor's line: whole, by their parts, by ``!!``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from talkie_shell.repl.history import Recall, recall
from talkie_shell.repl.history_events import expand_events, has_events
from talkie_shell.repl.history_words import last_arguments
from talkie_shell.repl.state import Line

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor

_EVENTS = 1000
"""Commands that ``!!`` and Alt-. reach back."""


class Recalling:
    """The walk back through history, and the last arguments that Alt-. walks."""

    def __init__(self, editor: LineEditor, events: Callable[[], Sequence[tuple[int, str]]]) -> None:
        self._editor = editor
        self._events = events
        self._walk: Recall | None = None
        self._argument: tuple[int, Line, Line] | None = None
        """Which one stands there, the line before it came, and with it."""

    @property
    def walks(self) -> bool:
        return self._walk is not None

    def forget(self) -> None:
        """The line was edited: a walk begins anew."""
        self._walk = None

    def step(self, by: int) -> None:
        """Show the command so many earlier (later below 0) in the line."""
        editor = self._editor
        if self._walk is None:
            editor.shelf.refresh()
        walk = self._walk or recall(editor.shelf.entries, editor.state, editor.line)
        stepped = walk.step(by)
        if stepped is not None:
            walk, state, line = stepped
            editor.recall(state, line)
            self._walk = walk

    def last_argument(self) -> None:
        """Insert the last argument of the command before; again, of the one before that."""
        editor = self._editor
        at, before = 0, editor.line
        if self._argument is not None and self._argument[2] == editor.line:
            at, before = self._argument[0] + 1, self._argument[1]
        arguments = last_arguments(self._commands(self._events()))
        word = next(islice(arguments, at, None), None)
        if word is None:
            return
        text = before.text[: before.cursor] + word + before.text[before.cursor :]
        after = Line(text, before.cursor + len(word))
        editor.put(after)
        self._argument = (at, before, after)

    def expand(self) -> bool:
        """Put what ``!!`` and its like stand for into the line, where it is shown before it can
        run, or say that it stands for nothing. False where there is none of it."""
        editor = self._editor
        if not has_events(editor.line.text):
            return False
        events = self._events()
        expansion = expand_events(editor.line.text, self._commands(events), dict(events))
        if expansion.missing:
            editor.note = f"{expansion.missing}: nothing in the history; single quotes keep it"
            return True
        if expansion.text == editor.line.text:
            return False
        editor.put(Line(expansion.text, len(expansion.text)))
        editor.note = "from the history: Enter goes on with it"
        return True

    def _commands(self, events: Sequence[tuple[int, str]]) -> list[str]:
        """The newest commands first: as the shell's `history` has them, then those that it does
        not know."""
        own = dict.fromkeys(command for _, command in events)
        others = (one for one in self._editor.shelf.last_here(_EVENTS) if one not in own)
        return [*(command for _, command in events), *others]
