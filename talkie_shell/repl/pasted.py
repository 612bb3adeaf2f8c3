"""Text that did not come key by key: made safe to show, and told apart from typing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from talkie_shell.checks.artefacts import strip_controls

_LINE_END = re.compile(r"\r\n?")
_UNDECODABLE = re.compile("[\ud800-\udfff\u200e\u200f]")
"""Halves of characters, from bytes that are no UTF-8, and marks that reorder what is shown."""


def clean(text: str) -> str:
    r"""The text with line ends as newlines and without escape sequences, control, reordering
    and undecodable characters. Tabs and newlines stay.

    Example: "ls\x1b[31m -la\r\n" -> "ls -la\n"
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNDECODABLE.sub("", strip_controls(with_newlines(text)))


def with_newlines(text: str) -> str:
    """The text with every line end as a newline, and nothing else changed."""
    return _LINE_END.sub("\n", text)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read of the terminal brought: per key its character, "" for a special key.
    ``marked``: a paste that the terminal itself marks is among it, its text as one key."""

    keys: tuple[str, ...]
    seconds: float
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Burst:
    """Whether text is pouring in, for terminals without bracketed paste, and for pasted text that
    holds the mark of its own end.

    Example: "a", "Enter", "b" in one read is a paste; "a", "Enter" is a person or a program
    pressing Enter, unless it comes on the heels of a paste.
    """

    until: float = float("-inf")

    HEELS = 0.1
    """Seconds after a paste within which an Enter still belongs to it."""
    MARKED_HEELS = 0.02
    """The same where the terminal marked the paste: only what comes in one go with it."""

    def judge(self, chunk: Chunk) -> tuple[Burst, bool]:
        """Whether the chunk is pasted text, and the state for the next one."""
        text = "".join(chunk.keys).replace("\r", "\n")
        goes_on_after_a_line = "\n" in text.rstrip()
        pasted = chunk.marked or goes_on_after_a_line or (chunk.seconds < self.until and bool(text))
        if pasted:
            heels = self.MARKED_HEELS if chunk.marked else self.HEELS
            return Burst(chunk.seconds + heels), True
        return self, False
