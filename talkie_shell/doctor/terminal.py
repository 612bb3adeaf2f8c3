"""The terminal window."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass

from talkie_shell.doctor.findings import Finding, ok, warning

PATIENCE = 1.0
"""Seconds for a terminal to answer, be it far away; one that answers is not waited for."""
_QUESTIONS = b"\x1b[?2004$p\x1b[?u\x1b[c"
"""Bracketed paste? kitty's keys? The third is what every terminal answers, and so the end."""
_PASTE = re.compile(rb"\x1b\[\?2004;([0-4])\$y")
_KITTY = re.compile(rb"\x1b\[\?\d+u")
_END = re.compile(rb"\x1b\[\?[\d;]*c")
_LEAST = (5, 20)
"""Rows and columns below which the prompt leaves lines out."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is known of the terminal. ``answer`` is what it sent when asked, None where it was
    not asked or said nothing; ``colors`` as terminfo has them."""

    name: str
    true_color: bool
    colors: int
    encoding: str
    rows: int
    columns: int
    answer: bytes | None


def gather_window(environment: Mapping[str, str]) -> Window | None:
    """The terminal of this process; None where there is none."""
    if not (sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    size = os.get_terminal_size(sys.stdout.fileno())
    return Window(
        name=environment.get("TERM", ""),
        true_color=environment.get("COLORTERM", "") in {"truecolor", "24bit"},
        colors=_colors(),
        encoding=sys.stdout.encoding or "",
        rows=size.lines,
        columns=size.columns,
        answer=None if environment.get("TERM", "") == "dumb" else _ask(sys.stdin.fileno()),
    )


def check_window(window: Window | None) -> list[Finding]:
    """What there is to say of it, in one line."""
    name = "terminal"
    if window is None:
        return [ok(name, "not looked at: this is a pipe")]
    if window.name in {"", "dumb"}:
        shown = f"TERM={window.name or '(nothing)'}"
        return [
            warning(
                name,
                f"{shown}: lines are read and printed plainly",
                "use a terminal that says what it can, with TERM=xterm-256color",
            )
        ]
    told = [window.name, f"{window.columns} by {window.rows}", _color_text(window)]
    told += _answered(window.answer)
    if not window.encoding.lower().replace("-", "").startswith("utf8"):
        return [
            warning(
                name,
                f"{', '.join(told)}; it is sent {window.encoding}, so signs are replaced",
                "set LANG to a UTF-8 locale, such as C.UTF-8",
            )
        ]
    if window.rows < _LEAST[0] or window.columns < _LEAST[1]:
        return [warning(name, ", ".join(told), "make the window larger")]
    return [ok(name, ", ".join(told))]


def _color_text(window: Window) -> str:
    if window.true_color:
        return "all colours"
    return f"{window.colors} colours" if window.colors > 0 else "no colours"


def _answered(answer: bytes | None) -> list[str]:
    """What the answers mean.

    Example: a paste report of 2 -> ["bracketed paste", …]
    """
    if answer is None:
        return ["does not answer questions"]
    paste = _PASTE.search(answer)
    told = []
    if paste:
        told.append("bracketed paste" if paste[1] != b"0" else "no bracketed paste")
    told.append("kitty keys: hold to talk" if _KITTY.search(answer) else "no key releases")
    return told


def _colors() -> int:
    import curses

    with contextlib.suppress(curses.error):
        curses.setupterm()
        return curses.tigetnum("colors")
    return 0


def _ask(keys: int) -> bytes | None:
    """What the terminal answers, unseen; None where nothing comes in time."""
    before = termios.tcgetattr(keys)
    answer = b""
    try:
        quiet = termios.tcgetattr(keys)
        quiet[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(keys, termios.TCSADRAIN, quiet)
        sys.stdout.flush()
        os.write(sys.stdout.fileno(), _QUESTIONS)
        end = time.monotonic() + PATIENCE
        while not _END.search(answer) and (left := end - time.monotonic()) > 0:
            if select.select([keys], [], [], left)[0]:
                answer += os.read(keys, 1024)
    finally:
        termios.tcsetattr(keys, termios.TCSADRAIN, before)
    return answer or None
