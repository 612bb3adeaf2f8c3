"""What a corpus gives: a command as it stands there, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from talkie_shell.errors import DataError


@dataclass(frozen=True, slots=True)
class SourceCommand:
    """A command, or a template with ``{{placeholders}}``, as its corpus has it.

    ``source`` names the corpus ("tldr", "nl2bash", "history"…), ``page`` the tldr page.
    """

    text: str
    source: str
    page: str | None = None


class Line(NamedTuple):
    """One line of a file, counted from 1, without its line break."""

    number: int
    text: str


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a text file. Raises `DataError` where it is no readable UTF-8 text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            yield Line(number, line.decode("utf-8").rstrip("\r"))
        except UnicodeDecodeError as error:
            raise DataError(f"{path}:{number}: not UTF-8 text") from error
