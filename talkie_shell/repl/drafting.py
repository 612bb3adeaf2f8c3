"""The line as a draft that outlives us, and what was left of one: offered, never more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from talkie_shell.corrections import should_log
from talkie_shell.repl.pasted import clean

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from talkie_shell.repl.editor import LineEditor

SECONDS = 0.3
"""After a change until it is kept: a burst of keys is kept once."""
_NOTE = "a line was left behind: → takes it"


class Keeper(Protocol):
    """Where a draft lies."""

    def take_left(self) -> str: ...
    def keep(self, text: str) -> None: ...


class Drafting:
    """Keeps the editor's line while it stands there. ``offered`` is the line that a killed session
    left, until the first command runs; it is suggested while the line is empty."""

    def __init__(self, editor: LineEditor, keeper: Keeper | None) -> None:
        self._editor = editor
        self._keeper = keeper
        self._timer: TimerHandle | None = None
        self.offered = clean(keeper.take_left()) if keeper is not None else ""

    def offer(self) -> None:
        """A line begins: say what there is to take."""
        self._timer = None  # of a loop that was broken off, if any
        if self.offered and not self._editor.buffer.text:
            self._editor.note = _NOTE
            self._editor.buffer.suggest_again()

    def changed(self) -> None:
        """The line is another one: keep it, in a moment."""
        loop = self._editor.app.loop
        if self._keeper is not None and self._timer is None and loop is not None:
            self._timer = loop.call_later(SECONDS, self._keep)

    def done(self, command: str) -> None:
        """The line was confirmed: there is nothing to keep of it any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if command.strip():
            self.offered = ""
        if self._keeper is not None:
            self._keeper.keep(self.offered)

    def _keep(self) -> None:
        self._timer = None
        text = self._editor.buffer.text or self.offered
        if self._keeper is not None:
            self._keeper.keep(text if should_log(text, private=False, enabled=True) else "")
