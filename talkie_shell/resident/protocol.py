r"""What goes over the socket: one line of JSON to the server, lines of text back.

    {"version": …, "words": …, "directory": …, "path": …, "config": …, "source": …}

    ok                  or "error"
    …                   what the user should know, or nothing
    find . -name *.txt  the readings, the best first; newline and backslash as \n and \\
    end

The server greets with `GREETING` before it reads: a sign of life. What comes in is not trusted:
it has a longest length, and is checked field by field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Literal

from talkie_shell.errors import DataError
from talkie_shell.records import SOURCES, Source

LONGEST_REQUEST = 1 << 18
"""Bytes of a request with its newline; `client.LONGEST` characters fit in it."""
GREETING = b"talkie-sh\n"
END = b"end\n"


@dataclass(frozen=True, slots=True)
class Request:
    """What a shell wants. ``version`` is the client's `client.version`; ``directory`` and
    ``path`` are where the shell stands and its $PATH; ``config`` is a settings file, "" for the
    user's own; ``source`` is typed or voice, "" for what the settings say."""

    version: str
    words: str
    directory: str
    path: str
    config: str
    source: Source | Literal[""]


@dataclass(frozen=True, slots=True)
class Answer:
    """``readings``: the best command and what else it may be; none where ``notice`` says why."""

    notice: str
    readings: tuple[str, ...] = ()


def parse_request(line: bytes) -> Request:
    """The request in a line. Raises `DataError` for anything else."""
    if len(line) > LONGEST_REQUEST:
        raise DataError("the line is too long")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError("not a request: no JSON") from error
    names = [one.name for one in fields(Request)]
    if not isinstance(values, dict) or sorted(values) != sorted(names):
        raise DataError(f"not a request: it has {', '.join(names)}")
    if not all(isinstance(value, str) for value in values.values()):
        raise DataError("not a request: all its values are strings")
    if values["source"] not in {"", *SOURCES}:
        raise DataError(f"not a request: its source is one of {', '.join(SOURCES)}")
    return Request(**values)


def as_text(answer: Answer) -> str:
    """The answer as a shell reads it."""
    status = "ok" if answer.readings else "error"
    lines = [status, *(_escaped(text) for text in (answer.notice, *answer.readings))]
    return "".join(f"{line}\n" for line in lines)


def as_sent(answer: Answer) -> bytes:
    """The answer as it goes over the socket."""
    return as_text(answer).encode("utf-8", "surrogateescape") + END


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")
