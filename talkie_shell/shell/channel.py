"""The separate channel: two named pipes in a private folder, and what comes over them.

Named pipes, not inherited descriptors: no program started in the shell holds them open.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from talkie_shell.errors import ShellError
from talkie_shell.shell.events import EVENTS_FILE, Event, read_events
from talkie_shell.shell.names import NAMES_FILE, Names, read_names

_FIELDS_OF_END = 4


@dataclass(frozen=True, slots=True)
class Started:
    """The shell waits for the command."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The shell is about to prompt and waits for the word to go on.

    ``number`` counts these reports; ``jobs`` are the lines of the shell's job table.
    """

    number: int
    status: int
    directory: str
    jobs: tuple[str, ...]


Report = Started | Ended


class Reports:
    """Reports out of the bytes that carry them, in whatever pieces they come."""

    def __init__(self) -> None:
        self._rest = b""
        self._fields: list[str] = []

    def feed(self, data: bytes) -> Iterator[Report]:
        r"""What is whole by now; what is no report (anybody may write here) is passed over.

        Example: ``b"start\0end\0" b"1\0" b"0\0/tmp\0\0"`` -> Started, Ended(1, 0, "/tmp", ())
        """
        *fields, self._rest = (self._rest + data).split(b"\0")
        for field in fields:
            self._fields.append(os.fsdecode(field))
            if self._fields[0] == "start":
                self._fields = []
                yield Started()
            elif self._fields[0] != "end":
                self._fields = []
            elif len(self._fields) == 1 + _FIELDS_OF_END:
                _, number, status, directory, jobs = self._fields
                self._fields = []
                if number.isdecimal() and status.isdecimal():
                    yield Ended(int(number), int(status), directory, job_lines(jobs))


def job_lines(listed: str) -> tuple[str, ...]:
    r"""One entry a job: lines that continue a job's command are left out.

    Example: "[1]+  Stopped    vim a\n" -> ``("[1]+  Stopped    vim a",)``
    """
    return tuple(line for line in listed.splitlines() if line.startswith("["))


class Channel:
    """The private folder and its two pipes. Both are held open for reading and writing, so
    neither side ever waits for the other to open them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Raises `ShellError` where there is no room for them."""
        runtime = environment.get("XDG_RUNTIME_DIR") or ""
        usable = Path(runtime).is_dir() and os.access(runtime, os.W_OK | os.X_OK)
        try:
            self.room = tempfile.mkdtemp(prefix="talkie-", dir=runtime if usable else None)
        except OSError as error:
            raise ShellError(f"no room for the shell's pipes: {error.strerror}") from error
        try:
            for name in ("to", "from"):
                os.mkfifo(self._path(name), 0o600)
            Path(self._path("history")).touch(0o600)
            flags = os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC
            self._to = os.open(self._path("to"), flags)
            self.reports = os.open(self._path("from"), flags)
        except OSError as error:
            shutil.rmtree(self.room, ignore_errors=True)
            raise ShellError(f"no pipes to the shell in {self.room}: {error.strerror}") from error
        self._parser = Reports()
        self._names = (b"", Names())
        self._unsent = b""

    def _path(self, name: str) -> str:
        return f"{self.room}/{name}"

    @property
    def whole(self) -> bool:
        """Whether the pipes are still where the shell looks for them."""
        return all(Path(self._path(name)).exists() for name in ("to", "from"))

    def write_files(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            Path(self._path(name)).write_text(text, encoding="utf-8", errors="surrogateescape")

    def read(self) -> list[Report]:
        """What has been reported since."""
        found: list[Report] = []
        with suppress(BlockingIOError):
            while data := os.read(self.reports, 65536):
                found.extend(self._parser.feed(data))
        return found

    def names(self) -> Names:
        """What the shell knew by name before its last prompt."""
        try:
            told = Path(self._path(NAMES_FILE)).read_bytes()
        except OSError:
            return Names()
        before, names = self._names
        if told != before:
            names = read_names(told)
            self._names = (told, names)
        return names

    def events(self) -> tuple[Event, ...]:
        """What the shell remembered before its last prompt, newest first."""
        try:
            return read_events(Path(self._path(EVENTS_FILE)).read_bytes())
        except OSError:
            return ()

    @property
    def writer(self) -> int | None:
        """The descriptor to wait for, where something is still to be sent."""
        return self._to if self._unsent else None

    def send(self, message: str) -> None:
        """Hand a line over, as far as the pipe takes it; `push` does the rest."""
        self._unsent += os.fsencode(message) + b"\n"
        self.push()

    def push(self) -> None:
        with suppress(BlockingIOError):
            while self._unsent:
                self._unsent = self._unsent[os.write(self._to, self._unsent[:4096]) :]

    def forget(self) -> None:
        """Drop what the shell never read: the command it should have taken was interrupted."""
        self._unsent = b""
        with suppress(BlockingIOError):
            while os.read(self._to, 65536):
                pass

    def close(self) -> None:
        os.close(self._to)
        os.close(self.reports)
        shutil.rmtree(self.room, ignore_errors=True)
