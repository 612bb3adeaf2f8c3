"""Random bytes as keys: whatever is pressed, the program stays and answers."""

from __future__ import annotations

import random
import shutil
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from talkie_shell.load.figures import Figure
from talkie_shell.load.home import Home
from talkie_shell.load.trial import Setup, Trial
from talkie_shell.load.window import PatienceError, Window

_HARMLESS = ("cat", "echo", "false", "ls", "sleep", "stty", "true")
"""All the programs that random keys can find."""
_KINDS = ("letters", "keys", "sequences", "text", "bytes")
_WEIGHTS = (40, 15, 20, 10, 15)
_ESCAPES = (
    b"\x1b[",
    b"\x1bO",
    b"\x1b[<",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1b]",
    b"\x1b",
    b"\x1b\x1b",
)
_CALM = (b"\x03", b"\x1b[201~\x03", b"\x03\x1b\x03", b"q\x03", b"\x1a", b"\x1c")
_ANSWER = 5.0
"""Seconds in which it must answer, each of so many times that it is asked."""
_ATTEMPTS = 4


class Keys(Trial):
    """``planned`` seconds of them; every second or so it must run a command. Dictation, which
    keys may start, hears a silent file: no microphone is opened."""

    name = "random keys"

    def __init__(self, setup: Setup, planned: int) -> None:
        super().__init__(setup, planned)
        self._random = random.Random(setup.seed)
        self._pressed = 0
        self._answered = 0
        self._left = 0

    def steps(self) -> Iterator[None]:
        with Home(self.setup.shell) as home:
            programs = home.folder / "bin"
            programs.mkdir()
            for name in _HARMLESS:
                if path := shutil.which(name):
                    (programs / name).symlink_to(path)
            window: Window | None = None
            try:
                for number in range(self.planned):
                    window = window or self._open(home, programs)
                    try:
                        self._second(home, window, number)
                    except PatienceError as error:
                        self.faults.append(f"second {number}: {error}")
                        window.close()
                    if window.ended():
                        window.close()
                        window = None
                    yield
            finally:
                if window is not None:
                    window.close()

    def _open(self, home: Home, programs: Path) -> Window:
        silence = home.folder / "silence.wav"
        _write_silence(silence)
        deaf = replace(self.setup, options=(*self.setup.options, "--audio-file", str(silence)))
        return deaf.open(home, PATH=str(programs), EDITOR="true", VISUAL="true")

    def _second(self, home: Home, window: Window, number: int) -> None:
        """A second of keys, then an answer, unless a key (Ctrl-D) had it leave. Raises
        `PatienceError`."""
        end = time.monotonic() + 1
        while time.monotonic() < end and not window.ended():
            burst = b"".join(self._some() for _ in range(self._random.randint(1, 12)))
            window.type(burst)
            self._pressed += len(burst)
            window.feed(self._random.uniform(0, 0.02))
        probe = home.folder / f"answer-{number}"
        for _ in range(_ATTEMPTS):
            for calm in _CALM:
                window.type(calm)
                window.listen(0.05)
            window.type(f"echo > {probe}\r".encode())
            deadline = time.monotonic() + _ANSWER
            while time.monotonic() < deadline and not probe.exists():
                window.feed(0.02)
                if window.ended():
                    self._check_end(window)
                    return
            if window.faulty:
                raise PatienceError(f"a fault of the program: {window.shown[-300:]!r}")
            if probe.exists():
                self._answered += 1
                return
        raise PatienceError(f"no answer; last shown: {window.shown[-300:]!r}")

    def _check_end(self, window: Window) -> None:
        """It has left: by a key, or by a fault. Raises `PatienceError`."""
        if window.faulty or window.status is None or window.status < 0:
            raise PatienceError(f"it ended with {window.status}: {window.shown[-300:]!r}")
        if not window.sane():
            raise PatienceError("the terminal was not left as it was")
        self._left += 1

    def _some(self) -> bytes:
        pick = self._random
        match pick.choices(_KINDS, _WEIGHTS)[0]:
            case "letters":
                return bytes(pick.randint(32, 126) for _ in range(pick.randint(1, 8)))
            case "keys":
                return bytes([pick.randint(0, 31)])
            case "sequences":
                rest = bytes(pick.choice(b"0123456789;?<>=") for _ in range(pick.randint(0, 6)))
                return pick.choice(_ESCAPES) + rest + bytes([pick.randint(64, 126)])
            case "text":
                return "".join(
                    chr(pick.choice((0xE9, 0x3B1, 0x4E2D, 0x1F389, 0x301, 0x200D, 0x202E, 0xA0)))
                    for _ in range(pick.randint(1, 4))
                ).encode()
            case _:
                return bytes(pick.randint(0, 255) for _ in range(4))

    def figures(self) -> Iterator[Figure]:
        yield self.figure("bytes pressed", self._pressed)
        yield self.figure("times answered", self._answered)
        yield self.figure("left by a key of its own", self._left)
        yield self.figure("not survived", len(self.faults), "", "=", 0)


def _write_silence(file: Path) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(2 * 16_000))
