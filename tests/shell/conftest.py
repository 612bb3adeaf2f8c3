"""A terminal with a session in it, read off its screen."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest

from tests import needs
from tests.terminals import Screen

DRIVER = Path(__file__).with_name("driver.py")
ROOT = DRIVER.parents[2]
PATIENCE = 45.0
ROWS, COLUMNS = 24, 80


def size(rows: int, columns: int) -> bytes:
    return struct.pack("HHHH", rows, columns, 0, 0)


class Terminal:
    """A terminal with a session running in it."""

    def __init__(self, shell: str, directory: Path, **environment: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, size(ROWS, COLUMNS))
        self.slave = slave
        self.before = termios.tcgetattr(slave)
        commands, self.commands = os.pipe()
        self.results, results = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER), shell, str(commands), str(results)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            pass_fds=(commands, results),
            cwd=directory,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "TERM": "xterm-256color",
                "PWD": str(directory),
                "LC_ALL": "C.UTF-8",
                **environment,
            },
            start_new_session=True,
        )
        os.close(commands)
        os.close(results)
        self.screen = Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.seen = bytearray()
        self.keep = True
        self.answers = b""

    def ask(self, **asked: Any) -> None:
        os.write(self.commands, (json.dumps(asked) + "\n").encode())

    def pump(self, until: Callable[[], bool], what: str) -> None:
        """Show what comes until it is so; a deadline, and what is on the screen, otherwise."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            left = deadline - time.monotonic()
            assert left > 0, f"no {what}:\n" + "\n".join(self.lines)
            ready, _, _ = select.select([self.master, self.results], [], [], left)
            if self.master in ready:
                data = os.read(self.master, 65536)
                self.seen += data
                if self.keep:
                    self.stream.feed(data)
            if self.results in ready:
                data = os.read(self.results, 65536)
                assert data, "the driver is gone:\n" + "\n".join(self.lines)
                self.answers += data

    def answer(self) -> dict[str, Any]:
        self.pump(lambda: b"\n" in self.answers, "answer")
        line, _, self.answers = self.answers.partition(b"\n")
        self.flush()
        found: dict[str, Any] = json.loads(line)
        return found

    def flush(self) -> None:
        """Show what was printed before the answer: a pseudo-terminal hands it on later, but
        before what is written to it now."""
        end = b"\x1b]0;end\x07"
        writer = os.open(os.ttyname(self.slave), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        unwritten, data = end, b""
        while end not in data:
            _, ready, _ = select.select([], [writer], [], 0)
            if unwritten and ready:
                unwritten = unwritten[os.write(writer, unwritten) :]
            waiting, _, _ = select.select([self.master], [], [], PATIENCE)
            assert waiting, "the output never ends"
            data += os.read(self.master, 65536)
        os.close(writer)
        data = data.replace(end, b"")
        self.seen += data
        if self.keep:
            self.stream.feed(data)

    def run(self, command: str) -> dict[str, Any]:
        self.ask(run=command)
        return self.answer()

    def start(self, command: str, shows: str) -> None:
        """Run something that stays, and wait until the screen shows this."""
        self.ask(run=command)
        self.wait(shows)

    def start_anew(self, command: str, shows: str) -> None:
        """The same where the screen may show it already: it is to be printed again."""
        self.seen.clear()
        self.ask(run=command)
        self.pump(lambda: shows.encode() in self.seen, repr(shows))

    def wait(self, text: str) -> None:
        self.pump(lambda: text in "\n".join(self.lines), repr(text))

    def keys(self, data: bytes) -> None:
        os.write(self.master, data)

    def printed(self, command: str) -> str:
        """What a command puts on the screen, clean of earlier ones."""
        self.seen.clear()
        self.run(command)
        return self.seen.decode().replace("\r\n", "\n")

    def knows(self, word: str) -> bool:
        self.ask(names=[word])
        return bool(self.answer()["known"][0])

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def shell(self) -> int:
        return int(self.printed("echo $$").split()[-1])

    def close(self) -> list[str] | None:
        """End the driver; the descriptors it has open after its session has closed."""
        running = self.process.poll() is None
        os.close(self.commands)
        self.commands = -1  # its number may be another file's by the time all is cleared away
        found: list[str] | None = self.answer().get("closed") if running else None
        self.process.wait(PATIENCE)
        return found


@pytest.fixture(params=["bash", "zsh"])
def shell(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    needs.program(name)
    return name


@pytest.fixture
def terminal(shell: str, tmp_path: Path, home: Path) -> Iterator[Terminal]:
    (home / ".zshrc").touch()
    yield from opened(Terminal(shell, tmp_path))


def opened(terminal: Terminal) -> Iterator[Terminal]:
    try:
        yield terminal
    finally:
        if terminal.process.poll() is None:
            terminal.process.kill()
            terminal.process.wait()
        for descriptor in (terminal.master, terminal.slave, terminal.results, terminal.commands):
            if descriptor >= 0:
                os.close(descriptor)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(happens: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline, f"no {what}"
        select.select([], [], [], 0.02)
