"""What bash and zsh remember: their history files, read and never written.

bash writes a command a line, with HISTTIMEFORMAT a ``#SECONDS`` line before each; zsh escapes
the bytes that its lexer uses for itself ("metafied"), continues a command after a backslash,
and with EXTENDED_HISTORY begins with ``: SECONDS:DURATION;``. Which of them it is shows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 4 << 20
"""What is read of one file: its end, where the newest commands are."""

_LONGEST = 4_000
"""Characters. A longer command is no use as a suggestion."""
_EXTENDED = re.compile(r": *(\d+):\d+;")
_STAMP = re.compile(r"#(\d{6,})")
_META, _FLIP = 0x83, 0x20


@dataclass(frozen=True, slots=True)
class Remembered:
    """A command and when it ran (seconds since the epoch), None where that is not known."""

    command: str
    when: float | None = None


def history_files(environment: Mapping[str, str], home: Path) -> tuple[Path, ...]:
    """The files in which the user's shells may keep their history, each once."""
    named = environment.get("HISTFILE", "")
    zsh = Path(environment.get("ZDOTDIR") or home)
    places = [Path(named)] if named.startswith("/") else []
    places += [home / ".bash_history", zsh / ".zsh_history", home / ".zsh_history"]
    places += [zsh / ".histfile", home / ".zhistory"]
    return tuple(dict.fromkeys(places))


def commands_in(data: bytes) -> list[Remembered]:
    r"""The commands of a history file, oldest first.

    Example: b": 1700000000:0;ls\n" -> [Remembered("ls", 1700000000.0)]
    """
    lines = _unmetafied(data).decode("utf-8", "replace").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if any(_STAMP.fullmatch(line) for line in lines):
        return list(_stamped(lines))
    return list(_plain(lines))


def newest(files: Iterable[Path], most: int) -> tuple[str, ...]:
    """The newest commands of all the files, each once, newest first, at most ``most``.

    A file that is not there or cannot be read gives nothing; of a big one the end is read.
    """
    found: list[tuple[float, str]] = []
    for file in files:
        try:
            # A pipe of that name would never open.
            data, changed = _end_of(file) if file.is_file() else (b"", 0.0)
        except OSError:
            continue
        when = 0.0
        commands = commands_in(data)
        if not any(one.when for one in commands):
            when = changed
        for one in commands:
            # What has no time of its own belongs to the one before it.
            when = one.when or when
            found.append((when, one.command))
    found.reverse()
    found.sort(key=lambda one: one[0], reverse=True)
    kept = dict.fromkeys(command for _, command in found if _suggestible(command))
    return tuple(kept)[:most]


class OtherHistories:
    """The commands of other shells, read again where a file has changed. For one thread."""

    def __init__(self, files: tuple[Path, ...], most: int) -> None:
        self._files = files
        self._most = most
        self._seen: list[tuple[int, int] | None] | None = None
        self._commands: tuple[str, ...] = ()

    def __call__(self) -> tuple[str, ...]:
        seen = [_state_of(file) for file in self._files]
        if seen != self._seen:
            self._seen = seen
            self._commands = newest(self._files, self._most)
        return self._commands


def _state_of(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _end_of(file: Path) -> tuple[bytes, float]:
    """The last `MAX_BYTES` of a file from the start of a line on, and when it was changed."""
    with file.open("rb") as opened:
        status = os.fstat(opened.fileno())
        if status.st_size <= MAX_BYTES:
            return opened.read(MAX_BYTES), status.st_mtime
        opened.seek(status.st_size - MAX_BYTES)
        return opened.read(MAX_BYTES).partition(b"\n")[2], status.st_mtime


def _unmetafied(data: bytes) -> bytes:
    """Undo zsh's escapes. In UTF-8 the escaping byte is only ever the rest of a character,
    and there zsh escapes it as well; a file with it and none of its escapes is bash's."""
    if _META not in data or not re.search(rb"\x83[\xa0-\xbf\x80-\x9f]", data):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pieces = data.split(bytes([_META]))
        return pieces[0] + b"".join(
            bytes([piece[0] ^ _FLIP]) + piece[1:] if piece else b"" for piece in pieces[1:]
        )
    return data


def _stamped(lines: Iterable[str]) -> Iterator[Remembered]:
    """Of bash's file with times: all lines up to the next time are one command."""
    when: float | None = None
    held: list[str] = []
    for line in lines:
        stamp = _STAMP.fullmatch(line)
        if stamp is None and when is not None:
            held.append(line)
            continue
        if held:
            yield Remembered("\n".join(held), when)
            held = []
        if stamp is None:
            yield Remembered(line)
        else:
            when = float(stamp[1])
    if held:
        yield Remembered("\n".join(held), when)


def _plain(lines: Iterable[str]) -> Iterator[Remembered]:
    """A command a line; zsh's may go on after a backslash, and may begin with its time."""
    held = ""
    when: float | None = None
    for line in lines:
        if not held:
            extended = _EXTENDED.match(line)
            when = float(extended[1]) if extended else None
            line = line[extended.end() :] if extended else line  # noqa: PLW2901 - what is left of it
        if line.endswith("\\"):
            held += line[:-1] + "\n"
            continue
        # zsh puts a blank after a backslash that really ends the command.
        ends = line.rstrip(" ").endswith("\\")
        yield Remembered(held + (line.rstrip(" ") if ends else line), when)
        held = ""
    if held:
        yield Remembered(held.rstrip("\n"), when)


def _suggestible(command: str) -> bool:
    text = command.strip()
    return bool(text) and len(text) <= _LONGEST and "�" not in text
