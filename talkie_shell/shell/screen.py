"""What goes by on its way to the screen: the fence is taken out, modes are kept track of."""

from __future__ import annotations

import re

_PRIVATE_MODE = re.compile(rb"\x1b\[\?([0-9;]{1,40})([hl])")
_LONGEST_MODE = 44
_ESCAPE = 0x1B

_ON_BY_DEFAULT = frozenset({7, 25})
_UNDONE = (1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 2004, 1, 47, 1047, 1049, 25, 7)
"""Mouse, focus, paste, cursor keys, other screen, cursor, wrap: in the order to undo them."""


class Fence:
    """Finds the bytes that say: this was all. They never reach the screen."""

    def __init__(self, mark: str) -> None:
        self._mark = mark.encode()
        self._held = b""
        self.seen = 0

    def feed(self, data: bytes) -> bytes:
        r"""The bytes for the screen; the start of what may be the mark is held back.

        Example: mark "!end", ``b"ok\r\n!e"`` then ``b"nd"`` -> ``b"ok\r\n"``, ``b""``
        """
        mark = self._mark
        if self._held:
            data, self._held = self._held + data, b""
        elif mark[0] not in data:
            return data
        while mark in data:
            before, _, after = data.partition(mark)
            self.seen += 1
            data = before + after
        at = data.rfind(mark[:1], max(0, len(data) - len(mark) + 1))
        while at >= 0:
            if mark.startswith(data[at:]):
                data, self._held = data[:at], data[at:]
                break
            at = data.rfind(mark[:1], max(0, len(data) - len(mark) + 1), at)
        return data

    def release(self) -> bytes:
        """What is held back, after all."""
        held, self._held = self._held, b""
        return held


class ScreenModes:
    """The terminal's private modes that programs have set and not put back."""

    def __init__(self) -> None:
        self._changed: set[int] = set()
        self._tail = b""

    def feed(self, data: bytes) -> None:
        if _ESCAPE not in data and not self._tail:
            return
        data = self._tail + data
        for match in _PRIVATE_MODE.finditer(data):
            for number in match[1].split(b";"):
                if number:
                    self._note(int(number), on=match[2] == b"h")
        last = data.rfind(b"\x1b", max(0, len(data) - _LONGEST_MODE))
        self._tail = data[last:] if last >= 0 and not _PRIVATE_MODE.match(data, last) else b""

    def _note(self, number: int, *, on: bool) -> None:
        if on != (number in _ON_BY_DEFAULT):
            self._changed.add(number)
        else:
            self._changed.discard(number)

    def undo(self) -> bytes:
        r"""The bytes that put back what a killed program has left behind; forgets it.

        Example: after ``b"\x1b[?1049h\x1b[?25l"`` -> ``b"\x1b[?1049l\x1b[?25h\x1b[m"``
        """
        left = [number for number in _UNDONE if number in self._changed]
        self._changed.clear()
        if not left:
            return b""
        codes = (f"\x1b[?{number}{'h' if number in _ON_BY_DEFAULT else 'l'}" for number in left)
        return "".join(codes).encode() + b"\x1b[m"


def left_behind(status: int) -> bool:
    """Whether a command was ended or stopped by a signal: 128 and its number, in every shell."""
    return status > 128
