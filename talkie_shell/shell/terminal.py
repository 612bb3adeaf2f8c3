"""Terminal modes: decisions on the lists that termios deals in, and the real terminal."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import cast

Modes = list[int | list[bytes | int]]
"""What `termios.tcgetattr` gives."""

_INPUT, _OUTPUT, _CONTROL, LOCAL, _CHARACTERS = 0, 1, 2, 3, 6
_ECHOES = termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL
_EDITS = termios.ICANON | termios.ISIG | termios.IEXTEN


def _changed(modes: Modes, index: int, *, on: int = 0, off: int = 0) -> Modes:
    flags = cast("int", modes[index])
    return [*modes[:index], (flags & ~off) | on, *modes[index + 1 :]]


def sane(modes: Modes) -> Modes:
    """The modes a program expects to find, whatever a line editor has made of them."""
    modes = _changed(modes, _INPUT, on=termios.ICRNL, off=termios.INLCR | termios.IGNCR)
    modes = _changed(modes, _OUTPUT, on=termios.OPOST | termios.ONLCR)
    echoes = termios.ECHO | termios.ECHOE | termios.ECHOK
    return _changed(modes, LOCAL, on=echoes | _EDITS)


def idle(modes: Modes) -> Modes:
    """The modes while the shell waits for us: whole lines, nothing echoed, no signals."""
    modes = _changed(
        modes,
        _INPUT,
        on=termios.ICRNL,
        off=termios.INLCR | termios.IGNCR | termios.IXON | termios.ISTRIP,
    )
    off = _ECHOES | termios.ISIG | termios.IEXTEN
    return _changed(modes, LOCAL, on=termios.ICANON, off=off)


def harvest(modes: Modes) -> Modes:
    """The modes in which whatever was typed can be read at once."""
    modes = _changed(modes, LOCAL, off=_ECHOES | _EDITS)
    characters = list(cast("list[bytes | int]", modes[_CHARACTERS]))
    characters[termios.VMIN], characters[termios.VTIME] = 0, 0
    return [*modes[:_CHARACTERS], characters]


def raw(modes: Modes) -> Modes:
    """The real terminal's modes while a program's pseudo-terminal does all the work."""
    off = (
        termios.BRKINT | termios.ICRNL | termios.INLCR | termios.IGNCR
        | termios.INPCK | termios.ISTRIP | termios.IXON
    )  # fmt: skip
    modes = _changed(modes, _INPUT, off=off)
    modes = _changed(modes, _OUTPUT, off=termios.OPOST)
    modes = _changed(modes, _CONTROL, on=termios.CS8, off=termios.CSIZE | termios.PARENB)
    modes = _changed(modes, LOCAL, off=_ECHOES | _EDITS)
    characters = list(cast("list[bytes | int]", modes[_CHARACTERS]))
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    return [*modes[:_CHARACTERS], characters]


def get_size(descriptor: int) -> bytes:
    """Rows, columns and pixels as the kernel packs them."""
    return fcntl.ioctl(descriptor, termios.TIOCGWINSZ, struct.pack("HHHH", 0, 0, 0, 0))


def copy_size(source: int, target: int) -> None:
    """Give the target the source's size: its programs hear of it where that is a change."""
    with suppress(OSError):
        size = get_size(source)
        if size != get_size(target):
            fcntl.ioctl(target, termios.TIOCSWINSZ, size)


class RealTerminal:
    """The user's terminal: the descriptors of its keys and of its screen."""

    def __init__(self, keys: int, screen: int) -> None:
        self.keys = keys
        self.screen = screen

    @property
    def present(self) -> bool:
        return os.isatty(self.keys) and os.isatty(self.screen)

    def modes(self) -> Modes:
        return termios.tcgetattr(self.keys)

    def write(self, data: bytes) -> None:
        """All of it, however slow the terminal is."""
        while data:
            try:
                data = data[os.write(self.screen, data) :]
            except BlockingIOError:
                select.select([], [self.screen], [])

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Raw modes inside, the modes of before afterwards, whatever happened."""
        before = self.modes()
        termios.tcsetattr(self.keys, termios.TCSADRAIN, raw(before))
        try:
            yield
        finally:
            termios.tcsetattr(self.keys, termios.TCSADRAIN, before)


@contextmanager
def resizes() -> Iterator[int | None]:
    """A descriptor that becomes readable when the window changes its size.

    None off the main thread, where Python cannot hear of it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield None
        return
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)

    def note(number: int, frame: FrameType | None) -> None:
        with suppress(BlockingIOError):
            os.write(writer, b"\0")

    before = signal.signal(signal.SIGWINCH, note)
    try:
        yield reader
    finally:
        signal.signal(signal.SIGWINCH, signal.SIG_DFL if before is None else before)
        os.close(reader)
        os.close(writer)
