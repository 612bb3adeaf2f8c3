"""What goes by on its way to the screen: the fence is taken out, modes are kept track of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ESCAPE = 0x1B
_LONGEST = 44
"""Bytes of the longest sequence that is looked for, a few more."""

_ON_BY_DEFAULT = frozenset({7, 25})
_OF_THE_KEYS = (1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 1)
"""Mouse, focus, paste, cursor keys: what the terminal sends."""
_OF_THE_SCREEN = (47, 1047, 1049, 25, 7)
"""Other screen, cursor, wrap: in the order to undo them, after those of the keys."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is set otherwise than by a private mode: the rest of the sequence after ESC, its
    forms that stand for the default, and the bytes that put that back."""

    form: bytes
    default: bytes
    undo: bytes


_SETTINGS = {
    # What the terminal sends, and in which characters it writes: no prompt can be used so.
    "keypad": _Setting(rb"[=>]", rb">", b"\x1b>"),
    "modified": _Setting(rb"\[>4(?:;\d?)?m", rb"\[>4(?:;0?)?m", b"\x1b[>4m"),
    "drawing": _Setting(rb"\([0AB]", rb"\(B", b"\x1b(B"),
    # The scrolling region (resetting it moves the cursor), insertion, the cursor's shape.
    "region": _Setting(rb"\[(?:\d{1,4};\d{1,4})?r", rb"\[r", b"\x1b7\x1b[r\x1b8"),
    "insertion": _Setting(rb"\[4[hl]", rb"\[4l", b"\x1b[4l"),
    "shape": _Setting(rb"\[\d? q", rb"\[0? q", b"\x1b[0 q"),
}
_SETTINGS_OF_THE_KEYS = frozenset({"keypad", "modified", "drawing"})

_SEQUENCE = re.compile(
    rb"\x1b([=>c]|\([0AB]|\[(?:\?[0-9;]{1,40}[hl]|[<>][0-9;]{0,6}[mu]|!p|[0-9;]{0,9}+(?:[rhl]| q)))"
)
"""Whatever may be one of these; colours and movements, of which there are many, are none."""
_MODES = re.compile(rb"\[\?([0-9;]+)([hl])")
_PUSHED = re.compile(rb"\[>\d*u")
_POPPED = re.compile(rb"\[<(\d*)u")
_RESET = re.compile(rb"c|\[!p")


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
    """What programs have set on the terminal and not put back."""

    def __init__(self) -> None:
        self._modes: set[int] = set()
        self._settings: set[str] = set()
        self._pushed = 0
        self._tail = b""

    def feed(self, data: bytes) -> bool:
        """Whether something was set or put back."""
        if _ESCAPE not in data and not self._tail:
            return False
        data = self._tail + data
        sequences = _SEQUENCE.findall(data)
        for sequence in sequences:
            self._note(sequence)
        last = data.rfind(b"\x1b", max(0, len(data) - _LONGEST))
        self._tail = data[last:] if last >= 0 and not _SEQUENCE.match(data, last) else b""
        return bool(sequences)

    def _note(self, sequence: bytes) -> None:
        if found := _MODES.fullmatch(sequence):
            for number in found[1].split(b";"):
                if number:
                    self._set_mode(int(number), on=found[2] == b"h")
        elif _PUSHED.fullmatch(sequence):
            self._pushed += 1
        elif found := _POPPED.fullmatch(sequence):
            self._pushed = max(0, self._pushed - int(found[1] or 1))
        elif _RESET.fullmatch(sequence):
            self._forget()
        else:
            for name, setting in _SETTINGS.items():
                if re.fullmatch(setting.form, sequence):
                    changed = not re.fullmatch(setting.default, sequence)
                    (self._settings.add if changed else self._settings.discard)(name)

    def _set_mode(self, number: int, *, on: bool) -> None:
        changed = on != (number in _ON_BY_DEFAULT)
        (self._modes.add if changed else self._modes.discard)(number)

    def _forget(self) -> None:
        self._modes.clear()
        self._settings.clear()
        self._pushed = 0

    def undone(self, *, screen: bool = True) -> bytes:
        r"""The bytes that put back what is left behind; without ``screen`` only what the keys
        send and the characters to write in.

        Example: after ``b"\x1b[?1049h\x1b[?25l"`` -> ``b"\x1b[?1049l\x1b[?25h\x1b[m"``
        """
        modes = _OF_THE_KEYS + (_OF_THE_SCREEN if screen else ())
        codes = [f"\x1b[<{self._pushed}u".encode()] if self._pushed else []
        codes += (
            b"\x1b[?%d%b" % (number, b"h" if number in _ON_BY_DEFAULT else b"l")
            for number in modes
            if number in self._modes
        )
        codes += (
            setting.undo
            for name, setting in _SETTINGS.items()
            if name in self._settings and (screen or name in _SETTINGS_OF_THE_KEYS)
        )
        if codes and screen:
            codes.append(b"\x1b[m")
        return b"".join(codes)

    def undo(self, *, screen: bool) -> bytes:
        """The same, and forgets what it was for."""
        undone = self.undone(screen=screen)
        if screen:
            self._forget()
        self._modes.difference_update(_OF_THE_KEYS)
        self._settings -= _SETTINGS_OF_THE_KEYS
        self._pushed = 0
        return undone


def left_behind(status: int) -> bool:
    """Whether a command was ended or stopped by a signal: 128 and its number, in every shell."""
    return status > 128
