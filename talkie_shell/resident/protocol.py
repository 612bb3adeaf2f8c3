r"""What goes over the socket: one line of JSON to the server, lines of text back.

    {…, "words": …, "source": …}                 what do these words mean?        -> an answer
    {…, "texts": […], "scores": […], "note": …}  what do these transcripts mean?  -> an answer
    {…, "sounds": […]}                           a dictation, please              -> its course

Each has "version", "directory", "path" and "config" beside that. An answer:

    ok                  or "error"
    …                   what the user should know, or nothing
    find . -name *.txt  the readings, the best first; newline and backslash as \n and \\
    end

The answer to transcripts begins with the one that was taken, as a line of its own. The course of
a dictation is a line of JSON whenever there is something to see, the last one its end; the
client sends `STOP` to end it, and forgets it by going away.

The server greets with `client.GREETING` before it reads: a sign of life. What comes in is not
trusted: it has a longest length, and is checked field by field.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from talkie_shell.errors import DataError
from talkie_shell.records import SOURCES, Heard, Source
from talkie_shell.speech.levels import Level
from talkie_shell.speech.take import Ended, Progress

LONGEST_REQUEST = 1 << 18
"""Bytes of a request with its newline; `client.LONGEST` characters fit in it."""
END = b"end\n"
STOP = b"stop\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks. ``version`` is the client's `client.version`; ``directory`` and ``path`` are
    where the shell stands and its $PATH; ``config`` is a settings file, "" for the user's own."""

    version: str
    directory: str
    path: str
    config: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Asked):
    """What do these words mean? ``source`` is typed or voice, "" for what the settings say."""

    words: str
    source: Source | Literal[""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcripts(Asked):
    """What does this mean, which was heard? ``texts``: at least one, likeliest first, with their
    ``scores``, see `Heard`. ``note``: what the user should know of the dictation."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    note: str

    @property
    def heard(self) -> Heard:
        return Heard(self.texts[0], self.texts[1:], scores=self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen(Asked):
    """Listen, please. ``sounds``: files that take the microphone's place."""

    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``readings``: the best command and what else it may be; none where ``notice`` says why.
    ``heard``: the transcript that they are of; "" where the words are the client's own."""

    notice: str
    readings: tuple[str, ...] = ()
    heard: str = ""


_SHAPES = {
    frozenset(one.name for one in fields(shape)): shape for shape in (Request, Transcripts, Listen)
}


def parse_request(line: bytes) -> Request | Transcripts | Listen:
    """The request in a line. Raises `DataError` for anything else."""
    if len(line) > LONGEST_REQUEST:
        raise DataError("the line is too long")
    values = _object(line)
    shape = _SHAPES.get(frozenset(values))
    if shape is None:
        raise DataError("not a request: it has other fields than any")
    checked = {name: _checked(name, value) for name, value in values.items()}
    if checked.get("source", "") not in {"", *SOURCES}:
        raise DataError(f"not a request: its source is one of {', '.join(SOURCES)}")
    request = shape(**checked)
    if isinstance(request, Transcripts) and not 0 < len(request.texts) == len(request.scores):
        raise DataError("not a request: each of its texts has a score")
    return request


def _checked(name: str, value: object) -> Any:
    kind = {"texts": str, "sounds": str, "scores": float}.get(name)
    if kind is None:
        if isinstance(value, str):
            return value
        raise DataError(f"not a request: its {name} is a string")
    if isinstance(value, list) and all(type(one) is kind for one in value):
        return tuple(value)
    raise DataError(f"not a request: its {name} are a list of {kind.__name__}")


def _object(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError("not a request: no JSON") from error
    if not isinstance(values, dict):
        raise DataError("not a request: no JSON object")
    return values


def as_text(answer: Answer) -> str:
    """The answer as a shell reads it."""
    status = "ok" if answer.readings else "error"
    lines = [status, *(_escaped(text) for text in (answer.notice, *answer.readings))]
    if answer.heard:
        lines.insert(0, answer.heard)
    return "".join(f"{line}\n" for line in lines)


def as_sent(answer: Answer) -> bytes:
    """The answer as it goes over the socket."""
    return as_text(answer).encode("utf-8", "surrogateescape") + END


def course_line(now: Progress | Ended) -> bytes:
    """A line of a dictation's course. Its sound stays where it is."""
    if isinstance(now, Progress):
        told: dict[str, Any] = {"progress": asdict(now)}
    else:
        told = {"heard": None if now.heard is None else asdict(now.heard), "note": now.note}
    return json.dumps(told).encode() + b"\n"


def parse_course(line: bytes) -> Progress | Ended:
    """What `course_line` wrote. Raises `DataError` for anything else."""
    try:
        told = json.loads(line)
        if "progress" in told:
            values = told["progress"]
            return Progress(**{**values, "level": Level(**values["level"])})
        heard = told["heard"]
        if heard is not None:
            lists = {name: tuple(heard[name]) for name in ("alternatives", "scores")}
            heard = Heard(**{**heard, **lists})
        return Ended(heard, told["note"])
    except (ValueError, TypeError, KeyError) as error:
        raise DataError("not the course of a dictation") from error


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")
