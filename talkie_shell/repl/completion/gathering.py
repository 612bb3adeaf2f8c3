"""What the machine has for a place: asks the surroundings and the shell. May be slow."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from talkie_shell.repl.completion.candidates import Known
from talkie_shell.repl.completion.place import Place, Sort

if TYPE_CHECKING:
    from talkie_shell.shell.names import Names
    from talkie_shell.shell.surroundings import Surroundings
    from talkie_shell.shell.surroundings.descriptions import Described

PATIENCE = 2.0
"""Seconds that one question about the machine may take, on a thread of its own."""

_SECRET = ("TOKEN", "KEY", "SECRET", "PASS", "CREDENTIAL", "AUTH")
_LONGEST = 60
_JOB = re.compile(r"\[(\d+)\]\s*[+-]?\s*(.*)")
_SIGNALLING = frozenset(("kill", "killall", "pkill"))
"""Programs of which a flag may be a signal."""


class Source(Protocol):
    """What knows the candidates for a place, and what is said of a program."""

    def known(self, place: Place, directory: str) -> Known: ...
    def in_other_case(self, place: Place, directory: str) -> Place | None: ...
    def described(self, program: str) -> Described | None: ...


class NothingKnown:
    """Knows no candidates: completion is off."""

    def known(self, place: Place, directory: str) -> Known:
        return Known()

    def in_other_case(self, place: Place, directory: str) -> Place | None:
        return None

    def described(self, program: str) -> Described | None:
        return None


class Gathering:
    """The machine's answers. ``names`` are the shell's own, ``jobs`` the lines of its job table;
    never runs anything."""

    def __init__(
        self,
        surroundings: Surroundings,
        names: Callable[[], Names],
        environment: Mapping[str, str],
        jobs: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._surroundings = surroundings
        self._names = names
        self._environment = environment
        self._jobs = jobs

    def known(self, place: Place, directory: str) -> Known:
        """What there is of each sort that the place takes."""
        names = {sort: self._of(sort, place, directory) for sort in place.sorts}
        takes_files = {"files", "folders", "commands"}.intersection(place.sorts)
        settled = names.get("subcommands") or names.get("values")
        if not takes_files or (settled and not place.folder):
            return Known(names)
        folder = os.path.join(directory, self._expanded(place.folder))  # noqa: PTH118 - text
        return Known(names, self._surroundings.entries(folder or "/", PATIENCE))

    def in_other_case(self, place: Place, directory: str) -> Place | None:
        """The place in the folder that there is, where its own is there only in another case."""
        folder = place.folder
        there = self._surroundings.files_in_other_case(folder, directory, PATIENCE)
        return None if there is None else place.elsewhere(there)

    def described(self, program: str) -> Described | None:
        """What its manual and completions say of the program, or its subcommand."""
        return self._surroundings.described(program, self._path(), within=PATIENCE)

    def _of(self, sort: Sort, place: Place, directory: str) -> Mapping[str, str]:
        match sort:
            case "commands":
                return {} if place.folder else self._commands()
            case "flags":
                return self._flags(place.program)
            case "spoken flags":
                flags = self._flags(place.program)
                return {name[2:]: flags[name] for name in flags if name.startswith("--")}
            case "subcommands":
                described = self.described(place.program[0])
                return described.subcommands if described is not None else {}
            case "variables":
                return self._variables()
            case "hosts":
                return self._surroundings.hosts(PATIENCE)
            case "references":
                return self._surroundings.references(directory, PATIENCE)
            case "targets":
                return self._surroundings.targets(directory, PATIENCE)
            case "scripts":
                return self._surroundings.scripts(directory, PATIENCE)
            case "values":
                described = self.described(" ".join(place.program))
                return described.values.get(place.option, {}) if described is not None else {}
            case "jobs":
                return jobs_in(self._jobs())
            case _:
                return _OF_THE_SYSTEM[sort]() if sort in _OF_THE_SYSTEM else {}

    def _commands(self) -> dict[str, str]:
        shell = self._names()
        programs = self._surroundings.executables(shell.path or None, wait=True)
        found = dict.fromkeys(programs, "")
        found |= dict.fromkeys(shell.builtins, "of the shell")
        found |= dict.fromkeys(shell.functions, "function")
        return found | dict.fromkeys(shell.aliases, "alias")

    def _flags(self, program: tuple[str, ...]) -> dict[str, str]:
        if program[0] in _SIGNALLING:
            return {f"-{name}": about for name, about in _signals().items()} | self._said(program)
        return self._said(program)

    def _said(self, program: tuple[str, ...]) -> dict[str, str]:
        described = self.described(" ".join(program))
        found = dict(described.flags) if described is not None else {}
        flags = self._surroundings.flags(" ".join(program), self._path())
        if flags is not None:
            for name in (*("-" + one for one in flags.short), *("--" + one for one in flags.long)):
                found.setdefault(name, "")
        return found

    def _path(self) -> str | None:
        """The shell's, None where it has not told."""
        return self._names().path or None

    def _variables(self) -> dict[str, str]:
        """The shell's variables; what is exported with its value, unless that may be a secret."""
        found = dict.fromkeys(self._names().variables, "")
        for name, value in self._environment.items():
            secret = any(part in name.upper() for part in _SECRET)
            shown = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            found[name] = shown if shown.isprintable() and not secret else ""
        return found

    def _expanded(self, folder: str) -> str:
        """The folder as a path: ``~`` and variables filled in where they are known."""
        if folder.startswith("~"):
            return os.path.expanduser(folder)  # noqa: PTH111 - leaves an unknown user as it is
        if folder.startswith("$"):
            name, slash, rest = folder.partition("/")
            value = self._environment.get(name.strip("${}"))
            return value + slash + rest if value else folder
        return folder


def jobs_in(listed: Sequence[str]) -> dict[str, str]:
    """The jobs of a shell's job table, as they are named, with what each is.

    Example: ["[1]+  Stopped    vim a"] -> {"%1": "Stopped vim a"}
    """
    found = [job for job in map(_JOB.match, listed) if job is not None]
    return {f"%{job[1]}": " ".join(job[2].split()) for job in found}


def _signals() -> dict[str, str]:
    import signal

    named = (one for one in signal.Signals if not one.name.startswith("SIGRT"))
    return {one.name.removeprefix("SIG"): signal.strsignal(one) or "" for one in named}


def _homes() -> dict[str, str]:
    import pwd

    return {one.pw_name: one.pw_dir for one in pwd.getpwall()}


def _users() -> dict[str, str]:
    import pwd

    return {one.pw_name: one.pw_gecos.partition(",")[0] for one in pwd.getpwall()}


_OF_THE_SYSTEM: Mapping[Sort, Callable[[], dict[str, str]]] = {
    "users": _users,
    "homes": _homes,
    "signals": _signals,
}
