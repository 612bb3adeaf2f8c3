"""A program in a terminal window: a pseudo-terminal, the screen it draws, and a person."""

from __future__ import annotations

import copy
import fcntl
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import ptyprocess
import pyte

import talkie_shell

SOURCE = Path(talkie_shell.__file__).parent.parent

SECONDS = 45.0
"""What is waited for at most; only a failing test waits so long."""


HANG_UP_SECONDS = 10.0
"""What a program has to end in when its window is closed, before it is killed."""


class Screen(pyte.Screen):
    """pyte's, with a second screen for programs that fill it, and deaf to the questions that it
    does not know (vim asks them)."""

    _aside: tuple[Any, Any] | None = None

    def report_device_attributes(self, *_: Any, **__: Any) -> None:
        pass

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def set_mode(self, *modes: int, **kept: Any) -> None:
        super().set_mode(*modes, **kept)
        if 1049 in modes and self._aside is None:
            self._aside = (copy.deepcopy(self.buffer), copy.copy(self.cursor))
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kept: Any) -> None:
        super().reset_mode(*modes, **kept)
        if 1049 in modes and self._aside is not None:
            self.erase_in_display(2)
            buffer, self.cursor = self._aside
            self.buffer.update(buffer)
            self._aside = None

    @property
    def is_other(self) -> bool:
        """Whether the second screen is shown."""
        return self._aside is not None


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
        self.screen = Screen(columns, rows)
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
            ended = not self.pump(0.05) and not happened()
            if ended or time.monotonic() > end:
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
        """Close the window on whatever runs in it."""
        process = self.process
        if process.closed:
            return
        process.fileobj.close()
        process.fd, process.closed = -1, True
        end = time.monotonic() + HANG_UP_SECONDS
        process.kill(signal.SIGHUP)
        while process.isalive():
            if time.monotonic() > end:
                process.kill(signal.SIGKILL)
            time.sleep(0.01)


class Prompt(Window):
    """A terminal window with talkie-sh in it, in a folder of the home called ``work``."""

    def __init__(
        self, home: Path, *words: str, rows: int = 24, columns: int = 80, **environment: str
    ) -> None:
        self.home = home
        self.work = home / "work"
        self.work.mkdir(exist_ok=True)
        told = kept_environment() | {
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "SHELL": "/bin/bash",
            "PYTHONPATH": str(SOURCE),
            **environment,
        }
        command = [sys.executable, "-m", "talkie_shell", *words]
        super().__init__(command, told, cwd=self.work, rows=rows, columns=columns)

    def run(self, command: str) -> Self:
        """Type a command that stays as it is, and press Enter."""
        return self.send(command).see("as typed").send("\r").see_no("as typed")

    def back(self) -> Self:
        """Wait for the empty line at the next prompt."""
        return self.see("❯", "F1 keys")

    def resize_at_prompt(self, rows: int, columns: int) -> Self:
        """The same while a line is edited: wait until it is drawn anew, which moves the cursor
        by what was on the screen before."""
        drawn = self.raw.count("❯".encode())
        self.resize(rows, columns)
        return self.until(lambda: self.raw.count("❯".encode()) > drawn, "the line drawn anew")


def end_helpers(folder: Path) -> None:
    """End the helpers whose locks are in the folder. A lock that nobody holds names a process
    that is no more, and its number may be another's by now."""
    for lock in folder.glob("*.lock"):
        with lock.open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                number = int(file.read())
                os.kill(number, signal.SIGCONT)  # one that a test had stopped
                os.kill(number, signal.SIGTERM)


def kept_environment() -> dict[str, str]:
    """Of this process's variables those that a program needs to find home and programs."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in {"HOME", "PATH", "LD_LIBRARY_PATH"} or name.startswith("XDG_")
    }
