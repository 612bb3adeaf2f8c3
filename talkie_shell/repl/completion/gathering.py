"""What the machine has for a place: asks the surroundings and the shell. May be slow."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
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


class Source(Protocol):
    """What knows the candidates for a place, and what is said of a program."""

    def known(self, place: Place, directory: str) -> Known: ...
    def described(self, program: str) -> Described | None: ...


class NothingKnown:
    """Knows no candidates: completion is off."""

    def known(self, place: Place, directory: str) -> Known:
        return Known()

    def described(self, program: str) -> Described | None:
        return None


class Gathering:
    """The machine's answers. ``names`` are the shell's own; never runs anything."""

    def __init__(
        self, surroundings: Surroundings, names: Callable[[], Names], environment: Mapping[str, str]
    ) -> None:
        self._surroundings = surroundings
        self._names = names
        self._environment = environment

    def known(self, place: Place, directory: str) -> Known:
        """What there is of each sort that the place takes."""
        names = {sort: self._of(sort, place, directory) for sort in place.sorts}
        takes_files = {"files", "folders", "commands"}.intersection(place.sorts)
        if not takes_files or (names.get("subcommands") and not place.folder):
            return Known(names)
        folder = os.path.join(directory, self._expanded(place.folder))  # noqa: PTH118 - text
        return Known(names, self._surroundings.entries(folder or "/", PATIENCE))

    def described(self, program: str) -> Described | None:
        """What its manual and completions say of the program, or its subcommand."""
        return self._surroundings.described(program, PATIENCE)

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
            case "users":
                return _users()
            case _:
                return {}

    def _commands(self) -> dict[str, str]:
        shell = self._names()
        programs = self._surroundings.executables(shell.path or None, wait=True)
        found = dict.fromkeys(programs, "")
        found |= dict.fromkeys(shell.builtins, "of the shell")
        found |= dict.fromkeys(shell.functions, "function")
        return found | dict.fromkeys(shell.aliases, "alias")

    def _flags(self, program: tuple[str, ...]) -> dict[str, str]:
        described = self.described(" ".join(program))
        found = dict(described.flags) if described is not None else {}
        flags = self._surroundings.flags(" ".join(program))
        if flags is not None:
            for name in (*("-" + one for one in flags.short), *("--" + one for one in flags.long)):
                found.setdefault(name, "")
        return found

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


def _users() -> dict[str, str]:
    import pwd

    return {one.pw_name: one.pw_gecos.partition(",")[0] for one in pwd.getpwall()}
