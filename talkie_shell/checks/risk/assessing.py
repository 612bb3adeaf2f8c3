"""A command -> the risks in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from talkie_shell.checks.risk.grammar import UnreadableError
from talkie_shell.checks.risk.marks import neutral
from talkie_shell.checks.risk.places import NO_HOME, Places
from talkie_shell.checks.risk.shapes import Severity, load_table
from talkie_shell.checks.risk.walking import Walk

LONGEST = 20_000
"""Characters of a command that are judged; a longer one is a risk by itself."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a command should not run by accident: ``shape`` is the name in the table, ``why``
    one line in plain words, ``start`` and ``end`` the character offsets of what is risky."""

    shape: str
    why: str
    start: int
    end: int
    severity: Severity


def assess(
    command: str,
    exists: Callable[[str], bool] | None = None,
    project: str | None = None,
    home: str | None = None,
    *,
    directory: str | None = None,
) -> tuple[Risk, ...]:
    """The risks of a command, the worst first, each shape once; none for most commands.

    ``exists`` says whether a path, relative to ``directory``, exists; without it nothing counts
    as overwritten. ``project`` is the folder whose files are the user's to remove, by default
    ``directory``, where the command would run; without either, whatever is relative is inside.

    Example: "sudo rm -rf /" -> Risk("remove-root", "removes everything …", 0, 13, "danger")
    """
    table = load_table()
    found: dict[str, Risk] = {}

    def report(shape: str, what: str, start: int, end: int) -> None:
        known = table.shapes[shape]
        named = " ".join(what.split())
        why = known.why.format(named if len(named) <= 60 else named[:59] + "…")
        found.setdefault(shape, Risk(shape, why, start, end, known.severity))

    places = Places(directory or project or "", project, home or NO_HOME)
    values = {
        "HOME": places.home,
        "IFS": " \t\n",
        "SHELL": "/bin/sh",
        "PWD": places.directory or ".",
        "TMPDIR": "/tmp/x",  # noqa: S108 (a name that stands for any such folder)
    }
    if len(command) > LONGEST:
        report("too-long", "", 0, len(command))
    else:
        try:
            Walk(report, places, exists, values=values).source(neutral(command), 0)
        except (UnreadableError, RecursionError):
            report("unreadable", "", 0, len(command))
    return tuple(sorted(found.values(), key=lambda risk: (risk.severity != "danger", risk.start)))
