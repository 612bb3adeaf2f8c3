"""A line in the user's terminal that is drawn again and again, with keys that are heard.

The terminal is the process's own, whatever standard input and output are.
"""

from __future__ import annotations

import os
import select
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from talkie_shell.speech.take import Progress

Key = Literal["end", "forget", ""]

_FORGET = (b"\x1b", b"\x03", b"\x04")
"""Esc, Ctrl-C, Ctrl-D: alone, for other keys begin with Esc too."""
_PATIENCE = 0.1
"""Seconds until the next look, where nobody wakes us."""
_LISTENS = "listening; Enter ends it, Esc forgets it\n"
_NARROW = 20
"""Columns that are used whatever the terminal says."""


class StatusLine:
    """Use as a context manager: afterwards the line is gone and the terminal as it was. Where
    there is no terminal nothing is shown and no key comes; one that only prints lines is told
    once that somebody listens."""

    def __init__(self) -> None:
        self._redraws = os.environ.get("TERM", "") not in {"", "dumb"}
        self._told = False
        self._terminal: int | None = None
        self._before: list[int | list[bytes | int]] | None = None
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)

    def __enter__(self) -> Self:
        with suppress(OSError, termios.error):
            self._terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
            self._before = termios.tcgetattr(self._terminal)
            # Keys at once and unseen, Ctrl-C among them; what is printed stays as it is.
            modes = termios.tcgetattr(self._terminal)
            modes[0] |= termios.ICRNL
            modes[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
            modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, modes)
        return self

    def __exit__(self, *_: object) -> None:
        self._draw("")
        if self._terminal is not None:
            if self._before is not None:
                termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
            os.close(self._terminal)
            self._terminal = None

    def wake(self) -> None:
        """Have `key` return at once; from any thread."""
        with suppress(BlockingIOError):
            os.write(self._waker, b"\0")

    def key(self) -> Key:
        """What the user pressed, or "" where they did not, for a moment."""
        wanted = [self._woken] if self._terminal is None else [self._woken, self._terminal]
        ready = select.select(wanted, [], [], _PATIENCE)[0]
        if self._woken in ready:
            with suppress(BlockingIOError):
                os.read(self._woken, 4096)
        if self._terminal is None or self._terminal not in ready:
            return ""
        pressed = os.read(self._terminal, 64)
        return "forget" if pressed in _FORGET or not pressed else "end"

    def show_dictation(self, progress: Progress) -> None:
        """The meter, and the words so far."""
        if self._terminal is None:
            return
        if not self._redraws:
            if not self._told and progress.phase == "listening":
                self._told = True
                self._write(_LISTENS)
            return
        from talkie_shell.repl.glyphs import ASCII, UNICODE
        from talkie_shell.repl.voice_view import dictation_row

        utf8 = (sys.stderr.encoding or "").lower().replace("-", "").startswith("utf8")
        row = dictation_row(progress, "Enter", UNICODE if utf8 else ASCII)
        told = "".join(text for _, text, *_ in row).strip()
        columns = max(_NARROW, os.get_terminal_size(self._terminal).columns) - 1
        self._draw(fitted(told, progress.words, columns))

    def _draw(self, text: str) -> None:
        """In place of what is there."""
        if self._redraws:
            self._write(f"\r\x1b[K{text}")

    def _write(self, text: str) -> None:
        if self._terminal is not None:
            with suppress(OSError):
                os.write(self._terminal, text.encode("utf-8", "replace"))


def fitted(told: str, words: str, columns: int) -> str:
    """Both in so many columns, the words' end before their beginning; without what could move
    the cursor.

    Example: "0:03", "find dot name", 15 -> ``0:03  dot name``
    """
    from prompt_toolkit.utils import get_cwidth

    told, words = (
        "".join(character if character.isprintable() else " " for character in text)
        for text in (told, words)
    )
    while get_cwidth(told) > columns:
        told = told[:-1]
    while words and get_cwidth(words) > columns - get_cwidth(told) - 2:
        words = words[1:]
    return f"{told}  {words}" if words.strip() else told
