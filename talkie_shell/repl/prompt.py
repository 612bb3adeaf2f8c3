"""What stands before the line, and what is said between two lines. Pure."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.widths import head

SLOW = 1.0
"""Seconds from which a command's duration is worth a word."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand at a prompt, as far as it may show them. ``status`` and ``seconds`` are
    the last command's, None before the first; ``jobs`` counts stopped and background jobs;
    ``venv`` is the virtual environment that is active."""

    directory: str
    home: str
    user: str = ""
    host: str = ""
    branch: str = ""
    status: int | None = None
    seconds: float | None = None
    jobs: int = 0
    venv: str = ""


_STYLES = {"status": "class:failed", "directory": ""}
_DETAIL = "class:prompt-detail"
_SHORT_NAME = 12


def prompt_text(template: str, standing: Standing, columns: int) -> str:
    """The prompt; its last row is at most about a third of the window wide.

    Example: "{directory}{branch: (%)} ❯ ", /home/ann/src on main -> "~/src (main) ❯ "
    """
    rows = prompt_rows(template, standing, columns, "")
    return "\n".join("".join(text for _, text in row) for row in rows)


def prompt_rows(
    template: str, standing: Standing, columns: int, style: str
) -> list[list[tuple[str, str]]]:
    """The prompt's rows as styled pieces, the line's own last; ``style`` is for the template's
    own text and the directory.

    What follows a field's colon is shown where the field has something to say, with the value
    for ``%``. In a narrow window branch and venv are cut, and at last all but the directory
    goes.
    """
    *above, last = template.split("\n")
    rows = [_pieces(one, standing, columns - 1, style) for one in above]
    pieces = _pieces(last, standing, max(columns // 3, 8), style)
    fits = _width(pieces) < columns
    return [row for row in rows if _width(row) < columns] + [pieces if fits else [(style, "> ")]]


def _pieces(template: str, standing: Standing, width: int, style: str) -> list[tuple[str, str]]:
    values = {
        "status": "" if not standing.status else str(standing.status),
        "duration": _worth_telling(standing.seconds),
        "branch": standing.branch,
        "venv": standing.venv,
        "jobs": str(standing.jobs) if standing.jobs else "",
        "user": standing.user,
        "host": standing.host,
    }
    cut = {**values, **{name: head(values[name], _SHORT_NAME) for name in ("branch", "venv")}}
    for shown in (values, cut, dict.fromkeys(values, "")):
        rest = width - _width(_filled(template, {**shown, "directory": ""}, style))
        if rest >= 4:
            break
    short = short_directory(standing.directory, standing.home, max(rest, 4))
    return _filled(template, {**shown, "directory": short}, style)


def _filled(template: str, values: Mapping[str, str], style: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for literal, name, spec, _ in string.Formatter().parse(template):
        if literal:
            pieces.append((style, literal))
        if name is not None and values[name]:
            text = spec.replace("%", values[name]) if spec else values[name]
            pieces.append((_STYLES.get(name, _DETAIL) or style, text))
    return pieces


def _width(pieces: list[tuple[str, str]]) -> int:
    return sum(get_cwidth(text) for _, text in pieces)


def _worth_telling(seconds: float | None) -> str:
    return duration_text(seconds) if seconds is not None and seconds >= SLOW else ""


def short_directory(directory: str, home: str, width: int) -> str:
    """The directory with the home as ``~``, its early parts cut to a letter if need be, and at
    last its own name alone.

    Example: /home/ann/code/talkie-shell/tests, width 22 -> "~/c/talkie-shell/tests"
    """
    path = directory
    if home not in ("", "/") and (directory == home or directory.startswith(home + "/")):
        path = "~" + directory[len(home) :]
    parts = path.split("/")
    for index in range(len(parts) - 1):
        if get_cwidth("/".join(parts)) <= width:
            break
        part = parts[index]
        parts[index] = part[:2] if part.startswith(".") else part[:1]
    path = "/".join(parts)
    if get_cwidth(path) <= width:
        return path
    return head(PurePath(directory).name or path, width)


def duration_text(seconds: float) -> str:
    """A duration for people.

    Example: 3.14 -> "3.1 s"; 75 -> "1 m 15 s"; 3700 -> "1 h 1 m"
    """
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} m {rest} s"
    return f"{minutes // 60} h {minutes % 60} m"


def outcome_text(status: int, seconds: float, *, interrupted: bool, prompt: str = "") -> str:
    """What is worth saying about a command that ended, "" where nothing is; not what the
    ``prompt`` (its template) tells anyway.

    Example: status 2 after 3.1 s -> "exit 2 · 3.1 s"
    """
    told = {name for _, name, _, _ in string.Formatter().parse(prompt)}
    said = []
    if interrupted:
        said.append("interrupted")
    elif status and "status" not in told:
        said.append(f"exit {status}")
    if seconds >= SLOW and "duration" not in told:
        said.append(duration_text(seconds))
    return " · ".join(said)


def fresh_line(columns: int, mark: str = "⏎") -> str:
    """What to write so that the prompt stands at the start of a line, whatever was left there.

    On an empty line the mark overwrites itself; after output without a newline it stays
    visible and the blanks carry the cursor over to the next line.
    """
    return f"\x1b[2m{mark}\x1b[0m{' ' * (columns - get_cwidth(mark))}\r\x1b[K"
