"""What stands before the line, and what is said between two lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from prompt_toolkit.utils import get_cwidth

SLOW = 1.0
"""Seconds from which a command's duration is worth a word."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a prompt may show. ``status`` and ``seconds`` are the last command's, None before
    the first; ``jobs`` counts stopped and background jobs."""

    directory: str
    home: str
    user: str = ""
    host: str = ""
    branch: str = ""
    status: int | None = None
    seconds: float | None = None
    jobs: int = 0


def prompt_text(template: str, surroundings: Surroundings, columns: int) -> str:
    """The prompt, at most about a third of the window wide.

    Example: "{directory} ❯ ", /home/ann/src -> "~/src ❯ "
    """
    values = {
        "status": "" if not surroundings.status else str(surroundings.status),
        "duration": "" if surroundings.seconds is None else duration_text(surroundings.seconds),
        "branch": surroundings.branch,
        "jobs": str(surroundings.jobs) if surroundings.jobs else "",
        "user": surroundings.user,
        "host": surroundings.host,
    }
    width = max(columns // 3, 8)
    rest = get_cwidth(template.format(directory="", **values))
    short = short_directory(surroundings.directory, surroundings.home, max(width - rest, 4))
    prompt = template.format(directory=short, **values)
    return prompt if get_cwidth(prompt) < columns else "> "


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
    name = PurePath(directory).name or path
    while get_cwidth(name) > width:
        name = name[:-2] + "…"
    return name


def duration_text(seconds: float) -> str:
    """A duration for people.

    Example: 3.14 -> "3.1 s"; 75 -> "1 m 15 s"; 3700 -> "1 h 1 m"
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} m {rest} s"
    return f"{minutes // 60} h {minutes % 60} m"


def outcome_text(status: int, seconds: float, *, interrupted: bool) -> str:
    """What is worth saying about a command that ended, "" where nothing is.

    Example: status 2 after 3.1 s -> "exit 2 · 3.1 s"
    """
    said = []
    if interrupted:
        said.append("interrupted")
    elif status:
        said.append(f"exit {status}")
    if seconds >= SLOW:
        said.append(duration_text(seconds))
    return " · ".join(said)


def fresh_line(columns: int, mark: str = "⏎") -> str:
    """What to write so that the prompt stands at the start of a line, whatever was left there.

    On an empty line the mark overwrites itself; after output without a newline it stays
    visible and the blanks carry the cursor over to the next line.
    """
    return f"\x1b[2m{mark}\x1b[0m{' ' * (columns - get_cwidth(mark))}\r\x1b[K"
