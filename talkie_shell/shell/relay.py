"""Bytes between the real terminal and a shell's pseudo-terminal, until the shell reports."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from talkie_shell.shell.channel import Channel, Ended, Started
from talkie_shell.shell.child import Child, readable
from talkie_shell.shell.screen import Fence, ScreenModes
from talkie_shell.shell.terminal import RealTerminal, copy_size

_CHUNK = 65536
_PIECES = 64
"""How many pieces of output (a few kilobytes each) are shown before keys are looked at."""
_TICK = 1.0
"""Seconds after which a quiet command's shell is looked after."""
_FENCE_GRACE = 0.5
"""Seconds to wait for the end of the output once the shell has reported."""
_LAST_WORDS = 0.02
"""Seconds in which what a shell that has ended printed last must have arrived."""
_TYPED_AHEAD_LIMIT = 65536
_WOKEN = "the shell underneath was suspended; it goes on"
_INTERRUPT_KEY = b"\x03"


class Relay:
    """One shell's traffic. ``mark`` is what it prints when a command's output is complete.

    ``listening``: whether keys are taken from the terminal. ``resized``: the descriptor that
    tells of a window's new size, None where there is none. ``tell`` gets, each time that
    changes, the bytes that put back what programs have set on the screen.
    """

    def __init__(
        self,
        terminal: RealTerminal,
        child: Child,
        channel: Channel,
        mark: str,
        tell: Callable[[bytes], None],
    ) -> None:
        self._terminal = terminal
        self._child = child
        self._channel = channel
        self._fence = Fence(mark)
        self._modes = ScreenModes()
        self._tell = tell
        self._told = b""
        self._in_line = False
        self.interrupted = False
        self._events: list[Started | Ended] = []
        self._keys_out = b""
        self.listening = True
        self.resized: int | None = None

    def fit(self) -> None:
        """Give the pseudo-terminal the window's size."""
        copy_size(self._terminal.screen, self._child.pty)

    def next(
        self, deadline: float | None = None, *, until_interrupt: bool = False
    ) -> Started | Ended | None:
        """Relay until the shell reports; None where it is gone, past the deadline, or where
        Ctrl-C was pressed for a signal (`interrupted`, only looked for if wanted)."""
        child, channel = self._child, self._channel
        fences = self._fence.seen
        grace: float | None = None
        self.interrupted = False
        while True:
            if self._events:
                event = self._events[0]
                if isinstance(event, Started) or self._fence.seen > fences:
                    return self._events.pop(0)
                if grace is None:
                    grace = time.monotonic() + _FENCE_GRACE
                if time.monotonic() >= grace:
                    return self._events.pop(0)
            elif self._fence.seen > fences:
                self._events.extend(channel.read())
                if not self._events and not channel.whole:
                    child.kill()
                    return None
                if not self._events:
                    fences = self._fence.seen
                continue
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                return None
            if child.ended() is not None:
                return None
            if child.woken:
                child.woken = False
                self.say(_WOKEN)
            ends = [now + _TICK, *(end for end in (grace, deadline) if end is not None)]
            signals = until_interrupt and child.takes_signals()
            if self._step(max(0.0, min(ends) - now)) and signals:
                self.interrupted = True
                return None

    def _step(self, seconds: float) -> bool:
        """Relay what is there; whether Ctrl-C was pressed."""
        child, channel = self._child, self._channel
        reads = [channel.reports, child.pty]
        reads.extend(each for each in (child.watch, self.resized) if each is not None)
        if self.listening and len(self._keys_out) < _TYPED_AHEAD_LIMIT:
            reads.append(self._terminal.keys)
        writes = [child.pty] if self._keys_out else []
        if channel.writer is not None:
            writes.append(channel.writer)
        interrupted = False
        try:
            ready, writable = readable(reads, writes, seconds)
        except KeyboardInterrupt:
            # A signal sent to us, not a key: the program is meant.
            self.type(_INTERRUPT_KEY)
            return True
        if child.pty in ready:
            self.show()
        if self._terminal.keys in ready:
            interrupted = self._relay_keys()
        if child.pty in writable:
            self.type(b"")
        if channel.writer in writable:
            channel.push()
        if channel.reports in ready:
            self._events.extend(channel.read())
        if self.resized in ready and self.resized is not None:
            os.read(self.resized, 4096)
            self.fit()
        return interrupted

    def _relay_keys(self) -> bool:
        try:
            data = os.read(self._terminal.keys, 4096)
        except OSError:
            data = b""
        if not data:
            raise ConnectionAbortedError
        self.type(data)
        return _INTERRUPT_KEY in data

    def type(self, data: bytes) -> None:
        """Hand keys to the pseudo-terminal, as far as it takes them; `next` does the rest."""
        self._keys_out += data
        if self._keys_out:
            self._keys_out = self._keys_out[self._child.write(self._keys_out) :]

    def untyped(self) -> bytes:
        """Keys that the pseudo-terminal has not taken: it never gets them."""
        keys, self._keys_out = self._keys_out, b""
        return keys

    def show(self) -> None:
        """Show what the shell and its programs have printed; now and then, keys get a look."""
        for _ in range(_PIECES):
            data = self._child.read(_CHUNK)
            if not data:
                return
            data = self._filtered(data)
            if data:
                self._terminal.write(data)
                self._in_line = not data.endswith(b"\n")

    def say(self, text: str) -> None:
        """A word of ours to the user, on a line of its own."""
        before = "\r\n" if self._in_line else ""
        self._terminal.write(f"{before}talkie-sh: {text}\r\n".encode(errors="replace"))
        self._in_line = False

    def drain(self) -> None:
        """Show the last words of a shell that has ended."""
        while self._child.pty in readable([self._child.pty], [], _LAST_WORDS)[0]:
            self.show()

    def finish(self, *, screen: bool) -> None:
        """Nothing more is to come: show what was held back, and put back what the keys send;
        ``screen``: the screen, too."""
        self._terminal.write(self._fence.release() + self._modes.undo(screen=screen))
        self._tell_undone()

    def pending(self) -> bytes:
        """What has been printed and not shown, a piece of it where there is much; never waits."""
        pieces: list[bytes] = []
        while len(pieces) < _PIECES and (piece := self._child.read(_CHUNK)):
            pieces.append(piece)
        return self._filtered(b"".join(pieces))

    def _filtered(self, data: bytes) -> bytes:
        data = self._fence.feed(data)
        if self._modes.feed(data):
            self._tell_undone()
        return data

    def _tell_undone(self) -> None:
        undone = self._modes.undone()
        if undone != self._told:
            self._told = undone
            self._tell(undone)
