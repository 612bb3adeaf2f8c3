"""A program in a terminal window: a pseudo-terminal, the screen it draws, and a person."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import ptyprocess
import pyte

SECONDS = 15.0
"""What is waited for at most; only a failing test waits so long."""


class Window:
    """The program runs in its own process. What it prints is on ``screen`` and in ``raw``."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        *,
        cwd: Path | None = None,
        rows: int = 24,
        columns: int = 80,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.process = ptyprocess.PtyProcess.spawn(
            command,
            cwd=None if cwd is None else str(cwd),
            env=dict(environment),
            dimensions=(rows, columns),
        )

    def pump(self, seconds: float) -> bool:
        """Take in what the program prints; False once it has ended."""
        if not select.select([self.process.fd], [], [], seconds)[0]:
            return True
        try:
            data = self.process.read(65536)
        except EOFError:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    @property
    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self.screen.display).rstrip()

    def see(self, *texts: str) -> Self:
        """Wait until all of them are on the screen at once."""
        return self.until(lambda: all(text in self.text for text in texts), f"{texts} on screen")

    def see_no(self, text: str) -> Self:
        return self.until(lambda: text not in self.text, f"no {text!r} on screen")

    def until(self, happened: Callable[[], bool], what: str) -> Self:
        end = time.monotonic() + SECONDS
        while not happened():
            if not self.pump(0.05) or time.monotonic() > end:
                raise AssertionError(f"never: {what}\n{self.text}")
        return self

    def send(self, keys: str) -> Self:
        self.process.write(keys.encode())
        return self

    def resize(self, rows: int, columns: int) -> None:
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def end(self) -> int:
        """The exit status, once the program has ended by itself."""
        end = time.monotonic() + SECONDS
        while self.pump(0.05):
            if time.monotonic() > end:
                raise AssertionError(f"still running:\n{self.text}")
        self.process.wait()
        assert self.process.signalstatus is None
        return int(self.process.exitstatus)

    def close(self) -> None:
        self.process.close(force=True)


def kept_environment() -> dict[str, str]:
    """Of this process's variables those that a program needs to find home and programs."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in {"HOME", "PATH", "LD_LIBRARY_PATH"} or name.startswith("XDG_")
    }
