"""The characters that stand, in an expanded word, for what is not plain text.

A command never holds them: control characters are replaced before it is read.
"""

from __future__ import annotations

import re

UNKNOWN = "\x00"
"""Text that is known only when the command runs."""
STAR = "\x01"
"""An active ``*``."""
ANY = "\x02"
"""An active ``?`` or ``[…]``."""
SPLIT = "\x05"
"""A blank that divides a word, out of an unquoted expansion."""
DOWNLOADED = "\x06"
"""Text that comes from the network."""
DECODED = "\x07"
"""Text that was encoded so that nobody could read it."""
FILE = "\x11"
"""Before the content of a file that is one only for this command: ``<(…)``."""
OPEN, COMMA, CLOSE = "\x0e", "\x0f", "\x10"
"""The braces and commas of a brace expansion."""

UNREAD = UNKNOWN + DOWNLOADED + DECODED
_SHOWN = str.maketrans(
    {
        UNKNOWN: "…",
        STAR: "*",
        ANY: "?",
        SPLIT: " ",
        DOWNLOADED: "…",
        DECODED: "…",
        OPEN: "{",
        COMMA: ",",
        CLOSE: "}",
        FILE: "",
    }
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def neutral(command: str) -> str:
    """The command without characters that mean something here; offsets stay."""
    return _CONTROLS.sub("_", command)


def shown(text: str) -> str:
    """An expanded word as a person would write it."""
    return text.translate(_SHOWN)


def unread(text: str) -> bool:
    """Whether any part of the text is not known before the command runs."""
    return any(mark in text for mark in UNREAD)
