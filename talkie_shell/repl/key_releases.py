"""Function keys that tell when they are let go, where the terminal reports it: hold to talk.

The kitty keyboard protocol's second flag adds ``:2`` (repeated) or ``:3`` (let go) to what
function keys send and leaves every other key as it is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.keys import Keys

if TYPE_CHECKING:
    from prompt_toolkit.output import Output

_ASK = "\x1b[>2u"
_LEAVE = "\x1b[<u"

_REPORTING = frozenset({"xterm-kitty", "xterm-ghostty", "foot", "foot-extra", "alacritty"})
_REPORTING_PROGRAMS = frozenset({"ghostty", "WezTerm", "iTerm.app"})
_MULTIPLEXED = ("screen", "tmux")
_SEQUENCE = re.compile(r"\x1b(?:\[(\d+)(?:;(\d+))?~|\[(?:1;(\d+))?([A-DFHP-S])|O([A-DFHP-S]))")

_RELEASES: dict[str, Keys] = {}


def reports_releases(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to speak the protocol. None is asked: an answer that comes
    late would be typed into the next program."""
    terminal = environment.get("TERM", "")
    if terminal.startswith(_MULTIPLEXED):
        return False
    return terminal in _REPORTING or environment.get("TERM_PROGRAM", "") in _REPORTING_PROGRAMS


def know_releases() -> None:
    """Teach prompt_toolkit what function keys send with their event. Again does nothing."""
    if _RELEASES:
        return
    for sequence, key in list(ANSI_SEQUENCES.items()):
        form = _SEQUENCE.fullmatch(sequence)
        if form is None or not isinstance(key, Keys) or key is Keys.Ignore:
            continue
        number, modified, shifted, letter, plain = form.groups()
        start = f"\x1b[{number or 1};{modified or shifted or 1}"
        end = letter or plain or "~"
        is_function = re.fullmatch(r"(?:[cs]-)*f\d+", key.value) is not None
        ANSI_SEQUENCES.setdefault(f"{start}:1{end}", key)
        ANSI_SEQUENCES.setdefault(f"{start}:2{end}", Keys.Ignore if is_function else key)
        ANSI_SEQUENCES.setdefault(f"{start}:3{end}", Keys.Ignore)
        _RELEASES.setdefault(f"{start}:3{end}", key)


def released(data: str) -> str:
    """The key that what the terminal sent says was let go, "" where it says something else.

    Example: ESC [ 20 ; 1 : 3 ~ -> "f9"
    """
    key = _RELEASES.get(data)
    return key.value if key is not None else ""


class Releases:
    """Has a terminal report them while a line is edited, where it can: other programs in it are
    sent what they know."""

    def __init__(self, output: Output, environment: Mapping[str, str]) -> None:
        self._output = output
        self._can = reports_releases(environment)
        if self._can:
            know_releases()

    def tells(self, chord: str) -> bool:
        """Whether the terminal tells when that key is let go."""
        return self._can and any(chord == key.value for key in _RELEASES.values())

    @contextmanager
    def reported(self) -> Iterator[None]:
        self._send(_ASK)
        try:
            yield
        finally:
            self._send(_LEAVE)

    def left_until(self, done: asyncio.Future[None]) -> None:
        """Not while another program has the terminal."""
        self._send(_LEAVE)
        done.add_done_callback(lambda _: self._send(_ASK))

    def _send(self, sequence: str) -> None:
        if self._can:
            self._output.write_raw(sequence)
            self._output.flush()
